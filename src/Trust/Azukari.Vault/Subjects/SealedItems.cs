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

/// <summary>
/// Sealing and opening a person's values. The associated data names person, item and version of the value, and the facts decisions rest on: a
/// sealed value moved to another person, item or version does not open, nor one that somebody gave another policy version or kind of subject.
/// </summary>
internal sealed class SealedItems(SubjectKeys keys) : IDisposable
{
    private const int Numbers = SubjectId.Size + 16;
    private const int MaxCode = 256;
    private readonly Aead?[] _opened = new Aead?[5];

    /// <exception cref="InvalidOperationException">The person has no key of this class.</exception>
    public byte[] Seal(KeyClass keyClass, string item, long version, in SealedFacts facts, StoredValue value)
    {
        Span<byte> associated = stackalloc byte[AssociatedSize(item, facts)];
        WriteAssociated(associated, item, version, facts);
        var cipher = Cipher(keyClass) ?? throw new InvalidOperationException($"The person has no {keyClass} key.");
        return cipher.Seal(value.Utf8.Span, associated);
    }

    /// <summary>The value; null when the key was destroyed.</summary>
    /// <exception cref="System.Security.Cryptography.AuthenticationTagMismatchException">The row was altered, or belongs elsewhere.</exception>
    public StoredValue? Open(KeyClass keyClass, string item, long version, in SealedFacts facts, byte[] @sealed)
    {
        if (Cipher(keyClass) is not { } cipher) return null;
        Span<byte> associated = stackalloc byte[AssociatedSize(item, facts)];
        WriteAssociated(associated, item, version, facts);
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

    // Codes hold no line break, so that no two sets of them read alike. All are columns of bounded length: an altered row may hold anything.
    private static int AssociatedSize(string item, in SealedFacts facts) => Size(item) + Size(facts.Channel) + Size(facts.Policy) + Size(facts.Kind) + Numbers;

    private static int Size(string code) => code.Length <= MaxCode ? Encoding.UTF8.GetByteCount(code) + 1
        : throw new System.Security.Cryptography.AuthenticationTagMismatchException();

    private void WriteAssociated(Span<byte> associated, string item, long version, in SealedFacts facts)
    {
        keys.Subject.WriteTo(associated);
        BinaryPrimitives.WriteInt64BigEndian(associated[SubjectId.Size..], version);
        BinaryPrimitives.WriteInt64BigEndian(associated[(SubjectId.Size + 8)..], facts.AcquiredAt);
        var rest = associated[Numbers..];
        foreach (var code in (ReadOnlySpan<string>)[item, facts.Channel, facts.Policy, facts.Kind])
        {
            var length = Encoding.UTF8.GetBytes(code, rest);
            rest[length] = (byte)'\n';
            rest = rest[(length + 1)..];
        }
    }
}
