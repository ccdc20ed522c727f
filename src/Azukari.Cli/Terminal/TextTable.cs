using System.Text;

namespace Azukari.Cli.Terminal;

/// <summary>Rows in columns that line up in a terminal whatever mixture of Japanese and Latin text they hold.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The lines of a table; the last column is never padded, so nothing ends in spaces.</summary>
    /// <param name="head">The column heads, or none.</param>
    /// <param name="rows">The cells; a row may be shorter than the head.</param>
    /// <param name="indent">Spaces before each line.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string>? head, IReadOnlyList<IReadOnlyList<string>> rows, int indent = 0)
    {
        IEnumerable<IReadOnlyList<string>> all = head is null ? rows : [head, .. rows];
        var widths = new List<int>();
        foreach (var row in all)
        {
            for (var i = 0; i < row.Count; i++)
            {
                if (i == widths.Count) widths.Add(0);
                widths[i] = Math.Max(widths[i], DisplayWidth.Of(row[i]));
            }
        }

        foreach (var row in all)
        {
            var line = new StringBuilder(new string(' ', indent));
            for (var i = 0; i < row.Count; i++)
            {
                if (i > 0) line.Append(Gap);
                line.Append(i == row.Count - 1 ? row[i] : DisplayWidth.Pad(row[i], widths[i]));
            }

            yield return line.ToString().TrimEnd(' ');
        }
    }

    /// <summary>A list of labels and what belongs to each, the second column wrapped to the width of the terminal.</summary>
    public static IEnumerable<string> Pairs(IReadOnlyList<(string Label, string Value)> pairs, int width, int indent = 0)
    {
        var label = pairs.Count == 0 ? 0 : pairs.Max(pair => DisplayWidth.Of(pair.Label));
        foreach (var (name, value) in pairs)
        {
            var lines = DisplayWidth.Wrap(value, Math.Max(24, width - indent - label - Gap.Length));
            for (var i = 0; i < lines.Count; i++)
            {
                var line = new string(' ', indent) + DisplayWidth.Pad(i == 0 ? name : "", label) + Gap + lines[i];
                yield return line.TrimEnd(' ');
            }
        }
    }
}
