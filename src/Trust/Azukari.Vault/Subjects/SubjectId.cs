using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Azukari.Vault;

/// <summary>
/// The person, as every other module knows them: 128 random bits (a version 4 UUID), printed as 32 lower-case hex digits.
/// It tells nothing about the person, not even when they came.
/// </summary>
public readonly record struct SubjectId : IComparable<SubjectId>
{
    /// <summary>The length of the stored form, in bytes.</summary>
    public const int Size = 16;

    private readonly Guid _value;

    private SubjectId(Guid value) => _value = value;

    /// <summary>A new random id.</summary>
    public static SubjectId New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new SubjectId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="ArgumentException">The span is not 16 bytes long.</exception>
    public static SubjectId FromBytes(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Reads 32 hex digits (either case, no hyphens).</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static SubjectId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A subject id is 32 hexadecimal digits.");

    /// <summary>Reads 32 hex digits (either case, no hyphens); false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SubjectId id)
    {
        var fine = Guid.TryParseExact(text, "N", out var value) && text!.Length == 32 && value != Guid.Empty;
        id = fine ? new SubjectId(value) : default;
        return fine;
    }

    /// <summary>The stored form: 16 bytes, big endian.</summary>
    public byte[] ToBytes() => _value.ToByteArray(bigEndian: true);

    /// <summary>Writes the stored form.</summary>
    /// <exception cref="ArgumentException">The span is shorter than 16 bytes.</exception>
    public void WriteTo(Span<byte> bytes)
    {
        if (!_value.TryWriteBytes(bytes, bigEndian: true, out _))
            throw new ArgumentException("A subject id needs 16 bytes.", nameof(bytes));
    }

    /// <inheritdoc/>
    public int CompareTo(SubjectId other) => _value.CompareTo(other._value);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _value.ToString("N");

    public static bool operator <(SubjectId left, SubjectId right) => left.CompareTo(right) < 0;
    public static bool operator >(SubjectId left, SubjectId right) => left.CompareTo(right) > 0;
    public static bool operator <=(SubjectId left, SubjectId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SubjectId left, SubjectId right) => left.CompareTo(right) >= 0;
}
