using System.Buffers.Binary;
using System.Text;
using Azukari.Values;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Subjects;

/// <summary>
/// Sealing and opening a person's values. The associated data names person, item and version of the value: a sealed value moved to
/// another person, item or version does not open.
/// </summary>
internal sealed class SealedItems(SubjectKeys keys) : IDisposable
{
    private readonly Aead?[] _opened = new Aead?[5];

    /// <exception cref="InvalidOperationException">The person has no key of this class.</exception>
    public byte[] Seal(KeyClass keyClass, string item, long version, StoredValue value)
    {
        Span<byte> associated = stackalloc byte[AssociatedSize(item)];
        WriteAssociated(associated, item, version);
        var cipher = Cipher(keyClass) ?? throw new InvalidOperationException($"The person has no {keyClass} key.");
        return cipher.Seal(value.Utf8.Span, associated);
    }

    /// <summary>The value; null when the key was destroyed.</summary>
    /// <exception cref="System.Security.Cryptography.AuthenticationTagMismatchException">The row was altered, or belongs elsewhere.</exception>
    public StoredValue? Open(KeyClass keyClass, string item, long version, byte[] @sealed)
    {
        if (Cipher(keyClass) is not { } cipher) return null;
        Span<byte> associated = stackalloc byte[AssociatedSize(item)];
        WriteAssociated(associated, item, version);
        var plain = new byte[Math.Max(0, @sealed.Length - Aead.Overhead)];
        cipher.Open(@sealed, associated, plain);
        return StoredValue.FromUtf8(plain);
    }

    public StoredValue? Open(ItemRow row) => Open(row.Class, row.Item, row.Version, row.Sealed);

    public void Dispose()
    {
        foreach (var cipher in _opened) cipher?.Dispose();
    }

    private Aead? Cipher(KeyClass keyClass) => _opened[(int)keyClass] ??= keys.Open(keyClass);

    private static int AssociatedSize(string item) => SubjectId.Size + 8 + Encoding.UTF8.GetByteCount(item);

    private void WriteAssociated(Span<byte> associated, string item, long version)
    {
        keys.Subject.WriteTo(associated);
        BinaryPrimitives.WriteInt64BigEndian(associated[SubjectId.Size..], version);
        Encoding.UTF8.GetBytes(item, associated[(SubjectId.Size + 8)..]);
    }
}
