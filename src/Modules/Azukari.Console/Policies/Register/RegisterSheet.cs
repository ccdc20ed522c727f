using System.Globalization;
using Azukari.Console.Resources;
using Azukari.Ui.Language;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Console.Policies.Register;

/// <summary>
/// The register as an Excel file: a head that stays, filters, pages that fit and repeat the head. Rows are written one after the other. Every cell is a
/// text in its place, never a formula; one that looks like a formula is also marked as text, so that editing it makes none.
/// </summary>
internal static class RegisterSheet
{
    /// <summary>The content type of the file.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 1, Head = 2, Quoted = 3, Title = 4;
    private const uint HeadRow = 3;

    /// <summary>Writes the file.</summary>
    /// <param name="output">Where to; can seek.</param>
    /// <param name="title">The first line.</param>
    /// <param name="note">The second line.</param>
    public static void Write(Stream output, string title, string note, IEnumerable<RegisterEntry> entries, Text<ConsoleText> text)
    {
        using var file = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = file.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheet = book.AddNewPart<WorksheetPart>();
        var last = Rows(sheet, title, note, entries, text);
        var name = text["Register.Sheet"];
        var columns = RegisterEntry.Columns.Count;
        book.Workbook = new Workbook(
            new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = name }),
            new DefinedNames(
                new DefinedName($"'{name}'!$A${HeadRow}:${Letter(columns)}${last}") { Name = "_xlnm._FilterDatabase", LocalSheetId = 0, Hidden = true },
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
        Row(writer, 1, [title], Title);
        Row(writer, 2, [note], Plain);
        Row(writer, HeadRow, RegisterEntry.Columns.Select(c => text[c.Heading]), Head);
        var row = HeadRow;
        foreach (var entry in entries) Row(writer, ++row, RegisterEntry.Columns.Select(c => c.Value(entry)), Plain);
        writer.WriteEndElement();
        writer.WriteElement(new AutoFilter { Reference = $"A{HeadRow}:{Letter(RegisterEntry.Columns.Count)}{row}" });
        writer.WriteElement(new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        writer.WriteElement(new PageSetup { PaperSize = 8, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 }); // A3
        writer.WriteElement(new HeaderFooter(new OddFooter("&L&A&R&P / &N")));
        writer.WriteEndElement();
        return row;
    }

    private static void Row(OpenXmlWriter writer, uint number, IEnumerable<string> values, uint style)
    {
        writer.WriteStartElement(new Row { RowIndex = number });
        var column = 0;
        foreach (var value in values)
        {
            column++;
            var looksLikeFormula = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
            writer.WriteElement(new Cell(new InlineString(new Text(value) { Space = SpaceProcessingModeValues.Preserve }))
            {
                CellReference = Letter(column) + number.ToString(CultureInfo.InvariantCulture), DataType = CellValues.InlineString, StyleIndex = looksLikeFormula && style == Plain ? Quoted : style,
            });
        }

        writer.WriteEndElement();
    }

    private static string Letter(int column) => ((char)('A' + column - 1)).ToString();

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new FontSize { Val = 10 }), new Font(new Bold(), new FontSize { Val = 10 }), new Font(new Bold(), new FontSize { Val = 14 })),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFEAF1F6" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border(), new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(new Color { Rgb = "FFB8C2CC" }) { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
        new CellFormats(
            new CellFormat(),
            new CellFormat(Wrapped()) { FontId = 1, BorderId = 1, ApplyAlignment = true },
            new CellFormat(Wrapped()) { FontId = 2, FillId = 2, BorderId = 1, ApplyFill = true, ApplyAlignment = true },
            new CellFormat(Wrapped()) { FontId = 1, BorderId = 1, ApplyAlignment = true, QuotePrefix = true },
            new CellFormat { FontId = 3 }));

    private static Alignment Wrapped() => new() { WrapText = true, Vertical = VerticalAlignmentValues.Top };
}
