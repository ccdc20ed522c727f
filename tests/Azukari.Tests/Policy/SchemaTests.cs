using System.Text.Json.Nodes;
using Azukari.Policy;
using Azukari.Policy.Loading;
using Azukari.Tests.Architecture;
using NJsonSchema;
using YamlDotNet.RepresentationModel;

namespace Azukari.Tests.Policy;

/// <summary>policies/policy.schema.json, by which editors complete, says what the loader says.</summary>
public sealed class SchemaTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "policies", "policy.schema.json"));
    private static readonly JsonObject Root = JsonNode.Parse(Text)!.AsObject();

    [Theory]
    [InlineData("2021-04")]
    [InlineData("2026-10")]
    public async Task The_shipped_policies_are_valid(string version)
    {
        var schema = await JsonSchema.FromJsonAsync(Text, TestContext.Current.CancellationToken);
        var errors = schema.Validate(Json(File.ReadAllText(ShippedPolicies.FileOf(version))));
        Assert.Empty(errors.Select(e => $"{e.Path} {e.Kind}"));
    }

    [Fact]
    public async Task A_key_the_loader_does_not_know_is_invalid()
    {
        var schema = await JsonSchema.FromJsonAsync(Text, TestContext.Current.CancellationToken);
        var wrong = File.ReadAllText(ShippedPolicies.FileOf("2026-10")).Replace("    entrustment: {", "    entrustment: { contrakt: required,", StringComparison.Ordinal);
        Assert.NotEmpty(schema.Validate(Json(wrong)));
        Assert.NotEmpty(PolicyLoader.Load(wrong, "wrong.yaml").Errors);
    }

    [Fact]
    public void Every_key_of_the_loader_is_in_the_schema_and_the_other_way_round()
    {
        var definitions = Root["definitions"]!.AsObject();
        Assert.Equal(PolicyFormat.Mappings.Keys.Except(["policy"]).Order(), definitions.Select(d => d.Key).Order());
        foreach (var table in PolicyFormat.Mappings.Values)
        {
            var definition = table.Name == "policy" ? Root : definitions[table.Name]!.AsObject();
            Assert.Equal(table.All.Order(), definition["properties"]!.AsObject().Select(p => p.Key).Order());
            Assert.Equal(table.Required.Order(), (definition["required"]?.AsArray() ?? []).Select(r => r!.GetValue<string>()).Order());
            Assert.False(definition["additionalProperties"]!.GetValue<bool>());
        }
    }

    [Fact]
    public void The_closed_lists_are_the_same()
    {
        Same<ItemCategory>("item", "category");
        Same<ItemClass>("item", "class");
        Same<ItemSearch>("item", "search");
        Same<RetentionStart>("retention", "after");
        Same<RecipientSort>("recipient", "sort");
        Same<CaseKind>("purpose", "case");
        Same<NoticeKind>("notice", "how");
        Same<RightKind>("right", "of");
        Same<RevisionNotice>("revision", "notice");
        Same<RevisionEffect>("revision", "effective");
        Same<LiabilityExclusion>("liability", "excludes");
        Same<ReEntrustment>("entrustment", "re-entrustment");
        Same<Condition>("grant", "when");
        Same<Channel>("acquisition", "channels");
        Same<MeasureKind>("measure", "kinds");
        Same<RightRefusal>("right", "refusals");
        Same<EntrustmentCover>("entrustment", "covers");
        Assert.Equal(PolicyFormat.ItemShapes.Order(), Words("item", "shape").Order());
        Assert.Equal(RefusalCodes.All.Order(), Words("clause", "refuses").Order());
    }

    private static void Same<T>(string definition, string key) where T : struct, Enum => Assert.Equal(PolicyWords.All<T>().Order(), Words(definition, key).Order());

    private static IEnumerable<string> Words(string definition, string key)
    {
        var property = Root["definitions"]![definition]!["properties"]![key]!.AsObject();
        var list = property["enum"] ?? property["anyOf"]![0]!["enum"];
        return list!.AsArray().Select(w => w!.GetValue<string>());
    }

    private static string Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Of(stream.Documents[0].RootNode)!.ToJsonString();
    }

    private static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(p => KeyValuePair.Create(((YamlScalarNode)p.Key).Value!, Of(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Of)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "null" or "~" or "" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException(),
    };
}
