using System.Security.Cryptography;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Documents;

/// <summary>
/// The content of a document, one chunk in memory. One statement reads a chunk together with the person's generation and state, the newest
/// policy and the document's state; a chunk is handed out only when these are as they were at the decision, or a new decision permits.
/// </summary>
internal sealed class DocumentStream(TrustParts parts, DocumentRow document, DocumentCipher cipher, Freshness decided, Func<CancellationToken, Task<Freshness>> decideAgain) : Stream
{
    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(DocumentCipher.ChunkBytes);
    private readonly byte[] _id = document.Id.ToBytes();
    private readonly byte[] _subject = document.Subject.ToBytes();
    private readonly long _chunks = DocumentCipher.ChunksOf(document.Size);
    private Freshness _decided = decided;
    private long _held = -1;
    private int _heldBytes;
    private long _position;
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => !_closed;

    public override bool CanWrite => false;

    public override long Length => document.Size;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (buffer.IsEmpty) return 0;
        if (_position >= Length && (Length > 0 || _held == 0)) return 0; // of an empty document the one chunk is opened too: it vouches that there is nothing
        var number = _position / DocumentCipher.ChunkBytes;
        if (number != _held) await LoadAsync(number, cancellationToken);
        var from = (int)(_position % DocumentCipher.ChunkBytes);
        var count = Math.Min(buffer.Length, _heldBytes - from);
        _plain.AsSpan(from, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <exception cref="NotSupportedException">Always: the content comes from a store.</exception>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The content of a document is read asynchronously (ReadAsync, CopyToAsync).");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A document is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A document is read only.");

    protected override void Dispose(bool disposing)
    {
        if (!_closed)
        {
            _closed = true;
            CryptographicOperations.ZeroMemory(_plain);
            cipher.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task LoadAsync(long number, CancellationToken ct)
    {
        var row = await ReadAsync(number, ct);
        for (var tries = 1; row.Now != _decided; tries++)
        {
            _decided = await decideAgain(ct); // throws when it is no longer permitted
            if (tries == Reading.Gate.Rounds) throw new DocumentStoppedException(document.Id, null, null);
            row = await ReadAsync(number, ct);
        }

        if (row.State != DocumentState.Kept) throw new DocumentStoppedException(document.Id, null, null);
        var bytes = (int)Math.Min(DocumentCipher.ChunkBytes, Length - (number * DocumentCipher.ChunkBytes));
        _held = -1;
        try
        {
            if (row.Sealed is null) throw new AuthenticationTagMismatchException();
            cipher.OpenChunk(document.Place, number, number == _chunks - 1, row.Sealed, _plain.AsSpan(0, bytes));
        }
        catch (CryptographicException)
        {
            parts.Log.ValueDamaged(document.Subject, document.Item);
            throw new VaultDamagedException(document.Subject, Policy.ItemId.Parse(document.Item));
        }

        (_held, _heldBytes) = (number, bytes);
    }

    private async Task<(byte[]? Sealed, DocumentState State, Freshness Now)> ReadAsync(long number, CancellationToken ct) => await parts.Vault.ReadAsync((session, c) => session.FirstAsync(
        """
        SELECT c.sealed, d.state, s.generation, s.state, (SELECT max(sequence) FROM policies)
        FROM subjects s LEFT JOIN documents d ON d.id = @document LEFT JOIN document_chunks c ON c.document = d.id AND c.number = @number
        WHERE s.id = @subject
        """,
        r => (r.BytesOrNull(0), (DocumentState)(r.LongOrNull(1) ?? (long)DocumentState.Going), new Freshness(r.LongOrNull(4) ?? 0, r.GetInt64(2), (SubjectState)r.GetInt64(3))), c,
        ("document", _id), ("number", number), ("subject", _subject)), ct: ct);
}
