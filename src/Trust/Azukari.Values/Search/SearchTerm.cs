using System.Diagnostics;
using System.Text;

namespace Azukari.Values;

/// <summary>How a term finds a value.</summary>
public enum SearchKind
{
    /// <summary>The whole value.</summary>
    Exact,

    /// <summary>The beginning of a value: of a name's reading from two kana on, of others of the lengths their shape chose.</summary>
    Prefix,
}

/// <summary>
/// What a blind index holds of a value, before it is keyed: the index stores HMAC(key, <see cref="Bytes"/>) and nothing else. The bytes say
/// the kind too, so an exact and a prefix term never collide. Equal bytes are equal terms. Prints nothing of what it holds.
/// </summary>
[DebuggerDisplay("[SearchTerm]")]
public readonly struct SearchTerm : IEquatable<SearchTerm>
{
    internal SearchTerm(SearchKind kind, string text)
    {
        Kind = kind;
        Bytes = Encoding.UTF8.GetBytes($"{(kind == SearchKind.Exact ? 'e' : 'p')}:{text}");
    }

    public SearchKind Kind { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public bool Equals(SearchTerm other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => obj is SearchTerm other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>A redaction.</summary>
    public override string ToString() => "[SearchTerm]";

    public static bool operator ==(SearchTerm left, SearchTerm right) => left.Equals(right);

    public static bool operator !=(SearchTerm left, SearchTerm right) => !left.Equals(right);
}
