using System.Data.Common;
using System.Security.Cryptography;

namespace Azukari.Stores;

/// <summary>A database of one concern (ledger, keys, vault, index) on SQLite or PostgreSQL. Safe for concurrent use.</summary>
/// <remarks>Close it before copying a SQLite folder: closing the last connection leaves one plain file a store.</remarks>
public sealed partial class Store : IAsyncDisposable
{
    private const int Attempts = 10;
    private readonly StoreBackend _backend;

    private Store(StoreBackend backend, StoreLocation location, StoreDefinition definition, TimeProvider clock)
    {
        _backend = backend;
        Location = location;
        Definition = definition;
        Clock = clock;
    }

    /// <summary>Where the store lives.</summary>
    public StoreLocation Location { get; }

    /// <summary>What the store is.</summary>
    public StoreDefinition Definition { get; }

    /// <summary>The engine underneath.</summary>
    public StoreEngine Engine => _backend.Engine;

    /// <summary>The clock leases are measured by.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Opens a store, creating it where it is not there, and applies the migrations it lacks, all or none.</summary>
    /// <exception cref="StoreException">Not writable, not reachable, damaged, or written by a newer program.</exception>
    public static async Task<Store> OpenAsync(StoreLocation location, StoreDefinition definition, TimeProvider clock, CancellationToken ct = default)
    {
        var store = new Store(Backend(location, definition, readOnly: false), location, definition, clock);
        try
        {
            await store.ExplainedAsync(() => store._backend.PrepareAsync(ct)).ConfigureAwait(false);
            var current = await store.ReadAsync((session, c) => Migrator.IsCurrentAsync(session, store._backend, definition, location, c), ct: ct).ConfigureAwait(false);
            if (!current)
                await store.WriteAsync((transaction, c) => Migrator.ApplyAsync(transaction, store._backend, definition, location, clock, c), ct).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens an existing store for reading only: nothing is created and no migration applied.</summary>
    /// <exception cref="StoreException">Missing, not reachable, damaged, or not exactly at the version this program knows.</exception>
    public static async Task<Store> OpenReadOnlyAsync(StoreLocation location, StoreDefinition definition, TimeProvider clock, CancellationToken ct = default)
    {
        var store = new Store(Backend(location, definition, readOnly: true), location, definition, clock);
        try
        {
            await store.ExplainedAsync(() => store._backend.PrepareAsync(ct)).ConfigureAwait(false);
            if (!await store.ReadAsync((session, c) => Migrator.IsCurrentAsync(session, store._backend, definition, location, c), ct: ct).ConfigureAwait(false))
                throw new StoreException(definition.Name, StoreFault.OlderSchema,
                    $"The {definition.Name} store at {location} is missing or from an older program. Open it once with this program's host or command line, which brings it up to date.");
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads on a pooled connection. With <paramref name="snapshot"/>, all statements see the store at one moment.</summary>
    public async Task<T> ReadAsync<T>(Func<StoreSession, CancellationToken, Task<T>> read, bool snapshot = false, CancellationToken ct = default)
    {
        try
        {
            var session = await OpenSessionAsync(snapshot, ct).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
                return await read(session, ct).ConfigureAwait(false);
        }
        catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
        {
            throw clear;
        }
    }

    /// <summary>Several selects that see the store at one moment; on PostgreSQL in one round trip.</summary>
    /// <param name="reads">Each select, and what is done with each of its rows.</param>
    /// <param name="args">The parameters, which every select names.</param>
    public async Task ReadTogetherAsync(IReadOnlyList<(string Sql, Action<DbDataReader> Row)> reads, CancellationToken ct, params (string Name, object? Value)[] args)
    {
        try
        {
            await _backend.ReadTogetherAsync(reads, args, ct).ConfigureAwait(false);
        }
        catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
        {
            throw clear;
        }
    }

    /// <summary>A reading session for work that spans calls, such as a stream. Dispose it soon: an open snapshot keeps old content alive.</summary>
    public async Task<StoreSession> OpenSessionAsync(bool snapshot = false, CancellationToken ct = default)
    {
        var link = await _backend.RentReaderAsync(ct).ConfigureAwait(false);
        try
        {
            var transaction = snapshot ? await _backend.BeginSnapshotAsync(link, ct).ConfigureAwait(false) : null;
            return new StoreSession(link, transaction, _backend.ReturnReader);
        }
        catch
        {
            _backend.ReturnReader(link, sound: false);
            throw;
        }
    }

    /// <summary>
    /// Writes in one short transaction, committed durably when the task completes; rolled back when <paramref name="write"/> throws.
    /// Writers queue on SQLite; on PostgreSQL <paramref name="write"/> runs again after a deadlock or serialization failure, so it must not
    /// have effects outside the transaction.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<StoreTransaction, CancellationToken, Task<T>> write, CancellationToken ct = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var link = await _backend.RentWriterAsync(ct).ConfigureAwait(false);
                StoreTransaction transaction;
                try
                {
                    transaction = new StoreTransaction(link, await _backend.BeginWriteAsync(link, ct).ConfigureAwait(false), _backend.ReturnWriter);
                }
                catch
                {
                    _backend.ReturnWriter(link, sound: false);
                    throw;
                }
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await write(transaction, ct).ConfigureAwait(false);
                    await transaction.Transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false); // once begun, a commit has one outcome
                    return result;
                }
            }
            catch (DbException error) when (attempt < Attempts && StoreErrors.IsConflict(error))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(5, 40 * attempt)), Clock, ct).ConfigureAwait(false);
            }
            catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
            {
                throw clear;
            }
        }
    }

    /// <inheritdoc cref="WriteAsync{T}" />
    public Task WriteAsync(Func<StoreTransaction, CancellationToken, Task> write, CancellationToken ct = default) =>
        WriteAsync(async (transaction, c) =>
        {
            await write(transaction, c).ConfigureAwait(false);
            return true;
        }, ct);

    /// <summary>Writes in one transaction on the caller's thread: for threads of their own, such as the ledger's. Not retried.</summary>
    public T Write<T>(Func<StoreTransaction, T> write)
    {
        var link = _backend.RentWriter();
        StoreTransaction transaction;
        try
        {
            transaction = new StoreTransaction(link, _backend.BeginWrite(link), _backend.ReturnWriter);
        }
        catch
        {
            _backend.ReturnWriter(link, sound: false);
            throw;
        }
        using (transaction)
        {
            var result = write(transaction);
            transaction.Transaction!.Commit();
            return result;
        }
    }

    /// <summary>
    /// Runs one statement that writes, on the caller's thread, without a transaction around it: it is its own, durable when this returns.
    /// Not retried.
    /// </summary>
    public T WriteStatement<T>(Func<StoreSession, T> write)
    {
        var link = _backend.RentWriter();
        var sound = false;
        try
        {
            var result = write(new StoreSession(link, null, null));
            sound = true;
            return result;
        }
        finally
        {
            _backend.ReturnWriter(link, sound);
        }
    }

    /// <summary>
    /// Makes deleted content vanish from the files: on SQLite the write-ahead log is written back and truncated (with
    /// <see cref="StoreDefinition.SecureDelete"/> the freed pages are already overwritten); on PostgreSQL dead rows are vacuumed.
    /// </summary>
    /// <returns>False where a long reader kept the log from being truncated; call again later.</returns>
    /// <remarks>PostgreSQL's own write-ahead log, its archive and its backups age out by the server's settings, not by this call.</remarks>
    public Task<bool> ScrubAsync(CancellationToken ct = default) => ExplainedAsync(() => _backend.ScrubAsync(Clock, ct));

    /// <summary>On PostgreSQL, clears a table of what deletions left in it, while in use; nothing happens where somebody does so already. SQLite needs none.</summary>
    public Task VacuumAsync(string table, CancellationToken ct = default) => ExplainedAsync(async () =>
    {
        await _backend.VacuumAsync(table, ct).ConfigureAwait(false);
        return true;
    });

    /// <summary>Copies a SQLite store, while in use, into a new file with mode 0600.</summary>
    /// <exception cref="NotSupportedException">On PostgreSQL, which has its own tools.</exception>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public Task BackupAsync(string file, CancellationToken ct = default) => ExplainedAsync(async () =>
    {
        await _backend.BackupAsync(file, ct).ConfigureAwait(false);
        return true;
    });

    /// <summary>Writes and commits one small row, so that whoever watches knows the store takes writes: reading would not tell.</summary>
    /// <exception cref="StoreException">It does not.</exception>
    public Task ProbeAsync(CancellationToken ct = default) => WriteAsync((transaction, c) => transaction.ExecuteAsync(
        """
        INSERT INTO store_leases (name, holder, until) VALUES ('probe', '', @now)
        ON CONFLICT (name) DO UPDATE SET until = excluded.until
        """, c, ("now", Clock.GetUtcNow().ToUnixTimeMilliseconds())), ct);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private static StoreBackend Backend(StoreLocation location, StoreDefinition definition, bool readOnly) => location switch
    {
        SqliteFolder folder => new SqliteBackend(folder, definition, readOnly),
        PostgresDatabase database => new PostgresBackend(database, definition, readOnly),
        _ => throw new ArgumentException("A store lives in a SQLite folder or a PostgreSQL database.", nameof(location)),
    };

    private Task<bool> ExplainedAsync(Func<Task> work) => ExplainedAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });

    private async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
        {
            throw clear;
        }
    }
}
