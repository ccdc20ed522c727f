using System.IO.Compression;
using System.Xml.Linq;
using Azukari.Console.Resources;
using Azukari.Console.Spreadsheets;
using Azukari.Ledger;
using Azukari.Ui.Language;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Console.Ledger;

/// <summary>
/// Entries as an Excel file: a head that stays, filters. The package is written part by part, since the library's own packages are kept whole in memory:
/// a million entries take no more of it than a few hundred.
/// </summary>
internal static class LedgerSheet
{
    private const uint HeadRow = 3;
    private const int Batch = 200;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /// <summary>Writes the file.</summary>
    /// <param name="output">Where to; need not seek.</param>
    /// <param name="title">What it says on top.</param>
    /// <param name="columns">At most 26.</param>
    /// <param name="records">What of the ledger.</param>
    /// <param name="end">Called once all rows are written and before the file is whole; gives the second line.</param>
    public static async Task WriteAsync(Stream output, string title, IReadOnlyList<LedgerColumn> columns, IAsyncEnumerable<LedgerRecord> records, Func<Task<string>> end, LedgerNames names, Text<ConsoleText> T, CancellationToken cancel)
    {
        await using var kept = new DrainedStream(output);
        using (var zip = new ZipArchive(kept, ZipArchiveMode.Create, leaveOpen: true))
        {
            Frame(zip, title);
            await using (var part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open())
            using (var writer = OpenXmlWriter.Create(part))
            {
                Begin(writer, columns);
                SheetRows.Write(writer, 1, [title], SheetRows.Title);
                writer.WriteElement(new Row(new Cell(new CellValue("0")) { CellReference = "A2", DataType = CellValues.SharedString, StyleIndex = SheetRows.Plain }) { RowIndex = 2 });
                SheetRows.Write(writer, HeadRow, columns.Select(column => (string)T[column.Heading]), SheetRows.Head);
                var row = HeadRow;
                await foreach (var record in records.WithCancellation(cancel))
                {
                    SheetRows.Write(writer, ++row, columns.Select(column => column.Value(record, names) ?? ""), SheetRows.Plain);
                    if (row % Batch == 0) await kept.DrainAsync(cancel);
                }

                writer.WriteEndElement();
                writer.WriteElement(new AutoFilter { Reference = $"A{HeadRow}:{SheetRows.Letter(columns.Count)}{row}" });
                writer.WriteEndElement();
            }

            await kept.DrainAsync(cancel);
            // The second line says how many there were, so it lies in a part of its own that comes last.
            XNamespace main = Main;
            Save(zip, "xl/sharedStrings.xml", new XElement(main + "sst", new XElement(main + "si", new XElement(main + "t", await end()))));
        }

        await kept.DrainAsync(cancel);
    }

    private static void Begin(OpenXmlWriter writer, IReadOnlyList<LedgerColumn> columns)
    {
        writer.WriteStartDocument();
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane
        {
            VerticalSplit = HeadRow, HorizontalSplit = 1, TopLeftCell = $"B{HeadRow + 1}", ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen,
        }) { WorkbookViewId = 0, ShowGridLines = false }));
        writer.WriteElement(new Columns(columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
    }

    // The small parts: what the file holds, one sheet, how cells look.
    private static void Frame(ZipArchive zip, string name)
    {
        XNamespace types = Package + "content-types", links = Package + "relationships", main = Main, office = Office;
        XElement Link(string id, string type, string target) => new(links + "Relationship", new XAttribute("Id", id), new XAttribute("Type", $"{Office}/{type}"), new XAttribute("Target", target));
        XElement Part(string path, string kind) => new(types + "Override", new XAttribute("PartName", path), new XAttribute("ContentType", $"{Kind}{kind}+xml"));
        Save(zip, "[Content_Types].xml", new XElement(types + "Types",
            new XElement(types + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            Part("/xl/workbook.xml", "sheet.main"), Part("/xl/worksheets/sheet1.xml", "worksheet"), Part("/xl/styles.xml", "styles"), Part("/xl/sharedStrings.xml", "sharedStrings")));
        Save(zip, "_rels/.rels", new XElement(links + "Relationships", Link("r1", "officeDocument", "xl/workbook.xml")));
        Save(zip, "xl/_rels/workbook.xml.rels", new XElement(links + "Relationships", Link("r1", "worksheet", "worksheets/sheet1.xml"), Link("r2", "styles", "styles.xml"),
            Link("r3", "sharedStrings", "sharedStrings.xml")));
        Save(zip, "xl/workbook.xml", new XElement(main + "workbook", new XElement(main + "sheets",
            new XElement(main + "sheet", new XAttribute("name", name), new XAttribute("sheetId", 1), new XAttribute(office + "id", "r1")))));
        Save(zip, "xl/styles.xml", XElement.Parse(SheetRows.Styles().OuterXml));
    }

    private static void Save(ZipArchive zip, string path, XElement content)
    {
        using var part = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        new XDocument(content).Save(part);
    }
}
