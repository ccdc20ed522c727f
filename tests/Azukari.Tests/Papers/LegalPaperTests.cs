using Azukari.Papers.Contracts;
using Azukari.Papers.Legal;
using Azukari.Testing.Canaries;
using Azukari.Tests.Policy;

namespace Azukari.Tests.Papers;

/// <summary>The documents members are given, as files: what they say, how large, in which colour.</summary>
public sealed class LegalPaperTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly PaperPress Press = new(new PaperOptions());
    private static readonly string[] Languages = ["ja", "en"];

    public static TheoryData<LegalKind, LegalClass, string> All
    {
        get
        {
            var all = new TheoryData<LegalKind, LegalClass, string>();
            foreach (var kind in Enum.GetValues<LegalKind>())
                foreach (var member in Enum.GetValues<LegalClass>())
                    foreach (var language in Languages) all.Add(kind, member, language);
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_file_says_every_word_and_nothing_is_smaller_than_eight_points(LegalKind kind, LegalClass member, string language)
    {
        var paper = Make(kind, member, language);

        var (printed, pdf) = await PrintAsync(paper);

        Assert.Equal(printed.Pages, pdf.Pages);
        Assert.Equal(0, printed.Missing);
        Assert.All(Words(paper.Blocks), words => Assert.Contains(PdfFile.Tight(words), pdf.Text, StringComparison.Ordinal));
        Assert.NotEmpty(pdf.Sizes);
        Assert.All(pdf.Sizes, size => Assert.True(size >= Paper.SmallestPoints, $"{size} points"));
        for (var page = 1; page <= printed.Pages; page++) Assert.Contains($"{page}/{printed.Pages}", pdf.Text, StringComparison.Ordinal);
        Assert.Contains($"/Lang ({(language == "en" ? "en-GB" : "ja-JP")})", pdf.Head, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public async Task What_the_law_wants_red_is_red_letters_in_a_red_frame(LegalKind kind, LegalClass member, string language)
    {
        var paper = Make(kind, member, language);
        var (_, pdf) = await PrintAsync(paper);
        var boxes = paper.Blocks.OfType<PaperBlock.Box>().ToList();

        Assert.All(boxes, box => Assert.True(box.Red));
        var words = string.Concat(Words([.. boxes]));
        Assert.Contains(language == "ja" ? "十分にお読みください" : "Please read this document with care", words, StringComparison.Ordinal);
        Assert.Contains(language == "ja" ? "20日を経過するまでの間" : "20 days have passed", words, StringComparison.Ordinal);
        var frames = pdf.Marks.SelectMany(page => page.Where(mark => !mark.IsText)).ToList();
        Assert.Equal(boxes.Count, frames.Count); // a frame each, none torn by a page
        Assert.All(frames, frame => Assert.True(frame.IsRed, frame.Colour));
        foreach (var page in pdf.Marks)
        {
            var here = page.Where(mark => !mark.IsText).ToList();
            // What is in a frame is red, and nothing red is outside.
            Assert.All(page.Where(mark => mark.IsText), text => Assert.Equal(here.Exists(frame => frame.Holds(text)), text.IsRed));
        }

        Assert.True(pdf.Marks.Sum(page => page.Count(mark => mark is { IsText: true, IsRed: true })) >= Words([.. boxes]).Count());
    }

    [Theory]
    [InlineData(LegalKind.Outline)]
    [InlineData(LegalKind.Contract)]
    public void An_agents_document_has_what_article_37_asks_for(LegalKind kind)
    {
        var words = string.Concat(Words(Make(kind, LegalClass.Agent, "ja").Blocks));

        string[] asked =
        [
            "統括者", "シークレットダイレクトジャパン合同会社", "0800-888-0311", "代表社員", "性能・品質", "特定利益", "特定負担", "クーリング・オフ", "20日",
            "違約金", "引取りに要する費用は当社が負担", "90日を経過していない", "1年を経過していない", "10分の1", "信用購入あっせん", "第34条",
            .. kind == LegalKind.Contract ? new[] { "契約を締結した日", "再販売、受託販売、販売のあっせんの条件", "商標" } : ["販売価格", "引渡し", "商品の種類"],
        ];
        Assert.All(asked, item => Assert.Contains(item, words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LegalClass.Vip)]
    [InlineData(LegalClass.Retail)]
    public void Who_only_buys_is_told_of_no_profit_and_no_burden(LegalClass member)
    {
        foreach (var kind in Enum.GetValues<LegalKind>())
        {
            var words = string.Concat(Words(Make(kind, member, "ja").Blocks));
            Assert.Contains("特定利益）も", words.Replace("はありません。登録料その他、取引のために必ず負担していただくもの（特定負担）も", "も", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("紹介ボーナス", words, StringComparison.Ordinal);
            Assert.DoesNotContain("登録料 ", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_translation_has_the_same_parts_in_the_same_order()
    {
        foreach (var kind in Enum.GetValues<LegalKind>())
            foreach (var member in Enum.GetValues<LegalClass>())
                Assert.Equal(Parts(Make(kind, member, "ja")), Parts(Make(kind, member, "en")));
    }

    [Fact]
    public async Task The_same_document_is_the_same_file_and_its_properties_name_nobody()
    {
        var party = new LegalParty($"{CanaryWords.FamilyName} {CanaryWords.GivenName}", null, CanaryWords.MemberNumber(1), Day, null);
        var paper = LegalPapers.Contract(LegalClass.Agent, ShippedPolicies.Second.Company, party, "ja", Day);
        var (_, first) = await PrintAsync(paper);
        var (_, second) = await PrintAsync(paper);

        Assert.True(first.Bytes.AsSpan().SequenceEqual(second.Bytes));
        Assert.Contains(CanaryWords.FamilyName, first.Text, StringComparison.Ordinal);
        foreach (var encoding in new[] { System.Text.Encoding.UTF8, System.Text.Encoding.BigEndianUnicode })
            Assert.True(first.Bytes.AsSpan().IndexOf(encoding.GetBytes(CanaryWords.FamilyName)) < 0);
        Assert.True(first.Bytes.Length < 200_000, $"{first.Bytes.Length} bytes");
    }

    [Fact]
    public void Every_thing_the_company_has_not_published_is_marked_as_a_specimen()
    {
        foreach (var member in Enum.GetValues<LegalClass>())
        {
            var tables = Make(LegalKind.Outline, member, "ja").Blocks.OfType<PaperBlock.Table>();
            Assert.All(tables.SelectMany(table => table.Rows), row => Assert.Contains(row, cell => cell.Contains("（見本）", StringComparison.Ordinal)));
        }
    }

    private static Paper Make(LegalKind kind, LegalClass member, string language) => kind == LegalKind.Outline
        ? LegalPapers.Outline(member, ShippedPolicies.Second.Company, language, Day)
        : LegalPapers.Contract(member, ShippedPolicies.Second.Company, LegalParty.Specimen(language, Day), language, Day);

    private static async Task<(PaperPrinted Printed, PdfFile Pdf)> PrintAsync(Paper paper)
    {
        using var output = new MemoryStream();
        var printed = await Press.PrintAsync(paper, output, TestContext.Current.CancellationToken);
        return (printed, await PdfFile.ReadAsync(output.ToArray()));
    }

    private static IEnumerable<string> Parts(Paper paper) => paper.Blocks.Select(block => block switch
    {
        PaperBlock.KeyValues pairs => $"pairs {pairs.Rows.Length}",
        PaperBlock.Table table => $"table {table.Rows.Length}x{table.Head.Length}",
        PaperBlock.Entries entries => $"entries {entries.Items.Length}",
        PaperBlock.Box box => $"box {box.Red} {box.Blocks.Length}",
        _ => block.GetType().Name,
    });

    private static IEnumerable<string> Words(IEnumerable<PaperBlock> blocks) => blocks.SelectMany(block => block switch
    {
        PaperBlock.Heading heading => [heading.Text],
        PaperBlock.Paragraph paragraph => [paragraph.Text],
        PaperBlock.Note note => [note.Text],
        PaperBlock.Entries entries => entries.Items.Select(entry => entry.Text),
        PaperBlock.KeyValues pairs => pairs.Rows.Select(row => row.Key),
        PaperBlock.Table table => table.Head,
        PaperBlock.Box box => Words(box.Blocks),
        _ => [],
    }).Concat(blocks.OfType<PaperBlock.KeyValues>().SelectMany(pairs => pairs.Rows.Select(row => row.Value)));
}
