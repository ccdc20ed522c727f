using System.Text.Json.Nodes;
using Azukari.Company.Operating;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Policy.Standards;
using Azukari.Tests.Policy;

namespace Azukari.Tests.Standards;

/// <summary>The policy as processes of the Data Privacy Vocabulary.</summary>
public sealed class DpvTests
{
    [Fact]
    public void The_purposes_a_policy_may_name_are_the_vocabularys() =>
        Assert.Equal(Vocabulary.Terms["purpose"].Select(term => term[4..]).Order(StringComparer.Ordinal), DpvTerms.Purposes.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Vocabulary.Policies), MemberType = typeof(Vocabulary))]
    public void Every_term_is_published_and_every_reference_leads_somewhere(string policy)
    {
        var (graph, nodes) = Read(DpvJson.Write(Vocabulary.Policy(policy), policy == "2026-10" ? CompanyViews.All : null));

        Assert.Empty(Vocabulary.Unknown(graph));
        Assert.Equal(graph.Count, nodes.Count); // no two nodes of one name
        // Versions before are documents of their own; clauses are defined where they are purposes, rights or sources of a process.
        var defined = nodes.Keys.Concat(Identifiers(graph)).ToHashSet();
        Assert.All(References(graph).Where(id => id.Contains(":item:") || id.Contains(":recipient:") || id.Contains(":subject:") || id.EndsWith(":company", StringComparison.Ordinal) || id.Contains('/')),
            id => Assert.Contains(id, defined));
    }

    [Theory, MemberData(nameof(Vocabulary.Policies), MemberType = typeof(Vocabulary))]
    public void Every_grant_is_a_process_with_what_a_process_must_say(string policy)
    {
        var document = Vocabulary.Policy(policy);
        var (_, nodes) = Read(DpvJson.Write(document));

        foreach (var clause in document.Clauses.Where(clause => clause.Rule is PurposeRule))
        {
            var rule = (PurposeRule)clause.Rule;
            foreach (var (at, grant) in rule.Grants.Index())
            {
                var process = nodes[$"urn:azukari:{document.Policy}:{document.Version}#{clause.Id}/{at + 1}"];
                Assert.Equal("dpv:Process", (string?)process["@type"]);
                Assert.Equal(grant.Items.Select(item => $"urn:azukari:{document.Policy}:item:{item}"), Ids(process["dpv:hasPersonalData"]));
                Assert.Equal(grant.To.Select(to => $"urn:azukari:{document.Policy}:recipient:{to}"), Ids(process["dpv:hasRecipient"]));
                Assert.Equal(grant.Subjects.Select(kind => $"urn:azukari:{document.Policy}:subject:{kind}"), Ids(process["dpv:hasDataSubject"]));
                Assert.Equal(clause.Dpv.IsEmpty ? ["dpv:Purpose"] : clause.Dpv.Select(term => "dpv:" + term), Ids(process["dpv:hasPurpose"]![0]!["skos:broader"]));
                Assert.Equal(rule.Statutory is not null ? "dpv:LegalObligation" : grant.When.Contains(Condition.Consent) ? "dpv:Consent" : "dpv:LegalBasis",
                    (string?)process["dpv:hasLegalBasis"]!["skos:broader"]!["@id"]);
            }
        }
    }

    [Fact]
    public void Each_view_of_the_program_is_a_process_of_its_purpose()
    {
        var (_, nodes) = Read(DpvJson.Write(ShippedPolicies.Second, CompanyViews.All));

        Assert.All(CompanyViews.All, view =>
        {
            var process = nodes[$"urn:azukari:seacret-direct-japan:2026-10:view:{view.Id}"];
            Assert.Equal(view.Items.Length, Ids(process["dpv:hasPersonalData"]).Count());
            Assert.EndsWith("#" + view.Purpose, (string?)process["dct:isPartOf"]!["@id"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Special_care_items_are_sensitive_and_retention_is_a_period()
    {
        var (_, nodes) = Read(DpvJson.Write(ShippedPolicies.Second));

        Assert.Contains("dpv:SensitivePersonalData", nodes["urn:azukari:seacret-direct-japan:item:health"]["@type"]!.AsArray().Select(type => (string?)type));
        Assert.DoesNotContain("dpv:SensitivePersonalData", nodes["urn:azukari:seacret-direct-japan:item:name"]["@type"]!.AsArray().Select(type => (string?)type));
        Assert.Equal("P3Y", (string?)nodes["urn:azukari:seacret-direct-japan:item:name"]["dpv:hasStorageCondition"]!["dpv:hasDuration"]!["rdf:value"]);
    }

    [Fact]
    public void A_name_the_vocabulary_does_not_have_is_an_error_with_the_nearest_one()
    {
        var text = File.ReadAllText(ShippedPolicies.FileOf("2026-10"));
        var wrong = PolicyLoader.Load(text.Replace("dpv: [DeliveryOfGoods]", "dpv: [DeliveryOfGood]", StringComparison.Ordinal), "wrong.yaml");
        var misplaced = PolicyLoader.Load(text.Replace("    entrustment:", "    dpv: [Marketing]\n    entrustment:", StringComparison.Ordinal), "wrong.yaml");

        Assert.Contains(wrong.Errors, error => error.Message.En.Contains("'DeliveryOfGood'", StringComparison.Ordinal) && error.Mend.En.Contains("DeliveryOfGoods", StringComparison.Ordinal));
        Assert.Contains(misplaced.Errors, error => error.Message.En.Contains("only a purpose", StringComparison.Ordinal));
    }

    private static (JsonArray Graph, Dictionary<string, JsonObject> Nodes) Read(string export)
    {
        var graph = JsonNode.Parse(export)!["@graph"]!.AsArray();
        return (graph, graph.Select(node => node!.AsObject()).ToDictionary(node => (string)node["@id"]!));
    }

    private static IEnumerable<string> Ids(JsonNode? references) => references!.AsArray().Select(reference => (string)reference!["@id"]!);

    /// <summary>Nodes with more than a name define it; those with a name alone refer to it.</summary>
    private static IEnumerable<string> Identifiers(JsonNode? node) => Maps(node).Where(map => map.ContainsKey("@id") && map.Count > 1).Select(map => (string)map["@id"]!);

    private static IEnumerable<string> References(JsonNode? node) => Maps(node).Where(map => map.ContainsKey("@id") && map.Count == 1).Select(map => (string)map["@id"]!);

    private static IEnumerable<JsonObject> Maps(JsonNode? node) => node switch
    {
        JsonObject map => [map, .. map.SelectMany(pair => Maps(pair.Value))],
        JsonArray list => list.SelectMany(Maps),
        _ => [],
    };
}
