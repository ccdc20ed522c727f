using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class SearchTests
{
    private static readonly Shape Names = Shapes.Find("person-name")!;

    [Theory]
    [InlineData("オオノ", "ハナコ", "おおの")]
    [InlineData("オオノ", "ハナコ", "オオ")]
    [InlineData("オオノ", "ハナコ", "Ohno")]
    [InlineData("オオノ", "ハナコ", "Ōno")]
    [InlineData("オオノ", "ハナコ", "Oono")]
    [InlineData("オオノ", "ハナコ", "ono")]
    [InlineData("コウノ", "ユウコ", "Kono Yuko")]
    [InlineData("コウノ", "ユウコ", "Kouno Yuuko")]
    [InlineData("コウノ", "ユウコ", "Kohno Yūko")]
    [InlineData("コウノ", "ユウコ", "ﾕｳｺ")]
    [InlineData("コウノ", "ユウコ", "コーノ")]
    [InlineData("サトウ", "シンイチ", "Satoh Shin'ichi")]
    [InlineData("サトウ", "シンイチ", "sato sin-iti")]
    [InlineData("ホンマ", "ジュンペイ", "Homma Jumpei")]
    [InlineData("ホンマ", "ジュンペイ", "Honma Zyunpei")]
    [InlineData("ハットリ", "ショウタ", "はっとり しょう")]
    [InlineData("ハットリ", "ショウタ", "hattori shot")]
    [InlineData("ホッチ", "フミ", "Hotchi")]
    [InlineData("ホッチ", "フミ", "hotti humi")]
    [InlineData("オオヤ", "ジュン", "Ohya")]
    [InlineData("キョウゴク", "ジョウ", "きょ")]
    [InlineData("イノウエ", "ミノル", "Inoue")]
    [InlineData("イノウエ", "ミノル", "いの")]
    public void A_reading_is_found_in_kana_and_in_any_romanisation(string family, string given, string query) =>
        Assert.True(Finds($$"""{"family":"見本","given":"架空","familyKana":"{{family}}","givenKana":"{{given}}"}""", query));

    [Theory]
    [InlineData("ヤマダ", "タロウ", "やまもと")]
    [InlineData("ヤマダ", "タロウ", "たろうじ")]
    [InlineData("ヤマダ", "タロウ", "まだ")]
    public void Only_beginnings_match(string family, string given, string query) =>
        Assert.False(Finds($$"""{"family":"見本","given":"架空","familyKana":"{{family}}","givenKana":"{{given}}"}""", query));

    [Fact]
    public void A_search_shows_a_long_vowel_for_a_short_one_rather_than_nobody() =>
        Assert.True(Finds("""{"family":"見本","given":"架空","familyKana":"オオノ","givenKana":"ハナコ"}""", "おの"));

    [Theory]
    [InlineData("髙橋 見本", "高橋")]
    [InlineData("高橋 見本", "髙橋")]
    [InlineData("山﨑 見本", "山崎 見本")]
    [InlineData("𠮷田 見本", "吉田")]
    [InlineData("𠮷田 見本", "𠮷田見本")]
    [InlineData("渡邉 見本", "渡辺")]
    [InlineData("葛\U000E0100城 見本", "葛城")]
    [InlineData("見本 さくら", "さく")]
    [InlineData("Specimen John", "joh")]
    [InlineData("Specimen John", "Specimen J")]
    [InlineData("Smith Specimen", "smith")]
    public void A_written_name_is_found_with_variants_folded(string name, string query) => Assert.True(Finds(name, query));

    [Theory]
    [InlineData("ア")]
    [InlineData("a")]
    [InlineData("ta")]
    [InlineData("")]
    public void Too_short_a_query_is_refused(string query)
    {
        Assert.False(Names.TryQuery(query, out _, out var error));
        Assert.Equal(query.Length == 0 ? "empty" : "search-too-short", error.Rule);
    }

    [Theory]
    [InlineData("phone", "090-0000-1234", "+81 90 0000 1234")]
    [InlineData("postal-code", "〒000-0001", "０００ー０００１")]
    [InlineData("member-number", "a-12", "Ａ−１２")]
    [InlineData("postal-address", "〒000-0001 東京都見本区1", "0000001")]
    [InlineData("kana", "ミホン ハナコ", "hanako")]
    public void Exact_shapes_are_found_in_any_style(string shape, string value, string query)
    {
        var found = Shapes.Find(shape)!;
        Assert.True(found.TryNormalise(value, Parsing.Today, out var stored, out _));
        Assert.True(found.TryQuery(query, out var term, out _));
        Assert.Contains(term, found.SearchTerms(stored));
    }

    [Fact]
    public void What_identifies_too_well_cannot_be_searched()
    {
        foreach (var name in (string[])["individual-number", "card-token", "bank-account", "text", "birth-date"])
        {
            var shape = Shapes.Find(name)!;
            Assert.False(shape.IsSearchable);
            Assert.False(shape.TryQuery("123456789018", out _, out var error));
            Assert.Equal(ValueErrorCode.NotSearchable, error.Code);
        }
    }

    private static bool Finds(string name, string query)
    {
        Assert.True(Names.TryNormalise(name, Parsing.Today, out var stored, out _));
        Assert.True(Names.TryQuery(query, out var term, out var error), error?.Rule);
        return Names.SearchTerms(stored).Contains(term);
    }
}
