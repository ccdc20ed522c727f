using Azukari.Stores;

namespace Azukari.Vault.Storage;

/// <summary>
/// Writes to the vault, carrying along small deletions that may happen at any later time (outbox rows drained, index work done), so that
/// tidying up costs no commit of its own.
/// </summary>
internal sealed class VaultWrites(Store vault)
{
    private const int MostAtOnce = 8192;
    private readonly Lock _gate = new();
    private readonly Queue<(RowStatement Statement, IReadOnlyList<object?[]> Rows)> _later = new();

    /// <summary>A statement to run with some later write; running it twice must do no harm.</summary>
    public void Defer(RowStatement statement, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0) return;
        lock (_gate) _later.Enqueue((statement, rows));
    }

    public async Task<T> WriteAsync<T>(Func<StoreTransaction, CancellationToken, Task<T>> write, CancellationToken ct)
    {
        var chores = Take();
        try
        {
            return await vault.WriteAsync(async (tx, c) =>
            {
                var result = await write(tx, c);
                foreach (var (statement, rows) in chores) await statement.ExecuteAsync(tx, rows, c);
                return result;
            }, ct);
        }
        catch
        {
            lock (_gate)
                foreach (var (statement, rows) in chores) _later.Enqueue((statement, rows));
            throw;
        }
    }

    /// <summary>Runs what was deferred.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        while (true)
        {
            lock (_gate)
                if (_later.Count == 0) return;
            await WriteAsync((_, _) => Task.FromResult(true), ct);
        }
    }

    // What one act deferred stays whole, and everything deferred goes with the next write but for a bound: a run of large batches must not
    // defer faster than it writes.
    private Dictionary<RowStatement, List<object?[]>> Take()
    {
        var taken = new Dictionary<RowStatement, List<object?[]>>();
        lock (_gate)
        {
            for (var count = 0; count < MostAtOnce && _later.TryDequeue(out var chore); count += chore.Rows.Count)
            {
                if (!taken.TryGetValue(chore.Statement, out var rows)) taken[chore.Statement] = rows = [];
                rows.AddRange(chore.Rows);
            }
        }

        return taken;
    }
}
