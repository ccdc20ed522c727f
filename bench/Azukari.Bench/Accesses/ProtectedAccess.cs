using System.Collections.Concurrent;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Company.Operating;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Bench.Accesses;

/// <summary>
/// The product's real path: a typed view of three items, decided by the policy, recorded durably, released. After each run the entries
/// are counted by another connection, and the last one of many callers is looked up.
/// </summary>
internal sealed class ProtectedAccess(BenchWorld world)
{
    public async Task<Rate> RunAsync(int callers, TimeSpan time)
    {
        await world.RequireDurableAsync(CancellationToken.None);
        var before = await world.EntriesAsync(CancellationToken.None);
        var seen = new ConcurrentQueue<EntryId>();
        var rate = await Callers.RunAsync(callers, time, async dice =>
        {
            var number = dice.Next(world.People);
            var result = await world.Core.Vault.ReadAsync<ParcelLabel>(Specimens.Id(number), BenchWorld.Shipping);
            if (result is not Granted<ParcelLabel> granted) throw new MeasurementException($"An access was refused: {((RefusedAccess<ParcelLabel>)result).Refusal.Code}.");
            if (!Specimens.IsRight(granted.Values, number)) throw new MeasurementException($"An access gave other values than those of person {number}.");
            if (number % 1024 == 0) seen.Enqueue(granted.EntryId);
        });
        var written = await world.EntriesAsync(CancellationToken.None) - before;
        if (written != rate.Calls) throw new MeasurementException($"{rate.Calls:N0} accesses left {written:N0} entries in the ledger.");
        foreach (var entry in seen.Take(20))
        {
            if (await world.Core.Ledger.FindAsync(entry) is not { Entry: { Kind: EntryKind.Used, Items.Count: 3 } }) throw new MeasurementException($"The entry {entry} of an access is not in the ledger.");
        }

        var used = ProcessorTime.Now();
        await world.SettleAsync(CancellationToken.None);
        return rate with { Later = ProcessorTime.Now() - used };
    }
}
