using System.Security.Cryptography;
using Azukari.Values;

namespace Azukari.Import.Rows;

/// <summary>
/// The identifying values of the file so far and their lines, so that the second of two rows about one person is rejected instead of correcting the
/// first. Holds 16 bytes of a keyed hash and a line for each row (about 50 bytes), never a value; the key lives as long as the import.
/// </summary>
internal sealed class SeenIdentifiers
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<UInt128, long> _lines = [];

    /// <summary>The line that had the value first; null when this is the first.</summary>
    public long? FirstLine(StoredValue identifier, long line)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, identifier.Utf8.Span, hash);
        var key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
        if (_lines.TryGetValue(key, out var first)) return first;
        _lines.Add(key, line);
        return null;
    }
}
