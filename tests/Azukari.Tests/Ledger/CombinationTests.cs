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
        var found = await ledger.CombinationsAsync(DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow() + TimeSpan.FromDays(1), kinds, ct: cancel);

        static string Key(EntryKind kind, string? purpose, string? acting, string? ground, IEnumerable<string> items, string? version) =>
            $"{kind} {purpose} {acting} {ground} {string.Join(',', items)} {version}";
        Assert.Equal(
            all.GroupBy(e => Key(e.Kind, e.Purpose, e.As, e.Ground, e.Items, e.PolicyVersion)).Select(g => (g.Key, (long)g.Count())).Order(),
            found.Combinations.Select(c => (Key(c.Kind, c.Purpose, c.As, c.Ground, c.Items, c.PolicyVersion), c.Count)).Order());
        Assert.All(found.Combinations, c => Assert.Equal(Math.Min(c.Count, UseCombination.MostExamples), c.Examples.Count));
        Assert.Null(found.ReachesTo);
        Assert.Empty((await ledger.CombinationsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1), kinds, ct: cancel)).Combinations);
        Assert.Empty((await ledger.CombinationsAsync(DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow() + TimeSpan.FromDays(1), [], ct: cancel)).Combinations);
    }

    [Theory, EngineData]
    public async Task A_count_looks_at_the_newest_entries_only_as_many_as_it_may_and_says_how_far_back_they_reach(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var cancel = LedgerWorld.Cancel;
        var start = world.Clock.GetUtcNow();
        for (var i = 0; i < 100; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            // Of each ten, one is of another kind: looked at as well, or a ledger full of them would cost what was to be spared.
            await ledger.AppendAsync(i % 10 == 9 ? LedgerEntry.Now(world.Clock, EntryKind.Inspected) : world.Use(purpose: i < 70 ? "purpose.old" : "purpose.new"), cancel);
            if (i == 89) await ledger.SealAsync(cancel);
        }

        var (from, to) = (start, world.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        var steps = new List<CountProgress>();
        var newest = await ledger.CombinationsAsync(from, to, [EntryKind.Used], most: 40, new Steps(steps.Add), cancel);
        Assert.Equal(40, newest.LookedAt);
        Assert.Equal(start + TimeSpan.FromSeconds(61), newest.ReachesTo);
        Assert.Equal([("purpose.new", 27L), ("purpose.old", 9L)], newest.Combinations.Select(c => (c.Purpose, c.Count)));
        Assert.Equal((10L, 40L), (steps[0].LookedAt, steps[0].Goal)); // what waits, of what may be looked at
        Assert.Equal((40L, 40L), (steps[^1].LookedAt, steps[^1].Goal));

        var exactly = await ledger.CombinationsAsync(from, to, [EntryKind.Used], most: 100, new Steps(steps.Add), cancel);
        Assert.Equal((100L, null), (exactly.LookedAt, exactly.ReachesTo));
        Assert.Equal(90, exactly.Combinations.Sum(c => c.Count));
        Assert.Equal(100, steps[^1].Goal);
        Assert.Equal(5, (await ledger.CombinationsAsync(to - TimeSpan.FromSeconds(6), to - TimeSpan.FromSeconds(1), [EntryKind.Used], ct: cancel)).LookedAt);
    }

    private sealed class Steps(Action<CountProgress> told) : IProgress<CountProgress>
    {
        public void Report(CountProgress value) => told(value);
    }
}
