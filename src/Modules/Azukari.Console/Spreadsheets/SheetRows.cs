using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Console.Spreadsheets;

/// <summary>
/// What the console's Excel files have in common: how their cells look, and rows written one after the other. Every text is a text in its place, never a
/// formula; one that looks like a formula is also marked as text, so that editing it makes none.
/// </summary>
internal static class SheetRows
{
    /// <summary>The content type of the files.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const uint Plain = 1, Head = 2, Quoted = 3, Title = 4;

    /// <summary>The letter of a column; 26 at most.</summary>
    public static string Letter(int column) => ((char)('A' + column - 1)).ToString();

    /// <summary>Writes a row of texts.</summary>
    public static void Write(OpenXmlWriter writer, uint number, IEnumerable<string> values, uint style)
    {
        writer.WriteStartElement(new Row { RowIndex = number });
        var column = 0;
        foreach (var value in values)
        {
            column++;
            writer.WriteElement(new Cell(new InlineString(new Text(value) { Space = SpaceProcessingModeValues.Preserve }))
            {
                CellReference = Letter(column) + number.ToString(CultureInfo.InvariantCulture), DataType = CellValues.InlineString, StyleIndex = SheetText.LooksLikeFormula(value) && style == Plain ? Quoted : style,
            });
        }

        writer.WriteEndElement();
    }

    public static Stylesheet Styles() => new(
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
