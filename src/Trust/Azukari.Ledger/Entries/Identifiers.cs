using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Azukari.Ledger;

/// <summary>The identity of a ledger entry: a UUID version 7, so that entries lie in about the order of their making.</summary>
public readonly record struct EntryId
{
    /// <summary>The number of bytes of an id.</summary>
    public const int Size = 16;

    private EntryId(Guid value) => Value = value;

    /// <summary>The UUID.</summary>
    public Guid Value { get; }

    /// <summary>A fresh id for an entry made at <paramref name="time"/>.</summary>
    public static EntryId New(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomBytes.Fill(bytes[6..]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, (time.ToUnixTimeMilliseconds() << 16) | (long)(((bytes[6] & 0x0F) | 0x70) << 8) | bytes[7]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return FromBytes(bytes);
    }

    /// <summary>Takes a UUID of version 7.</summary>
    /// <exception cref="ArgumentException">It is of another version.</exception>
    public static EntryId From(Guid value) =>
        value.Version == 7 ? new(value) : throw new ArgumentException("A ledger entry's id is a UUID of version 7.", nameof(value));

    /// <summary>Reads the 16 bytes, in the order they are printed.</summary>
    public static EntryId FromBytes(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Reads the printed form (36 characters).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EntryId id)
    {
        var found = Guid.TryParseExact(text, "D", out var value) && value.Version == 7;
        id = found ? new(value) : default;
        return found;
    }

    /// <summary>When the entry was made, to the millisecond, by its maker's clock.</summary>
    public DateTimeOffset Time
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
        }
    }

    /// <summary>The 16 bytes, in the order they are printed.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    internal void WriteTo(Span<byte> bytes) => Value.TryWriteBytes(bytes, bigEndian: true, out _);

    /// <summary>Lower-case, with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>What the ledger calls a person: 16 random bytes, linked to the person only inside the vault, so that erasing the link suffices.</summary>
public readonly record struct Pseudonym
{
    /// <summary>The number of bytes of a pseudonym.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private Pseudonym(UInt128 value) => _value = value;

    /// <summary>A fresh random pseudonym.</summary>
    public static Pseudonym New() => FromBytes(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads 16 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 16.</exception>
    public static Pseudonym FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size
            ? new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes))
            : throw new ArgumentException("A pseudonym has 16 bytes.", nameof(bytes));

    /// <summary>Reads the printed form (32 lower-case hexadecimal digits).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Pseudonym pseudonym)
    {
        var found = Hex.TryRead(text, Size, out var bytes);
        pseudonym = found ? FromBytes(bytes) : default;
        return found;
    }

    /// <summary>The 16 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        WriteTo(bytes);
        return bytes;
    }

    internal void WriteTo(Span<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}

/// <summary>The identity of a writer's chain: one process at a time appends to it.</summary>
public readonly record struct WriterId
{
    /// <summary>The number of bytes of a writer's id.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private WriterId(UInt128 value) => _value = value;

    /// <summary>A fresh random id.</summary>
    public static WriterId New() => FromBytes(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads 16 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 16.</exception>
    public static WriterId FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size
            ? new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes))
            : throw new ArgumentException("A writer's id has 16 bytes.", nameof(bytes));

    /// <summary>The 16 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
        return bytes;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}

internal static class Hex
{
    public static bool TryRead(string? text, int size, out byte[] bytes)
    {
        bytes = [];
        if (text is null || text.Length != size * 2)
            return false;
        foreach (var c in text)
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
                return false;
        bytes = Convert.FromHexString(text);
        return true;
    }
}
