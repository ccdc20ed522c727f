using System.Data.Common;

namespace Azukari.Stores;

/// <summary>What differs between the engines: how connections are had, how writers queue, how deleted bytes are made to vanish.</summary>
internal abstract class StoreBackend : IAsyncDisposable
{
    public abstract StoreEngine Engine { get; }

    /// <summary>Makes the place (folder, file, schema) unless it is there.</summary>
    public abstract Task PrepareAsync(CancellationToken ct);

    public abstract ValueTask<StoreLink> RentReaderAsync(CancellationToken ct);

    /// <summary>A connection to read with, on the caller's thread.</summary>
    public abstract StoreLink RentReader();

    /// <summary>A number that is another one once anybody has committed anything.</summary>
    public virtual long Moment() => throw new NotSupportedException("PostgreSQL has no such number: ask for what must not have changed.");

    public abstract void ReturnReader(StoreLink link, bool sound);

    /// <summary>Waits for the right to write and gives a connection.</summary>
    public abstract ValueTask<StoreLink> RentWriterAsync(CancellationToken ct);

    public abstract StoreLink RentWriter();

    public abstract void ReturnWriter(StoreLink link, bool sound);

    public abstract ValueTask<DbTransaction> BeginWriteAsync(StoreLink link, CancellationToken ct);

    public abstract DbTransaction BeginWrite(StoreLink link);

    public abstract ValueTask<DbTransaction> BeginSnapshotAsync(StoreLink link, CancellationToken ct);

    /// <summary>Several selects in one snapshot.</summary>
    public virtual async Task ReadTogetherAsync(IReadOnlyList<(string Sql, Action<DbDataReader> Row)> reads, (string Name, object? Value)[] args, CancellationToken ct)
    {
        var link = await RentReaderAsync(ct).ConfigureAwait(false);
        StoreSession session;
        try
        {
            session = new StoreSession(link, await BeginSnapshotAsync(link, ct).ConfigureAwait(false), ReturnReader);
        }
        catch
        {
            ReturnReader(link, sound: false);
            throw;
        }
        await using (session.ConfigureAwait(false))
        {
            foreach (var (sql, row) in reads)
                await session.EachAsync(sql, row, ct, args).ConfigureAwait(false);
        }
    }

    /// <summary>Selects for many callers at once, in one round trip.</summary>
    public virtual Task CallAsync(IReadOnlyList<StoreCall> calls, CancellationToken ct) => throw new NotSupportedException("SQLite has no round trips: use hot statements.");

    /// <summary>Holds off other programs that migrate the same store at the same moment.</summary>
    public abstract Task LockMigrationsAsync(StoreTransaction transaction, CancellationToken ct);

    public abstract Task<bool> HasMigrationsTableAsync(StoreSession session, CancellationToken ct);

    public abstract Task<bool> ScrubAsync(TimeProvider clock, CancellationToken ct);

    /// <summary>Makes the room of deleted rows free again.</summary>
    public virtual Task VacuumAsync(string table, CancellationToken ct) => Task.CompletedTask;

    public abstract Task BackupAsync(string file, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
