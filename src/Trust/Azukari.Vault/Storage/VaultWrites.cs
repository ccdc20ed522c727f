using Azukari.Stores;

namespace Azukari.Vault.Storage;

/// <summary>
/// Writes to the vault, carrying along small deletions that may happen at any later time (outbox rows drained, index work done), so that
/// tidying up costs no commit of its own.
/// </summary>
internal sealed class VaultWrites(Store vault)
{
    private const int MostAtOnce = 512;
    private readonly Lock _gate = new();
    private readonly Queue<(string Sql, (string, object?)[] Args)> _later = new();

    /// <summary>A statement to run with some later write; running it twice must do no harm.</summary>
    public void Defer(string sql, params (string, object?)[] args)
    {
        lock (_gate) _later.Enqueue((sql, args));
    }

    public async Task<T> WriteAsync<T>(Func<StoreTransaction, CancellationToken, Task<T>> write, CancellationToken ct)
    {
        var chores = Take();
        try
        {
            return await vault.WriteAsync(async (tx, c) =>
            {
                var result = await write(tx, c);
                foreach (var (sql, args) in chores) await tx.ExecuteAsync(sql, c, args);
                return result;
            }, ct);
        }
        catch
        {
            lock (_gate)
                foreach (var chore in chores) _later.Enqueue(chore);
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

    private List<(string Sql, (string, object?)[] Args)> Take()
    {
        lock (_gate)
        {
            var taken = new List<(string, (string, object?)[])>();
            while (taken.Count < MostAtOnce && _later.TryDequeue(out var chore)) taken.Add(chore);
            return taken;
        }
    }
}
