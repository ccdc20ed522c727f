using Azukari.Bench.Measuring;
using Azukari.Bench.Twins;
using Azukari.Bench.World;
using Azukari.Stores;

namespace Azukari.Bench.Accesses;

/// <summary>Single accesses on one engine, against its unprotected twins, pgcrypto, and a ledger that commits each call by itself.</summary>
internal static class SingleAccesses
{
    private static readonly (string Key, string Over, string Under)[] Comparisons =
    [
        ("sqlite.access64_vs_plain", "protected64_per_s", "plain64_per_s"),
        ("sqlite.access256_vs_plain", "protected256_per_s", "plain256_per_s"),
        ("sqlite.access64_vs_ef", "protected64_per_s", "ef64_per_s"),
        ("sqlite.access64_vs_commit_each", "protected64_per_s", "commit_each64_per_s"),
        ("postgres.access64_vs_pgcrypto", "protected64_per_s", "pgcrypto64_per_s"),
        ("postgres.access64_vs_ef", "protected64_per_s", "ef64_per_s"),
    ];

    public static async Task<List<Result>> MeasureAsync(BenchWorld world, IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        var engine = world.Place.Location.Engine == StoreEngine.Sqlite ? "sqlite." : "postgres.";
        var comparisons = Comparisons.Where(comparison => comparison.Key.StartsWith(engine, StringComparison.Ordinal) && wanted.Any(key => key.Name == comparison.Key)).ToList();
        if (comparisons.Count == 0) return [];
        string[] names = [.. comparisons.SelectMany(comparison => (string[])[comparison.Over, comparison.Under]).Distinct()];
        if (names.Contains("plain64_per_s")) names = [.. names, "plain64_one_row_per_s"]; // beside it, for who reads people that way
        if (names.Contains("ef64_per_s")) names = [.. names, "ef64_new_context_per_s"];
        await using var plain = PlainTable.Open(world.Place, TwinShape.Items);
        await using var oneRow = PlainTable.Open(world.Place, TwinShape.OneRow);
        await using var crypto = names.Contains("pgcrypto64_per_s")
            ? await PgCrypto.CreateAsync((PostgresDatabase)world.Place.Location, Math.Min(world.People, 2000), cancel) : null;
        var ef = new EfItems(world.Place, pooled: true);
        var efNew = new EfItems(world.Place, pooled: false);
        var access = new ProtectedAccess(world);
        var contestants = names.Select(name => new Contestant(name, name switch
        {
            "protected64_per_s" => time => access.RunAsync(64, time),
            "protected256_per_s" => time => access.RunAsync(256, time),
            "plain64_per_s" => time => Callers.RunAsync(64, time, dice => plain.ReadAsync(dice.Next(world.People))),
            "plain256_per_s" => time => Callers.RunAsync(256, time, dice => plain.ReadAsync(dice.Next(world.People))),
            "plain64_one_row_per_s" => time => Callers.RunAsync(64, time, dice => oneRow.ReadAsync(dice.Next(world.People))),
            "ef64_per_s" => time => Callers.RunAsync(64, time, dice => ef.ReadAsync(dice.Next(world.People))),
            "ef64_new_context_per_s" => time => Callers.RunAsync(64, time, dice => efNew.ReadAsync(dice.Next(world.People))),
            "pgcrypto64_per_s" => time => crypto!.RunAsync(64, time),
            "commit_each64_per_s" => time => CommittingEachAsync(world, time, cancel),
            _ => throw new InvalidOperationException($"Nobody runs {name}."),
        })).ToList();
        var rates = await Contest.RunAsync(contestants, options);
        return [.. comparisons.Select(c =>
        {
            var raw = new Dictionary<string, double>(Contest.Of(rates, c.Over, c.Under, c.Under switch
            {
                "plain64_per_s" => "plain64_one_row_per_s",
                "ef64_per_s" => "ef64_new_context_per_s",
                _ => c.Under,
            }));
            (raw["people"], raw["fsync_us"]) = (world.People, world.Place.SyncMicroseconds);
            return new Result(wanted.First(key => key.Name == c.Key), rates[c.Over] / rates[c.Under], raw);
        })];
    }

    // Open for its turn only: a second sealer on the ledger would not know of the first one's callers, and not step back for them.
    private static async Task<Rate> CommittingEachAsync(BenchWorld world, TimeSpan time, CancellationToken cancel)
    {
        var each = await BenchWorld.OpenCoreAsync(world.Place, world.People, trust => trust with { LedgerMostAtOnce = 1 }, cancel);
        try
        {
            return await new ProtectedAccess(each).RunAsync(64, time);
        }
        finally
        {
            await each.CloseAsync(closePlace: false);
        }
    }
}
