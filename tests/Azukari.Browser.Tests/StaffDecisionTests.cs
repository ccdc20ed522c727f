using System.Security.Cryptography;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>Pages of the console that stand before something binding, or after it: each in both languages, on every screen.</summary>
public sealed class StaffDecisionTests(Browsers browsers)
{
    private static readonly Accessor Desk = new("tester");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CompanyCore Company => browsers.Services.GetRequiredService<CompanyCore>();

    [Fact]
    public async Task What_a_version_would_change_fits_every_screen_and_axe_finds_nothing()
    {
        string newest = SamplePolicies.Find()[^1];
        byte[] bytes = await File.ReadAllBytesAsync(newest, Cancel);
        string source = System.Text.Encoding.UTF8.GetString(bytes);
        source = source[..source.IndexOf("\nnotice:", StringComparison.Ordinal)] + "\n";
        int at = source.IndexOf("previous:", StringComparison.Ordinal), end = source.IndexOf('\n', at);
        source = source.Replace(source[at..end], $"previous: {{ version: \"2026-10\", sha256: {Convert.ToHexStringLower(SHA256.HashData(bytes))} }}", StringComparison.Ordinal)
            .Replace("version: \"2026-10\"\neffective: 2026-10-01", "version: \"2026-12\"\neffective: 2026-12-01", StringComparison.Ordinal);
        // One may be published; one takes away what the program reads; one cannot be read.
        string narrower = source.Replace("[parcel, member-number, email, orders] }", "[parcel, member-number] }", StringComparison.Ordinal);
        string stranding = source.Replace("        - { to: [staff.shipping], items: [parcel] }\n", "", StringComparison.Ordinal);
        foreach ((string text, string sees) in ((string, string)[])[(narrower, "#people"), (stranding, ".az-callout table"), ("version: nothing of the kind\n", "main table")])
        {
            await using Visit visit = await browsers.StaffAsync();
            await visit.OpenAsync("/console/policy/publish");
            await visit.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "policy.yaml", MimeType = "application/yaml", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
            await visit.Page.Locator("form:has(#file) button[type=submit]").ClickAsync();
            await visit.Page.ReachAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, "/publish/[0-9a-f]{64}$"));
            await visit.Page.Locator(sees).First.WaitForAsync(); // what is counted comes by itself
            await visit.Page.Locator("main progress, main [data-counting]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
            string path = new Uri(visit.Page.Url).AbsolutePath;
            await visit.IsForEverybodyAsync(path);
            await visit.IsForEverybodyAsync("/en" + path);
        }
    }

    [Fact]
    public async Task A_certificate_of_erasure_fits_every_screen_and_its_paper_and_axe_finds_nothing()
    {
        SubjectId person = await SomebodyAsync(mail: true);
        Assert.NotNull(await Company.Trust.Vault.EraseAsync(person, Desk, "request-1", Cancel));
        await using Visit visit = await browsers.StaffAsync();
        await visit.IsForEverybodyAsync($"/console/people/{person}/certificate");
        await visit.IsForEverybodyAsync($"/en/console/people/{person}/certificate");

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await visit.Page.Locator("h1").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("#con-side").IsVisibleAsync());
        await visit.FitsAsync("the certificate on paper");
    }

    [Fact]
    public async Task The_letter_for_a_member_without_account_fits_every_screen_and_axe_finds_nothing()
    {
        SubjectId person = await SomebodyAsync(mail: false);
        var (book, acting) = (browsers.Services.GetRequiredService<MemberBook>(), new MemberActing(Desk, "application-1"));
        Assert.IsType<MemberDone>(await book.ApplyAsync(person, MemberClass.Retail, null, Channel.Paper, Company.Trust.Policies.InForce.Version, acting, Cancel));
        Assert.IsType<MemberDone>(await book.ActivateAsync(person, acting, cancel: Cancel));
        await using Visit visit = await browsers.StaffAsync();
        await visit.IsForEverybodyAsync($"/console/people/{person}/letter");
        await visit.IsForEverybodyAsync($"/en/console/people/{person}/letter?said=case");
        Assert.True(await visit.Page.Locator("form[action$='/letter/print'] button").IsVisibleAsync());
    }

    private async Task<SubjectId> SomebodyAsync(bool mail)
    {
        StoredValue Value(string item, string text) =>
            Company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, new DateOnly(2026, 11, 24), out StoredValue stored, out _) ? stored : throw new InvalidOperationException(item);
        Dictionary<ItemId, StoredValue> values = new()
        {
            [ItemId.Parse("name")] = Value("name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = Value("address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
        };
        if (mail) values[ItemId.Parse("email")] = Value("email", CanaryWords.Mail(9100));
        return Assert.IsType<Acquired>(await Company.Trust.Vault.AcquireAsync(new Acquisition
        {
            SubjectKind = MemberClass.Retail.Kind(), Channel = Channel.Paper, PolicyVersion = Company.Trust.Policies.InForce.Version, Values = values,
        }, Desk, Cancel)).SubjectId;
    }
}
