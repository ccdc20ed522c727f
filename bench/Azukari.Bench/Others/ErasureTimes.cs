using System.Diagnostics;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Bench.Others;

/// <summary>Whether erasing a person takes longer the more was recorded about them.</summary>
internal static class ErasureTimes
{
    private const int Few = 5;
    private const int Many = 5_000;

    public static async Task<(double Few, double Many)> MeasureAsync(BenchWorld world, BenchOptions options, CancellationToken cancel)
    {
        var (few, many) = (new List<double>(), new List<double>());
        await OnceAsync(world, Few, cancel);
        for (var round = 0; round < (options.Quick ? options.Rounds : 3 * options.Rounds); round++)
        {
            few.Add(await OnceAsync(world, Few, cancel));
            many.Add(await OnceAsync(world, Many, cancel));
        }

        return (Contest.Median(few), Contest.Median(many));
    }

    public static Result Result(Key key, IReadOnlyDictionary<StoreEngine, (double Few, double Many)> times)
    {
        var raw = new Dictionary<string, double> { ["few_entries"] = Few, ["many_entries"] = Many };
        foreach (var (engine, (few, many)) in times)
        {
            var name = engine == StoreEngine.Sqlite ? "sqlite" : "postgres";
            (raw[$"{name}_few_ms"], raw[$"{name}_many_ms"], raw[$"{name}_ratio"]) = (few, many, many / few);
        }

        return new Result(key, times.Values.Max(time => time.Many / time.Few), raw); // the worse engine counts
    }

    /// <summary>Milliseconds it takes to erase a newcomer about whom so many accesses are recorded.</summary>
    private static async Task<double> OnceAsync(BenchWorld world, int entries, CancellationToken cancel)
    {
        var vault = world.Core.Vault;
        var values = Specimens.Values(1);
        var result = await vault.AcquireAsync(new Acquisition
        {
            SubjectKind = Specimens.Kind, Channel = Channel.Import, PolicyVersion = world.Core.Policies.InForce.Version,
            Values = new Dictionary<ItemId, StoredValue> { [Specimens.Name] = values.Name, [Specimens.Address] = values.Address, [Specimens.Mobile] = values.Mobile },
        }, BenchWorld.By, cancel);
        if (result is not Acquired { SubjectId: var subject }) throw new MeasurementException("A newcomer was refused.");
        var recorded = 0;
        await foreach (var access in vault.ReadManyAsync(Enumerable.Repeat(subject, entries).ToAsyncEnumerable(), Specimens.Items, BenchWorld.Shipping, cancel))
            if (access is Granted<ItemValues>) recorded++;
        if (recorded != entries) throw new MeasurementException($"{recorded:N0} of {entries:N0} accesses to a newcomer were granted.");
        await world.WriteBackAsync(cancel); // the accesses' own debts
        var watch = Stopwatch.StartNew();
        var certificate = await vault.EraseAsync(subject, BenchWorld.By, ct: cancel);
        var took = watch.Elapsed.TotalMilliseconds;
        if (certificate?.EntryId is null || await vault.ReadAsync(subject, Specimens.Items, BenchWorld.Shipping, cancel) is not RefusedAccess<ItemValues> { Refusal: Erased })
            throw new MeasurementException("An erased person was not erased.");
        return took;
    }
}
