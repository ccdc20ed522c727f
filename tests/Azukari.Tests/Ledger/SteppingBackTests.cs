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
}
