using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Azukari.Ui.Components;

namespace Azukari.Site.Policies.Changes;

/// <summary>
/// What became of a text, at the level of phrases: words in English; in Japanese, which has no spaces, a run of kanji with its okurigana, a
/// particle, a run of katakana. Changes with little between them are joined, so no single characters lie scattered through a sentence.
/// </summary>
public static partial class PhraseDifference
{
    // Below this share of common text a sentence is new, and weaving the two together would only confuse.
    private const double LeastInCommon = 0.3;

    // Kept text of at most this many characters without a word of its own (を, こと, “of”) between two changes joins them.
    private const int WeakJapanese = 4, WeakEnglish = 3;

    // A word or two found again between two longer changes is chance, not kept text; anything longer stays.
    private const int ChanceJapanese = 8, ChanceEnglish = 24;

    /// <summary>The pieces of both texts in reading order; where something was replaced, what went stands before what came.</summary>
    /// <returns>Pieces never empty; kept and removed ones together are the earlier text, kept and added ones the later.</returns>
    public static IReadOnlyList<TextPiece> Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before == after) return before.Length == 0 ? [] : [new TextPiece(Change.Kept, before)];
        string[] old = Phrases(before), now = Phrases(after);
        List<Run> runs = Join(Align(old, now));
        int kept = runs.Where(r => r.Kept.Length > 0).Sum(r => r.Kept.Length);
        if (kept < LeastInCommon * Math.Min(before.Length, after.Length)) runs = [new Run("", before, after)];
        var pieces = new List<TextPiece>();
        foreach (Run run in runs)
        {
            if (run.Kept.Length > 0) pieces.Add(new TextPiece(Change.Kept, run.Kept));
            if (run.Removed.Length > 0) pieces.Add(new TextPiece(Change.Removed, run.Removed));
            if (run.Added.Length > 0) pieces.Add(new TextPiece(Change.Added, run.Added));
        }

        return pieces;
    }

    /// <summary>The text cut into phrases; put together again they are the text.</summary>
    internal static string[] Phrases(string text) => [.. Phrase().Matches(text).Select(m => m.Value)];

    // Longest common subsequence; a clause has some hundreds of phrases at most.
    private static List<Run> Align(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + old[i].Length : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var runs = new List<Run>();
        StringBuilder kept = new(), removed = new(), added = new();
        int a = 0, b = 0;
        while (a < old.Length || b < now.Length)
        {
            if (a < old.Length && b < now.Length && old[a] == now[b] && common[a, b] == common[a + 1, b + 1] + old[a].Length)
            {
                if (removed.Length + added.Length > 0) Flush();
                kept.Append(old[a]);
                a++;
                b++;
            }
            else if (b >= now.Length || (a < old.Length && common[a + 1, b] >= common[a, b + 1]))
            {
                removed.Append(old[a++]);
            }
            else
            {
                added.Append(now[b++]);
            }
        }

        Flush();
        return runs;

        void Flush()
        {
            if (kept.Length + removed.Length + added.Length > 0) runs.Add(new Run(kept.ToString(), removed.ToString(), added.ToString()));
            kept.Clear();
            removed.Clear();
            added.Clear();
        }
    }

    // Each run is what is kept and then what changed; weak kept text after a change belongs to that change.
    private static List<Run> Join(List<Run> runs)
    {
        var joined = new List<Run>();
        foreach (Run run in runs)
        {
            bool changes = run.Removed.Length + run.Added.Length > 0;
            if (joined.Count > 0 && changes && (IsWeak(run.Kept) || IsChance(joined[^1], run)))
            {
                Run last = joined[^1];
                joined[^1] = last with { Removed = last.Removed + run.Kept + run.Removed, Added = last.Added + run.Kept + run.Added };
            }
            else
            {
                joined.Add(run);
            }
        }

        return joined;
    }

    private static bool IsWeak(string text)
    {
        if (text.Any(char.IsAsciiLetterOrDigit)) return text.Trim().Length <= WeakEnglish && !text.Any(char.IsAsciiDigit);
        return text.Length <= WeakJapanese && !text.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter && !IsHiragana(c));
    }

    private static bool IsChance(Run last, Run run) =>
        run.Kept.Length <= (run.Kept.Any(c => c > '\u3000') ? ChanceJapanese : ChanceEnglish)
        && run.Kept.Length <= Math.Max(last.Removed.Length, last.Added.Length) && run.Kept.Length <= Math.Max(run.Removed.Length, run.Added.Length);

    private static bool IsHiragana(char c) => c is >= '\u3041' and <= '\u309F';

    // Where a run of hiragana is cut: particles and the small words that carry grammar. Longer ones first.
    private const string Grammar = "(?:および|ならびに|または|もしくは|について|において|によって|により|による|として|いただ|いたし|くださ|ません|ます|です|でき|から|まで|より|ほか|ため|とき|ところ|もの|こと|よう|[はがをにでとものへや])";

    private const string Hiragana = @"[\u3041-\u309F]", Kanji = @"[\u3005\u3007\u4E00-\u9FFF\uF900-\uFAFF]";

    // Latin words and numbers, katakana, kanji with okurigana, grammar, other hiragana, blanks; anything else by itself.
    [GeneratedRegex(
        @"[A-Za-z0-9]+(?:['’.\-][A-Za-z0-9]+)*|[\u30A1-\u30FA\u30FC-\u30FF]+|" + Kanji + "+(?:(?!" + Grammar + ")" + Hiragana + ")*|" + Grammar
        + "|(?:(?!" + Grammar + ")" + Hiragana + @")+|\s+|[\s\S]",
        RegexOptions.CultureInvariant)]
    private static partial Regex Phrase();

    private readonly record struct Run(string Kept, string Removed, string Added);
}
