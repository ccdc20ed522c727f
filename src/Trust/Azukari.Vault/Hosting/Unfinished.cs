using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Hosting;

/// <summary>People whose keys were made and whose data never followed: a crash fell in between. Their keys open nothing and are removed.</summary>
internal static class Unfinished
{
    /// <summary>Returns how many were removed; whose data is there after all only loses the note.</summary>
    public static async Task<int> RemoveAsync(TrustParts parts, DateTimeOffset before, CancellationToken ct)
    {
        var dropped = 0;
        foreach (var chunk in (await parts.Keys.UnfinishedAsync(before, ct)).Chunk(256))
        {
            var there = (await parts.Vault.ReadAsync((session, c) => session.ListAsync($"SELECT id FROM subjects WHERE id {session.InIds()}",
                r => SubjectId.FromBytes(r.Bytes(0)), c, ("ids", session.IdList(chunk))), ct: ct)).ToHashSet();
            SubjectId[] gone = [.. chunk.Where(s => !there.Contains(s))];
            if (gone.Length > 0) await parts.Keys.DropUnfinishedAsync(gone, ct);
            parts.Keys.Finished(there);
            dropped += gone.Length;
        }

        await parts.Keys.FlushAsync(ct);
        return dropped;
    }
}
