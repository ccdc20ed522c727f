using System.Text;
using Azukari.Console.Resources;
using Azukari.Console.Spreadsheets;
using Azukari.Ledger;
using Azukari.Ui.Language;

namespace Azukari.Console.Ledger;

/// <summary>Entries as a table for spreadsheets, written as they are read: UTF-8 with a mark, so that Excel reads Japanese, and CRLF (RFC 4180).</summary>
internal static class LedgerCsv
{
    /// <summary>Writes the file.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="columns">Which of them.</param>
    /// <param name="records">What of the ledger.</param>
    /// <param name="end">Called once all rows are written and before the last of them leaves; gives a last line: what is missing, or null where nothing is.</param>
    public static async Task WriteAsync(Stream output, IReadOnlyList<LedgerColumn> columns, IAsyncEnumerable<LedgerRecord> records, Func<Task<string?>> end, LedgerNames names, Text<ConsoleText> T, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 15, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(SheetText.CsvLine(columns.Select(column => (string)T[column.Heading])));
        await foreach (var record in records.WithCancellation(cancel)) await writer.WriteLineAsync(SheetText.CsvLine(columns.Select(column => column.Value(record, names))));
        if (await end() is { } note) await writer.WriteLineAsync(SheetText.CsvLine([note]));
    }
}
