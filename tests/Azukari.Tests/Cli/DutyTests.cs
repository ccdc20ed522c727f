using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;

namespace Azukari.Tests.Cli;

/// <summary>What an operator may do besides reading: by duty, refused and recorded without it.</summary>
public sealed class DutyTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_clerk_can_neither_widen_what_they_may_read_nor_look_into_records(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var clerk = new CommandLine(desk.Data, login: "mihon-shipping");
        var subject = await desk.AgentAsync();
        (await clerk.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-7002", subject)).Exits(0);
        var before = await RefusalsAsync(desk, subject);
        string[][] aboutOne =
        [
            ["history", subject], ["describe", subject], ["erase", "--yes", subject], ["restrict", "--all", subject], ["lift", subject, subject], ["withdraw", subject, subject],
            ["acknowledge", "--consented", subject, "2026-10"], ["consent", "--purpose", "provision.consent", "--recipient", "third-party", "--items", "name", subject],
        ];
        foreach (var line in aboutOne) Refused(await clerk.RunAsync(line));
        Refused(await clerk.RunWithAsync("090-0000-1111", "correct", "--item", "mobile", subject));
        Assert.Equal(before + aboutOne.Length + 1, await RefusalsAsync(desk, subject));

        var file = Path.Combine(desk.Data, "azukari.json");
        Refused(await clerk.RunAsync("subjects"));
        Refused(await clerk.RunAsync("keys", "rotate"));
        Refused(await clerk.RunAsync("index", "rebuild"));
        Refused(await clerk.RunAsync("expire"));
        Refused(await clerk.RunAsync("ledger", "export"));
        Refused(await clerk.RunAsync("import", file, "--map", file));
        Refused(await clerk.RunAsync("policy", "publish", "--yes", SamplePolicies.Find()[^1]));
        Refused(await new CommandLine(desk.Data, login: "nobody-known").RunAsync("history", subject));
    }

    [Theory, EngineData]
    public async Task Looking_into_records_is_recorded_before_it_is_shown(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("vip"))[0];
        var service = new CommandLine(desk.Data, login: "mihon-service");

        (await service.RunAsync("describe", subject)).Exits(0);
        var history = (await service.RunAsync("history", subject)).Exits(0);

        Assert.Contains("inspected", history.Lines[1], StringComparison.Ordinal);
        Assert.Contains("mihon-service", history.Lines[1], StringComparison.Ordinal);
        Assert.Contains("[history]", history.Lines[1], StringComparison.Ordinal);
        Assert.Contains("[description]", history.Lines[2], StringComparison.Ordinal);
        await using var company = await CompanyCore.OpenAsync(desk.Options, TimeProvider.System, Cancel);
        Assert.NotEmpty(await EntriesAsync(company, new LedgerQuery { Kind = EntryKind.Inspected, Accessor = "tester" }, e => e is { Subject: null, Reason: "subjects" }));
    }

    private static void Refused(Outcome outcome)
    {
        Assert.Contains("duty-not-held", outcome.Exits(3).Err, StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
    }

    private static async Task<int> RefusalsAsync(Desk desk, string subject)
    {
        Assert.True(SubjectId.TryParse(subject, out var id));
        await using var company = await CompanyCore.OpenAsync(desk.Options, TimeProvider.System, Cancel);
        var count = 0;
        await foreach (var entry in company.Trust.Vault.HistoryAsync(id, Cancel))
            if (entry is { Kind: EntryKind.Refused, Accessor: "mihon-shipping", Reason: "duty-not-held" }) count++;
        return count;
    }

    private static async Task<List<LedgerEntry>> EntriesAsync(CompanyCore company, LedgerQuery query, Predicate<LedgerEntry> which)
    {
        var found = new List<LedgerEntry>();
        await foreach (var record in company.Trust.Ledger.QueryAsync(query, Cancel))
            if (which(record.Entry)) found.Add(record.Entry);
        return found;
    }
}
