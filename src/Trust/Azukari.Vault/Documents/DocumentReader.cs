using Azukari.Policy;
using Azukari.Vault.Hosting;
using Azukari.Vault.Reading;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Documents;

/// <summary>Reads documents through the gate: one as a stream, or the names of a person's.</summary>
internal sealed class DocumentReader(TrustParts parts, Gate gate)
{
    /// <summary>The documents of a person by their facts; null for people erased or unknown.</summary>
    public async Task<IReadOnlyList<HeldDocument>?> ListAsync(SubjectId subject, CancellationToken ct)
    {
        var (people, rows) = await SnapshotAsync(subject, null, ct);
        return people.Find(subject) is { State: SubjectState.Active } ? [.. rows.Select(r => r.ToHeld())] : null;
    }

    public Task<AccessResult<IReadOnlyList<NamedDocument>>?> ListNamedAsync(SubjectId subject, IReadOnlyCollection<ItemId>? items, AccessContext context, CancellationToken ct) =>
        gate.ReadOneAsync<IReadOnlyList<NamedDocument>>(subject, context, c => LoadAsync<IReadOnlyList<NamedDocument>>(subject, null, items,
            (rows, keys) => _ => [.. rows.Select(row => Named(row, keys[row.Id]))], c), ct);

    public Task<AccessResult<DocumentContent>?> OpenAsync(SubjectId subject, DocumentId document, AccessContext context, CancellationToken ct) =>
        gate.ReadOneAsync(subject, context, c => LoadContentAsync(subject, document, context, c), ct);

    private Task<Gated<DocumentContent>?> LoadContentAsync(SubjectId subject, DocumentId document, AccessContext context, CancellationToken ct) =>
        LoadAsync<DocumentContent>(subject, document, null, (rows, keys) => decided => Content(rows[0], keys[document], decided, context), ct);

    private DocumentContent Content(DocumentRow row, WrappedDocumentKey key, Freshness decided, AccessContext context)
    {
        var cipher = parts.DocumentKeys.Open(key) ?? throw new System.Security.Cryptography.AuthenticationTagMismatchException();
        try
        {
            var name = cipher.OpenCard(row.Place, row.Facts, row.Card);
            return new DocumentContent(row.ToHeld(), name, new DocumentStream(parts, row, cipher, decided, c => AgainAsync(row, context, c)));
        }
        catch
        {
            cipher.Dispose();
            throw;
        }
    }

    private async Task<Freshness> AgainAsync(DocumentRow row, AccessContext context, CancellationToken ct)
    {
        var again = await gate.DecideAgainAsync(row.Subject, context, c => LoadContentAsync(row.Subject, row.Id, context, c), ct);
        if (again is null) throw new DocumentStoppedException(row.Id, null, null);
        return again.Refusal is null ? again.Fresh : throw new DocumentStoppedException(row.Id, again.Refusal, again.Entry);
    }

    private NamedDocument Named(DocumentRow row, WrappedDocumentKey key)
    {
        using var cipher = parts.DocumentKeys.Open(key) ?? throw new System.Security.Cryptography.AuthenticationTagMismatchException();
        return new NamedDocument(row.ToHeld(), cipher.OpenCard(row.Place, row.Facts, row.Card));
    }

    /// <summary>
    /// Keys first, then the vault in one snapshot. Null when the person is there and has no such document. A document whose key is missing
    /// is read again once: it may have come between the two reads. Missing still, an older key store was put back: nobody can read it.
    /// </summary>
    private async Task<Gated<T>?> LoadAsync<T>(SubjectId subject, DocumentId? only, IReadOnlyCollection<ItemId>? items,
        Func<List<DocumentRow>, Dictionary<DocumentId, WrappedDocumentKey>, Func<Freshness, T>> open, CancellationToken ct) where T : class
    {
        for (var last = false; ; last = true)
        {
            var documentKeys = await parts.DocumentKeys.ReadAsync(subject, only, ct);
            var keys = (await parts.Keys.ReadManyAsync([subject], ct)).GetValueOrDefault(subject);
            var (people, all) = await SnapshotAsync(subject, only, ct);
            var rows = items is null ? all : all.FindAll(r => items.Contains(ItemId.Parse(r.Item)));
            var person = people.Find(subject);
            if (person is { State: SubjectState.Active })
            {
                if (!last && rows.Exists(r => !documentKeys.ContainsKey(r.Id))) continue;
                if (rows.RemoveAll(r => !documentKeys.ContainsKey(r.Id)) > 0) parts.Log.NoKeys(subject);
                if (rows.Count == 0) return null;
                person.Items.Clear();
                person.Items.AddRange(rows.Select(r => r.ToItem()));
            }
            else
            {
                rows = [];
            }

            return new Gated<T>(keys, people, [.. rows.Select(r => ItemId.Parse(r.Item)).Distinct()], open(rows, documentKeys));
        }
    }

    private Task<(PeopleSnapshot People, List<DocumentRow> Rows)> SnapshotAsync(SubjectId subject, DocumentId? only, CancellationToken ct) =>
        parts.Vault.ReadAsync(async (session, c) => (await PeopleReader.ReadAsync(session, [subject], c), await DocumentRow.ReadAsync(session, subject, only, c)), snapshot: true, ct);
}
