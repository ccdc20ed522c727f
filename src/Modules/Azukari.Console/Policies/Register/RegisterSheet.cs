using Azukari.Console.Resources;
using Azukari.Console.Spreadsheets;
using Azukari.Ui.Language;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Console.Policies.Register;

/// <summary>
/// The register as an Excel file: a head that stays, filters, pages that fit and repeat the head.
/// </summary>
internal static class RegisterSheet
{
    private const uint HeadRow = 3;

    /// <summary>Writes the file.</summary>
    /// <param name="output">Where to; can seek.</param>
    /// <param name="title">The first line.</param>
    /// <param name="note">The second line.</param>
    public static void Write(Stream output, string title, string note, IEnumerable<RegisterEntry> entries, Text<ConsoleText> text)
    {
        using var file = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = file.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = SheetRows.Styles();
        var sheet = book.AddNewPart<WorksheetPart>();
        var last = Rows(sheet, title, note, entries, text);
        var name = text["Register.Sheet"];
        var columns = RegisterEntry.Columns.Count;
        book.Workbook = new Workbook(
            new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = name }),
            new DefinedNames(
                new DefinedName($"'{name}'!$A${HeadRow}:${SheetRows.Letter(columns)}${last}") { Name = "_xlnm._FilterDatabase", LocalSheetId = 0, Hidden = true },
                new DefinedName($"'{name}'!${HeadRow}:${HeadRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
    }

    private static uint Rows(WorksheetPart part, string title, string note, IEnumerable<RegisterEntry> entries, Text<ConsoleText> text)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(new SheetView(new Pane
        {
            VerticalSplit = HeadRow, HorizontalSplit = 2, TopLeftCell = $"C{HeadRow + 1}", ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen,
        }) { WorkbookViewId = 0, ShowGridLines = false }));
        writer.WriteElement(new Columns(RegisterEntry.Columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        SheetRows.Write(writer, 1, [title], SheetRows.Title);
        SheetRows.Write(writer, 2, [note], SheetRows.Plain);
        SheetRows.Write(writer, HeadRow, RegisterEntry.Columns.Select(c => text[c.Heading]), SheetRows.Head);
        var row = HeadRow;
        foreach (var entry in entries) SheetRows.Write(writer, ++row, RegisterEntry.Columns.Select(c => c.Value(entry)), SheetRows.Plain);
        writer.WriteEndElement();
        writer.WriteElement(new AutoFilter { Reference = $"A{HeadRow}:{SheetRows.Letter(RegisterEntry.Columns.Count)}{row}" });
        writer.WriteElement(new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        writer.WriteElement(new PageSetup { PaperSize = 8, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 }); // A3
        writer.WriteElement(new HeaderFooter(new OddFooter("&L&A&R&P / &N")));
        writer.WriteEndElement();
        return row;
    }
}
