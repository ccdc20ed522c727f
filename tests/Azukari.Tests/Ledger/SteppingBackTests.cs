using System.Collections.Concurrent;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class SteppingBackTests
{
    [Theory, EngineData]
    public async Task A_crowd_is_stepped_back_for_anew_once_nothing_waits(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(20)));
        ledger.Sealing.StepsBack = () => true;
        await ledger.AppendAsync(world.Uses(5 * 1024), Cancel);
        await Eventually.HoldsAsync(() => Task.FromResult(ledger.Sealing.IsBehind));

        await ledger.SealAsync(Cancel);

        await Eventually.HoldsAsync(() => Task.FromResult(!ledger.Sealing.IsBehind));
        Assert.Equal(5 * 1024, (await ledger.CheckpointAsync(Cancel)).Size);
    }

    [Theory, EngineData]
    public async Task Another_process_s_callers_are_left_the_time_as_well(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var sealing = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(20)));
        await using var busy = await world.OpenAsync(world.Options(TimeSpan.FromHours(1))); // never seals in this test's time
        var answers = new ConcurrentQueue<bool>();
        var isOurs = sealing.Sealing.IsOurs;
        sealing.Sealing.IsOurs = number =>
        {
            var ours = isOurs(number);
            answers.Enqueue(ours);
            return ours;
        };

        await sealing.AppendAsync(world.Uses(5 * 1024), Cancel);
        await Eventually.HoldsAsync(async () => (await sealing.CheckpointAsync(Cancel)).Size == 5 * 1024);
        Assert.DoesNotContain(false, answers);

        await busy.AppendAsync(world.Uses(5 * 1024), Cancel);
        await Eventually.HoldsAsync(async () => (await sealing.CheckpointAsync(Cancel)).Size == 10 * 1024);
        Assert.Contains(false, answers);
    }
}
