using System.Diagnostics;
using Azukari.Bench.Measuring;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Bench.Others;

/// <summary>
/// What an auditor waits for in a long ledger on PostgreSQL: pages of 50 by any conditions, charts, one entry, and a month counted as a replay of
/// it would. The ledger is filled by <see cref="LedgerFiller"/>; nobody appends meanwhile.
/// </summary>
internal static class LedgerPages
{
    public const string Name = "postgres.ledger_page_ms";
    private const int Times = 5;

    public static async Task<List<Result>> MeasureAsync(IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (wanted.FirstOrDefault(key => key.Name == Name) is not { } key) return [];
        var folder = TestRun.NewFolder("ledger-pages");
        await using var server = await PostgresServer.StartAsync(durable: true, "shared_buffers=512MB", "wal_keep_size=0");
        var place = new PostgresDatabase(await server.CreateDatabaseAsync());
        using var signing = LedgerSigningKey.Create("azukari.example/bench");
        await using var store = await Store.OpenAsync(place, LedgerSchema.Definition, TimeProvider.System, cancel);
        var raw = new Dictionary<string, double>();
        await using (var ledger = await LedgerBook.OpenAsync(store, new LedgerOptions
        {
            Origin = "azukari.example/bench", SigningKey = signing, CheckpointFolder = Path.Combine(folder, "checkpoints"), SealEvery = TimeSpan.FromHours(1),
        }, cancel))
        {
            var filler = new LedgerFiller(ledger, place, options.Entries);
            var watch = Stopwatch.StartNew();
            await filler.FillAsync(cancel);
            raw["filling_s"] = watch.Elapsed.TotalSeconds;
            raw["entries"] = await filler.CountAsync(cancel);
            raw["gib"] = await filler.SizeAsync(cancel) / (1024d * 1024 * 1024);
            var slowest = 0d;
            foreach (var (name, query, finds) in Searches(filler))
            {
                var time = await BestAsync(async () =>
                {
                    var page = await ledger.SearchAsync(query with { NewestFirst = true, Limit = 50 }, null, cancel);
                    if (page.Records.Count == 0 == finds) throw new MeasurementException($"The search {name} found {page.Records.Count} entries.");
                });
                raw[name + "_ms"] = time;
                if (query.Case is null) slowest = Math.Max(slowest, time); // a case alone has no index: it says how far it came
            }

            var (first, last) = (DateOnly.FromDateTime(filler.First.UtcDateTime), DateOnly.FromDateTime(filler.Last.UtcDateTime).AddDays(2));
            raw["chart_by_kind_ms"] = await BestAsync(() => CountedAsync(ledger, new LedgerQuery(), CountBy.Kind, first, last, cancel));
            raw["chart_of_refusals_ms"] = await BestAsync(() => CountedAsync(ledger, new LedgerQuery { Kind = EntryKind.Refused }, CountBy.Reason, first, last, cancel));
            var some = (await ledger.SearchAsync(new LedgerQuery { NewestFirst = true, Limit = 1 }, null, cancel)).Records[0].Entry.Id;
            raw["entry_ms"] = await BestAsync(async () => _ = await ledger.FindAsync(some, cancel) ?? throw new MeasurementException("An entry was not found by its id."));
            var replayed = 0L;
            raw["month_counted_ms"] = await BestAsync(async () =>
                replayed = (await ledger.CombinationsAsync(filler.Last.AddDays(-30), filler.Last, [EntryKind.Used, EntryKind.Provided], ct: cancel)).Combinations.Sum(use => use.Count), times: 1);
            raw["month_entries"] = replayed;
            await filler.ForgetAsync(cancel);
            return [new Result(key, slowest, raw)];
        }
    }

    private static IEnumerable<(string Name, LedgerQuery Query, bool Finds)> Searches(LedgerFiller filler)
    {
        var middle = filler.First + ((filler.Last - filler.First) / 3);
        var (purpose, clause) = (LedgerFiller.Purpose(3), LedgerFiller.Clause(4));
        return
        [
            ("all", new LedgerQuery(), true),
            ("a_day", new LedgerQuery { From = middle, To = middle.AddDays(3) }, true),
            ("kind", new LedgerQuery { Kind = EntryKind.Refused }, true),
            ("purpose_and_kind", new LedgerQuery { Kind = EntryKind.Used, Purpose = purpose }, true),
            ("clause_before_a_date", new LedgerQuery { Clause = clause, To = middle }, true),
            ("recipient_in_a_month", new LedgerQuery { Recipient = LedgerFiller.Carrier, From = middle, To = middle.AddDays(30) }, true),
            ("accessor", new LedgerQuery { Accessor = LedgerFiller.Accessor(17) }, true),
            ("accessor_kind_purpose_clause_time", new LedgerQuery
            {
                Accessor = LedgerFiller.Accessor(17), Kind = EntryKind.Used, Purpose = LedgerFiller.Purpose(3), Clause = LedgerFiller.Purpose(3), To = filler.Last,
            }, true),
            ("a_person", new LedgerQuery { Subject = filler.Somebody }, true),
            ("a_person_kind", new LedgerQuery { Subject = filler.Somebody, Kind = EntryKind.Provided, Purpose = "purpose.member.none" }, false),
            ("nothing_such", new LedgerQuery { Reason = "none-such" }, false),
            ("a_case", new LedgerQuery { Case = "order:none" }, false),
        ];
    }

    private static async Task CountedAsync(LedgerBook ledger, LedgerQuery query, CountBy by, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        if ((await ledger.CountAsync(query, by, from, to, cancel)).Days.Count == 0) throw new MeasurementException("A chart is empty.");
    }

    private static async Task<double> BestAsync(Func<Task> run, int times = Times)
    {
        var best = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }

        return best;
    }
}
