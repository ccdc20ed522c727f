using Azukari.Policy.Document;

namespace Azukari.Import.Maps;

/// <summary>What somebody who mistyped a word most likely meant.</summary>
internal static class Nearest
{
    public static LocalText Mend(string written, IEnumerable<string> known, LocalText otherwise)
    {
        var best = known.Select(word => (Word: word, Distance: Distance(written, word))).OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, written.Length / 3) ? new($"「{best.Word}」のことではありませんか", $"did you mean '{best.Word}'?") : otherwise;
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 100 || b.Length > 100) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j - 1], row[j]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
