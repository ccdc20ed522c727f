using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Collects the errors of one file.</summary>
internal sealed class ErrorList(string file)
{
    private readonly List<PolicyError> _errors = [];

    /// <summary>The clause being read; errors name it.</summary>
    public ClauseId? Clause { get; set; }

    public bool Any => _errors.Count > 0;

    /// <summary>Whether further errors would be dropped: suggestions need not be looked for then.</summary>
    public bool IsFull => _errors.Count >= PolicyLoader.MaximumErrors;

    public void Add(SourcePosition at, Phrase message, Phrase mend)
    {
        if (_errors.Count < PolicyLoader.MaximumErrors)
            _errors.Add(new PolicyError(file, at.Line, at.Column, Clause, message.Said(), mend.Said()));
    }

    public void Add(SourcePosition at, ClauseId clause, Phrase message, Phrase mend)
    {
        var before = Clause;
        Clause = clause;
        Add(at, message, mend);
        Clause = before;
    }

    public IReadOnlyList<PolicyError> InOrder() => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];
}

/// <summary>Words of the file in messages: shortened, control characters replaced.</summary>
internal static class Shown
{
    /// <summary>A hostile file declares any number of names.</summary>
    private const int MostSuggestions = 500;

    public static string Text(string text)
    {
        var shown = text.Length > 60 ? string.Concat(text.AsSpan(0, 57), "...") : text;
        return string.Create(shown.Length, shown, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
        });
    }

    /// <summary>"did you mean 'x'?" when a known word is near, else the known words when they are few.</summary>
    public static Phrase Mend(string unknown, IEnumerable<string> known, Phrase otherwise)
    {
        var (best, distance) = ("", int.MaxValue);
        foreach (var word in known.Take(MostSuggestions).Order(StringComparer.Ordinal))
        {
            var d = Distance(unknown, word, 3);
            if (d < distance)
                (best, distance) = (word, d);
        }
        return distance <= Math.Max(1, Math.Min(3, (unknown.Length + 2) / 3)) ? (Phrase)$"did you mean '{best}'?" : otherwise;
    }

    public static Phrase OneOf(IEnumerable<string> words) => $"write one of {string.Join(", ", words)}";

    /// <summary>Edit distance, given up above the bound.</summary>
    private static int Distance(string a, string b, int bound)
    {
        if (a.Length > 64 || b.Length > 64 || Math.Abs(a.Length - b.Length) > bound)
            return int.MaxValue;
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
