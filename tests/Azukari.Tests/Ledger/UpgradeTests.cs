using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>A ledger of the first migration, as released programs wrote it.</summary>
public sealed class UpgradeTests
{
    [Theory, EngineData]
    public async Task A_ledger_from_before_the_marks_is_searched_counted_and_verified_while_they_are_made(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var life = new LedgerLife(world, people: 5);
        await using (var ledger = await world.OpenAsync())
            await ledger.AppendAsync(life.Some(2500), Cancel);
        await world.TamperAsync(BackToFirstAsync);

        await using (var ledger = await world.OpenAsync())
        {
            Assert.Equal(new SearchState(0, 2500), await ledger.SearchStateAsync(Cancel));
            await ledger.AppendAsync(life.Some(50), Cancel);
            await ledger.SealAsync(Cancel);
            foreach (var query in Queries)
                Assert.Equal(life.Expected(query), (await LedgerLife.PagesAsync(ledger, query with { Limit = 500 })).Select(record => record.Entry.Id));
            var before = await ledger.CountAsync(new LedgerQuery(), CountBy.Kind, ct: Cancel);
            Assert.Equal((false, 50), (before.Whole, before.Days.Sum(day => day.Entries)));
            Assert.Equal(SearchCheck.Unfinished, (await world.VerifyAsync()).Search);

            var told = new List<SearchState>();
            await ledger.FinishSearchAsync(new Listener(told), Cancel);

            Assert.Equal(new SearchState(2500, 2500), told[^1]);
            foreach (var query in Queries)
                Assert.Equal(life.Expected(query), (await LedgerLife.PagesAsync(ledger, query with { Limit = 500 })).Select(record => record.Entry.Id));
            Assert.Equal(2550, (await ledger.CountAsync(new LedgerQuery(), CountBy.Kind, ct: Cancel)).Days.Sum(day => day.Entries));
        }
        var report = await world.VerifyAsync();
        Assert.Equal((true, SearchCheck.Agrees), (report.Ok, report.Search));
    }

    [Theory, EngineData]
    public async Task The_background_finishes_the_marks_and_drops_the_index_they_replace(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using (var ledger = await world.OpenAsync())
            await ledger.AppendAsync(world.Uses(1500), Cancel);
        await world.TamperAsync(BackToFirstAsync);

        await using var again = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(20)));
        var store = await world.OpenStoreAsync();
        await Eventually.HoldsAsync(async () => (await again.SearchStateAsync(Cancel)).Whole && !(await IndexesAsync(store)).Contains("sealed_by_kind"));

        Assert.Contains("marks_by_accessor", await IndexesAsync(store));
        Assert.Equal(1500, (await again.CountAsync(new LedgerQuery { Purpose = "purpose.member.2" }, CountBy.Purpose, ct: Cancel)).Days.Sum(day => day.Entries));
    }

    private static IEnumerable<LedgerQuery> Queries =>
    [
        new() { NewestFirst = true }, new() { Kind = EntryKind.Provided }, new() { Clause = "provision.entrusted", Accessor = "op.legal-1", NewestFirst = true },
        new() { Reason = "after-refusal" }, new() { Purpose = "purpose.member.3", Kind = EntryKind.Refused, Recipient = null },
    ];

    // What later migrations added goes, what they make needless comes back: the tables of the first release.
    private static async Task BackToFirstAsync(StoreTransaction transaction, CancellationToken ct)
    {
        foreach (var table in new[] { "marks", "daily", "traits", "marking" })
            await transaction.ExecuteAsync($"DROP TABLE {table}", ct);
        await transaction.ExecuteAsync("DROP INDEX sealed_provisions", ct);
        await transaction.ExecuteAsync("DROP INDEX sealed_shares", ct);
        await transaction.ExecuteAsync("DROP INDEX IF EXISTS sealed_by_person", ct);
        await transaction.ExecuteAsync("CREATE INDEX IF NOT EXISTS sealed_by_subject ON sealed (subject, position)", ct);
        await transaction.ExecuteAsync("CREATE INDEX IF NOT EXISTS sealed_by_kind ON sealed (kind, time, position)", ct);
        await transaction.ExecuteAsync("DELETE FROM store_migrations WHERE number > 1", ct);
    }

    private static Task<List<string>> IndexesAsync(Store store) => store.ReadAsync((session, ct) => session.ListAsync(
        store.Engine == StoreEngine.Sqlite ? "SELECT name FROM sqlite_schema WHERE type = 'index'" : "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema()",
        r => r.GetString(0), ct), ct: Cancel);

    private sealed class Listener(List<SearchState> told) : IProgress<SearchState>
    {
        public void Report(SearchState value) => told.Add(value);
    }
}
