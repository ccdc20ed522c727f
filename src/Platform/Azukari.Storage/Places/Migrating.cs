using Azukari.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Azukari.Storage.Places;

/// <summary>
/// Brings the tables up to date, one process at a time: under a lock of the file system or of PostgreSQL, which a killed process leaves to
/// the next.
/// </summary>
internal static class Migrating
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="patience">How long another may be at it; a minute unless said.</param>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancel, TimeSpan? patience = null)
    {
        var connection = services.GetRequiredService<StorageConnection>();
        try
        {
            if (connection.Location is SqliteFolder folder) Prepare(folder, connection.File);
            if (await IsCurrentAsync(services, connection, cancel)) return;
            await using var held = connection.Location is SqliteFolder
                ? await LockFileAsync(connection.File + ".migrating", services.GetRequiredService<TimeProvider>(), patience ?? Patience, cancel)
                : await LockDatabaseAsync(connection.Postgres, patience ?? Patience, cancel);
            await using var db = await services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(cancel);
            if (connection.Location is SqliteFolder)
            {
                await connection.UseLogAsync(cancel);
                // Who was killed amid a migration has left the framework's own lock behind; ours says that nobody is at it.
                await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
            }

            await db.Database.MigrateAsync(cancel);
        }
        catch (Exception error) when (error is NpgsqlException or SqliteException)
        {
            throw new StoreException(StoragePlace.Name, StoreFault.Unreachable, $"The platform database at {connection.Location} cannot be opened or brought up to date.", error);
        }
    }

    private static async Task<bool> IsCurrentAsync(IServiceProvider services, StorageConnection connection, CancellationToken cancel)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(cancel);
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        if (applied.FirstOrDefault(migration => string.CompareOrdinal(migration, known[0]) < 0) is { } older)
        {
            throw new StoreException(StoragePlace.Name, StoreFault.ChangedMigration,
                $"The platform database at {connection.Location} was written before the first release (it has {older}), by a program this one does not follow on. Begin in a new place.");
        }

        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer)
        {
            throw new StoreException(StoragePlace.Name, StoreFault.NewerSchema,
                $"The platform database at {connection.Location} was written by a newer program (it has {newer}). Use that program, or restore a backup from before.");
        }

        return applied.Count == known.Count;
    }

    private static void Prepare(SqliteFolder folder, string file)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder.FullPath);
            else Directory.CreateDirectory(folder.FullPath, OwnerFolder);
            Open(file, FileShare.ReadWrite).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoragePlace.Name, StoreFault.ReadOnly,
                $"The platform database cannot be created at {folder}. Choose a folder this user may write to.", error);
        }
    }

    private static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        return new FileStream(file, options);
    }

    private static StoreException Busy(TimeSpan patience, string otherwise, Exception error) => new(StoragePlace.Name, StoreFault.Busy,
        $"Another process has been bringing the platform database up to date for over {patience.TotalSeconds:0} seconds, or {otherwise}.", error);

    private static async Task<IAsyncDisposable> LockFileAsync(string file, TimeProvider clock, TimeSpan patience, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(file, FileShare.None);
            }
            catch (IOException error) when (clock.GetElapsedTime(began) > patience)
            {
                throw Busy(patience, $"{file} cannot be written", error);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancel);
            }
        }
    }

    private static async Task<IAsyncDisposable> LockDatabaseAsync(NpgsqlDataSource source, TimeSpan patience, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock(hashtext('{AzukariDb.Schema}'))", connection, transaction) { CommandTimeout = (int)patience.TotalSeconds };
            await command.ExecuteNonQueryAsync(cancel);
            return connection; // closing it rolls the transaction back, which lets go
        }
        catch (NpgsqlException error) when (error.InnerException is TimeoutException)
        {
            await connection.DisposeAsync();
            throw Busy(patience, "the database holds a lock of a program that is gone", error);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
