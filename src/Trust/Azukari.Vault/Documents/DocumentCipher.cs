using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Azukari.Vault.Documents;

/// <summary>What a document's chunks and card are bound to.</summary>
internal sealed record DocumentPlace(SubjectId Subject, DocumentId Document, string Item);

/// <summary>
/// AES-256-GCM over a document: chunks of 64 KiB, each 16 bytes longer when sealed, and a card with the file's name. The key is the
/// document's own, made for one upload and never used to seal again, so the nonce is a counter: one byte that says chunk or card, three
/// zeros, the chunk's number. The associated data names person, document, item, number and whether the chunk is the last: what was cut off,
/// moved, exchanged or altered does not open.
/// </summary>
internal sealed class DocumentCipher(ReadOnlySpan<byte> key) : IDisposable
{
    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;
    private const byte Chunk = 1;
    private const byte Card = 2;
    private const int NonceBytes = 12;
    private const int FixedBytes = 2 + (2 * SubjectId.Size) + 8 + 1;

    private readonly AesGcm _gcm = new(key, TagBytes);

    public void SealChunk(DocumentPlace place, long number, bool last, ReadOnlySpan<byte> plain, Span<byte> @sealed)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, Chunk, number);
        _gcm.Encrypt(nonce, plain, @sealed[..plain.Length], @sealed[plain.Length..], Associated(place, Chunk, number, last, ""));
    }

    /// <exception cref="AuthenticationTagMismatchException">It is not what was sealed in this place.</exception>
    public void OpenChunk(DocumentPlace place, long number, bool last, ReadOnlySpan<byte> @sealed, Span<byte> plain)
    {
        if (@sealed.Length != plain.Length + TagBytes) throw new AuthenticationTagMismatchException();
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, Chunk, number);
        _gcm.Decrypt(nonce, @sealed[..^TagBytes], @sealed[^TagBytes..], plain, Associated(place, Chunk, number, last, ""));
    }

    /// <summary>Seals the name, and vouches for the facts beside it: decisions rest on them, and they stand in clear in the row.</summary>
    public byte[] SealCard(DocumentPlace place, in DocumentFacts facts, string? fileName)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, Card, 0);
        var plain = Encoding.UTF8.GetBytes(fileName ?? "");
        var @sealed = new byte[plain.Length + TagBytes];
        _gcm.Encrypt(nonce, plain, @sealed.AsSpan(0, plain.Length), @sealed.AsSpan(plain.Length), Associated(place, Card, 0, last: true, facts.ToText()));
        CryptographicOperations.ZeroMemory(plain);
        return @sealed;
    }

    /// <exception cref="AuthenticationTagMismatchException">Name or facts are not what was sealed.</exception>
    public string? OpenCard(DocumentPlace place, in DocumentFacts facts, ReadOnlySpan<byte> @sealed)
    {
        if (@sealed.Length < TagBytes) throw new AuthenticationTagMismatchException();
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, Card, 0);
        var plain = new byte[@sealed.Length - TagBytes];
        _gcm.Decrypt(nonce, @sealed[..^TagBytes], @sealed[^TagBytes..], plain, Associated(place, Card, 0, last: true, facts.ToText()));
        return plain.Length == 0 ? null : Encoding.UTF8.GetString(plain);
    }

    public void Dispose() => _gcm.Dispose();

    /// <summary>How many chunks a content of this length has: an empty one has one, empty.</summary>
    public static long ChunksOf(long size) => Math.Max(1, (size + ChunkBytes - 1) / ChunkBytes);

    private static void WriteNonce(Span<byte> nonce, byte what, long number)
    {
        nonce.Clear();
        nonce[0] = what;
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], number);
    }

    private static byte[] Associated(DocumentPlace place, byte what, long number, bool last, string facts)
    {
        var texts = place.Item + "\n" + facts;
        var associated = new byte[FixedBytes + Encoding.UTF8.GetByteCount(texts)];
        associated[0] = 1; // the format
        associated[1] = what;
        place.Subject.WriteTo(associated.AsSpan(2));
        place.Document.WriteTo(associated.AsSpan(2 + SubjectId.Size));
        BinaryPrimitives.WriteInt64BigEndian(associated.AsSpan(2 + (2 * SubjectId.Size)), number);
        associated[FixedBytes - 1] = last ? (byte)1 : (byte)0;
        Encoding.UTF8.GetBytes(texts, associated.AsSpan(FixedBytes));
        return associated;
    }
}

/// <summary>The facts of a document its card vouches for.</summary>
internal readonly record struct DocumentFacts(string Type, long Size, long Version, long AcquiredAt, string Channel, string Policy, string Kind, string Accessor)
{
    public string ToText() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Type}\n{Size}\n{Version}\n{AcquiredAt}\n{Channel}\n{Policy}\n{Kind}\n{Accessor}");
}
