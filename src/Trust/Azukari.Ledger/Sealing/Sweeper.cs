using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// Keeps the table of waiting entries small on PostgreSQL. Each entry is inserted there and deleted within the second; what a deletion leaves lies in
/// the way of whoever reads the table next, until it is vacuumed. The server's own vacuum comes once a minute at best, and a million
/// entries later; so the sealer does it after every few batches, when little is to be swept.
/// </summary>
internal sealed class Sweeper(Store store)
{
    public const int Every = 16 * Sealer.BatchSize;
    private long _sealed;

    /// <summary>Told how many entries were sealed.</summary>
    public async Task SealedAsync(int count, CancellationToken ct)
    {
        if (store.Engine != StoreEngine.Postgres || Interlocked.Add(ref _sealed, count) < Every)
            return;
        Interlocked.Exchange(ref _sealed, 0);
        await store.VacuumAsync("unsealed", ct).ConfigureAwait(false);
    }
}
