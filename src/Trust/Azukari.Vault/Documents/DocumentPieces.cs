using System.Security.Cryptography;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Documents;

/// <summary>
/// A content of unknown length, cut into chunks and sealed as it comes: two chunks in clear (a chunk is sealed once it is known whether it
/// is the last) and a batch sealed, whatever the length. What was in clear is overwritten when done.
/// </summary>
internal sealed class DocumentPieces(Stream content, long limit) : IDisposable
{
    /// <summary>How many chunks one transaction writes: a megabyte, so that others who write wait for milliseconds.</summary>
    public const int Batch = 16;

    private byte[] _current = new byte[DocumentCipher.ChunkBytes];
    private byte[] _next = new byte[DocumentCipher.ChunkBytes];
    private readonly byte[]?[] _sealed = new byte[Batch][];
    private int _bytes;
    private long _number;

    public static RowShape Rows { get; } = new("document_chunks", "document:b number:l sealed:b");

    /// <summary>The first bytes, after <see cref="BeginAsync"/>.</summary>
    public ReadOnlyMemory<byte> Head => _current.AsMemory(0, Math.Min(_bytes, DocumentType.HeadBytes));

    /// <summary>How many bytes were sealed.</summary>
    public long Size { get; private set; }

    /// <summary>Whether the last chunk was sealed.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Whether there is more than the limit allows; nothing further is read then.</summary>
    public bool TooLarge { get; private set; }

    public async Task BeginAsync(CancellationToken ct) => _bytes = await FillAsync(_current, ct);

    /// <summary>The next chunks, sealed, as rows; they are the caller's until the next call.</summary>
    public async Task<IReadOnlyList<object?[]>> SealAsync(DocumentCipher cipher, DocumentPlace place, CancellationToken ct)
    {
        var rows = new List<object?[]>(Batch);
        while (rows.Count < Batch && !AtEnd)
        {
            var following = _bytes < DocumentCipher.ChunkBytes ? 0 : await FillAsync(_next, ct);
            Size += _bytes;
            if (Size + following > limit)
            {
                TooLarge = true;
                return [];
            }

            AtEnd = following == 0;
            var whole = _bytes == DocumentCipher.ChunkBytes;
            var bytes = whole ? _sealed[rows.Count] ??= new byte[DocumentCipher.ChunkBytes + DocumentCipher.TagBytes] : new byte[_bytes + DocumentCipher.TagBytes];
            cipher.SealChunk(place, _number, AtEnd, _current.AsSpan(0, _bytes), bytes);
            rows.Add([place.Document.ToBytes(), _number, bytes]);
            _number++;
            (_current, _next, _bytes) = (_next, _current, following);
        }

        return rows;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_current);
        CryptographicOperations.ZeroMemory(_next);
    }

    private async Task<int> FillAsync(byte[] buffer, CancellationToken ct) => await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
}
