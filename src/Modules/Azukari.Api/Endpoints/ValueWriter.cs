using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Values;

namespace Azukari.Api.Endpoints;

/// <summary>
/// Writes values into answers: the object of a shape with parts, else a string. Which of them is the item's declared shape to say, never the value: people write
/// their own, and what one of them begins with a brace must not become members or lines of an answer.
/// </summary>
internal static class ValueWriter
{
    private static readonly ConditionalWeakTable<PolicyArchive, FrozenSet<ItemId>> Known = [];

    /// <summary>The items whose values are objects, by the newest version that declares each.</summary>
    public static FrozenSet<ItemId> WithParts(PolicyArchive policies) => Known.GetValue(policies, static archive =>
        archive.Versions.Reverse().SelectMany(version => version.Document.Items).DistinctBy(item => item.Id)
            .Where(item => Shapes.Find(item.Shape) is { HasParts: true }).Select(item => item.Id).ToFrozenSet());

    /// <param name="json">Where to; a property's name was written.</param>
    /// <param name="value">As it is stored.</param>
    /// <param name="hasParts">Whether the item's shape has parts.</param>
    public static void Write(Utf8JsonWriter json, StoredValue value, bool hasParts)
    {
        if (hasParts && IsFlatObject(value.Utf8.Span)) json.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        else json.WriteStringValue(value.Utf8.Span);
    }

    /// <summary>Whether the bytes are one object of strings on one line, and nothing after it: what the shapes with parts store.</summary>
    private static bool IsFlatObject(ReadOnlySpan<byte> utf8)
    {
        if (utf8 is not [(byte)'{', ..] || utf8.ContainsAnyInRange((byte)0, (byte)0x1F)) return false;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!reader.Read()) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
