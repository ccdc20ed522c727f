using Azukari.Vault.Publishing;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Retaining;

/// <summary>
/// When a person's data was last used, for items kept so long after their last use. Gathered in memory and written by the background and
/// at closing: a killed process may forget the last minute, which moves the end of a period of years by that much.
/// </summary>
internal sealed class LastUses(VaultWrites writes, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Dictionary<SubjectId, long> _used = [];

    public void Used(PublishedPolicies policies, SubjectId subject)
    {
        if (!policies.KeepsByLastUse) return;
        lock (_gate) _used[subject] = clock.Microseconds();
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        Dictionary<SubjectId, long> used;
        lock (_gate) (used, _used) = (_used, []);
        try
        {
            foreach (var chunk in used.Chunk(256))
            {
                await writes.WriteAsync(async (tx, c) =>
                {
                    foreach (var (subject, at) in chunk)
                        await tx.ExecuteAsync("UPDATE subjects SET last_used_at = @at WHERE id = @id AND coalesce(last_used_at, 0) < @at", c, ("at", at), ("id", subject.ToBytes()));
                    return true;
                }, ct);
            }
        }
        catch
        {
            lock (_gate)
                foreach (var (subject, at) in used) _used.TryAdd(subject, at); // written when the store is back; writing twice does no harm
            throw;
        }
    }
}
