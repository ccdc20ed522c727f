using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Stores;

namespace Azukari.Bench.Accesses;

/// <summary>Single accesses on SQLite, against an unprotected twin.</summary>
internal static class SqliteAccesses
{
    public static async Task<List<Result>> MeasureAsync(IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        var comparisons = new[]
        {
            (Key: "sqlite.access64_vs_plain", Over: "protected64_per_s", Under: "plain64_per_s"),
            (Key: "sqlite.access256_vs_plain", Over: "protected256_per_s", Under: "plain256_per_s"),
        }.Where(comparison => wanted.Any(key => key.Name == comparison.Key)).ToList();
        if (comparisons.Count == 0) return [];
        var place = await BenchPlace.OpenAsync(StoreEngine.Sqlite, options.People, options);
        await using var world = await BenchWorld.OpenAsync(place, options.People, null, cancel);
        await using var plain = PlainTable.Open(place);
        var access = new ProtectedAccess(world);
        Contestant[] all =
        [
            new("protected64_per_s", time => access.RunAsync(64, time)),
            new("plain64_per_s", time => Callers.RunAsync(64, time, dice => plain.ReadAsync(dice.Next(options.People)))),
            new("protected256_per_s", time => access.RunAsync(256, time)),
            new("plain256_per_s", time => Callers.RunAsync(256, time, dice => plain.ReadAsync(dice.Next(options.People)))),
        ];
        var rates = await Contest.RunAsync([.. all.Where(contestant => comparisons.Any(c => c.Over == contestant.Name || c.Under == contestant.Name))], options);
        return [.. comparisons.Select(c => new Result(wanted.First(key => key.Name == c.Key), rates[c.Over] / rates[c.Under], new Dictionary<string, double>
        {
            [c.Over] = rates[c.Over], [c.Under] = rates[c.Under], ["people"] = options.People, ["fsync_us"] = place.SyncMicroseconds,
        }))];
    }
}
