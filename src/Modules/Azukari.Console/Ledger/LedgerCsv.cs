using System.Globalization;
using System.Text;
using Azukari.Console.Resources;
using Azukari.Ledger;
using Azukari.Ui.Language;

namespace Azukari.Console.Ledger;

/// <summary>Entries as a table for spreadsheets, written as they are read: UTF-8 with a mark, so that Excel reads Japanese, and CRLF (RFC 4180).</summary>
internal static class LedgerCsv
{
    /// <summary>A spreadsheet holds no more rows.</summary>
    public const int MostRows = 1_000_000;

    public static async Task WriteAsync(Stream output, IAsyncEnumerable<LedgerRecord> records, LedgerNames names, Text<ConsoleText> T, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 15, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Line(
            T["Ledger.Column.Time"], T["Ledger.Column.What"], T["Ledger.Column.Who"], T["Ledger.Column.As"], T["Ledger.Column.Purpose"], T["Ledger.Csv.PurposeId"],
            T["Ledger.Column.Case"], T["Ledger.Csv.Items"], T["Ledger.Field.reason"], T["Ledger.Field.recipient"], T["Ledger.Csv.Clauses"], T["Ledger.Csv.Version"],
            T["Ledger.Csv.Count"], T["Ledger.Csv.About"], T["Ledger.Column.Position"], T["Ledger.Csv.Id"]));
        await foreach (var (entry, position) in records.WithCancellation(cancel))
            await writer.WriteLineAsync(Line(
                Time(entry.Time), names.Kind(entry.Kind), entry.Accessor, entry.As is { } acting ? names.Recipient(acting) : null, entry.Purpose is { } purpose ? names.Purpose(purpose) : null, entry.Purpose,
                entry.Case, names.Items(entry), entry.Reason, entry.Recipient, string.Join(' ', entry.Clauses), entry.PolicyVersion, entry.Count?.ToString(CultureInfo.InvariantCulture),
                entry.Subject?.ToString(), position?.ToString(CultureInfo.InvariantCulture), entry.Id.ToString()));
    }

    /// <summary>A moment in Tokyo, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Line(params ReadOnlySpan<string?> cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) line.Append(',');
            line.Append(Cell(cells[i] ?? ""));
        }

        return line.ToString();
    }

    // A code may begin with no sign a spreadsheet would take for a formula; the policy's names may.
    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@') text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
