using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Azukari.Values;

/// <summary>
/// One normal form for readings, whether written in kana, Hepburn, Kunrei or as passports do: Hepburn letters with long vowels shortened
/// (おお, おう, ō, oh, ou, oo are all o), n before b, m and p, doubled c in っち. Looser than any spelling on purpose: a search shows a person too many
/// rather than none.
/// </summary>
internal static partial class Romaji
{
    private static readonly FrozenDictionary<string, string> Syllables = Table();

    private static readonly (string From, string To)[] Spellings =
    [
        ("â", "a"), ("ā", "a"), ("î", "i"), ("ī", "i"), ("û", "uu"), ("ū", "uu"), ("ê", "e"), ("ē", "e"), ("ô", "ou"), ("ō", "ou"),
        ("'", ""), ("’", ""), ("-", ""), (" ", ""), ("・", ""), (".", ""), ("l", "r"), ("v", "b"),
        ("sya", "sha"), ("syu", "shu"), ("syo", "sho"), ("tya", "cha"), ("tyu", "chu"), ("tyo", "cho"), ("zya", "ja"), ("zyu", "ju"), ("zyo", "jo"),
        ("jya", "ja"), ("jyu", "ju"), ("jyo", "jo"), ("cya", "cha"), ("cyu", "chu"), ("cyo", "cho"), ("dya", "ja"), ("dyu", "ju"), ("dyo", "jo"),
        ("tch", "cch"), ("tti", "cchi"), ("ssi", "sshi"), ("ttu", "ttsu"), ("si", "shi"), ("ti", "chi"), ("tu", "tsu"), ("di", "ji"), ("du", "zu"), ("dzu", "zu"), ("zi", "ji"),
        ("mb", "nb"), ("mm", "nm"), ("mp", "np"),
    ];

    /// <summary>The normal form of katakana (spaces and dots left out); null when it has none.</summary>
    public static string? FromKana(string kana)
    {
        kana = kana.Replace(" ", "", StringComparison.Ordinal).Replace("・", "", StringComparison.Ordinal);
        var letters = new StringBuilder(kana.Length * 2);
        var doubled = false;
        for (var i = 0; i < kana.Length; i++)
        {
            if (kana[i] == 'ー') continue;
            if (kana[i] == 'ッ')
            {
                doubled = true;
                continue;
            }

            if (kana[i] is 'ヽ' or 'ヾ')
            {
                if (i > 0 && Syllables.TryGetValue(kana.Substring(i - 1, 1), out var again)) letters.Append(again);
                continue;
            }

            if (i + 1 < kana.Length && Syllables.TryGetValue(kana.Substring(i, 2), out var syllable)) i++;
            else if (!Syllables.TryGetValue(kana.Substring(i, 1), out syllable)) return null;
            if (doubled && !"aiueon".Contains(syllable[0])) letters.Append(syllable[0]);
            doubled = false;
            letters.Append(syllable);
        }

        return Shorten(letters.ToString());
    }

    /// <summary>The normal form of a Latin spelling; what ends in half a syllable loses that half.</summary>
    public static string FromLatin(string written)
    {
        var text = written.ToLowerInvariant();
        foreach (var (from, to) in Spellings) text = text.Replace(from, to, StringComparison.Ordinal);
        text = LoneHu().Replace(text, "fu");
        if (!Ascii.IsValid(text)) text = string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => c is not (>= '\u0300' and <= '\u036F')));
        return TrimHalf(Shorten(DropLongH(text)));
    }

    public static bool IsVowel(char c) => c is 'a' or 'i' or 'u' or 'e' or 'o';

    // oh before a consonant or at the end is a long o: Ohno, Ohya, Satoh.
    private static string DropLongH(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 'h' && i > 0 && text[i - 1] == 'o' && (i + 1 == text.Length || !IsVowel(text[i + 1]))) continue;
            kept.Append(text[i]);
        }

        return kept.ToString();
    }

    private static string Shorten(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (kept.Length > 0 && IsVowel(c) && (kept[^1] == c || (c == 'u' && kept[^1] == 'o'))) continue;
            kept.Append(c);
        }

        return kept.ToString();
    }

    private static string TrimHalf(string text)
    {
        var end = text.Length;
        while (end > 0 && !IsVowel(text[end - 1]) && text[end - 1] != 'n') end--;
        return text[..end];
    }

    // Kunrei hu is fu; the hu of chu and shu isn't.
    [GeneratedRegex("(?<![cs])hu")]
    private static partial Regex LoneHu();

    private static FrozenDictionary<string, string> Table()
    {
        const string table =
            "ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no " +
            "ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e ヲ o ン n " +
            "ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ bu " +
            "ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ヮ wa ヵ ka ヶ ke ヷ ba ヸ bi ヹ be ヺ bo " +
            "キャ kya キュ kyu キョ kyo シャ sha シュ shu ショ sho シェ she チャ cha チュ chu チョ cho チェ che ニャ nya ニュ nyu ニョ nyo ヒャ hya ヒュ hyu ヒョ hyo " +
            "ミャ mya ミュ myu ミョ myo リャ rya リュ ryu リョ ryo ギャ gya ギュ gyu ギョ gyo ジャ ja ジュ ju ジョ jo ジェ je ヂャ ja ヂュ ju ヂョ jo " +
            "ビャ bya ビュ byu ビョ byo ピャ pya ピュ pyu ピョ pyo ファ fa フィ fi フェ fe フォ fo ティ chi ディ ji トゥ tsu ドゥ zu ウィ wi ウェ we ウォ wo ヴァ ba ヴィ bi ヴェ be ヴォ bo";
        var words = table.Split(' ');
        return Enumerable.Range(0, words.Length / 2).ToFrozenDictionary(i => words[2 * i], i => words[(2 * i) + 1], StringComparer.Ordinal);
    }
}
