using System.Diagnostics;
using System.Text;

namespace Azukari.Values;

/// <summary>
/// A value in its normalised form as UTF-8, ready to be sealed. Equal bytes are equal values. Prints nothing of what it holds.
/// </summary>
[DebuggerDisplay("[StoredValue]")]
public readonly struct StoredValue : IEquatable<StoredValue>
{
    private StoredValue(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>The bytes. Whoever takes them is about to seal, compare or show the value.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Wraps bytes that were read back from a store; <see cref="Shape.IsNormal"/> says whether they are the shape's.</summary>
    public static StoredValue FromUtf8(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>The text as a stored value.</summary>
    public static StoredValue FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The stored text. For codecs and displays, never for a log.</summary>
    public string Reveal() => Encoding.UTF8.GetString(Utf8.Span);

    public bool Equals(StoredValue other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    public override bool Equals(object? obj) => obj is StoredValue other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>A redaction.</summary>
    public override string ToString() => "[StoredValue]";

    public static bool operator ==(StoredValue left, StoredValue right) => left.Equals(right);

    public static bool operator !=(StoredValue left, StoredValue right) => !left.Equals(right);
}
