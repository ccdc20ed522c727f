using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Console.Spreadsheets;

/// <summary>A small table as a file: as many rows as a page shows, so it is made before it is sent and a fault is still an answer.</summary>
internal static class TableFile
{
    private const uint HeadRow = 3;
    private const double Width = 24;

    /// <summary>Writes an Excel file: title, note, a head that stays, filters.</summary>
    public static void Sheet(Stream output, string title, string note, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var file = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = file.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = SheetRows.Styles();
        var sheet = book.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(sheet))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteElement(new SheetViews(new SheetView(new Pane
            {
                VerticalSplit = HeadRow, TopLeftCell = $"A{HeadRow + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen,
            }) { WorkbookViewId = 0, ShowGridLines = false }));
            writer.WriteElement(new Columns(new Column { Min = 1, Max = (uint)heads.Count, Width = Width, CustomWidth = true }));
            writer.WriteStartElement(new SheetData());
            SheetRows.Write(writer, 1, [title], SheetRows.Title);
            SheetRows.Write(writer, 2, [note], SheetRows.Plain);
            SheetRows.Write(writer, HeadRow, heads, SheetRows.Head);
            var row = HeadRow;
            foreach (var cells in rows) SheetRows.Write(writer, ++row, cells, SheetRows.Plain);
            writer.WriteEndElement();
            writer.WriteElement(new AutoFilter { Reference = $"A{HeadRow}:{SheetRows.Letter(heads.Count)}{row}" });
            writer.WriteEndElement();
        }

        book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "1" }));
    }

    /// <summary>Writes a CSV file: UTF-8 with a mark, CRLF (RFC 4180), the note as its last line. What a spreadsheet would take for a formula is quoted.</summary>
    public static async Task CsvAsync(Stream output, string note, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        foreach (var cells in rows.Prepend(heads).Append([note])) await writer.WriteLineAsync(SheetText.CsvLine(cells).AsMemory(), cancel);
    }
}
