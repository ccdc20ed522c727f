using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Documents;

/// <summary>
/// Removes documents that were decided to go, and uploads that never arrived: keys first, then chunks a few at a time, then the row. Each
/// step can be repeated; what a crash interrupts is finished at opening or by the background.
/// </summary>
internal sealed class DocumentRemoval(TrustParts parts)
{
    private const int ChunksAtOnce = 64;
    private const int Batch = 256;

    /// <summary>Destroys the keys of documents decided to go, on the list of erasures too, and removes what they sealed.</summary>
    public async Task FinishAsync(IReadOnlyCollection<DocumentId> documents, CancellationToken ct)
    {
        if (documents.Count == 0) return;
        await parts.KeyErasure.DestroyDocumentsAsync(documents, ct);
        await parts.StepAsync("document-keys-destroyed");
        await parts.KeyScrub.RunAsync(ct);
        await RemoveRowsAsync(documents, ct);
    }

    /// <summary>Removes an upload nobody was told of.</summary>
    public async Task AbandonAsync(DocumentId document, CancellationToken ct)
    {
        await parts.StepAsync("document-abandoned");
        await parts.Writes.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE documents SET state = 2 WHERE id = @id AND state = 0", c, ("id", document.ToBytes())), ct);
        await parts.DocumentKeys.DropAsync([document], ct);
        await RemoveRowsAsync([document], ct);
    }

    /// <summary>Removes the documents of people whose keys are destroyed.</summary>
    public async Task RemoveOfAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        var documents = await parts.Writes.WriteAsync(async (tx, c) =>
        {
            await tx.ExecuteAsync($"UPDATE documents SET state = 2 WHERE subject {tx.InIds()}", c, ("ids", tx.IdList(subjects)));
            return await tx.ListAsync($"SELECT id FROM documents WHERE subject {tx.InIds()}", r => DocumentId.FromBytes(r.Bytes(0)), c, ("ids", tx.IdList(subjects)));
        }, ct);
        await RemoveRowsAsync(documents, ct);
    }

    /// <summary>
    /// Finishes removals that were interrupted, removes uploads nothing came of since <paramref name="before"/>, and whatever of
    /// <paramref name="erased"/> a restored copy brought back. Returns how many documents went.
    /// </summary>
    public async Task<int> ResumeAsync(DateTimeOffset before, IReadOnlyCollection<DocumentId> erased, CancellationToken ct)
    {
        var count = 0;
        foreach (var chunk in erased.Chunk(Batch)) count += await RemoveBackAsync(chunk, ct);
        while (await ListAsync($"SELECT id FROM documents WHERE state = 2 LIMIT {Batch}", ct) is { Count: > 0 } going)
        {
            await FinishAsync(going, ct);
            count += going.Count;
        }

        var stale = before.ToMicroseconds();
        foreach (var id in await ListAsync("SELECT id FROM documents WHERE state = 0 AND moved_at < @before", ct, ("before", stale)))
        {
            // Claimed in one statement: an upload that moves on meanwhile keeps its row.
            var claimed = await parts.Writes.WriteAsync((tx, c) => tx.ExecuteAsync(
                "UPDATE documents SET state = 2 WHERE id = @id AND state = 0 AND moved_at < @before", c, ("id", id.ToBytes()), ("before", stale)), ct);
            if (claimed == 0) continue;
            await parts.DocumentKeys.DropAsync([id], ct);
            await RemoveRowsAsync([id], ct);
            count++;
        }

        await ForgetAsync(await parts.DocumentKeys.UnfinishedAsync(before, ct), ct);
        return count;
    }

    // Keys whose first chunk never came are dropped; whose document is there only lose the note.
    private async Task ForgetAsync(List<DocumentId> noted, CancellationToken ct)
    {
        foreach (var chunk in noted.Chunk(Batch))
        {
            var states = (await parts.Vault.ReadAsync((session, c) => session.ListAsync($"SELECT id, state FROM documents WHERE id {session.InIds()}",
                r => (Id: DocumentId.FromBytes(r.Bytes(0)), State: (DocumentState)r.GetInt64(1)), c, ("ids", session.Ids(chunk))), ct: ct)).ToDictionary(r => r.Id, r => r.State);
            DocumentId[] gone = [.. chunk.Where(id => !states.ContainsKey(id))];
            if (gone.Length > 0) await parts.DocumentKeys.DropAsync(gone, ct);
            parts.DocumentKeys.Finished(chunk.Where(id => states.GetValueOrDefault(id, DocumentState.Going) == DocumentState.Kept));
        }

        await parts.DocumentKeys.FlushAsync(ct);
    }

    private async Task<int> RemoveBackAsync(IReadOnlyCollection<DocumentId> erased, CancellationToken ct)
    {
        var back = await parts.Vault.ReadAsync((session, c) => session.ListAsync($"SELECT id FROM documents WHERE id {session.InIds()}",
            r => DocumentId.FromBytes(r.Bytes(0)), c, ("ids", session.Ids(erased))), ct: ct);
        if (back.Count == 0) return 0;
        await parts.Writes.WriteAsync((tx, c) => tx.ExecuteAsync($"UPDATE documents SET state = 2 WHERE id {tx.InIds()}", c, ("ids", tx.Ids(back))), ct);
        await RemoveRowsAsync(back, ct);
        return back.Count;
    }

    private async Task RemoveRowsAsync(IReadOnlyCollection<DocumentId> documents, CancellationToken ct)
    {
        foreach (var document in documents)
        {
            var id = document.ToBytes();
            while (await parts.Writes.WriteAsync((tx, c) => tx.ExecuteAsync($"""
                DELETE FROM document_chunks WHERE document = @id AND number IN (SELECT number FROM document_chunks WHERE document = @id ORDER BY number LIMIT {ChunksAtOnce})
                """, c, ("id", id)), ct) == ChunksAtOnce)
                await parts.StepAsync("document-chunks-removed");
            await parts.Writes.WriteAsync(async (tx, c) =>
            {
                await tx.ExecuteAsync("DELETE FROM document_chunks WHERE document = @id", c, ("id", id));
                return await tx.ExecuteAsync("DELETE FROM documents WHERE id = @id AND state = 2", c, ("id", id));
            }, ct);
        }
    }

    private Task<List<DocumentId>> ListAsync(string sql, CancellationToken ct, params (string, object?)[] args) =>
        parts.Vault.ReadAsync((session, c) => session.ListAsync(sql, r => DocumentId.FromBytes(r.Bytes(0)), c, args), ct: ct);
}

/// <summary>Asking for many documents at once.</summary>
internal static class DocumentBatches
{
    /// <summary>The value of <c>@ids</c> (see <see cref="Batches.InIds"/>).</summary>
    public static object Ids(this StoreSession session, IEnumerable<DocumentId> ids) => session.BytesList(ids.Select(id => id.ToString()));
}
