using System.Collections.Concurrent;
using Azukari.Stores;
using Npgsql;

namespace Azukari.Testing;

/// <summary>A fresh place for stores, and a folder beside it for keys, checkpoints and files; gone when disposed (kept where the run keeps).</summary>
public sealed class TestPlace : IAsyncDisposable
{
    private readonly PostgresServer? _server;

    internal TestPlace(StoreLocation location, string folder, PostgresServer? server)
    {
        Location = location;
        Folder = folder;
        _server = server;
    }

    /// <summary>Where stores are opened.</summary>
    public StoreLocation Location { get; }

    /// <summary>A folder of the test's own. On SQLite the stores lie in its sub-folder <c>stores</c>.</summary>
    public string Folder { get; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is not null && Location is PostgresDatabase database)
        {
            await using (var last = new NpgsqlConnection(database.ConnectionString)) NpgsqlConnection.ClearPool(last);
            await _server.DropDatabaseAsync(database.ConnectionString);
        }
        TestRun.DropFolder(Folder);
    }
}

/// <summary>Makes places for stores on either engine.</summary>
public static class TestStores
{
    private static readonly ConcurrentDictionary<(StoreEngine, string), Lazy<Task<TestPlace>>> Originals = new();

    /// <summary>
    /// A place as <paramref name="make"/> leaves it: made once by this process for each engine and <paramref name="name"/>, and copied for
    /// whoever asks. Tables, keys and policies take far longer to make than to copy.
    /// </summary>
    /// <param name="make">Fills the place and closes all it opened there.</param>
    public static async Task<TestPlace> LikeAsync(StoreEngine engine, string name, Func<TestPlace, Task> make)
    {
        async Task<TestPlace> OriginalAsync()
        {
            var place = await CreateAsync(engine);
            await make(place);
            return place;
        }

        return await CopyAsync(await Originals.GetOrAdd((engine, name), _ => new Lazy<Task<TestPlace>>(OriginalAsync)).Value);
    }

    internal static async Task DropOriginalsAsync()
    {
        foreach (var original in Originals.Values.Where(original => original.IsValueCreated && original.Value.IsCompletedSuccessfully))
            await (await original.Value).DisposeAsync();
        Originals.Clear();
    }

    /// <summary>A copy of a place, with all that lies in its folder. The original must be closed.</summary>
    public static async Task<TestPlace> CopyAsync(TestPlace original)
    {
        var folder = TestRun.NewFolder(Path.GetFileName(original.Folder)[..^5]);
        foreach (var from in Directory.EnumerateDirectories(original.Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(original.Folder, from));
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(to);
            else Directory.CreateDirectory(to, File.GetUnixFileMode(from));
        }

        foreach (var from in Directory.EnumerateFiles(original.Folder, "*", SearchOption.AllDirectories))
            File.Copy(from, Path.Combine(folder, Path.GetRelativePath(original.Folder, from)));
        if (original.Location is not PostgresDatabase database)
            return new TestPlace(new SqliteFolder(Path.Combine(folder, "stores")), folder, null);
        var server = await PostgresServer.SharedAsync();
        return new TestPlace(new PostgresDatabase(await server.CreateDatabaseAsync(database.ConnectionString)), folder, server);
    }

    /// <summary>A fresh place on a PostgreSQL server of the test's own, which it stops and starts.</summary>
    public static async Task<TestPlace> OnAsync(PostgresServer server) =>
        new(new PostgresDatabase(await server.CreateDatabaseAsync()), TestRun.NewFolder("postgres-files"), server);

    /// <summary>A fresh place on an engine.</summary>
    public static async Task<TestPlace> CreateAsync(StoreEngine engine)
    {
        var folder = TestRun.NewFolder(engine == StoreEngine.Sqlite ? "sqlite" : "postgres-files");
        if (engine == StoreEngine.Sqlite)
            return new TestPlace(new SqliteFolder(Path.Combine(folder, "stores")), folder, null);
        var server = await PostgresServer.SharedAsync();
        return new TestPlace(new PostgresDatabase(await server.CreateDatabaseAsync()), folder, server);
    }
}
