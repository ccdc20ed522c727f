using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;
using Microsoft.EntityFrameworkCore;
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
    public async Task A_database_that_a_newer_program_has_written_is_refused_with_what_to_do(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        await using (var db = Database(await world.OpenAsync()))
        {
            await db.Database.ExecuteSqlRawAsync(
                engine == StoreEngine.Sqlite
                    ? "INSERT INTO platform_migrations VALUES ('29991231000000_FromTheFuture', '99.0')"
                    : "INSERT INTO azukari_platform.platform_migrations VALUES ('29991231000000_FromTheFuture', '99.0')", Cancel);
        }

        var refused = await Assert.ThrowsAsync<StoreException>(() => world.OpenAsync());

        Assert.Equal(StoreFault.NewerSchema, refused.Fault);
        Assert.Contains("FromTheFuture", refused.Message, StringComparison.Ordinal);
    }
}
