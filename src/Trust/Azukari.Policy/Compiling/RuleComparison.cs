using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Policy.Document;
using Azukari.Policy.Writing;

namespace Azukari.Policy.Compiling;

/// <summary>Whether two rules say the same, whatever the order of their lists and wherever they stand.</summary>
internal static class RuleComparison
{
    public static bool Same(ClauseRule a, ClauseRule b) => Canonical(a) == Canonical(b);

    private static string Canonical(ClauseRule rule)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WritePropertyName(RuleJson.KeyOf(rule));
            RuleJson.Write(json, rule);
            json.WriteEndObject();
        }
        return Sorted(JsonNode.Parse(stream.ToArray()));
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonArray array => "[" + string.Join(",", array.Select(Sorted).Order(StringComparer.Ordinal)) + "]",
        JsonObject map => "{" + string.Join(",", map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\"{p.Key}\":{Sorted(p.Value)}")) + "}",
        null => "null",
        _ => node.ToJsonString(),
    };
}
