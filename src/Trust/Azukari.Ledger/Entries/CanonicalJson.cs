using System.Buffers;
using System.Globalization;
using System.Text;

namespace Azukari.Ledger;

/// <summary>Writes JSON as RFC 8785 (JCS) prescribes: no white space, the shortest escapes, members by their UTF-16 code units.</summary>
/// <remarks>For the shapes the ledger knows: objects, arrays of strings and objects, strings, integers up to 2^53. Members out of order are an error.</remarks>
/// <param name="room">Where to write at first; what doesn't fit moves to the heap.</param>
internal ref struct CanonicalJson(Span<byte> room)
{
    /// <summary>The largest integer JSON carries exactly.</summary>
    public const long MaxInteger = 1L << 53;

    private static readonly SearchValues<char> AsIs = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    private Span<byte> _room = room;
    private int _length;
    private string? _last;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _room[.._length];

    public void Begin()
    {
        Raw((byte)'{');
        _last = null;
    }

    public void End() => Raw((byte)'}');

    public void Member(string name, string? value)
    {
        if (value is null)
            return;
        Name(name);
        String(value);
    }

    public void Member(string name, long? value)
    {
        if (value is not { } number)
            return;
        if (number is > MaxInteger or < -MaxInteger)
            throw new ArgumentOutOfRangeException(nameof(value), "Canonical JSON holds integers up to 2^53.");
        Name(name);
        number.TryFormat(Room(24), out var length, provider: CultureInfo.InvariantCulture);
        _length += length;
    }

    /// <summary>A UUID as a string, lower-case with hyphens.</summary>
    public void Member(string name, Guid value)
    {
        Name(name);
        Raw((byte)'"');
        value.TryFormat(Room(36), out var length);
        _length += length;
        Raw((byte)'"');
    }

    /// <summary>Bytes as a string of lower-case hexadecimal digits.</summary>
    public void Member(string name, scoped ReadOnlySpan<byte> value)
    {
        Name(name);
        Raw((byte)'"');
        Convert.TryToHexStringLower(value, Room(2 * value.Length), out var length);
        _length += length;
        Raw((byte)'"');
    }

    public void Member(string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        Name(name);
        Raw((byte)'[');
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                Raw((byte)',');
            String(values[i]);
        }
        Raw((byte)']');
    }

    /// <summary>Objects, each written as canonical JSON before.</summary>
    public void Objects(string name, IReadOnlyList<byte[]> objects)
    {
        if (objects.Count == 0)
            return;
        Name(name);
        Raw((byte)'[');
        for (var i = 0; i < objects.Count; i++)
        {
            if (i > 0)
                Raw((byte)',');
            Add(objects[i]);
        }
        Raw((byte)']');
    }

    /// <summary>An object written as canonical JSON before; nothing where there is none.</summary>
    public void Object(string name, byte[]? canonical)
    {
        if (canonical is null)
            return;
        Name(name);
        Add(canonical);
    }

    private void Add(byte[] canonical)
    {
        canonical.CopyTo(Room(canonical.Length));
        _length += canonical.Length;
    }

    private void Name(string name)
    {
        if (_last is not null)
        {
            if (string.CompareOrdinal(_last, name) >= 0)
                throw new InvalidOperationException($"Canonical JSON orders its members: {name} may not follow {_last}.");
            Raw((byte)',');
        }
        _last = name;
        String(name);
        Raw((byte)':');
    }

    private void String(string value)
    {
        Raw((byte)'"');
        if (value.AsSpan().IndexOfAnyExcept(AsIs) < 0)
        {
            Ascii.FromUtf16(value, Room(value.Length), out var length);
            _length += length;
        }
        else
        {
            Escaped(value);
        }
        Raw((byte)'"');
    }

    private void Escaped(string value)
    {
        var from = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                    throw new ArgumentException("Canonical JSON holds no lone surrogates.", nameof(value));
                i++;
                continue;
            }
            if (c is not ('"' or '\\') && c >= ' ')
                continue;
            Text(value.AsSpan(from, i - from));
            from = i + 1;
            switch (c)
            {
                case '"': Text("\\\""); break;
                case '\\': Text("\\\\"); break;
                case '\b': Text("\\b"); break;
                case '\t': Text("\\t"); break;
                case '\n': Text("\\n"); break;
                case '\f': Text("\\f"); break;
                case '\r': Text("\\r"); break;
                default: Text($"\\u{(int)c:x4}"); break;
            }
        }
        Text(value.AsSpan(from));
    }

    private void Text(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    private void Raw(byte one)
    {
        Room(1)[0] = one;
        _length++;
    }

    private Span<byte> Room(int length)
    {
        if (_room.Length - _length < length)
        {
            var more = new byte[Math.Max(2 * _room.Length, _length + length)];
            Written.CopyTo(more);
            _room = more;
        }
        return _room[_length..];
    }
}
