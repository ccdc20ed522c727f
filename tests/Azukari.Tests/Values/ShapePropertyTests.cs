using Azukari.Values;
using CsCheck;

namespace Azukari.Tests.Values;

/// <summary>What holds for every shape and whatever is typed into it.</summary>
public sealed class ShapePropertyTests
{
    private const string Alphabet =
        "あいうえおかきくけこさしすせそがぎぱゔっゃゅょゝゞ゛゜アイウエオカキクケコヴッャュョヽーｱｲｶﾞﾊﾟｰ･・ 　\t\r\n山田太郎髙﨑々〆〒㍼昭和平成令元年月日東京都大阪府" +
        "0123456789０１２３ABCSTHxyzＡＢ＠@.,/\\:;'\"{}[]()（）+＋-－−‐–—ー¥￥円\u200B\u200D\u3099\u309A\u0301\uFEFF\u00AD\u0000\u0007\uD842\uDFB7\uFA19\uFE00\uFFFD\u2028éōß①㈱ﾡ";

    private static readonly Gen<string> Noise = Gen.Char[Alphabet].Array[0, 40].Select(chars => new string(chars));

    private static readonly Gen<string> Digits = Gen.OneOf(
        Gen.Char["0123456789-"].Array[5, 20].Select(chars => new string(chars)),
        Gen.Int[0, 9_999_999].Select(n => $"〒{n:0000000}"),
        Gen.Int[0, 99_999_999].Select(n => $"090{n:00000000}"),
        Gen.Int[0, 60_000].Select(n => new DateOnly(1868, 2, 1).AddDays(n).ToString("yyyy/M/d", Parsing.En)));

    private static readonly Gen<string> Structures = Gen.Select(Noise, Noise, Noise, Gen.Int[0, 4], (a, b, c, kind) => kind switch
    {
        0 => Object(("family", a), ("given", b), ("fullKana", c)),
        1 => Object(("full", a), ("fullKana", b)),
        2 => Object(("prefecture", "東京都"), ("city", "東京都" + a), ("line", b), ("building", c)),
        3 => Object(("bank", "0001"), ("branch", "001"), ("type", "1"), ("number", "1"), ("holder", a)),
        _ => Object(("family", "山" + a), ("given", "田" + b), ("familyKana", "ヤマ"), ("givenKana", "ダ")),
    });

    private static readonly Gen<string> Input = Gen.OneOf(Noise, Digits, Structures, Noise.Select(noise => "東京都" + noise), Noise.Select(noise => "山" + noise));
    private static readonly Gen<(Shape Shape, string Text)> Cases = Gen.Select(Gen.Int[0, Shapes.All.Count - 1], Input, (shape, text) => (Shapes.All[shape], text));

    [Fact]
    public void Normalising_twice_is_normalising_once() => Cases.Sample(
        c => !c.Shape.TryNormalise(c.Text, Parsing.Today, out var stored, out _)
            || (c.Shape.TryNormalise(stored.Reveal(), Parsing.Today, out var again, out _) && again == stored && c.Shape.IsNormal(stored)),
        iter: 60_000);

    [Fact]
    public void What_is_shown_can_be_typed_again() => Cases.Sample(
        c =>
        {
            if (c.Shape.Name is "card-token" or "bank-account" or "text" || !c.Shape.TryNormalise(c.Text, Parsing.Today, out var stored, out _)) return true;
            var shown = c.Shape.ToDisplay(stored, Parsing.Ja);
            return c.Shape.TryNormalise(shown, Parsing.Today, out var again, out _) && c.Shape.ToDisplay(again, Parsing.Ja) == shown;
        },
        iter: 60_000);

    [Fact]
    public void Reading_never_throws_and_searching_finds_what_is_stored() => Cases.Sample(
        c =>
        {
            if (!c.Shape.TryNormalise(c.Text, Parsing.Today, out var stored, out var error)) return error.Sentence(Parsing.En).Length > 0;
            return !c.Shape.IsSearchable || c.Shape.SearchTerms(stored).All(term => !term.Bytes.IsEmpty);
        },
        iter: 60_000);

    [Fact]
    public void A_stored_name_is_found_by_itself_as_written() => Input.Sample(
        text => !PersonName.TryParse(text, out var name, out _)
            || !Shapes.Find("person-name")!.TryQuery(name.Full, out var term, out _)
            || Shapes.Find("person-name")!.SearchTerms(name.ToStored()).Contains(term),
        iter: 40_000);

    [Fact]
    public void Every_day_reads_back_from_its_era() => Gen.Int[0, 57_000].Sample(n =>
    {
        var day = new DateOnly(1869, 1, 1).AddDays(n);
        var era = Era.All.Last(e => e.First <= day);
        var written = $"{era.Name}{day.Year - era.First.Year + 1}年{day.Month}月{day.Day}日";
        return CalendarDate.TryParse(written, out var date, out _) && date.Day == day;
    });

    [Fact]
    public void Exactly_one_check_digit_fits_and_a_slip_of_one_digit_is_noticed() =>
        Gen.Select(Gen.Long[0, 99_999_999_999], Gen.Int[0, 10], Gen.Int[1, 9]).Sample((eleven, at, shift) =>
        {
            var digits = eleven.ToString("00000000000", Parsing.En);
            if (Enumerable.Range(0, 10).Count(d => Shapes.Find("individual-number")!.TryNormalise(digits + d, Parsing.Today, out _, out _)) != 1) return false;
            var check = IndividualNumber.CheckDigit(digits);
            var slipped = digits.ToCharArray();
            slipped[at] = (char)('0' + ((slipped[at] - '0' + shift) % 10));
            // The official rule gives 0 for both remainders 0 and 1, so a slip between those two is invisible by law.
            return IndividualNumber.CheckDigit(slipped) != check || check == '0';
        });

    private static string Object(params (string Key, string Value)[] parts) =>
        System.Text.Json.JsonSerializer.Serialize(parts.ToDictionary(part => part.Key, part => part.Value));
}
