using System.Diagnostics;
using Azukari.Bench.Measuring;
using Azukari.Bench.Twins;
using Azukari.Bench.World;
using Azukari.Stores;
using Azukari.Vault;

namespace Azukari.Bench.Accesses;

/// <summary>Everybody in one stream, each decided, recorded and rechecked, against a plain scan of the same items in the same order.</summary>
internal static class BulkAccesses
{
    public static async Task<List<Result>> MeasureAsync(BenchWorld world, IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        var name = world.Place.Location.Engine == StoreEngine.Sqlite ? "sqlite.bulk_vs_plain_scan" : "postgres.bulk_vs_plain_scan";
        if (wanted.FirstOrDefault(key => key.Name == name) is not { } key) return [];
        await using var plain = PlainTable.Open(world.Place, TwinShape.Items);
        await using var oneRow = PlainTable.Open(world.Place, TwinShape.OneRow);
        var numbers = Enumerable.Range(0, world.People).ToDictionary(Specimens.Id);
        var rates = await Contest.RunAsync(
        [
            new Contestant("protected_people_per_s", _ => ProtectedAsync(world, numbers, cancel)),
            new Contestant("plain_people_per_s", _ => ScanAsync(plain, world, numbers, cancel)),
            new Contestant("plain_one_row_people_per_s", _ => ScanAsync(oneRow, world, numbers, cancel)),
        ], options);
        return
        [
            new Result(key, rates["protected_people_per_s"] / rates["plain_people_per_s"],
                new Dictionary<string, double>(rates) { ["people"] = world.People, ["fsync_us"] = world.Place.SyncMicroseconds }),
        ];
    }

    private static async Task<Rate> ScanAsync(PlainTable plain, BenchWorld world, Dictionary<SubjectId, int> numbers, CancellationToken cancel)
    {
        var used = ProcessorTime.Now();
        var watch = Stopwatch.StartNew();
        var people = All(await plain.ScanAsync(numbers, cancel), world.People);
        var elapsed = watch.Elapsed;
        return new Rate(people, elapsed, ProcessorTime.Now() - used);
    }

    private static async Task<Rate> ProtectedAsync(BenchWorld world, Dictionary<SubjectId, int> numbers, CancellationToken cancel)
    {
        await world.RequireDurableAsync(cancel);
        var before = await world.EntriesAsync(cancel);
        var used = ProcessorTime.Now();
        var watch = Stopwatch.StartNew();
        var count = 0;
        await foreach (var result in world.Core.Vault.ReadManyAsync(Specimens.Kind, Specimens.Items, BenchWorld.Shipping, cancel))
        {
            if (result is not Granted<ItemValues> granted) throw new MeasurementException($"A bulk access was refused: {((RefusedAccess<ItemValues>)result).Refusal.Code}.");
            var number = numbers[granted.Subject];
            if (!Specimens.IsRight(granted.Values, number)) throw new MeasurementException($"A bulk access gave other values than those of person {number}.");
            count++;
        }

        var elapsed = watch.Elapsed;
        used = ProcessorTime.Now() - used;
        var written = await world.EntriesAsync(cancel) - before;
        if (written != count) throw new MeasurementException($"{count:N0} bulk accesses left {written:N0} entries in the ledger.");
        await world.SettleAsync(cancel);
        return new Rate(All(count, world.People), elapsed, used);
    }

    private static int All(int count, int people) => count == people ? count : throw new MeasurementException($"{count:N0} of {people:N0} people were read.");
}
