using System.Buffers.Binary;
using System.Security.Cryptography;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Documents;

/// <summary>A document's key as it lies in the key store.</summary>
internal readonly record struct WrappedDocumentKey(SubjectId Subject, DocumentId Document, KeyClass Class, int Master, byte[] Wrapped)
{
    /// <summary>Binds the wrapped bytes to person, document, class and master version, and to being a document's: a row moved elsewhere does not open.</summary>
    public byte[] Associated(int master)
    {
        var label = "document key\n"u8;
        var associated = new byte[label.Length + (2 * SubjectId.Size) + 1 + 4];
        label.CopyTo(associated);
        var rest = associated.AsSpan(label.Length);
        Subject.WriteTo(rest);
        Document.WriteTo(rest[SubjectId.Size..]);
        rest[2 * SubjectId.Size] = (byte)Class;
        BinaryPrimitives.WriteInt32BigEndian(rest[((2 * SubjectId.Size) + 1)..], master);
        return associated;
    }
}

/// <summary>
/// The keys of documents, one each, in the key store: made before the first chunk is written, destroyed before the last is removed. The
/// class of the item is kept beside each, so that a class can go alone.
/// </summary>
internal sealed class DocumentKeys(KeyStore keys)
{
    private const string Columns = "subject, document, class, master, wrapped";
    private static readonly RowShape Rows = new("document_keys", "subject:b document:b class:l master:l wrapped:b", "ON CONFLICT DO NOTHING");
    private static readonly RowShape Notes = new("unfinished_documents", "document:b at:l", "ON CONFLICT DO NOTHING");

    private readonly Lock _gate = new();
    private List<DocumentId> _finished = [];

    /// <summary>
    /// Makes the document's key, durably, and notes it as unfinished until <see cref="Finished"/>. Null for an erased person, and for an id
    /// that has a key or had one.
    /// </summary>
    public async Task<(DocumentCipher? Cipher, bool IsKnown)> CreateAsync(DocumentPlace place, KeyClass keyClass, CancellationToken ct)
    {
        var finished = TakeFinished();
        using var key = SecretBytes.Random(Aead.KeySize);
        var (made, isKnown) = await keys.Store.WriteAsync(async (tx, c) =>
        {
            var master = await KeyStore.CurrentMasterAsync(tx, c);
            var asPerson = SubjectId.FromBytes(place.Document.ToBytes());
            var listed = await KeyErasure.ListedAsync(tx, [place.Subject, asPerson], c);
            if (listed.ContainsKey((place.Subject, Erasure.WholePerson))) return (false, false);
            if (listed.ContainsKey((asPerson, Erasure.Document))) return (false, true);
            var row = new WrappedDocumentKey(place.Subject, place.Document, keyClass, master, new byte[Aead.KeySize + IMasterKeys.Overhead]);
            keys.Masters.Wrap(master, key.Span, row.Associated(master), row.Wrapped);
            if (await Rows.InsertAsync(tx, [[place.Subject.ToBytes(), place.Document.ToBytes(), (long)keyClass, (long)master, row.Wrapped]], c) == 0) return (false, true);
            await Notes.InsertAsync(tx, [[place.Document.ToBytes(), keys.Store.Clock.Microseconds()]], c);
            await ForgetAsync(tx, finished, c);
            return (true, false);
        }, ct);
        return (made ? new DocumentCipher(key.Span) : null, isKnown);
    }

    /// <summary>The keys of a person's documents as they lie there now.</summary>
    public async Task<Dictionary<DocumentId, WrappedDocumentKey>> ReadAsync(SubjectId subject, DocumentId? only, CancellationToken ct)
    {
        var rows = await keys.Store.ReadAsync((session, c) => only is { } document
            ? session.ListAsync($"SELECT {Columns} FROM document_keys WHERE document = @document AND subject = @subject", Read, c, ("document", document.ToBytes()), ("subject", subject.ToBytes()))
            : session.ListAsync($"SELECT {Columns} FROM document_keys WHERE subject = @subject", Read, c, ("subject", subject.ToBytes())), ct: ct);
        return rows.ToDictionary(r => r.Document);
    }

    /// <summary>Whether the document has a key: also one that is only begun.</summary>
    public Task<bool> HasAsync(DocumentId document, CancellationToken ct) => keys.Store.ReadAsync(async (session, c) =>
        await session.ScalarAsync<long>("SELECT count(*) FROM document_keys WHERE document = @id", c, ("id", document.ToBytes())) > 0, ct: ct);

    /// <summary>Opens a key; null when its master key was destroyed, or the row belongs elsewhere.</summary>
    public DocumentCipher? Open(in WrappedDocumentKey wrapped)
    {
        Span<byte> key = stackalloc byte[Aead.KeySize];
        if (!keys.Masters.TryUnwrap(wrapped.Master, wrapped.Wrapped, wrapped.Associated(wrapped.Master), key)) return null;
        try
        {
            return new DocumentCipher(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The document is durable: the note that it was unfinished goes with the next write.</summary>
    public void Finished(IEnumerable<DocumentId> documents)
    {
        lock (_gate) _finished.AddRange(documents);
    }

    /// <summary>Writes what <see cref="Finished"/> left to write.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var finished = TakeFinished();
        if (finished.Count > 0) await keys.Store.WriteAsync((tx, c) => ForgetAsync(tx, finished, c), ct);
    }

    /// <summary>Uploads begun before a time and never reported as finished.</summary>
    public Task<List<DocumentId>> UnfinishedAsync(DateTimeOffset before, CancellationToken ct) => keys.Store.ReadAsync((session, c) => session.ListAsync(
        "SELECT document FROM unfinished_documents WHERE at < @before", r => DocumentId.FromBytes(r.Bytes(0)), c, ("before", before.ToMicroseconds())), ct: ct);

    /// <summary>Removes the keys of uploads that never became documents: nobody was told of them, so they are on no list.</summary>
    public Task DropAsync(IReadOnlyCollection<DocumentId> documents, CancellationToken ct) => keys.Store.WriteAsync(async (tx, c) =>
    {
        foreach (var document in documents) await tx.ExecuteAsync("DELETE FROM document_keys WHERE document = @document", c, ("document", document.ToBytes()));
        await ForgetAsync(tx, documents, c);
    }, ct);

    /// <summary>Wraps anew, a batch at a time, what an old master version wraps. Returns how many; 0 when nothing is left.</summary>
    public static async Task<int> RewrapAsync(StoreTransaction tx, int old, int next, int batch, Func<int, byte[], byte[], int, byte[], byte[]> rewrap, CancellationToken ct)
    {
        var rows = await tx.ListAsync($"SELECT {Columns} FROM document_keys WHERE master = @old LIMIT {batch}", Read, ct, ("old", (long)old));
        foreach (var row in rows)
            await tx.ExecuteAsync("UPDATE document_keys SET master = @next, wrapped = @wrapped WHERE document = @document AND master = @old", ct,
                ("next", (long)next), ("wrapped", rewrap(row.Master, row.Wrapped, row.Associated(old), next, row.Associated(next))), ("document", row.Document.ToBytes()), ("old", (long)old));
        return rows.Count;
    }

    private List<DocumentId> TakeFinished()
    {
        lock (_gate)
        {
            var finished = _finished;
            _finished = [];
            return finished;
        }
    }

    private static async Task ForgetAsync(StoreTransaction tx, IReadOnlyCollection<DocumentId> documents, CancellationToken ct)
    {
        foreach (var document in documents) await tx.ExecuteAsync("DELETE FROM unfinished_documents WHERE document = @document", ct, ("document", document.ToBytes()));
    }

    private static WrappedDocumentKey Read(System.Data.Common.DbDataReader r) =>
        new(SubjectId.FromBytes(r.Bytes(0)), DocumentId.FromBytes(r.Bytes(1)), (KeyClass)r.GetInt64(2), (int)r.GetInt64(3), r.Bytes(4));
}
