using System.Globalization;
using System.Text;

namespace Azukari.Cli.Terminal;

/// <summary>How many columns a text takes in a terminal (Unicode East Asian Width: wide and full-width take two, marks none).</summary>
internal static class DisplayWidth
{
    // Blocks whose characters are W or F in EastAsianWidth.txt; "ambiguous" characters count one, as terminals do by default.
    private static readonly (int From, int To)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
        (0xA000, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6),
        (0x16FE0, 0x18AFF), (0x1B000, 0x1B2FF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    public static int Of(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control)
            return 0;
        foreach (var (from, to) in Wide)
        {
            if (rune.Value < from) return 1;
            if (rune.Value <= to) return 2;
        }

        return 1;
    }

    public static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    /// <summary>The text with spaces behind it up to <paramref name="columns"/>.</summary>
    public static string Pad(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    /// <summary>Breaks a text into lines of at most <paramref name="columns"/>: between words, and between any two full-width characters
    /// except before closing punctuation.</summary>
    public static IReadOnlyList<string> Wrap(string text, int columns)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            var width = 0;
            foreach (var piece in Pieces(paragraph))
            {
                var more = Of(piece.TrimEnd(' '));
                if (width > 0 && width + more > columns)
                {
                    lines.Add(line.ToString().TrimEnd(' '));
                    line.Clear();
                    width = 0;
                }

                line.Append(piece);
                width += Of(piece);
            }

            lines.Add(line.ToString().TrimEnd(' '));
        }

        return lines;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        const string closing = "、。，．」』）】・ー)],.;:";
        var piece = new StringBuilder();
        Rune? last = null;
        foreach (var rune in text.EnumerateRunes())
        {
            var breaks = last is { } before
                && (before.Value == ' ' || ((Of(before) == 2 || Of(rune) == 2) && before.ToString() is not ("「" or "『" or "（" or "【" or "(")))
                && rune.Value != ' ' && !closing.Contains(rune.ToString(), StringComparison.Ordinal);
            if (breaks && piece.Length > 0)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune.ToString());
            last = rune;
        }

        if (piece.Length > 0) yield return piece.ToString();
    }
}
