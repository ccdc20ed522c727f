using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Ledger;

public sealed class CombinationTests
{
    [Theory, EngineData]
    public async Task Combinations_count_what_a_query_would_list_sealed_or_not(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var cancel = LedgerWorld.Cancel;
        EntryKind[] kinds = [EntryKind.Used, EntryKind.Provided];
        for (var i = 0; i < 240; i++)
        {
            await ledger.AppendAsync(world.Use(purpose: $"purpose.member.{i % 7}") with
            {
                Items = i % 3 == 0 ? ["name"] : ["address", "name"], Case = $"order-{i}", Ground = i % 5 == 0 ? "provision.life" : null, PolicyVersion = i % 2 == 0 ? "2026-10" : null,
            }, cancel);
            if (i % 11 == 0) await ledger.AppendAsync(LedgerEntry.Now(world.Clock, EntryKind.Consented) with { Purpose = "purpose.member.2", Items = ["name"] }, cancel);
            if (i == 150) await ledger.SealAsync(cancel);
        }

        var all = await ledger.QueryAsync(new LedgerQuery(), cancel).Where(r => kinds.Contains(r.Entry.Kind)).Select(r => r.Entry).ToListAsync(cancel);
        var found = await ledger.CombinationsAsync(DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow() + TimeSpan.FromDays(1), kinds, cancel);

        static string Key(EntryKind kind, string? purpose, string? acting, string? ground, IEnumerable<string> items, string? version) =>
            $"{kind} {purpose} {acting} {ground} {string.Join(',', items)} {version}";
        Assert.Equal(
            all.GroupBy(e => Key(e.Kind, e.Purpose, e.As, e.Ground, e.Items, e.PolicyVersion)).Select(g => (g.Key, (long)g.Count())).Order(),
            found.Select(c => (Key(c.Kind, c.Purpose, c.As, c.Ground, c.Items, c.PolicyVersion), c.Count)).Order());
        Assert.All(found, c => Assert.Equal(Math.Min(c.Count, UseCombination.MostExamples), c.Examples.Count));
        Assert.Empty(await ledger.CombinationsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1), kinds, cancel));
        Assert.Empty(await ledger.CombinationsAsync(DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow() + TimeSpan.FromDays(1), [], cancel));
    }
}
