using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azukari.Ledger;

/// <summary>
/// The ledger's hashes, all SHA-256, kept apart by a first byte:
/// commitment = H(salt ‖ canonical JSON), so that who sees a leaf cannot guess the entry;
/// leaf = H(0x00 ‖ commitment) and node = H(0x01 ‖ left ‖ right) as in RFC 6962;
/// link = H(0x02 ‖ previous link ‖ seq, 8 bytes big-endian ‖ leaf), the writer's chain, which begins with H(0x03 ‖ writer id).
/// </summary>
public static class LedgerHash
{
    /// <summary>The number of bytes of every hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The number of bytes of an entry's salt.</summary>
    public const int SaltSize = 16;

    /// <summary>The Merkle leaf of an entry: H(0x00 ‖ H(salt ‖ canonical JSON)).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalJson)
    {
        var length = salt.Length + canonicalJson.Length;
        Span<byte> salted = length <= 1024 ? stackalloc byte[length] : new byte[length];
        salt.CopyTo(salted);
        canonicalJson.CopyTo(salted[salt.Length..]);
        var leaf = new byte[Size];
        LeafOfSalted(salted, leaf);
        return leaf;
    }

    /// <summary>The Merkle leaf of an entry whose JSON stands behind its salt.</summary>
    internal static void LeafOfSalted(ReadOnlySpan<byte> salted, Span<byte> leaf)
    {
        Span<byte> input = stackalloc byte[1 + Size];
        input[0] = 0;
        Sha256Direct.HashData(salted, input[1..]);
        Sha256Direct.HashData(input, leaf);
    }

    /// <summary>RFC 6962's leaf hash of any data: H(0x00 ‖ data).</summary>
    public static byte[] LeafOf(ReadOnlySpan<byte> data)
    {
        Span<byte> input = data.Length <= 256 ? stackalloc byte[data.Length + 1] : new byte[data.Length + 1];
        input[0] = 0;
        data.CopyTo(input[1..]);
        return SHA256.HashData(input);
    }

    /// <summary>RFC 6962's inner node: H(0x01 ‖ left ‖ right).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> input = stackalloc byte[1 + Size + Size];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        var node = new byte[Size];
        Sha256Direct.HashData(input, node);
        return node;
    }

    /// <summary>The root of a tree with no leaf: H().</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);

    internal static byte[] FirstLink(WriterId writer)
    {
        Span<byte> input = stackalloc byte[1 + WriterId.Size];
        input[0] = 3;
        writer.ToBytes().CopyTo(input[1..]);
        return SHA256.HashData(input);
    }

    internal static byte[] Link(ReadOnlySpan<byte> previous, long seq, ReadOnlySpan<byte> leaf)
    {
        var link = new byte[Size];
        Link(previous, seq, leaf, link);
        return link;
    }

    /// <summary>Writes the link behind <paramref name="previous"/>, which may be the same span.</summary>
    internal static void Link(ReadOnlySpan<byte> previous, long seq, ReadOnlySpan<byte> leaf, Span<byte> link)
    {
        Span<byte> input = stackalloc byte[1 + Size + 8 + Size];
        input[0] = 2;
        previous.CopyTo(input[1..]);
        BinaryPrimitives.WriteInt64BigEndian(input[(1 + Size)..], seq);
        leaf.CopyTo(input[(1 + Size + 8)..]);
        Sha256Direct.HashData(input, link);
    }
}
