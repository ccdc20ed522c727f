using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>How far the ledger's sealing is, for those who watch it.</summary>
/// <param name="Unsealed">Entries that are durable and wait to be sealed; at most <see cref="CountAtMost"/> are counted.</param>
/// <param name="OldestUnsealed">When the first of them was made; null where none waits.</param>
/// <param name="Newest">When the newest entry in the tree's order was made; null in an empty ledger.</param>
/// <param name="ServerTime">PostgreSQL's clock; null on SQLite, whose clock is this machine's.</param>
public sealed record LedgerState(long Unsealed, DateTimeOffset? OldestUnsealed, DateTimeOffset? Newest, DateTimeOffset? ServerTime)
{
    /// <summary>More than so many are not counted: counting must not become the load.</summary>
    public const int CountAtMost = 100_000;

    /// <summary>Reads the state; a few look-ups by index.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static Task<LedgerState> ReadAsync(Store store, CancellationToken ct = default) => store.ReadAsync(async (session, c) =>
    {
        var count = await session.ScalarAsync<long>($"SELECT count(*) FROM (SELECT 1 FROM unsealed LIMIT {CountAtMost}) AS waiting", c).ConfigureAwait(false);
        var oldest = await session.FirstAsync("SELECT id FROM unsealed ORDER BY arrival LIMIT 1", r => r.Bytes(0), c).ConfigureAwait(false);
        var latest = await session.FirstAsync("SELECT id FROM unsealed ORDER BY arrival DESC LIMIT 1", r => r.Bytes(0), c).ConfigureAwait(false)
            ?? await session.FirstAsync("SELECT id FROM sealed ORDER BY position DESC LIMIT 1", r => r.Bytes(0), c).ConfigureAwait(false);
        long? server = session.Engine == StoreEngine.Postgres
            ? await session.ScalarAsync<long>("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", c).ConfigureAwait(false) : null;
        return new LedgerState(count, TimeOf(oldest), TimeOf(latest), server is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : null);
    }, ct: ct);

    private static DateTimeOffset? TimeOf(byte[]? id) => id is null ? null : EntryId.FromBytes(id).Time;
}
