using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Company.Settings;
using Azukari.Console;
using Azukari.Console.Board;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Company;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>Obligations come from the policy, stand until they are met, and are met once; the review says what nobody uses.</summary>
public sealed class BoardTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_board_lists_the_companys_recurring_duties_and_not_those_of_each_agent()
    {
        IReadOnlyList<Standing> all = await host.Services.GetRequiredService<ObligationBook>().StandingAsync(Cancel);
        Assert.Contains(all, s => s.Obligation.Code == "principle.law/review" && s.Obligation.Said);
        Assert.Contains(all, s => s.Obligation.Code == "principle.improvement/audit");
        Assert.Contains(all, s => s.Obligation.Code == "security.measures/training" && !s.Obligation.Said);
        Assert.Contains(all, s => s.Obligation.Evidence == "access-review");
        Assert.DoesNotContain(all, s => s.Obligation.Clause.Id == ClauseId.Parse("agent.duty"));
        Assert.Equal(all.Select(s => s.Due).Order(), all.Select(s => s.Due));
    }

    [Fact]
    public async Task What_was_done_is_noted_once_with_its_evidence_and_the_next_date_follows()
    {
        using HttpClient manager = await host.SignedInAsync(Personas.Privacy.Login);
        Standing before = await StandingAsync("security.measures/restore-drill");
        string due = before.Due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        using (HttpResponseMessage wrong = await MeetAsync(manager, due, "見ました"))
            Assert.Equal("/console/obligations?wrong=security.measures%2Frestore-drill", wrong.Headers.Location?.ToString());
        using (HttpResponseMessage done = await MeetAsync(manager, due, "minutes-2026-11")) Assert.EndsWith("?met=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        using (HttpResponseMessage again = await MeetAsync(manager, due, "minutes-2026-12")) Assert.EndsWith("?met=0", again.Headers.Location?.ToString(), StringComparison.Ordinal);

        Standing after = await StandingAsync("security.measures/restore-drill");
        Assert.Equal(before.Due.AddYears(1), after.Due);
        Assert.Equal("minutes-2026-11", after.Last?.Evidence);
        LedgerRecord entry = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Reason = "obligation:restore-drill" }, Cancel).SingleAsync(Cancel);
        Assert.Equal(after.Last!.Entry, entry.Entry.Id.Value);
        Assert.Contains("minutes-2026-11", await manager.GetStringAsync("/en/console/obligations", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_obligation_is_overdue_until_its_own_date_is_met()
    {
        var rule = (await StandingAsync("principle.law/review")).Obligation;
        DateOnly first = rule.After(rule.From);
        Assert.Equal(first, rule.Next(new HashSet<DateOnly>()));
        Assert.Equal(rule.After(first), rule.Next(new HashSet<DateOnly> { first }));
        Assert.Equal(first, rule.Next(new HashSet<DateOnly> { rule.After(first) }));
    }

    [Fact]
    public async Task Nobody_was_late_before_the_companys_records_begin()
    {
        var trust = host.Company.Trust;
        var begins = new DateOnly(2026, 11, 24); // both versions are older, and were published here on that day
        IReadOnlyList<Obligation> all = Obligation.Of(trust.Policies.InForce.Document, [.. (await trust.Publications.AllAsync(Cancel)).Select(v => v.Document)], begins);
        Assert.All(all, obligation => Assert.Equal(begins, obligation.From));
        Assert.All(all, obligation => Assert.True(obligation.Next(new HashSet<DateOnly>()) > begins));
        Assert.All((await host.Services.GetRequiredService<ObligationBook>().StandingAsync(Cancel)), standing => Assert.True(standing.Obligation.From >= new DateOnly(2021, 4, 1)));
    }

    [Theory, EngineData]
    public async Task The_sample_company_did_what_its_policy_asks_each_time_and_its_board_shows_nothing_overdue(StoreEngine engine)
    {
        await using TestPlace place = await TestStores.CreateAsync(engine);
        var options = CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, _ => null);
        var clock = new TestClock(new DateTimeOffset(2028, 2, 1, 0, 0, 0, TimeSpan.Zero)); // whenever somebody first runs it
        await SampleCompany.CreateAsync(options, SamplePolicies.Find(), "tester", clock, 20, [ConsoleModule.Sample()], Cancel);
        await using CompanyCore company = await CompanyCore.OpenAsync(options, clock, Cancel);
        await using ServiceProvider services = await CompanyStorage.OpenAsync(company, clock, more => more.AddStorageModel<ObligationStorage>(), Cancel);
        var book = new ObligationBook(services.GetRequiredService<IDbContextFactory<AzukariDb>>(), company, clock);

        IReadOnlyList<Standing> all = await book.StandingAsync(Cancel);
        Assert.NotEmpty(all);
        Assert.All(all, one => Assert.True(one.Due > new DateOnly(2028, 2, 1), $"{one.Obligation.Code} was due on {one.Due}."));
        MetObligation review = (await book.HistoryAsync(Cancel)).Single(met => met.Obligation == "principle.law/review" && met.Due == new DateOnly(2024, 4, 1));
        Assert.InRange(review.DoneAt, new DateTimeOffset(2024, 3, 10, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 4, 1, 0, 0, 0, TimeSpan.Zero));
        LedgerRecord? entry = await company.Trust.Ledger.FindAsync(EntryId.FromBytes(review.Entry.ToByteArray(bigEndian: true)), Cancel);
        Assert.Equal(("obligation:review", review.Evidence, review.DoneAt), (entry?.Entry.Reason, entry?.Entry.Case, entry?.Entry.Time));
    }

    [Fact]
    public async Task The_review_tells_roles_used_from_roles_nobody_uses_and_is_recorded()
    {
        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        await ConsoleHost.ChooseAsync(shipping, Personas.Shipping.Purpose!, "order-77");
        using HttpResponseMessage _ = await shipping.GetAsync($"/console/people/{await host.SomebodyAsync("agent")}", Cancel);
        using HttpClient marketing = await host.SignedInAsync(Personas.Marketing.Login); // came, and did nothing
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        Assert.DoesNotMatch("take (the login|roles) away", await auditor.GetStringAsync("/en/console/obligations/access-review", Cancel)); // in the settings since today
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel))
            await db.Set<OperatorSeen>().ExecuteUpdateAsync(set => set.SetProperty(seen => seen.Since, host.Clock.GetUtcNow().AddDays(-91)), Cancel);
        string page = await auditor.GetStringAsync("/en/console/obligations/access-review", Cancel);

        Assert.Matches("take roles away</span>\\s*<small class=\"con-sub\">Marketing", page);
        Assert.DoesNotMatch("take roles away</span>\\s*<small class=\"con-sub\">Shipping<", page);
        Assert.True(await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Inspected, Reason = "access-review" }, Cancel).AnyAsync(Cancel));
    }

    [Fact]
    public async Task The_review_and_what_was_met_are_sorted_narrowed_and_saved_and_that_is_recorded()
    {
        using HttpClient manager = await host.SignedInAsync(Personas.Privacy.Login), auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        var book = host.Services.GetRequiredService<ObligationBook>();
        foreach (string code in new[] { "security.measures/training", "principle.law/review" })
        {
            Standing one = await StandingAsync(code);
            Assert.True(await book.MeetAsync(code, one.Due, "minutes-" + code.Split('/')[1], new Azukari.Vault.Accessor("tester"), Cancel));
        }

        const string board = "/en/console/obligations", review = board + "/access-review";
        string narrowed = await manager.GetStringAsync(board + "?evidence=training&sort=due&turned=1", Cancel);
        Assert.Contains("minutes-training", narrowed, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>minutes-review</code>", narrowed, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"ascending\"", narrowed, StringComparison.Ordinal);
        using (HttpResponseMessage saved = await ConsoleHost.SendAsync(manager, board, board + "/export", ("evidence", "training"), ("format", "csv")))
        {
            string file = await saved.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("security.measures/training", file, StringComparison.Ordinal);
            Assert.DoesNotContain("principle.law", file, StringComparison.Ordinal);
        }

        string few = await auditor.GetStringAsync(review + "?narrow=shipping&sort=suggestion&down=1", Cancel);
        Assert.Contains($"tabindex=\"-1\">{Personas.Shipping.Login}<", few, StringComparison.Ordinal);
        Assert.DoesNotContain($"tabindex=\"-1\">{Personas.Marketing.Login}<", few, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", few, StringComparison.Ordinal);
        Assert.Contains("Nobody like this", await auditor.GetStringAsync(review + "?narrow=zzz", Cancel), StringComparison.Ordinal);
        using (HttpResponseMessage saved = await ConsoleHost.SendAsync(auditor, review, review + "/export", ("narrow", "shipping"), ("format", "csv")))
        {
            string file = await saved.Content.ReadAsStringAsync(Cancel);
            Assert.Contains(Personas.Shipping.Login, file, StringComparison.Ordinal);
            Assert.DoesNotContain(Personas.Marketing.Login, file, StringComparison.Ordinal);
        }

        foreach (string reason in new[] { "obligation-list", "access-review-list" })
            Assert.Single((await host.Company.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = reason, Limit = 5 }, ct: Cancel)).Records);
    }

    [Theory, EngineData]
    public async Task An_operator_is_there_since_the_settings_entry_was_first_seen_or_they_signed_in_before(StoreEngine engine)
    {
        var (place, options, _) = await SampleCompanies.CreateAsync(engine);
        await using var _1 = place;
        var clock = new TestClock(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        await using var company = await CompanyCore.OpenAsync(options, clock, Cancel);
        await using var services = await CompanyStorage.OpenAsync(company, clock, more => more.AddStaffSessions(), Cancel);
        var databases = services.GetRequiredService<IDbContextFactory<AzukariDb>>();
        await services.GetRequiredService<StaffSessions>().OpenForAsync("mihon-service", "link", null, Cancel); // signed in before anybody noted it
        var begin = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(2));
        OperatorsSeen One() => new(databases, company, clock);
        var seen = await Task.WhenAll(One().NoteAsync(Cancel), One().NoteAsync(Cancel)); // two nodes at once
        Assert.All(seen, each => Assert.Equal((begin, clock.GetUtcNow()), (each["mihon-service"], each["tester"])));
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(seen[0], await One().NoteAsync(Cancel));
        Assert.Equal(begin, (await new OperatorsAsStaff(company, One()).AllAsync(Cancel)).Single(person => person.Login == "mihon-service").Since);

        var settings = await options.ReadSettingsAsync(Cancel);
        await SettingsFile.WriteAsync(options.SettingsPath, settings with { Operators = settings.Operators.Where(one => one.Key != "mihon-service").ToDictionary() }, Cancel);
        Assert.DoesNotContain("mihon-service", (await One().NoteAsync(Cancel)).Keys);
        await using (var db = await databases.CreateDbContextAsync(Cancel)) await db.Set<StaffSession>().ExecuteDeleteAsync(Cancel); // they end, and go
        await SettingsFile.WriteAsync(options.SettingsPath, settings, Cancel);
        Assert.Equal(clock.GetUtcNow(), (await One().NoteAsync(Cancel))["mihon-service"]); // put in again, it begins anew
    }

    private async Task<Standing> StandingAsync(string code) => (await host.Services.GetRequiredService<ObligationBook>().StandingAsync(Cancel)).Single(s => s.Obligation.Code == code);

    private static Task<HttpResponseMessage> MeetAsync(HttpClient browser, string due, string evidence) =>
        ConsoleHost.SendAsync(browser, "/console/obligations", "/console/obligations/meet", ("obligation", "security.measures/restore-drill"), ("due", due), ("evidence", evidence));
}
