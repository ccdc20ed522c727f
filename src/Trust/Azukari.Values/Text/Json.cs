using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azukari.Values;

/// <summary>The stored form of values with parts: one flat JSON object of strings, keys in a fixed order, absent parts left out.</summary>
internal static class Json
{
    /// <summary>Whether the text, once tidied, would begin with a brace: it is an object or a mistake, never a name or an address.</summary>
    public static bool LooksLikeObject(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && (char.IsWhiteSpace(text[0]) || Tidy.IsInvisible(text[0]))) text = text[1..];
        return text is ['{' or '｛', ..];
    }

    /// <summary>Written here, not by a library: which characters a library escapes changes with its version, and the stored form must not.</summary>
    public static StoredValue Write(params ReadOnlySpan<(string Key, string? Value)> parts)
    {
        var json = new StringBuilder(128).Append('{');
        foreach (var (key, value) in parts)
        {
            if (value is null) continue;
            if (json.Length > 1) json.Append(',');
            json.Append('"').Append(key).Append("\":\"");
            foreach (var c in value)
            {
                if (c is '"' or '\\') json.Append('\\').Append(c);
                else if (c < ' ') json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                else json.Append(c);
            }

            json.Append('"');
        }

        return StoredValue.FromText(json.Append('}').ToString());
    }

    /// <summary>Reads an object whose keys are all in <paramref name="known"/>, each once, each a string or null; null if it is anything else.</summary>
    public static Dictionary<string, string>? Read(ReadOnlySpan<byte> utf8, ReadOnlySpan<string> known)
    {
        var parts = new Dictionary<string, string>(known.Length, StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Known(ref reader, known) is not { } key || !reader.Read()) return null;
                if (reader.TokenType == JsonTokenType.Null) continue;
                if (reader.TokenType != JsonTokenType.String || !parts.TryAdd(key, reader.GetString()!)) return null;
            }

            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? parts : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Known(ref Utf8JsonReader reader, ReadOnlySpan<string> known)
    {
        foreach (var key in known)
            if (reader.ValueTextEquals(key)) return key;
        return null;
    }

    public static Dictionary<string, string>? Read(ReadOnlySpan<char> text, ReadOnlySpan<string> known)
    {
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Read(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)), known);
    }
}
