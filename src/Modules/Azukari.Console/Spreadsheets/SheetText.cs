using System.Globalization;
using System.Text;

namespace Azukari.Console.Spreadsheets;

/// <summary>Texts as they stand in a file for spreadsheets: which of them a spreadsheet would calculate, and a line of CSV that none does.</summary>
internal static class SheetText
{
    /// <summary>
    /// Whether a spreadsheet may take a text for a formula. Some pass over white space and signs nobody sees before they look, and a Japanese one takes full
    /// width for half width; a text that begins with a line break or a tab could begin a cell of its own.
    /// </summary>
    public static bool LooksLikeFormula(string text)
    {
        if (text.Length > 0 && char.IsControl(text[0])) return true;
        var seen = text.AsSpan();
        while (seen.Length > 0 && (char.IsWhiteSpace(seen[0]) || char.IsControl(seen[0]) || char.GetUnicodeCategory(seen[0]) == UnicodeCategory.Format)) seen = seen[1..];
        return seen.Length > 0 && !char.IsSurrogate(seen[0]) && seen[..1].ToString().Normalize(NormalizationForm.FormKC) is ['=' or '+' or '-' or '@', ..];
    }

    /// <summary>A line of CSV (RFC 4180), without its end. What looks like a formula begins with an apostrophe, which makes it a text.</summary>
    public static string CsvLine(IEnumerable<string?> cells) => string.Join(',', cells.Select(cell => Cell(cell ?? "")));

    private static string Cell(string text)
    {
        if (LooksLikeFormula(text)) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
