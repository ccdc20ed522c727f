using System.Runtime.CompilerServices;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Hosting;

namespace Azukari.Vault.Reading;

/// <summary>Reads many people in constant memory: one chunk at a time goes through the gate, when the consumer asks for it.</summary>
internal sealed class BulkReader(TrustParts parts, Gate gate)
{
    public const int Chunk = 256;

    public async IAsyncEnumerable<AccessResult<ItemValues>> ReadAsync(
        IAsyncEnumerable<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var chunk in subjects.Chunk(Chunk).WithCancellation(ct))
            foreach (var result in await gate.ReadAsync(chunk, items, context, ct))
                yield return result;
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
