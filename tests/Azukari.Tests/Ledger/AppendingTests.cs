using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class AppendingTests
{
    [Theory, EngineData]
    public async Task An_appended_entry_is_found_before_and_after_sealing(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var entry = world.Use(Pseudonym.New());

        await ledger.AppendAsync(entry, Cancel);

        var waiting = await ledger.FindAsync(entry.Id, Cancel);
        Assert.Equal(new LedgerRecord(entry, null), waiting);
        await ledger.SealAsync(Cancel);
        Assert.Equal(new LedgerRecord(entry, 0), await ledger.FindAsync(entry.Id, Cancel));
    }

    [Theory, EngineData]
    public async Task An_append_that_completed_is_there_after_a_kill(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var entries = world.Uses(300);
        var killed = await world.OpenAsync();
        await Task.WhenAll(entries.Select(entry => killed.AppendAsync(entry, Cancel)));
        await killed.AbandonAsync();

        await using var ledger = await world.OpenAsync();
        await ledger.AppendAsync(world.Uses(3), Cancel);
        var checkpoint = await ledger.SealAsync(Cancel);

        Assert.Equal(303, checkpoint.Size);
        foreach (var entry in entries)
            Assert.NotNull((await ledger.FindAsync(entry.Id, Cancel))?.Position);
    }

    [Theory, EngineData]
    public async Task Closing_seals_what_was_appended(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using (var ledger = await world.OpenAsync())
            await ledger.AppendAsync(world.Uses(5), Cancel);

        await using var again = await world.OpenAsync();
        Assert.Equal(5, (await again.CheckpointAsync(Cancel)).Size);
    }

    [Theory, EngineData]
    public async Task Entries_are_sealed_in_the_background(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(20)));
        var entry = world.Use();

        await ledger.AppendAsync(entry, Cancel);

        await Eventually.HoldsAsync(async () => (await ledger.FindAsync(entry.Id, Cancel))?.Position == 0);
    }

    [Theory, EngineData]
    public async Task A_repeated_id_fails_its_own_caller_and_no_other(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var repeated = world.Use();
        await ledger.AppendAsync(repeated, Cancel);

        var others = world.Uses(50);
        var appends = others.Select(entry => ledger.AppendAsync(entry, Cancel)).ToList();
        var failing = ledger.AppendAsync(repeated, Cancel);
        appends.AddRange(world.Uses(50).Select(entry => ledger.AppendAsync(entry, Cancel)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Task.WhenAll(appends);
        Assert.Equal(101, (await ledger.SealAsync(Cancel)).Size);
    }

    [Theory, EngineData]
    public async Task Sealing_that_always_steps_back_comes_to_its_end_all_the_same(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        ledger.Sealing.StepsBack = () => true;
        var entries = world.Uses(5000);

        foreach (var chunk in entries.Chunk(1000)) await ledger.AppendAsync(chunk, Cancel);

        await Eventually.HoldsAsync(async () => (await ledger.CheckpointAsync(Cancel)).Size == 5000);
        Assert.True((await world.VerifyAsync()).Ok);
    }
}
