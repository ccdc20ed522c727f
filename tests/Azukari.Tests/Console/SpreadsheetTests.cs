using System.Text;
using Azukari.Console.Spreadsheets;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Tests.Console;

/// <summary>Files for spreadsheets: whatever people are called, nothing of it is calculated by the program that opens them.</summary>
public sealed class SpreadsheetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What some spreadsheet takes for a formula.</summary>
    public static TheoryData<string> Formulas =>
    [
        "=1+1", "+81", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1+1", "\r\nHYPERLINK", " =1+1", "　=1+1", "\u200b=1", "\ufeff=1", "＝1+1", "＋81", "－1+1", "＠SUM(A1)", "﹣1", "　＝1",
    ];

    [Theory]
    [MemberData(nameof(Formulas))]
    public async Task A_text_that_looks_like_a_formula_is_marked_as_text_in_both_kinds_of_file(string name)
    {
        using var kept = new MemoryStream();
        using (var writer = OpenXmlWriter.Create(kept)) SheetRows.Write(writer, 4, ["name", name], SheetRows.Plain);
        string row = Encoding.UTF8.GetString(kept.ToArray());
        Assert.Equal(2, row.Split("t=\"inlineStr\"").Length - 1);
        Assert.Contains($"r=\"B4\" s=\"{SheetRows.Quoted}\"", row, StringComparison.Ordinal);
        Assert.True(((CellFormat)SheetRows.Styles().CellFormats!.ChildElements[(int)SheetRows.Quoted]).QuotePrefix!.Value);

        using var file = new MemoryStream();
        await TableFile.CsvAsync(file, "note", ["name", "other"], [[name, "after"]], Cancel);
        string csv = Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("'" + name, csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n" + name, csv, StringComparison.Ordinal);
        Assert.Contains("'" + name, SheetText.CsvLine(["before", name]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("見本 花子")]
    [InlineData("ミホン ハナコ")]
    [InlineData("–")]
    [InlineData("1-2-3 見本町")]
    [InlineData("　見本")]
    [InlineData("𠮷田 見本")]
    [InlineData("")]
    public void A_text_that_does_not_is_left_as_it_is(string name)
    {
        Assert.Equal(name, SheetText.CsvLine([name]));
        using var kept = new MemoryStream();
        using (var writer = OpenXmlWriter.Create(kept)) SheetRows.Write(writer, 4, [name], SheetRows.Plain);
        Assert.Contains($"r=\"A4\" s=\"{SheetRows.Plain}\"", Encoding.UTF8.GetString(kept.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_with_a_comma_a_quote_or_a_line_break_is_quoted_once()
    {
        Assert.Equal("\"a,b\",\"say \"\"x\"\"\",\"'=1,2\",,c", SheetText.CsvLine(["a,b", "say \"x\"", "=1,2", null, "c"]));
    }
}
