using System.Runtime.CompilerServices;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Hosting;

namespace Azukari.Vault.Reading;

/// <summary>
/// Reads many people in constant memory, a chunk at a time. While the consumer uses one, the next is being recorded and those behind it are
/// looked at: so at most one chunk is recorded that a consumer who stops never saw, and each is rechecked when its first result is asked for.
/// </summary>
internal sealed class BulkReader(TrustParts parts, Gate gate)
{
    public const int Chunk = 256;

    // On SQLite, where all behind a chunk wait for its commit: fewer commits. A consumer who stops may leave as many recorded and unseen, so the first two are small.
    private const int LargeChunk = 2 * Chunk;
    private const int FirstChunks = 2;

    private int LookedAhead => gate.IsHot ? 6 : 3; // on SQLite enough to do while the ledger's one writer is taken by sealing

    public async IAsyncEnumerable<AccessResult<ItemValues>> ReadAsync(
        IAsyncEnumerable<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var looking = new Queue<Task<Ahead>>();
        Task<Ahead>? recording = null;
        var more = true;
        var chunks = InChunksAsync(subjects, ct).GetAsyncEnumerator(ct);
        try
        {
            recording = await NextAsync();
            while (recording is not null)
            {
                var chunk = await recording;
                recording = await NextAsync();
                foreach (var result in await gate.ReleaseAsync(chunk, items, context, ct)) yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync();
            if (recording is not null) looking.Enqueue(recording);
            foreach (var left in looking) await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await chunks.DisposeAsync();
        }

        async Task<Task<Ahead>?> NextAsync()
        {
            while (looking.Count < LookedAhead && more)
            {
                more = await chunks.MoveNextAsync();
                if (!more) break;
                var chunk = chunks.Current;
                looking.Enqueue(Task.Run(() => gate.LookAsync(chunk, items, context, stop.Token), CancellationToken.None));
            }

            return looking.TryDequeue(out var looked) ? Task.Run(async () => await gate.RecordAsync(await looked, context, ct), CancellationToken.None) : null;
        }
    }

    private async IAsyncEnumerable<SubjectId[]> InChunksAsync(IAsyncEnumerable<SubjectId> subjects, [EnumeratorCancellation] CancellationToken ct)
    {
        var (chunk, size, number) = (new List<SubjectId>(Chunk), Chunk, 0);
        await foreach (var subject in subjects.WithCancellation(ct))
        {
            chunk.Add(subject);
            if (chunk.Count < size) continue;
            yield return [.. chunk];
            chunk.Clear();
            if (++number == FirstChunks && gate.IsHot) size = LargeChunk;
        }

        if (chunk.Count > 0) yield return [.. chunk];
    }

    /// <summary>The ids of a kind, page by page: a long consumer holds no snapshot open.</summary>
    public async IAsyncEnumerable<SubjectId> OfKindAsync(SubjectKind? kind, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = Array.Empty<byte>();
        while (true)
        {
            var page = await parts.Vault.ReadAsync((session, c) => session.ListAsync(
                $"SELECT id FROM subjects WHERE id > @after AND state = 0 AND (@kind = '' OR kind = @kind) ORDER BY id LIMIT {4 * Chunk}",
                r => r.Bytes(0), c, ("after", after), ("kind", kind?.Value ?? "")), ct: ct);
            foreach (var id in page) yield return SubjectId.FromBytes(id);
            if (page.Count < 4 * Chunk) yield break;
            after = page[^1];
        }
    }
}
