using Azukari.Bench.Accesses;
using Azukari.Bench.Measuring;
using Azukari.Bench.Others;
using Azukari.Bench.World;
using Azukari.Stores;

namespace Azukari.Bench;

/// <summary>The keys there are, and who measures them.</summary>
internal static class Catalogue
{
    private const string Erasure = "erase.flat";

    public static IReadOnlyList<Key> Keys { get; } =
    [
        new("sqlite.access64_vs_plain", "protected access, 64 callers ÷ unprotected ADO.NET read, 64 callers", 0.30),
        new("sqlite.access256_vs_plain", "protected access, 256 callers ÷ unprotected ADO.NET read, 256 callers", 0.45),
        new("sqlite.access64_vs_ef", "protected access, 64 callers ÷ unprotected EF Core compiled read", 3.0),
        new("sqlite.access64_vs_commit_each", "protected access with group commit ÷ with a ledger commit per call", 15),
        new("postgres.access64_vs_pgcrypto", "protected access, 64 callers ÷ pgp_sym_decrypt and an audit row in one transaction", 7),
        new("postgres.access64_vs_ef", "protected access, 64 callers ÷ unprotected EF Core compiled read", 1.0),
        new("sqlite.bulk_vs_plain_scan", "bulk access of everybody ÷ plain ordered scan of the same items", 0.25),
        new("postgres.bulk_vs_plain_scan", "bulk access of everybody ÷ plain ordered scan of the same items", 0.15),
        new("sqlite.growth", "access rate with many people ÷ with few", 0.85),
        new(Erasure, "time to erase a person with 5,000 entries ÷ with 5, on the worse engine", 1.3, AtMost: true),
        new("ledger.append_vs_file", "durable ledger appends, 256 callers ÷ append and fsync to a plain file", 0.5),
        new("postgres.ledger_page_ms", "milliseconds the slowest of eleven searches takes for a page of 50, in a ledger of 100,000 entries (as many as --entries says)", null),
        new("sqlite" + PublicationCounts.Suffix, "milliseconds until it is counted what a publication means for everybody and for the newest 100,000 entries (as many as --entries says)", null),
        new("postgres" + PublicationCounts.Suffix, "the same", null),
        new("policy.decide_ns", "nanoseconds a decision takes from facts at hand", null),
        new("tree.ancestor_ns", "nanoseconds an ancestor test takes in a sponsor tree of 1,000,000", null),
        new("tree.load_1m_s", "seconds until a tree of 1,000,000 is in memory", null),
        new("tree.downline_page_ms", "milliseconds a page of 50 takes, amid the widest level below the top of 1,000,000", null),
        new("pages.p95_ms", "milliseconds 95 of 100 pages take at most: the ten busiest, 16 visitors at once; the ratio to the same host's empty answer beside it", null),
        new("http.access_vs_bare", "access over HTTP, 64 callers ÷ an empty endpoint of the same host that asks for the same token", 0.5),
    ];

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchOptions options, CancellationToken cancel)
    {
        Key[] wanted = [.. Keys.Where(key => options.Wants(key.Name))];
        var results = new List<Result>();
        var erasures = new Dictionary<StoreEngine, (double, double)>();
        results.AddRange(Decisions.Measure(wanted, options));
        results.AddRange(await TreeTimes.MeasureAsync(wanted, options, cancel));
        foreach (var engine in (StoreEngine[])[StoreEngine.Sqlite, StoreEngine.Postgres])
        {
            if (!wanted.Any(key => Needs(key, engine))) continue;
            await using var world = await BenchWorld.OpenAsync(await BenchPlace.OpenAsync(engine, options.People, options), options.People, null, cancel);
            results.AddRange(await SingleAccesses.MeasureAsync(world, wanted, options, cancel));
            results.AddRange(await BulkAccesses.MeasureAsync(world, wanted, options, cancel));
            if (wanted.Any(key => key.Name == Erasure)) erasures[engine] = await ErasureTimes.MeasureAsync(world, options, cancel);
            if (engine == StoreEngine.Sqlite)
            {
                results.AddRange(await LedgerAppends.MeasureAsync(world, wanted, options, cancel));
                results.AddRange(await Growth.MeasureAsync(world, wanted, options, cancel));
            }

            results.AddRange(await PublicationCounts.MeasureAsync(world, wanted, options, cancel));
        }

        results.AddRange(await LedgerPages.MeasureAsync(wanted, options, cancel));
        results.AddRange(await PageTimes.MeasureAsync(wanted, options, cancel));
        results.AddRange(await HttpAccesses.MeasureAsync(wanted, options, cancel));
        if (erasures.Count > 0) results.Add(ErasureTimes.Result(wanted.First(key => key.Name == Erasure), erasures));
        return [.. wanted.Select(key => results.Find(result => result.Key == key)).OfType<Result>()];
    }

    private static bool Needs(Key key, StoreEngine engine) =>
        key.Name == Erasure || (engine == StoreEngine.Sqlite ? key.Name.StartsWith("sqlite.", StringComparison.Ordinal) || key.Name == "ledger.append_vs_file" : key.Name.StartsWith("postgres.", StringComparison.Ordinal) && key.Name != LedgerPages.Name);
}
