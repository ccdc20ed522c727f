using System.Buffers;
using System.Globalization;
using System.Text;

namespace Azukari.Ledger;

/// <summary>Writes JSON as RFC 8785 (JCS) prescribes: no white space, the shortest escapes, members by their UTF-16 code units.</summary>
/// <remarks>For the shapes the ledger knows: objects, arrays of strings, strings, integers up to 2^53. Members out of order are an error.</remarks>
internal ref struct CanonicalJson(IBufferWriter<byte> output)
{
    /// <summary>The largest integer JSON carries exactly.</summary>
    public const long MaxInteger = 1L << 53;

    private readonly IBufferWriter<byte> _output = output;
    private string? _last;

    public void Begin()
    {
        Raw("{"u8);
        _last = null;
    }

    public readonly void End() => Raw("}"u8);

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
        Span<byte> digits = stackalloc byte[24];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        Raw(digits[..length]);
    }

    public void Member(string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        Name(name);
        Raw("["u8);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                Raw(","u8);
            String(values[i]);
        }
        Raw("]"u8);
    }

    private void Name(string name)
    {
        if (_last is not null)
        {
            if (string.CompareOrdinal(_last, name) >= 0)
                throw new InvalidOperationException($"Canonical JSON orders its members: {name} may not follow {_last}.");
            Raw(","u8);
        }
        _last = name;
        String(name);
        Raw(":"u8);
    }

    private readonly void String(string value)
    {
        Raw("\""u8);
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
                case '"': Raw("\\\""u8); break;
                case '\\': Raw("\\\\"u8); break;
                case '\b': Raw("\\b"u8); break;
                case '\t': Raw("\\t"u8); break;
                case '\n': Raw("\\n"u8); break;
                case '\f': Raw("\\f"u8); break;
                case '\r': Raw("\\r"u8); break;
                default: Text($"\\u{(int)c:x4}"); break;
            }
        }
        Text(value.AsSpan(from));
        Raw("\""u8);
    }

    private readonly void Text(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        var span = _output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _output.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private readonly void Raw(ReadOnlySpan<byte> bytes) => _output.Write(bytes);
}
