using Azukari.Storage;
using Azukari.Storage.Places;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Azukari.Tests.Storage.StorageWorld;

namespace Azukari.Tests.Storage;

public sealed class MigrationTests
{
    [Theory, EngineData]
    public async Task Hosts_that_start_at_once_bring_the_tables_up_to_date_once(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var hosts = Enumerable.Range(0, 6).Select(_ => world.Host()).ToList();

        await Task.WhenAll(hosts.Select(host => Task.Run(() => StorageModule.MigrateAsync(host, Cancel), Cancel)));

        await using var db = Database(hosts[0]);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task A_host_that_starts_while_another_brings_the_tables_up_to_date_waits_and_says_so_when_it_takes_too_long(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        await using (var held = await HoldAsync(world))
        {
            var refused = await Assert.ThrowsAsync<StoreException>(() => Migrating.RunAsync(world.Host(), Cancel, TimeSpan.FromSeconds(1)));
            Assert.Equal((StoragePlace.Name, StoreFault.Busy), (refused.Store, refused.Fault));
            Assert.Contains("Another process has been bringing the platform database up to date", refused.Message, StringComparison.Ordinal);
            var waiting = world.Host();
            var start = Task.Run(() => StorageModule.MigrateAsync(waiting, Cancel), Cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(300), Cancel);
            Assert.False(start.IsCompleted);
            await held.DisposeAsync();
            await start;
            await using var db = Database(waiting);
            Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
        }
    }

    /// <summary>Is at a migration that never gets anywhere.</summary>
    private static async Task<IAsyncDisposable> HoldAsync(StorageWorld world)
    {
        if ((world.Place.Location as PostgresDatabase)?.ConnectionString is not { } database)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(world.File)!);
            return new FileStream(world.File + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock(hashtext('{AzukariDb.Schema}'))", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        await command.DisposeAsync();
        return new ClosedForGood(connection);
    }

    /// <summary>A pooled connection keeps its lock until it is really closed.</summary>
    private sealed class ClosedForGood(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }

            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_lock_of_a_host_killed_amid_a_migration_holds_nobody_up()
    {
        await using var world = await CreateAsync(StoreEngine.Sqlite);
        await using (var db = Database(await world.OpenAsync()))
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)", Cancel);
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-04-01')", Cancel);
            await db.Database.ExecuteSqlRawAsync("DELETE FROM platform_migrations", Cancel);
            var drops = await db.Database.SqlQueryRaw<string>(
                "SELECT 'DROP TABLE ' || name AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('platform_migrations', '__EFMigrationsLock')")
                .ToListAsync(Cancel);
            foreach (var drop in drops) await db.Database.ExecuteSqlRawAsync(drop, Cancel);
        }

        await using var after = Database(await world.OpenAsync());

        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Cancel));
    }

    [Fact]
    public async Task The_files_are_readable_by_their_owner_only_and_every_commit_is_on_disk()
    {
        await using var world = await CreateAsync(StoreEngine.Sqlite);
        await using var db = Database(await world.OpenAsync());
        await db.Database.OpenConnectionAsync(Cancel);

        Assert.All(Directory.GetFiles(Path.GetDirectoryName(world.File)!), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(file)));
        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").ToListAsync(Cancel)).Single());
        Assert.Equal(2, (await db.Database.SqlQueryRaw<int>("SELECT synchronous AS \"Value\" FROM pragma_synchronous").ToListAsync(Cancel)).Single());
    }

    [Fact]
    public async Task When_the_host_has_ended_the_folder_holds_one_file_that_can_be_copied()
    {
        await using var world = await CreateAsync(StoreEngine.Sqlite);
        await using (var host = await world.OpenAsync())
        {
            await using var db = Database(host);
            await db.Database.ExecuteSqlRawAsync("DELETE FROM ring_keys", Cancel);
        }

        Assert.False(File.Exists(world.File + "-wal"));
    }

    [Theory, EngineData]
    public Task A_database_that_a_newer_program_has_written_is_refused_with_what_to_do(StoreEngine engine) =>
        RefusedAsync(engine, "29991231000000_FromTheFuture", StoreFault.NewerSchema, "Use that program, or restore a backup from before.");

    [Theory, EngineData]
    public Task A_database_from_before_the_first_release_is_refused_with_what_to_do(StoreEngine engine) =>
        RefusedAsync(engine, "20261123072000_KeyRing", StoreFault.ChangedMigration, "Begin in a new place.");

    private static async Task RefusedAsync(StoreEngine engine, string migration, StoreFault fault, string todo)
    {
        await using var world = await CreateAsync(engine);
        await using (var db = Database(await world.OpenAsync()))
        {
            await db.Database.ExecuteSqlRawAsync(
                engine == StoreEngine.Sqlite
                    ? "INSERT INTO platform_migrations VALUES ({0}, '1.0')"
                    : "INSERT INTO azukari_platform.platform_migrations VALUES ({0}, '1.0')", [migration], Cancel);
        }

        var refused = await Assert.ThrowsAsync<StoreException>(() => world.OpenAsync());

        Assert.Equal(fault, refused.Fault);
        Assert.Contains(migration, refused.Message, StringComparison.Ordinal);
        Assert.Contains(todo, refused.Message, StringComparison.Ordinal);
    }
}
