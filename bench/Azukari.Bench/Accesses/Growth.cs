using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Stores;

namespace Azukari.Bench.Accesses;

/// <summary>Whether a vault with ten times the people is as fast.</summary>
internal static class Growth
{
    public static async Task<List<Result>> MeasureAsync(BenchWorld few, IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (wanted.FirstOrDefault(key => key.Name == "sqlite.growth") is not { } key) return [];
        var place = await BenchPlace.OpenAsync(StoreEngine.Sqlite, options.Many, options);
        await using var many = await BenchWorld.OpenAsync(place, options.Many, null, cancel);
        var rates = await Contest.RunAsync(
        [
            new Contestant("few_people_per_s", time => new ProtectedAccess(few).RunAsync(64, time)),
            new Contestant("many_people_per_s", time => new ProtectedAccess(many).RunAsync(64, time)),
        ], options);
        return
        [
            new Result(key, rates["many_people_per_s"] / rates["few_people_per_s"],
                new Dictionary<string, double>(rates) { ["few"] = few.People, ["many"] = many.People, ["fsync_us"] = place.SyncMicroseconds }),
        ];
    }
}
