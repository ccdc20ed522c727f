using System.Net;
using Azukari.Join.Applications;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Tests.Console;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>The list of applications at the console: sorted by its heads, paged, saved as a file by customer service alone.</summary>
public sealed class ApplicationListPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string List = "/en/console/applications";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_is_sorted_by_its_heads_saved_as_shown_and_the_ledger_keeps_that_it_was()
    {
        string vip = await TypedAsync(MemberClass.Vip), agent = await TypedAsync(MemberClass.Agent), retail = await TypedAsync(MemberClass.Retail);
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        string usual = await ShownAsync("");
        Assert.Equal([retail, agent, vip], InOrder(usual));
        Assert.Contains("aria-sort=\"descending\"", usual, StringComparison.Ordinal);
        Assert.Contains($"{List}?show=waiting&sort=submitted&turned=1\"", usual, StringComparison.Ordinal);
        Assert.Contains($"{List}?show=waiting&sort=kind\"", usual, StringComparison.Ordinal);
        string turned = await ShownAsync("?show=waiting&sort=submitted&turned=1");
        Assert.Equal([vip, agent, retail], InOrder(turned));
        Assert.Contains("aria-sort=\"ascending\"", turned, StringComparison.Ordinal);
        Assert.Equal([retail, vip, agent], InOrder(await ShownAsync("?show=all&sort=kind")));
        Assert.Equal([agent, vip, retail], InOrder(await ShownAsync("?show=all&sort=kind&turned=1&page=77"))); // a page there is not: the last there is
        Assert.Contains($"{List}?show=all&kind=vip&sort=kind\"", await ShownAsync("?show=waiting&kind=vip&sort=kind"), StringComparison.Ordinal); // another list stays narrowed and sorted
        Assert.DoesNotContain($"{List}/export", await ShownAsync("?show=post"), StringComparison.Ordinal); // nothing to save

        using (HttpResponseMessage saved = await ConsoleHost.SendAsync(service, List, List + "/export", ("show", "waiting"), ("sort", "kind"), ("format", "csv")))
        {
            string file = await saved.Content.ReadAsStringAsync(Cancel);
            Assert.Equal(("text/csv", true), (saved.Content.Headers.ContentType?.MediaType, saved.Headers.CacheControl?.NoStore == true));
            Assert.Equal([retail, vip, agent], InOrder(file));
            Assert.Contains("3 of 3 applications", file, StringComparison.Ordinal);
            Assert.DoesNotContain(CanaryWords.FamilyName, file, StringComparison.Ordinal);
        }

        using (HttpResponseMessage sheet = await ConsoleHost.SendAsync(service, List, List + "/export", ("show", "all"), ("kind", "vip"), ("format", "xlsx")))
            Assert.EndsWith("sheet", sheet.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        LedgerRecord[] kept = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "application-list" }, Cancel).ToArrayAsync(Cancel);
        Assert.Equal([3L, 1L], kept.Select(record => record.Entry.Count!.Value).OrderDescending());
        Assert.All(kept, record => Assert.Equal(ConsoleHost.Service, record.Entry.Accessor));
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        Assert.Contains("list of applications", await auditor.GetStringAsync("/en/console/ledger?kind=exported", Cancel), StringComparison.Ordinal);

        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        using HttpResponseMessage refused = await ConsoleHost.SendAsync(shipping, "/console", List + "/export", ("show", "all"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        async Task<string> ShownAsync(string query) => WebUtility.HtmlDecode(await service.GetStringAsync(List + query, Cancel));

        string[] InOrder(string text) => [.. new[] { vip, agent, retail }.Where(code => text.Contains(code, StringComparison.Ordinal)).OrderBy(code => text.IndexOf(code, StringComparison.Ordinal))];
    }

    // A paper form typed in, which waits for its scan.
    private async Task<string> TypedAsync(MemberClass @class)
    {
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = JoinWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = JoinWorld.Value("postal-address", $"〒150-0001 東京都渋谷区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = JoinWorld.Value("birth-date", "1980-04-01"),
        };
        var form = new NewApplication(SubjectId.New(), @class, host.Company.Trust.Policies.InForce.Version, Channel.Paper, values, null, "ja", false, JoinWorld.Desk);
        var sent = Assert.IsType<Submitted>(await host.Services.GetRequiredService<ApplicationBook>().SubmitAsync(form, Cancel)).Application;
        Assert.Equal(ApplicationState.Waiting, sent.State);
        host.Clock.Now += TimeSpan.FromMinutes(1);
        return sent.Code;
    }
}
