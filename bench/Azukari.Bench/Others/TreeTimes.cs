using System.Diagnostics;
using Azukari.Bench.Measuring;
using Azukari.Company.Sample;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Members.Tree;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Bench.Others;

/// <summary>
/// The sponsor tree of many members: how long it takes to be in memory, how long an ancestor test takes, and a page of a down-line. On SQLite; the
/// tree grows as the sample's does.
/// </summary>
internal static class TreeTimes
{
    private const string Ancestor = "tree.ancestor_ns", Load = "tree.load_1m_s", Page = "tree.downline_page_ms";
    private const int PageSize = 50;

    public static async Task<IReadOnlyList<Result>> MeasureAsync(IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (!wanted.Any(key => key.Name is Ancestor or Load or Page)) return [];
        var folder = TestRun.NewFolder("tree");
        try
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddAzukariStorage(_ => new StoragePlace(new SqliteFolder(folder), new StorageSeal((plain, _) => plain, (closed, _) => closed, (plain, _) => plain)));
            services.AddMemberServices();
            await using var provider = services.BuildServiceProvider();
            await StorageModule.MigrateAsync(provider, cancel);
            var people = await SeedAsync(Path.Combine(folder, "platform.db"), options.Many, cancel);
            return await MeasureAsync(wanted, provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), people, options, cancel);
        }
        finally
        {
            TestRun.DropFolder(folder);
        }
    }

    private static async Task<IReadOnlyList<Result>> MeasureAsync(
        IReadOnlyCollection<Key> wanted, IDbContextFactory<AzukariDb> databases, SubjectId[] people, BenchOptions options, CancellationToken cancel)
    {
        var loads = new List<double>();
        var (ancestors, pages, typical, totals) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        double bytes = 0, depth = 0, widest = 0;
        for (var round = 0; round < options.Rounds; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var state = new SponsorTreeState(databases);
            var tree = new SponsorTree(databases, state, null!, TimeProvider.System);
            loads.Add(await SecondsAsync(() => tree.CatchUpAsync(cancel).AsTask()));
            bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
            if (tree.Count != people.Length) throw new MeasurementException("The tree in memory has not everybody.");
            var top = people[0];
            var levels = tree.Totals(top);
            (depth, widest) = (levels.Count, levels.Max(level => level.Total));
            var widestLevel = levels.First(level => level.Total == (int)widest).Level;
            ancestors.Add(Nanoseconds(tree, people, options));
            pages.Add(Milliseconds(options.Quick ? 5 : 50, _ => tree.Downline(top, widestLevel, (int)widest / 2, PageSize).Places.Count > 0));
            totals.Add(Milliseconds(options.Quick ? 5 : 20, _ => tree.Totals(top).Count == (int)depth));
            typical.Add(Milliseconds(1_000, turn => tree.Downline(people[(turn * 7919) % people.Length], 1, 0, PageSize).Total >= 0));
        }

        var raw = new Dictionary<string, double>
        {
            ["members"] = people.Length, ["levels"] = depth, ["widest_level"] = widest, ["memory_mib"] = bytes / (1 << 20), ["totals_of_everybody_ms"] = Contest.Median(totals),
            ["page_of_anybodys_first_level_ms"] = Contest.Median(typical),
        };
        var values = new Dictionary<string, double> { [Ancestor] = Contest.Median(ancestors), [Load] = Contest.Median(loads), [Page] = Contest.Median(pages) };
        return [.. wanted.Where(key => values.ContainsKey(key.Name)).Select(key => new Result(key, values[key.Name], raw))];
    }

    private static double Nanoseconds(SponsorTree tree, SubjectId[] people, BenchOptions options)
    {
        var numbers = new SeededSequence(3);
        var pairs = new (SubjectId Above, SubjectId Of)[4096];
        for (var i = 0; i < pairs.Length; i++)
        {
            var of = people[1 + numbers.Next(people.Length - 1)];
            var path = tree.PathOf(of);
            pairs[i] = (i % 2 == 0 ? path[numbers.Next(path.Count)].Subject!.Value : people[numbers.Next(people.Length)], of);
        }

        var turns = options.Quick ? 100_000 : 2_000_000;
        var (watch, found) = (Stopwatch.StartNew(), 0);
        for (var turn = 0; turn < turns; turn++)
        {
            ref var pair = ref pairs[turn & 4095];
            if (tree.IsAncestor(pair.Above, pair.Of)) found++;
        }

        return found >= turns / 2 ? watch.Elapsed.TotalNanoseconds / turns : throw new MeasurementException("An ancestor was not found.");
    }

    private static double Milliseconds(int turns, Func<int, bool> once)
    {
        var watch = Stopwatch.StartNew();
        for (var turn = 0; turn < turns; turn++)
            if (!once(turn)) throw new MeasurementException("A page of the tree is not what it should be.");
        return watch.Elapsed.TotalMilliseconds / turns;
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<SubjectId[]> SeedAsync(string file, int members, CancellationToken cancel)
    {
        var numbers = new SeededSequence(2);
        var people = new SubjectId[members];
        var ids = new long[members];
        var parents = new int[members];
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancel);
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO tree_nodes (id, parent, subject, standing, ordinal) VALUES ($id, $parent, $subject, $standing, $ordinal)";
        foreach (var name in (string[])["$id", "$parent", "$subject", "$standing", "$ordinal"]) insert.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        for (var i = 0; i < members; i++)
        {
            (people[i], ids[i]) = (SubjectId.New(), TreeWriter.NewId());
            var chosen = i == 0 ? 0 : numbers.Next(i);
            parents[i] = numbers.Chance(45) ? parents[chosen] : chosen;
            insert.Parameters[0].Value = ids[i];
            insert.Parameters[1].Value = i == 0 ? DBNull.Value : ids[parents[i]];
            insert.Parameters[2].Value = people[i].ToBytes();
            insert.Parameters[3].Value = 1 + (i % 3);
            insert.Parameters[4].Value = i + 1;
            insert.ExecuteNonQuery();
        }

        await using var version = connection.CreateCommand();
        version.CommandText = "UPDATE tree_state SET version = $version";
        version.Parameters.AddWithValue("$version", members);
        await version.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return people;
    }
}
