using System.Data.Common;
using System.Diagnostics;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Marks what was sealed before there were marks, or before they were thrown away: in small transactions, while the ledger serves.</summary>
internal sealed class Backfill(Store store, Marker marker)
{
    private const int Chunk = 1024;
    private const string LockTimeout = "55P03";
    private bool _tidied;

    /// <summary>Works for about as long as given.</summary>
    /// <returns>Whether everything is marked.</returns>
    public async Task<bool> RunAsync(TimeSpan slice, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp(); // how long to work is no matter of the ledger's clock
        var state = await StateAsync(ct).ConfigureAwait(false);
        while (!state.Whole && Stopwatch.GetElapsedTime(since) < slice)
            state = await ChunkAsync(ct).ConfigureAwait(false);
        if (state.Whole && !_tidied)
            _tidied = await DropKindIndexAsync(ct).ConfigureAwait(false);
        return state.Whole && _tidied;
    }

    /// <summary>Whether there is anything to do.</summary>
    public async Task<bool> IsDueAsync(CancellationToken ct) => !(_tidied && (await StateAsync(ct).ConfigureAwait(false)).Whole);

    public Task<Marking> StateAsync(CancellationToken ct) => store.ReadAsync((session, c) => Marking.ReadAsync(session, locking: false, c), ct: ct);

    /// <summary>Throws all marks and counts away: they are then made anew from the entries.</summary>
    public Task ResetAsync(CancellationToken ct) => store.WriteAsync(async (transaction, c) =>
    {
        // In the sealer's order: the tree's row first.
        var size = await transaction.ScalarAsync<long>("SELECT size FROM tree WHERE id = 1" + (transaction.Engine == StoreEngine.Postgres ? " FOR UPDATE" : ""), c).ConfigureAwait(false);
        await transaction.ExecuteAsync("DELETE FROM marking", c).ConfigureAwait(false);
        await transaction.ExecuteAsync("DELETE FROM marks", c).ConfigureAwait(false);
        await transaction.ExecuteAsync("DELETE FROM daily", c).ConfigureAwait(false);
        await transaction.ExecuteAsync("DELETE FROM traits", c).ConfigureAwait(false);
        await transaction.ExecuteAsync("INSERT INTO marking (id, generation, done, goal) VALUES (1, @generation, 0, @size)", c,
            ("generation", BitConverter.ToInt64(Guid.NewGuid().ToByteArray()) & long.MaxValue), ("size", size)).ConfigureAwait(false);
    }, ct);

    private async Task<Marking> ChunkAsync(CancellationToken ct)
    {
        var (state, known) = await store.WriteAsync(async (transaction, c) =>
        {
            var marking = await Marking.ReadAsync(transaction, locking: true, c).ConfigureAwait(false);
            if (marking.Whole)
                return (marking, null);
            var rows = await transaction.ListAsync("SELECT position, entry FROM sealed WHERE position >= @done AND position < @goal ORDER BY position LIMIT @limit",
                r => (Position: r.GetInt64(0), Json: r.Bytes(1)), c, ("done", marking.Done), ("goal", marking.Goal), ("limit", (long)Chunk)).ConfigureAwait(false);
            var entries = new List<(long, LedgerEntry)>(rows.Count);
            foreach (var (position, json) in rows)
                if (TryRead(json) is { } entry)
                    entries.Add((position, entry)); // what cannot be read cannot be searched: the verification names it
            var learnt = await marker.MarkAsync(transaction, entries, c).ConfigureAwait(false);
            var done = rows.Count < Chunk ? marking.Goal : rows[^1].Position + 1;
            await transaction.ExecuteAsync("UPDATE marking SET done = @done WHERE id = 1", c, ("done", done)).ConfigureAwait(false);
            return (marking with { Done = done }, (Marker.Known?)learnt);
        }, ct).ConfigureAwait(false);
        if (known is not null)
            marker.Learn(known);
        return state;
    }

    // The marks take its place. Somebody may be reading for long: then later.
    private async Task<bool> DropKindIndexAsync(CancellationToken ct)
    {
        try
        {
            await store.WriteAsync(async (transaction, c) =>
            {
                if (transaction.Engine == StoreEngine.Postgres)
                    await transaction.ExecuteAsync("SET LOCAL lock_timeout = '200ms'", c).ConfigureAwait(false);
                await transaction.ExecuteAsync("DROP INDEX IF EXISTS sealed_by_kind", c).ConfigureAwait(false);
            }, ct).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is DbException { SqlState: LockTimeout } or { InnerException: DbException { SqlState: LockTimeout } })
        {
            return false;
        }
    }

    private static LedgerEntry? TryRead(byte[] json)
    {
        try
        {
            return LedgerEntry.FromCanonicalJson(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
