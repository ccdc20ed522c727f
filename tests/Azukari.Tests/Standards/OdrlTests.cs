using System.Text.Json.Nodes;
using Azukari.Policy.Document;
using Azukari.Policy.Standards;

namespace Azukari.Tests.Standards;

/// <summary>The policy as ODRL: its form is the recommendation's, and it permits what the policy permits.</summary>
public sealed class OdrlTests
{
    [Theory, MemberData(nameof(Vocabulary.Policies), MemberType = typeof(Vocabulary))]
    public void It_has_the_form_of_the_information_model(string policy) => Assert.Empty(OdrlShape.Problems(Read(policy)));

    [Theory, MemberData(nameof(Vocabulary.Policies), MemberType = typeof(Vocabulary))]
    public void Every_pair_of_recipient_and_item_it_permits_for_a_purpose_is_one_the_policy_grants_and_none_is_left_out(string policy)
    {
        var document = Vocabulary.Policy(policy);
        string Name(string sort, object id) => $"urn:azukari:{document.Policy}:{sort}:{id}";
        var exported = Read(policy)["permission"]!.AsArray().SelectMany(rule => OdrlShape.Atomic(rule!.AsObject()))
            .Select(atom => (Clause: ((string)atom["uid"]!).Split('#')[1].Split('/')[0], To: (string)atom["assignee"]!, Item: (string)atom["target"]!)).ToHashSet();

        var granted = document.Clauses.Where(clause => clause.Rule is PurposeRule).SelectMany(clause => ((PurposeRule)clause.Rule).Grants.SelectMany(grant =>
            from to in grant.To from item in grant.Items select (clause.Id.Value, Name("recipient", to), Name("item", item)))).ToHashSet();

        var purposes = document.Clauses.Where(clause => clause.Rule is PurposeRule).Select(clause => clause.Id.Value).ToHashSet();
        Assert.Equal(granted.OrderBy(g => g), exported.Where(e => purposes.Contains(e.Clause)).OrderBy(e => e));
    }

    [Fact]
    public void What_a_recipient_requires_by_itself_is_a_constraint_of_its_permissions_alone()
    {
        var atoms = Read("2026-10")["permission"]!.AsArray().SelectMany(rule => OdrlShape.Atomic(rule!.AsObject())).ToList();
        bool Requires(JsonObject atom, string condition) =>
            atom["constraint"]!.AsArray().Any(constraint => (string?)constraint!["leftOperand"] == OdrlJson.Profile + ":" + condition);

        var affiliates = atoms.Where(atom => ((string)atom["assignee"]!).EndsWith(":affiliate", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(affiliates);
        Assert.All(affiliates, atom => Assert.True(Requires(atom, "contract-in-force") && Requires(atom, "country-information"), atom.ToJsonString()));
        Assert.DoesNotContain(atoms.Where(atom => ((string)atom["assignee"]!).Contains(":staff.", StringComparison.Ordinal)), atom => Requires(atom, "country-information"));
    }

    [Fact]
    public void Rights_are_obligations_of_the_company()
    {
        var obligations = Read("2026-10")["obligation"]!.AsArray();

        Assert.Equal(["delete", "inform", "modify", OdrlJson.Profile + ":suspend"], obligations.Select(duty => (string)duty!["action"]!).Order(StringComparer.Ordinal));
        Assert.All(obligations, duty => Assert.EndsWith(":company", (string)duty!["assignee"]!, StringComparison.Ordinal));
        Assert.Contains(obligations, duty => duty!["constraint"]!.AsArray().Any(constraint =>
            (string?)constraint!["leftOperand"] == "elapsedTime" && (string?)constraint["rightOperand"]!["@value"] == "P14D"));
    }

    [Fact]
    public void The_shape_finds_what_is_wrong()
    {
        AssertProblem("uid", policy => policy.Remove("uid"));
        AssertProblem("at least one rule", policy => { policy.Remove("permission"); policy.Remove("obligation"); });
        AssertProblem("one target", policy => policy["permission"]![0]!.AsObject().Remove("target"));
        AssertProblem("one action", policy => policy["permission"]![0]!["action"] = "peruse");
        AssertProblem("no such operator", policy => policy["permission"]![0]!["constraint"]![0]!["operator"] = "is");
        AssertProblem("of the profile", policy => policy.Remove("profile"));
        AssertProblem("uid is its own", policy => policy["permission"]![0]!["uid"] = (string)policy["permission"]![1]!["uid"]!);
    }

    private static void AssertProblem(string expected, Action<JsonObject> damage)
    {
        var policy = Read("2026-10");
        damage(policy);
        Assert.Contains(OdrlShape.Problems(policy), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    private static JsonObject Read(string policy) => JsonNode.Parse(OdrlJson.Write(Vocabulary.Policy(policy)))!.AsObject();
}
