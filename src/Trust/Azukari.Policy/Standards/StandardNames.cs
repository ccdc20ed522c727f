using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Policy.Document;
using Azukari.Policy.Writing;

namespace Azukari.Policy.Standards;

/// <summary>The names (IRIs) of a version and its parts in exports: the same wherever it is published.</summary>
internal sealed class StandardNames(PolicyDocument document)
{
    private readonly string _policy = $"urn:azukari:{document.Policy}";

    public string Version => $"{_policy}:{document.Version}";

    public string Company => _policy + ":company";

    public string Clause(ClauseId clause) => $"{Version}#{clause}";

    /// <summary>What a clause lets be done; a purpose lets as many things be done as it has grants.</summary>
    public string Process(ClauseId clause, int number = 1) => string.Create(CultureInfo.InvariantCulture, $"{Clause(clause)}/{number}");

    public string Item(ItemId item) => $"{_policy}:item:{item}";

    public string Subject(SubjectKind kind) => $"{_policy}:subject:{kind}";

    public string Recipient(RecipientKind kind) => $"{_policy}:recipient:{kind}";

    public string Previous(PreviousVersion previous) => $"{_policy}:{previous.Version}";

    /// <summary>A text with its languages, as JSON-LD has them.</summary>
    public static JsonArray Text(LocalText text) =>
        [new JsonObject { ["@language"] = "ja", ["@value"] = text.Ja }, new JsonObject { ["@language"] = "en", ["@value"] = text.En }];

    /// <summary>References to other nodes.</summary>
    public static JsonArray References(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)new JsonObject { ["@id"] = name })]);

    public static JsonObject Reference(string name) => new() { ["@id"] = name };

    public static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    /// <summary>The bytes of an export: indented, the same each time.</summary>
    public static string Print(JsonObject export)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, PolicyJson.Options)) export.WriteTo(json);
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
