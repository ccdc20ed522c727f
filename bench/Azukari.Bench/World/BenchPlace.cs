using Azukari.Bench.Measuring;
using Azukari.Stores;
using Azukari.Testing;
using Npgsql;

namespace Azukari.Bench.World;

/// <summary>Where a vault with so many people lies: a folder, and on PostgreSQL a server of the run's own beside it.</summary>
internal sealed class BenchPlace : IAsyncDisposable
{
    private const string Done = "seeded-2"; // counts up when what is seeded changes
    private readonly PostgresServer? _server;
    private readonly bool _kept;

    private BenchPlace(string folder, StoreLocation location, PostgresServer? server, bool kept)
    {
        (Folder, Location, _server, _kept) = (folder, location, server, kept);
        SyncMicroseconds = Machine.SyncMicroseconds(folder);
    }

    /// <summary>For keys, checkpoints and, on SQLite, the stores.</summary>
    public string Folder { get; }

    public StoreLocation Location { get; }

    /// <summary>What a synced write costs here.</summary>
    public double SyncMicroseconds { get; }

    public bool IsSeeded => File.Exists(Path.Combine(Folder, Done));

    public string KeyFolder => Path.Combine(Folder, "keys");

    /// <summary>Where the unprotected SQLite twin lies.</summary>
    public string PlainFile => Path.Combine(Folder, "plain.db");

    private string Fresh => Path.Combine(Folder, "fresh");

    private string Ledger => Path.Combine(Folder, "stores");

    public static async Task<BenchPlace> OpenAsync(StoreEngine engine, int people, BenchOptions options)
    {
        var name = $"{(engine == StoreEngine.Sqlite ? "sqlite" : "postgres")}-{people}";
        if (engine == StoreEngine.Postgres)
        {
            // A server that ends with the run; its folder goes with it, so this place is seeded anew each time.
            var server = await PostgresServer.StartAsync(durable: true, "shared_buffers=512MB");
            ProcessorTime.ServerProcess = server.ProcessId ?? 0;
            return new BenchPlace(TestRun.NewFolder(name), new PostgresDatabase(await server.CreateDatabaseAsync()), server, kept: false);
        }

        var folder = options.Data is null ? TestRun.NewFolder(name) : Path.Combine(options.Data, name);
        Directory.CreateDirectory(folder);
        var place = new BenchPlace(folder, new SqliteFolder(Path.Combine(folder, "stores")), null, options.Data is not null);
        if (place.IsSeeded) place.ResetLedger();
        else place.Clear();
        return place;
    }

    /// <summary>The stores are closed and hold the people: used again from here on, each time with the ledger as it is now.</summary>
    public void MarkSeeded()
    {
        if (Location is SqliteFolder) Copy(Ledger, Fresh);
        File.WriteAllText(Path.Combine(Folder, Done), "");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _server.DisposeAsync();
        }

        if (!_kept) TestRun.DropFolder(Folder);
    }

    private void Clear()
    {
        foreach (var folder in Directory.GetDirectories(Folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(Folder)) File.Delete(file);
    }

    // A run begins with the ledger its seeding left: otherwise each would find a longer one than the last.
    private void ResetLedger()
    {
        foreach (var file in Directory.GetFiles(Ledger, "ledger.db*")) File.Delete(file);
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "checkpoints"))) File.Delete(file);
        Copy(Fresh, Ledger);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "ledger.db*")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
