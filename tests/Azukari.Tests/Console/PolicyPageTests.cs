using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azukari.Company.Sample;
using Azukari.Ledger;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Azukari.Tests.Console;

/// <summary>The pages of the policy: what they show is what the policy decides, and publishing takes what it says.</summary>
public sealed class PolicyPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static readonly string Newest = SamplePolicies.Find()[^1];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cell_says_how_many_items_and_opens_to_which()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Auditor);
        string matrix = await browser.GetStringAsync("/en/console/policy", Cancel);
        Assert.Contains("aria-label=\"Delivery: Shipping, 4 items\"", matrix, StringComparison.Ordinal);
        Assert.Contains("Individual Numbers among them", matrix, StringComparison.Ordinal);

        string open = await browser.GetStringAsync("/en/console/policy?at=purpose.member.2~entrustee", Cancel);
        string panel = open[open.IndexOf("id=\"cell\"", StringComparison.Ordinal)..];
        Assert.All((string[])["Name", "Address", "Mobile number", "Agent", "purpose.member.2", "principle.entrustment"], word => Assert.Contains(word, panel, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("E-mail address", panel[..panel.IndexOf("By these clauses", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_one_item_the_matrix_shows_only_where_it_goes()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Auditor);
        string matrix = await browser.GetStringAsync("/en/console/policy?item=individual-number", Cancel);

        Assert.Contains("Tax reporting, 1 items", matrix, StringComparison.Ordinal);
        Assert.DoesNotContain("Delivery: Shipping", matrix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console/policy?version=1999-01")]
    [InlineData("/console/policy/checks?version=x")]
    [InlineData("/console/policy/register.xlsx?version=x")]
    [InlineData("/console/policy/publish/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/console/no-such-page")]
    public async Task What_is_not_there_is_answered_in_the_consoles_own_frame(string path)
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        using HttpResponseMessage answer = await browser.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("con-side", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_is_a_sheet_with_a_head_that_stays_filters_and_no_formula()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Auditor);
        using var content = new MemoryStream(await browser.GetByteArrayAsync("/console/policy/register.xlsx", Cancel));
        using var file = SpreadsheetDocument.Open(content, false);
        WorksheetPart part = file.WorkbookPart!.WorksheetParts.Single();
        Row[] rows = [.. part.Worksheet!.Descendants<Row>()];

        Assert.Equal(PaneStateValues.Frozen, part.Worksheet!.Descendants<Pane>().Single().State!.Value);
        Assert.StartsWith("A3:N", part.Worksheet!.Descendants<AutoFilter>().Single().Reference!.Value!, StringComparison.Ordinal);
        Assert.Contains(file.WorkbookPart.Workbook!.Descendants<DefinedName>(), n => n.Name == "_xlnm.Print_Titles" && n.Text == "'管理台帳'!$3:$3");
        Assert.Equal(["番号", "利用目的", "利用する者", "社内／社外に出る形", "項目"], rows[2].Elements<Cell>().Take(5).Select(c => c.InnerText));
        Assert.Empty(part.Worksheet!.Descendants<CellFormula>());
        Assert.All(part.Worksheet!.Descendants<Cell>(), cell => Assert.Equal(CellValues.InlineString, cell.DataType!.Value));
        Assert.Contains(rows, row => row.InnerText.Contains("商品・書類の配送", StringComparison.Ordinal) && row.InnerText.Contains("delivery.parcel-label", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_with_mistakes_shows_each_with_its_place_and_can_not_be_published()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        string page = await UploadAsync(browser, "policy: seacret-direct-japan\nversion: nonsense words\n");

        Assert.Matches(@"\.yaml:\d+:\d+", page);
        Assert.DoesNotContain("id=\"confirm\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_strands_a_view_explains_and_is_refused()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        string source = (await NextAsync("2026-13")).Replace("        - { to: [staff.shipping], items: [parcel] }\n", "", StringComparison.Ordinal);
        string page = await UploadAsync(browser, source);
        Assert.Contains("delivery.parcel-label", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"confirm\"", page, StringComparison.Ordinal);

        using HttpResponseMessage forced = await ConsoleHost.SendAsync(browser, "/en/console/policy/publish", "/en/console/policy/publish/" + Hash(source), ("version", "2026-13"));
        Assert.Equal("2026-10", host.Company.Trust.Policies.InForce.Version.Value);
    }

    [Fact]
    public async Task A_version_is_published_only_by_its_name_typed_and_the_ledger_says_by_whom()
    {
        await using var alone = new ConsoleHost();
        await alone.InitializeAsync();
        using HttpClient browser = await alone.SignedInAsync(ConsoleHost.Manager);
        string source = (await NextAsync("2026-12")).Replace("[parcel, member-number, email, orders] }", "[parcel, member-number] }", StringComparison.Ordinal);
        string page = await UploadAsync(browser, source);
        Assert.Contains("id=\"confirm\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"replay\"", page, StringComparison.Ordinal);

        string address = "/en/console/policy/publish/" + Hash(source);
        using HttpResponseMessage wrong = await ConsoleHost.SendAsync(browser, address, address, ("version", "2026-11"));
        Assert.EndsWith("?typed=2026-11#confirm", wrong.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("2026-10", alone.Company.Trust.Policies.InForce.Version.Value);

        using HttpResponseMessage done = await ConsoleHost.SendAsync(browser, address, address, ("version", " ２０２６-12 "));
        Assert.Equal("/en/console/policy/publish?done=2026-12", done.Headers.Location?.ToString());
        Assert.Equal("2026-12", alone.Company.Trust.Policies.InForce.Version.Value);
        LedgerRecord published = await alone.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Published }, Cancel).LastAsync(Cancel);
        Assert.Equal((ConsoleHost.Manager, "2026-12"), (published.Entry.Accessor, published.Entry.PolicyVersion));
    }

    private static async Task<string> UploadAsync(HttpClient browser, string source)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await ConsoleHost.TokenAsync(browser, "/en/console/policy/publish")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(source)), "file", "policy.yaml" },
        };
        using HttpResponseMessage answer = await browser.PostAsync("/en/console/policy/publish/upload", form, Cancel);
        Assert.Equal($"/en/console/policy/publish/{Hash(source)}", answer.Headers.Location?.ToString());
        return await browser.GetStringAsync(answer.Headers.Location, Cancel);
    }

    /// <summary>The newest policy as a version that follows it.</summary>
    private static async Task<string> NextAsync(string version)
    {
        string source = await File.ReadAllTextAsync(Newest, Cancel);
        source = source[..source.IndexOf("\nnotice:", StringComparison.Ordinal)] + "\n";
        int at = source.IndexOf("previous:", StringComparison.Ordinal), end = source.IndexOf('\n', at);
        return source.Replace(source[at..end], $"previous: {{ version: \"2026-10\", sha256: {Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Newest, Cancel)))} }}", StringComparison.Ordinal)
            .Replace("version: \"2026-10\"\neffective: 2026-10-01", $"version: \"{version}\"\neffective: 2026-12-01", StringComparison.Ordinal);
    }

    private static string Hash(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
}
