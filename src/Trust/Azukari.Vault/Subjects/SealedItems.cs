using System.Buffers.Binary;
using System.Text;
using Azukari.Values;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Subjects;

/// <summary>The facts of a value that decisions rest on. They stand in clear in the row, and the seal vouches for them.</summary>
/// <param name="AcquiredAt">Microseconds since 1970.</param>
/// <param name="Channel">By which channel it came.</param>
/// <param name="Policy">Under which version it was given.</param>
/// <param name="Kind">As what kind of subject.</param>
internal readonly record struct SealedFacts(long AcquiredAt, string Channel, string Policy, string Kind);

/// <summary>The codes among the facts in UTF-8. They hold no line break, so that no two sets of them read alike.</summary>
internal readonly ref struct SealedNames(ReadOnlySpan<byte> item, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> policy, ReadOnlySpan<byte> kind)
{
    public const int Numbers = SubjectId.Size + 16;

    public ReadOnlySpan<byte> Item { get; } = item;

    public ReadOnlySpan<byte> Channel { get; } = channel;

    public ReadOnlySpan<byte> Policy { get; } = policy;

    public ReadOnlySpan<byte> Kind { get; } = kind;

    /// <summary>The length of the associated data.</summary>
    public int Size => Numbers + Item.Length + Channel.Length + Policy.Length + Kind.Length + 4;

    public int Longest => Math.Max(Math.Max(Item.Length, Channel.Length), Math.Max(Policy.Length, Kind.Length));
}

/// <summary>
/// Sealing and opening a person's values. The associated data names person, item and version of the value, and the facts decisions rest on: a
/// sealed value moved to another person, item or version does not open, nor one that somebody gave another policy version or kind of subject.
/// </summary>
internal sealed class SealedItems(SubjectKeys keys) : IDisposable
{
    private const int MaxCode = 256;
    private readonly Aead?[] _opened = new Aead?[5];

    /// <exception cref="InvalidOperationException">The person has no key of this class.</exception>
    public byte[] Seal(KeyClass keyClass, string item, long version, in SealedFacts facts, StoredValue value)
    {
        var cipher = Cipher(keyClass) ?? throw new InvalidOperationException($"The person has no {keyClass} key.");
        Span<byte> codes = stackalloc byte[4 * MaxCode];
        var names = Encode(codes, item, facts);
        Span<byte> associated = stackalloc byte[names.Size];
        WriteAssociated(associated, version, facts.AcquiredAt, names);
        return cipher.Seal(value.Utf8.Span, associated);
    }

    /// <summary>The value; null when the key was destroyed.</summary>
    /// <exception cref="System.Security.Cryptography.AuthenticationTagMismatchException">The row was altered, or belongs elsewhere.</exception>
    public StoredValue? Open(KeyClass keyClass, string item, long version, in SealedFacts facts, byte[] @sealed)
    {
        Span<byte> codes = stackalloc byte[4 * MaxCode];
        return Open(keyClass, version, facts.AcquiredAt, Encode(codes, item, facts), @sealed);
    }

    /// <inheritdoc cref="Open(KeyClass, string, long, in SealedFacts, byte[])"/>
    public StoredValue? Open(KeyClass keyClass, long version, long acquiredAt, in SealedNames names, ReadOnlySpan<byte> @sealed)
    {
        if (Cipher(keyClass) is not { } cipher) return null;
        if (names.Longest > MaxCode) throw new System.Security.Cryptography.AuthenticationTagMismatchException();
        Span<byte> associated = stackalloc byte[names.Size];
        WriteAssociated(associated, version, acquiredAt, names);
        var plain = new byte[Math.Max(0, @sealed.Length - Aead.Overhead)];
        cipher.Open(@sealed, associated, plain);
        return StoredValue.FromUtf8(plain);
    }

    public StoredValue? Open(ItemRow row) =>
        Open(row.Class, row.Item, row.Version, new SealedFacts(row.AcquiredAt, row.Channel, row.Policy, row.Kind), row.Sealed);

    public void Dispose()
    {
        foreach (var cipher in _opened) cipher?.Dispose();
    }

    private Aead? Cipher(KeyClass keyClass) => _opened[(int)keyClass] ??= keys.Open(keyClass);

    private static SealedNames Encode(Span<byte> room, string item, in SealedFacts facts)
    {
        var (i, rest) = Encode(room, item);
        (var channel, rest) = Encode(rest, facts.Channel);
        (var policy, rest) = Encode(rest, facts.Policy);
        var (kind, _) = Encode(rest, facts.Kind);
        return new SealedNames(i, channel, policy, kind);
    }

    // All are columns of bounded length: an altered row may hold anything.
    private static Encoded Encode(Span<byte> room, string code)
    {
        if (!Encoding.UTF8.TryGetBytes(code, room[..MaxCode], out var length)) throw new System.Security.Cryptography.AuthenticationTagMismatchException();
        return new Encoded(room[..length], room[length..]);
    }

    private void WriteAssociated(Span<byte> associated, long version, long acquiredAt, in SealedNames names)
    {
        keys.Subject.WriteTo(associated);
        BinaryPrimitives.WriteInt64BigEndian(associated[SubjectId.Size..], version);
        BinaryPrimitives.WriteInt64BigEndian(associated[(SubjectId.Size + 8)..], acquiredAt);
        var rest = Line(associated[SealedNames.Numbers..], names.Item);
        rest = Line(rest, names.Channel);
        rest = Line(rest, names.Policy);
        Line(rest, names.Kind);
    }

    private static Span<byte> Line(Span<byte> rest, ReadOnlySpan<byte> code)
    {
        code.CopyTo(rest);
        rest[code.Length] = (byte)'\n';
        return rest[(code.Length + 1)..];
    }

    private readonly ref struct Encoded(ReadOnlySpan<byte> code, Span<byte> rest)
    {
        private readonly ReadOnlySpan<byte> _code = code;
        private readonly Span<byte> _rest = rest;

        public void Deconstruct(out ReadOnlySpan<byte> code, out Span<byte> rest)
        {
            code = _code;
            rest = _rest;
        }
    }
}
