using System.Diagnostics;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Ledger;
using Azukari.Policy.Difference;
using Azukari.Stores;

namespace Azukari.Bench.Others;

/// <summary>
/// What the policy's keeper waits for before a publication: people and consents counted in the vault, and the newest entries of the ledger replayed. The entries are
/// appended and sealed by the product, a combination of purpose, items and recipient for each of some three hundred; what comes first reads from a cold cache of
/// the database's own, so the first run is told beside the best.
/// </summary>
internal static class PublicationCounts
{
    public const string Suffix = ".publication_ms";
    private const int Times = 3;

    public static async Task<List<Result>> MeasureAsync(BenchWorld world, IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        var name = (world.Place.Location is PostgresDatabase ? "postgres" : "sqlite") + Suffix;
        if (wanted.FirstOrDefault(key => key.Name == name) is not { } key) return [];
        var watch = Stopwatch.StartNew();
        var from = TimeProvider.System.GetUtcNow();
        foreach (var some in Enumerable.Range(0, options.Entries).Chunk(2048)) await world.Core.Ledger.AppendAsync([.. some.Select(Entry)], cancel);
        await world.WriteBackAsync(cancel);
        var raw = new Dictionary<string, double> { ["people"] = world.People, ["entries"] = options.Entries, ["filling_s"] = watch.Elapsed.TotalSeconds };
        var policies = BenchWorld.Policies().ToList();
        var difference = PolicyDiff.Compare(policies[0], policies[^1]);
        var to = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
        var impact = await TimeAsync(raw, "people_counted", async () =>
        {
            if ((await world.Core.Publications.ImpactAsync(difference, cancel)).People != world.People) throw new MeasurementException("Not everybody was counted.");
        });
        var whole = await TimeAsync(raw, "replayed", async () =>
        {
            var report = await world.Core.Publications.ReplayAsync(policies[^1], from, to, most: options.Entries, ct: cancel);
            if (report.Total != options.Entries || report.ReachesTo is not null) throw new MeasurementException($"{report.Total:N0} of {options.Entries:N0} entries were replayed.");
            raw["combinations"] = report.Uses.Length;
        });
        var tenth = Math.Max(1, options.Entries / 10);
        await TimeAsync(raw, "newest_tenth_replayed", async () =>
        {
            var report = await world.Core.Publications.ReplayAsync(policies[^1], from, to, most: tenth, ct: cancel);
            if (report.LookedAt != tenth) throw new MeasurementException($"{report.LookedAt:N0} of {tenth:N0} entries were replayed.");
        });
        return [new Result(key, impact + whole, raw)];
    }

    private static LedgerEntry Entry(int number) => LedgerEntry.Now(TimeProvider.System, EntryKind.Used) with
    {
        Subject = Pseudonym.FromBytes(Specimens.Id(number).ToBytes()),
        Accessor = $"op.staff-{number % 200}",
        As = (number % 3) switch { 0 => "staff.shipping", 1 => "staff.customer-service", _ => "staff.finance" },
        Purpose = $"purpose.member.{number % 14}",
        Items = (number % 7) switch { 0 => ["name"], 1 => ["address", "name"], 2 => ["email"], _ => ["address", "mobile", "name"] },
        Clauses = [$"purpose.member.{number % 14}"],
        PolicyVersion = number % 2 == 0 ? "2021-04" : "2026-10",
        Case = $"order:{number}",
    };

    private static async Task<double> TimeAsync(Dictionary<string, double> raw, string name, Func<Task> run)
    {
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        raw[name + "_first_ms"] = times[0];
        return raw[name + "_ms"] = times.Min();
    }
}
