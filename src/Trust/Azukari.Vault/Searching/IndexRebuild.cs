using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Searching;

/// <summary>
/// Fills the blind index anew from the vault, under new keys: after the index store was lost (it is not backed up), or to close an epoch.
/// Searches use the old epoch until the new one is whole; changes meanwhile are written to both.
/// </summary>
internal static class IndexRebuild
{
    private const int Batch = 256;

    // What the mark says of a whole index: which terms it holds. Raised when shapes get other terms, so that an older index is filled anew.
    private const long Terms = 2;

    /// <summary>Rebuilds an index that was never finished, holds the terms of an older version, or is gone while there are people. The mark that it is whole lies in the index itself.</summary>
    public static async Task RunIfLostAsync(TrustParts parts, CancellationToken ct)
    {
        var whole = await parts.Index.ReadAsync((session, c) => session.ScalarAsync<long>("SELECT value FROM marks WHERE name = 'whole'", c), ct: ct);
        if (whole == Terms) return;
        var people = await parts.Vault.ReadAsync((session, c) => session.ScalarAsync<long>("SELECT count(*) FROM (SELECT 1 FROM items LIMIT 1) x", c), ct: ct);
        if (people > 0) await RunAsync(parts, null, ct);
        else await MarkAsync(parts, ct);
    }

    public static async Task<long> RunAsync(TrustParts parts, IProgress<long>? progress, CancellationToken ct)
    {
        var holder = Guid.NewGuid().ToString("N");
        if (!await parts.Index.TryAcquireLeaseAsync("rebuild", holder, TimeSpan.FromMinutes(10), ct)) return 0; // another process is at it
        try
        {
            var keys = parts.BlindIndex.Keys;
            await keys.DropBuildingAsync(ct);
            string[] items = [.. parts.Policies.Required.Items.Where(i => i.IsSearchable).Select(i => i.Id.Value)];
            var epochs = await keys.ReadAsync(items, ct);
            await keys.CreateAsync([.. items.Select(i => (i, epochs.Where(k => k.Item == i).Max(k => k.Epoch) + 1, EpochState.Building))], ct);
            var done = 0L;
            SubjectId? last = null;
            while (true)
            {
                var chunk = await NextAsync(parts, items, last, ct);
                if (chunk.Count == 0) break;
                await parts.BlindIndex.UpdateAsync(await parts.BlindIndex.CurrentAsync(chunk, ct), isNew: false, ct);
                last = chunk[^1].Subject;
                done += chunk.Count;
                progress?.Report(done);
                await parts.Index.TryAcquireLeaseAsync("rebuild", holder, TimeSpan.FromMinutes(10), ct);
            }

            await keys.PromoteAsync(ct);
            var active = (await keys.ReadAsync(ct)).Select(k => (k.Item, k.Epoch)).ToList();
            await parts.Index.WriteAsync(async (tx, c) =>
            {
                foreach (var (item, epoch) in active)
                    await tx.ExecuteAsync("DELETE FROM tokens WHERE item = @item AND epoch < @epoch", c, ("item", item), ("epoch", epoch));
            }, ct);
            await MarkAsync(parts, ct);
            return done;
        }
        finally
        {
            await parts.Index.ReleaseLeaseAsync("rebuild", holder, CancellationToken.None);
        }
    }

    private static Task<int> MarkAsync(TrustParts parts, CancellationToken ct) => parts.Index.WriteAsync((tx, c) => tx.ExecuteAsync(
        "INSERT INTO marks (name, value) VALUES ('whole', @terms) ON CONFLICT (name) DO UPDATE SET value = @terms", c, ("terms", Terms)), ct);

    // Whole people at a time, so that a chunk's last id is where the next begins.
    private static async Task<List<IndexChange>> NextAsync(TrustParts parts, string[] items, SubjectId? after, CancellationToken ct)
    {
        var rows = await parts.Vault.ReadAsync((session, c) => session.ListAsync($"""
            SELECT i.subject, i.item, i.version FROM items i
            WHERE i.subject IN (SELECT id FROM subjects WHERE id > @after AND state = 0 ORDER BY id LIMIT {Batch}) ORDER BY i.subject
            """, r => new IndexChange(SubjectId.FromBytes(r.Bytes(0)), r.GetString(1), r.GetInt64(2), null), c, ("after", after?.ToBytes() ?? [])), ct: ct);
        var searchable = items.ToHashSet(StringComparer.Ordinal);
        var wanted = rows.Where(r => searchable.Contains(r.Item)).ToList();
        return wanted.Count > 0 || rows.Count == 0 ? wanted : await NextAsync(parts, items, rows[^1].Subject, ct);
    }
}
