using System.Diagnostics;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>When somebody last acted as what: what an access review asks of a ledger of any size.</summary>
public sealed class LastActsTests
{
    [Theory, EngineData]
    public async Task The_newest_of_each_kind_counts_sealed_or_not_and_a_refusal_is_no_use(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        DateTimeOffset begin = world.Clock.GetUtcNow();
        LedgerEntry As(string role, EntryKind kind = EntryKind.Used, string by = "op.shipping-1")
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            return LedgerEntry.Now(world.Clock, kind) with { Accessor = by, As = role, Purpose = "purpose.member.2", Items = ["name"] };
        }

        LedgerEntry early = As("staff.shipping"), late = As("staff.shipping"), other = As("staff.finance", by: "op.finance-1"), refused = As("staff.finance", EntryKind.Refused);
        await ledger.AppendAsync([early, late, other, refused], Cancel);
        string[] kinds = ["staff.shipping", "staff.finance"];
        for (int round = 0; round < 2; round++) // waiting to be sealed, then sealed
        {
            LastActs acts = await ledger.LastActsAsync("op.shipping-1", begin, kinds, ct: Cancel);
            Assert.Equal(refused.Time, acts.Any);
            Assert.Equal(late.Time, acts.As["staff.shipping"]);
            Assert.False(acts.As.ContainsKey("staff.finance"));
            Assert.Null(acts.ReachesTo);
            Assert.Null((await ledger.LastActsAsync("op.shipping-1", refused.Time + TimeSpan.FromSeconds(1), kinds, ct: Cancel)).Any);
            Assert.Null((await ledger.LastActsAsync("op.nobody", begin, kinds, ct: Cancel)).Any);
            await ledger.SealAsync(Cancel);
        }

        LastActs cut = await ledger.LastActsAsync("op.shipping-1", begin, kinds, most: 2, ct: Cancel);
        Assert.NotNull(cut.ReachesTo); // says that it did not look at all
    }

    // Measured on a busy machine: 0.3 s on SQLite, 0.5 s on PostgreSQL. What is asked for leaves a wide margin.
    [Theory, EngineData]
    public async Task A_hundred_thousand_entries_of_one_person_who_never_used_a_role_are_looked_through_in_moments_and_in_constant_memory(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        DateTimeOffset begin = world.Clock.GetUtcNow();
        for (int i = 0; i < 100; i++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await ledger.AppendAsync(world.Uses(1_000), Cancel);
        }

        await ledger.SealAsync(Cancel);
        string[] kinds = ["staff.shipping", "staff.finance"];
        await ledger.LastActsAsync("op.shipping-1", begin, kinds, ct: Cancel);
        (long before, Stopwatch watch) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.StartNew());
        LastActs acts = await ledger.LastActsAsync("op.shipping-1", begin, kinds, ct: Cancel);
        watch.Stop();
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms, {kept:N0} bytes kept");

        Assert.Equal(world.Clock.GetUtcNow(), acts.As["staff.shipping"]);
        Assert.Single(acts.As);
        Assert.Null(acts.ReachesTo);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.ElapsedMilliseconds} ms.");
        Assert.True(kept < 20_000_000, $"It kept {kept:N0} bytes.");
    }
}
