using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>No search and no count reads a table from end to end: asked of the databases' planners, so that no clock decides.</summary>
public sealed class SearchPlanTests
{
    private static readonly (string, object?)[] Range = [("time", 1L), ("position", 1L), ("end", 1L), ("limit", 1L)];

    [Theory, EngineData]
    public async Task Every_statement_of_a_search_goes_by_an_index_in_its_order(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        await ledger.AppendAsync(new LedgerLife(world, people: 5).Some(500), Cancel);
        await ledger.SealAsync(Cancel);
        var store = await world.OpenStoreAsync();

        SearchSql[] Both(SearchIndex index) => [new(engine, index, newestFirst: true), new(engine, index, newestFirst: false)];
        foreach (var sql in Both(SearchIndex.Kind)) // while older entries are being marked
            await ByIndexAsync(sql.Read, ("kind", "used"));
        foreach (var sql in Both(SearchIndex.Time))
            await ByIndexAsync(sql.Read);
        await ledger.FinishSearchAsync(ct: Cancel);
        store = await world.OpenStoreAsync(); // the other one's explanations are prepared, and out of date
        // This test's own check: a statement without an index is found out.
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PlannedAsync(store, "SELECT time, position FROM sealed WHERE accessor = @accessor", ("accessor", "op.legal-1")));

        foreach (var sql in Both(SearchIndex.Accessor))
            await ByIndexAsync(sql.Read, ("accessor", 1L));
        foreach (var sql in Both(SearchIndex.Subject))
            await ByIndexAsync(sql.Read, ("subject", new byte[16]));
        foreach (var sql in Both(SearchIndex.Trait))
        {
            await ByIndexAsync(sql.Read, ("trait", 1L));
            await ByIndexAsync(sql.ReadOfAccessor, ("trait", 1L), ("accessor", 1L));
            await PlannedAsync(store, sql.Entries, ("positions", engine == StoreEngine.Postgres ? new[] { 1L } : "[1]"));
            if (engine != StoreEngine.Postgres)
                continue;
            await ByIndexAsync(sql.ReadAll, ("traits", new[] { 1L, 2L }));
            await ByIndexAsync(sql.ReadAllOfAccessor, ("traits", new[] { 1L, 2L }), ("accessor", 1L));
        }
        Assert.Contains(await PlannedAsync(store, LedgerReader.LastProvision, ("subject", new byte[16])), line => line.Contains("sealed_provisions", StringComparison.Ordinal));
        Assert.Contains(await PlannedAsync(store, LedgerReader.Left[1], ("subject", new byte[16])), line => line.Contains("sealed_provisions", StringComparison.Ordinal));
        Assert.Contains(await PlannedAsync(store, LedgerReader.Left[2], ("subject", new byte[16])), line => line.Contains("sealed_shares", StringComparison.Ordinal));
        await PlannedAsync(store, LastActs.ByAccessor, ("accessor", 1L), ("from", 1L));
        var history = await PlannedAsync(store, PersonSql.History(engine), ("subject", new byte[16]), ("before", 1L), ("limit", 1L));
        Assert.Contains(history, line => line.Contains(engine == StoreEngine.Postgres ? "sealed_by_subject" : "COVERING INDEX sealed_by_person (<expr>=? AND subject=? AND position<?)", StringComparison.Ordinal));
        var first = await PlannedAsync(store, PersonSql.First(engine), ("subject", new byte[16]));
        Assert.Contains(first, line => line.Contains(engine == StoreEngine.Postgres ? "sealed_by_subject" : "COVERING INDEX sealed_by_person (<expr>=? AND subject=?)", StringComparison.Ordinal));
        Assert.Contains(await PlannedAsync(store, UseCombinations.Newest, ("from", 0L), ("to", long.MaxValue), ("limit", 10L)), line => line.Contains("sealed_by_time", StringComparison.Ordinal));
        await PlannedAsync(store, UseCombinations.About, ("from", 0L), ("to", 100_000L));
        foreach (var by in Enum.GetValues<CountBy>())
            await PlannedAsync(store, LedgerCounts.Sql(engine, by), ("traits", engine == StoreEngine.Postgres ? new[] { 1L } : "[1]"), ("from", 0L), ("to", 1L));

        Task ByIndexAsync(string sql, params (string, object?)[] condition) => PlannedAsync(store, sql, [.. Range, .. condition]);
    }

    // On PostgreSQL with few rows the planner would rather read them all: told not to if it has any other way.
    private static async Task<List<string>> PlannedAsync(Store store, string sql, params (string, object?)[] args)
    {
        var lines = await store.WriteAsync(async (transaction, ct) =>
        {
            if (store.Engine == StoreEngine.Postgres)
                await transaction.ExecuteAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off", ct);
            return store.Engine == StoreEngine.Postgres
                ? await transaction.ListAsync("EXPLAIN " + sql, r => r.GetString(0), ct, args)
                : await transaction.ListAsync("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3), ct, args);
        }, Cancel);
        // A search sorts a person's few entries by time; a history walks them, and sorts nothing.
        var own = sql.StartsWith("WITH own", StringComparison.Ordinal);
        foreach (var line in lines)
        {
            Assert.False(line.Contains("Seq Scan on", StringComparison.Ordinal) && !line.Contains("traits", StringComparison.Ordinal), string.Join('\n', lines));
            Assert.False(line.StartsWith("SCAN", StringComparison.Ordinal) && !(line.Contains("json_each", StringComparison.Ordinal) || line is "SCAN own" or "SCAN part" or "SCAN walk" or "SCAN CONSTANT ROW"), string.Join('\n', lines));
            if (!own && !sql.Contains("GROUP BY", StringComparison.Ordinal))
                Assert.False(line.Contains("USE TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal) || line.Contains("Sort Key", StringComparison.Ordinal), string.Join('\n', lines));
        }
        Assert.Contains(lines, line => line.Contains("SEARCH", StringComparison.Ordinal) || line.Contains("Index", StringComparison.Ordinal));
        return lines;
    }
}
