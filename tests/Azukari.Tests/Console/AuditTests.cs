using System.Net;
using Azukari.Console.Audit;
using Azukari.Ledger;
using Azukari.Vault;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azukari.Tests.Console;

/// <summary>Who did what, and who was at whom: counted from the ledger, led to its entries, itself recorded.</summary>
public sealed class AuditTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accessor_is_counted_with_people_refusals_and_values_unmasked()
    {
        (SubjectId agent, _) = await LooksAsync("request-201");
        TallyRow row = await RowAsync(new AuditQuestion(), Personas.Finance.Login);
        Assert.True(row.Seen >= 2 && row.Unmasked >= 1 && row.Others >= 1, $"{row.Seen} {row.Unmasked} {row.Others}");
        Assert.Contains("request-201", row.Cases);

        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        string page = await auditor.GetStringAsync("/en/console/audit", Cancel);
        Assert.Contains($"href=\"/en/console/audit?accessor={Personas.Finance.Login}\"", page, StringComparison.Ordinal);
        Assert.Contains("request-201", page, StringComparison.Ordinal);
        Assert.DoesNotContain(await host.ValueAsync(agent, "name"), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_what_somebody_did_a_person_leads_to_everybody_who_was_there_and_to_the_entries()
    {
        (SubjectId agent, Pseudonym about) = await LooksAsync("request-202");
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        string one = await auditor.GetStringAsync($"/en/console/audit?accessor={Personas.Finance.Login}", Cancel);
        Assert.Contains($"href=\"/en/console/audit?about={about}\"", one, StringComparison.Ordinal);
        Assert.Contains("Finance", one, StringComparison.Ordinal);
        Assert.Contains($"accessor={Personas.Finance.Login}&amp;about={about}", one, StringComparison.Ordinal);

        foreach (string page in new[] { $"/en/console/audit?about={about}", $"/en/console/audit?subject={agent}" })
        {
            string all = await auditor.GetStringAsync(page, Cancel);
            Assert.Contains($">{Personas.Finance.Login}</a>", all, StringComparison.Ordinal);
            Assert.DoesNotContain($">{Personas.Marketing.Login}</a>", all, StringComparison.Ordinal);
        }

        Assert.True(await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).AnyAsync(e => e.Kind == EntryKind.Inspected && e.Accessor == ConsoleHost.Auditor, Cancel));
        Assert.Contains("No entries", await auditor.GetStringAsync("/en/console/audit?accessor=nobody", Cancel), StringComparison.Ordinal);
        Assert.Contains("Nothing about this person", await auditor.GetStringAsync($"/en/console/audit?subject={SubjectId.New()}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_sorts_by_any_column_both_ways_and_narrows()
    {
        await LooksAsync("request-203");
        AuditTally down = await TallyAsync(new AuditQuestion().By(AuditSort.Seen)), up = await TallyAsync(new AuditQuestion().By(AuditSort.Seen).By(AuditSort.Seen));
        Assert.Equal(down.Rows.Select(r => r.Seen), down.Rows.Select(r => r.Seen).OrderDescending());
        Assert.Equal(up.Rows.Select(r => r.Seen), up.Rows.Select(r => r.Seen).Order());
        AuditTally names = await TallyAsync(new AuditQuestion().By(AuditSort.Name));
        Assert.Equal(names.Rows.Select(r => r.Name), names.Rows.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Equal([Personas.Finance.Login], (await TallyAsync(new AuditQuestion { Narrow = "FINANCE" })).Rows.Select(r => r.Name));

        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        Assert.Contains("aria-sort=\"ascending\"", await auditor.GetStringAsync("/en/console/audit?sort=seen&up=1&narrow=mihon", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_more_entries_than_one_look_may_cost_the_page_says_how_far_back_it_counts()
    {
        AuditTally all = await TallyAsync(new AuditQuestion { Days = 90 });
        await using var small = new ConsoleHost();
        await small.InitializeAsync();
        small.With(services => services.Replace(ServiceDescriptor.Singleton(new AuditLimit(1))));
        for (var i = 0; i < 1100; i++) await small.Company.Trust.Ledger.AppendAsync(LedgerEntry.Now(small.Clock, EntryKind.Inspected) with { Accessor = "op.planted", Reason = "ledger" }, Cancel);
        using HttpClient auditor = await small.SignedInAsync(ConsoleHost.Auditor);
        Assert.Contains("Only the newest 1,000 entries are counted", await auditor.GetStringAsync("/en/console/audit", Cancel), StringComparison.Ordinal);
        Assert.Null(all.ReachesTo);
    }

    [Fact]
    public async Task A_tally_given_as_a_file_is_recorded_with_its_rows()
    {
        await LooksAsync("request-204");
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        using HttpResponseMessage csv = await ConsoleHost.SendAsync(auditor, "/en/console/audit", "/en/console/audit/export", ("format", "csv"), ("narrow", "mihon-finance"));
        Assert.Contains(Personas.Finance.Login, await csv.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using HttpResponseMessage xlsx = await ConsoleHost.SendAsync(auditor, "/en/console/audit", "/en/console/audit/export", ("format", "xlsx"), ("accessor", Personas.Finance.Login));
        using var sheet = SpreadsheetDocument.Open(await xlsx.Content.ReadAsStreamAsync(Cancel), false);
        Assert.Contains("What mihon-finance did", sheet.WorkbookPart!.WorksheetParts.Single().Worksheet!.InnerText, StringComparison.Ordinal);
        LedgerRecord[] exported = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "audit" }, Cancel).ToArrayAsync(Cancel);
        Assert.Equal(1, exported[0].Entry.Count);
        Assert.Equal(2, exported.Length);
    }

    private async Task<(SubjectId Agent, Pseudonym About)> LooksAsync(string @case)
    {
        SubjectId agent = await host.SomebodyAsync("agent", "bank-account");
        using HttpClient finance = await host.SignedInAsync(Personas.Finance.Login);
        await ConsoleHost.ChooseAsync(finance, Personas.Finance.Purpose!, @case);
        using HttpResponseMessage look = await finance.GetAsync($"/console/people/{agent}?show=bank-account", Cancel);
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        return (agent, (await host.Company.Trust.Vault.PseudonymOfAsync(agent, Cancel))!.Value);
    }

    private async Task<TallyRow> RowAsync(AuditQuestion question, string name) => (await TallyAsync(question)).Rows.Single(row => row.Name == name);

    private Task<AuditTally> TallyAsync(AuditQuestion question) =>
        AuditTally.ReadAsync(host.Company.Trust.Ledger, question, null, host.Clock.GetUtcNow().AddDays(-question.Days), 100_000, Cancel);
}
