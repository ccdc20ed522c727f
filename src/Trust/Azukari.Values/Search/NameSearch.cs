using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Azukari.Values;

/// <summary>
/// Terms for names: every beginning of the reading from two kana on, of family, given and whole name, in the romaji normal form, so that kana and any
/// romanisation find it; family, given and whole name as written, with the commonest variant kanji folded (髙橋 is found by 高橋); and the first two and three
/// characters of whole and given name as written, so that the beginning of a name finds it too.
/// </summary>
internal static class NameSearch
{
    private const int MostLetters = 24;
    private static readonly int[] WrittenBeginnings = [2, 3];
    private const string Variants = "髙高﨑崎𠮷吉濱浜濵浜邊辺邉辺澤沢齋斎齊斉廣広國国德徳惠恵眞真瀨瀬嶋島櫻桜圓円淺浅藏蔵龍竜";
    private static readonly Dictionary<int, Rune> Fold = Folds();

    public static IEnumerable<SearchTerm> Terms(PersonName name)
    {
        var terms = new HashSet<SearchTerm>();
        Written(terms, name.Full);
        Written(terms, name.Family);
        Written(terms, name.Given);
        Reading(terms, name.FullKana?.Text);
        Reading(terms, name.FamilyKana?.Text);
        Reading(terms, name.GivenKana?.Text);
        foreach (var word in name.FullKana?.Text.Split(' ') ?? []) Reading(terms, word);
        if (Kana.TryFold(name.Full, out var whole)) Reading(terms, whole);
        foreach (var word in name.Full.Split(' '))
        {
            // A part written in kana is its own reading; Latin words are found by their beginnings as well.
            if (Kana.TryFold(word, out var kana)) Reading(terms, kana);
            else if (IsLatin(word)) Latin(terms, word);
        }

        if (IsLatin(name.Full)) Latin(terms, name.Full);
        return terms;
    }

    public static IEnumerable<SearchTerm> Terms(Kana kana)
    {
        var terms = new HashSet<SearchTerm>();
        Reading(terms, kana.Text);
        foreach (var word in kana.Text.Split(' ')) Reading(terms, word);
        return terms;
    }

    /// <summary>What to look for by how much of the name was typed.</summary>
    public static bool TryQuery(string input, SearchMatch match, Func<StoredValue, IEnumerable<(string? Written, string? Reading)>> parts, out SearchQuery query, [NotNullWhen(false)] out ValueError? error)
    {
        query = default;
        if (!TryQuery(input, out var term, out error)) return false;
        if (match is SearchMatch.Usual or SearchMatch.Area)
        {
            query = new SearchQuery(term);
            return true;
        }

        Tidy.TryLine(input, 200, out var line, out _);
        var reading = Kana.TryFold(line, out var kana) ? Romaji.FromKana(kana.TrimEnd('ッ', ' ', '・')) : IsLatin(line) ? Romaji.FromLatin(line) : null;
        var written = Compact(line);
        if (match == SearchMatch.Whole)
        {
            query = new SearchQuery(term, stored => parts(stored).Any(part => reading is null ? part.Written is { } own && Compact(own) == written : Normal(part.Reading) == reading || Normal(part.Written) == reading));
            return true;
        }

        var runes = written.EnumerateRunes().Count();
        var beginning = reading is not null || runes < WrittenBeginnings[0] ? term : new SearchTerm(SearchKind.Prefix, First(written, Math.Min(runes, WrittenBeginnings[^1])));
        query = new SearchQuery(beginning, reading is not null ? null : stored => parts(stored).Any(part => part.Written is { } own && Compact(own).StartsWith(written, StringComparison.Ordinal)));
        return true;
    }

    /// <summary>The parts a name is known by.</summary>
    public static IEnumerable<(string? Written, string? Reading)> Parts(PersonName name) =>
    [
        (name.Full, name.FullKana?.Text), (name.Family, name.FamilyKana?.Text), (name.Given, name.GivenKana?.Text),
        .. (name.FullKana?.Text.Split(' ') ?? []).Select(word => ((string?)null, (string?)word)), .. name.Full.Split(' ').Select(word => ((string?)word, (string?)null)),
    ];

    /// <summary>The parts a reading is known by.</summary>
    public static IEnumerable<(string? Written, string? Reading)> Parts(Kana kana) => [(null, kana.Text), .. kana.Text.Split(' ').Select(word => ((string?)null, (string?)word))];

    public static bool TryQuery(string input, out SearchTerm term, [NotNullWhen(false)] out ValueError? error)
    {
        term = default;
        if (!Tidy.TryLine(input, 200, out var line, out var code))
        {
            error = new ValueError(code);
            return false;
        }

        error = null;
        if (Kana.TryFold(line, out var kana))
        {
            kana = kana.TrimEnd('ッ', ' ', '・');
            if (kana.Count(c => c is not (' ' or '・')) >= 2 && Romaji.FromKana(kana) is { Length: > 0 } reading) term = Prefix(reading);
            else error = new ValueError(ValueErrorCode.SearchTooShort);
        }
        else if (IsLatin(line))
        {
            var letters = line.Count(char.IsLetter);
            var latin = Romaji.FromLatin(line);
            if (latin.Length > 0 && (letters >= 3 || (letters == 2 && line.All(c => Romaji.IsVowel(char.ToLowerInvariant(c)) || c > 127)))) term = Prefix(latin);
            else error = new ValueError(ValueErrorCode.SearchTooShort);
        }
        else
        {
            term = new SearchTerm(SearchKind.Exact, Compact(line));
        }

        return error is null;
    }

    private static SearchTerm Prefix(string normal) => new(SearchKind.Prefix, normal.Length <= MostLetters ? normal : normal[..MostLetters]);

    private static void Written(HashSet<SearchTerm> terms, string? part)
    {
        if (part is null) return;
        var compact = Compact(part);
        terms.Add(new SearchTerm(SearchKind.Exact, compact));
        if (IsLatin(part) || Kana.TryFold(part, out _)) return; // found by the beginnings of their reading
        var runes = compact.EnumerateRunes().Count();
        foreach (var length in WrittenBeginnings)
            if (length <= runes) terms.Add(new SearchTerm(SearchKind.Prefix, First(compact, length)));
    }

    private static string First(string text, int runes) => string.Concat(text.EnumerateRunes().Take(runes).Select(rune => rune.ToString()));

    private static string? Normal(string? name) =>
        name is null ? null : Kana.TryFold(name, out var kana) ? Romaji.FromKana(kana) : IsLatin(name) ? Romaji.FromLatin(name) : null;

    private static void Reading(HashSet<SearchTerm> terms, string? reading)
    {
        if (reading is null) return;
        var kana = reading.Replace(" ", "", StringComparison.Ordinal).Replace("・", "", StringComparison.Ordinal);
        for (var length = 2; length <= kana.Length; length++)
        {
            // Not between a kana and its small vowel, and not right after a small tsu: nobody's query ends there.
            if (kana[length - 1] == 'ッ' || (length < kana.Length && kana[length] is 'ャ' or 'ュ' or 'ョ' or 'ァ' or 'ィ' or 'ゥ' or 'ェ' or 'ォ')) continue;
            if (Romaji.FromKana(kana[..length]) is { Length: > 0 } normal) terms.Add(Prefix(normal));
        }
    }

    private static void Latin(HashSet<SearchTerm> terms, string words)
    {
        for (var length = 2; length <= words.Length; length++)
        {
            if (Romaji.FromLatin(words[..length]) is { Length: > 0 } normal) terms.Add(Prefix(normal));
        }
    }

    private static bool IsLatin(string text) =>
        text.Any(char.IsLetter) && text.All(c => c < 0x250 || c == '’');

    // Written names compare without spaces, variation selectors, letter case and the variants one clerk writes and another doesn't.
    private static string Compact(string written)
    {
        var compact = new StringBuilder(written.Length);
        foreach (var rune in written.EnumerateRunes())
        {
            if (rune.Value is ' ' or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)) continue;
            var plain = Tidy.IsHan(rune) ? rune.ToString().Normalize(NormalizationForm.FormKC).EnumerateRunes().First() : Rune.ToLowerInvariant(rune);
            compact.Append(Fold.GetValueOrDefault(plain.Value, plain).ToString());
        }

        return compact.ToString();
    }

    private static Dictionary<int, Rune> Folds()
    {
        var runes = Variants.EnumerateRunes().ToArray();
        return Enumerable.Range(0, runes.Length / 2).ToDictionary(i => runes[2 * i].Value, i => runes[(2 * i) + 1]);
    }
}
