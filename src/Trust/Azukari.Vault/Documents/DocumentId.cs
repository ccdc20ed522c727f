using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Azukari.Vault;

/// <summary>A document of a person: 128 random bits (a version 4 UUID), printed as 32 lower-case hex digits. It tells nothing, and the ledger never holds it.</summary>
public readonly record struct DocumentId
{
    private readonly SubjectId _bits;

    private DocumentId(SubjectId bits) => _bits = bits;

    /// <summary>A new random id.</summary>
    public static DocumentId New() => new(SubjectId.New());

    /// <summary>
    /// The id that the same caller, person and key of the caller's choice always give: so that a document can be sent again without being
    /// kept twice (<see cref="NewDocument.Id"/>). Tells nothing of the three.
    /// </summary>
    public static DocumentId For(Accessor by, SubjectId subject, string key)
    {
        Span<byte> bits = SHA256.HashData(Encoding.UTF8.GetBytes($"document\n{by}\n{subject}\n{key}")).AsSpan(0, SubjectId.Size);
        bits[6] = (byte)((bits[6] & 0x0F) | 0x40);
        bits[8] = (byte)((bits[8] & 0x3F) | 0x80);
        return FromBytes(bits);
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="ArgumentException">The span is not 16 bytes long.</exception>
    public static DocumentId FromBytes(ReadOnlySpan<byte> bytes) => new(SubjectId.FromBytes(bytes));

    /// <summary>Reads 32 hex digits (either case, no hyphens); false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DocumentId id)
    {
        var fine = SubjectId.TryParse(text, out var bits);
        id = new DocumentId(bits);
        return fine;
    }

    /// <summary>The stored form: 16 bytes, big endian.</summary>
    public byte[] ToBytes() => _bits.ToBytes();

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _bits.ToString();

    internal void WriteTo(Span<byte> bytes) => _bits.WriteTo(bytes);
}
