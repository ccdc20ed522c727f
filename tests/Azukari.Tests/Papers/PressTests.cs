using System.Collections.Immutable;
using Azukari.Papers.Contracts;
using Azukari.Testing;
using Azukari.Tests.Cli;

namespace Azukari.Tests.Papers;

/// <summary>The press: pages, fonts, and what an operator sees.</summary>
public sealed class PressTests
{
    [Fact]
    public async Task A_long_table_goes_on_with_its_head_on_every_page()
    {
        ImmutableArray<ImmutableArray<string>> rows = [.. Enumerable.Range(1, 150).Select(i => (ImmutableArray<string>)[$"行{i}", "内容"])];

        var pdf = await PrintAsync(new PaperBlock.Table([1, 3], ["番号の見出し", "内容"], rows));

        Assert.True(pdf.Pages >= 4);
        Assert.Equal(pdf.Pages, System.Text.RegularExpressions.Regex.Count(pdf.Text, "番号の見出し"));
        for (var i = 1; i <= 150; i++) Assert.Contains($"行{i}", pdf.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_longer_than_a_page_goes_on_framed()
    {
        var blocks = Enumerable.Range(1, 120).Select(i => (PaperBlock)new PaperBlock.Paragraph($"第{i}の段落です。")).ToImmutableArray();

        var pdf = await PrintAsync(new PaperBlock.Box(true, blocks));

        Assert.True(pdf.Pages >= 3);
        Assert.All(pdf.Drawing, page => Assert.Matches(@" RG", page));
    }

    [Fact]
    public async Task A_heading_never_stands_alone_at_the_foot_of_a_page()
    {
        for (var lines = 30; lines < 50; lines++)
        {
            PaperBlock[] blocks = [.. Enumerable.Range(0, lines).Select(_ => new PaperBlock.Paragraph("段落")), new PaperBlock.Heading(1, "見出し"), new PaperBlock.Paragraph("続き")];
            var pdf = await PrintAsync(blocks);
            Assert.Contains("見出し続き", pdf.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_character_the_font_does_not_have_is_printed_as_geta_and_counted()
    {
        using var output = new MemoryStream();

        var printed = await new PaperPress(new PaperOptions()).PrintAsync(Of(new PaperBlock.Paragraph("葛\U000E0101城 😀 𰻞")), output, TestContext.Current.CancellationToken);
        var pdf = await PdfFile.ReadAsync(output.ToArray());

        Assert.Equal(2, printed.Missing);
        Assert.Contains("葛城〓〓", pdf.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/font.ttf", "cannot be read")]
    [InlineData("text", "is no TrueType or OpenType font")]
    public async Task A_font_that_is_none_is_said_with_its_file(string file, string said)
    {
        if (file == "text")
        {
            file = Path.Combine(TestRun.NewFolder("font"), "font.ttf");
            await File.WriteAllTextAsync(file, "no font", TestContext.Current.CancellationToken);
        }

        var refused = await Assert.ThrowsAsync<PaperFontException>(() => new PaperPress(new PaperOptions { Font = file }).PrintAsync(Of(), Stream.Null, TestContext.Current.CancellationToken));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains(file, refused.Japanese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_looks_at_a_document_on_the_command_line()
    {
        await using var desk = await Desk.OpenAsync(Azukari.Stores.StoreEngine.Sqlite, people: 0);
        var operators = desk.Azukari;
        using var pdf = new MemoryStream();

        (await operators.RunBytesAsync([], pdf, "papers", "outline", "--class", "agent")).Exits(0);
        var wrong = (await operators.RunAsync("papers", "contract", "--class", "king")).Exits(2);

        Assert.Contains("概要書面", (await PdfFile.ReadAsync(pdf.ToArray())).Text, StringComparison.Ordinal);
        Assert.Contains("agent, vip or retail", wrong.Err, StringComparison.Ordinal);
    }

    private static async Task<PdfFile> PrintAsync(params PaperBlock[] blocks)
    {
        using var output = new MemoryStream();
        await new PaperPress(new PaperOptions()).PrintAsync(Of(blocks), output, TestContext.Current.CancellationToken);
        return await PdfFile.ReadAsync(output.ToArray());
    }

    private static Paper Of(params PaperBlock[] blocks) => new()
    {
        Title = "試し刷り", Language = "ja", Version = "test-1", Day = new DateOnly(2026, 11, 24), Issuer = "見本", Blocks = [.. blocks],
    };
}
