using System.Text.Json;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Policy.Writing;
using Azukari.Tests.Policy.Model;
using CsCheck;
using Spec = Azukari.Tests.Policy.Model.Spec;

namespace Azukari.Tests.Policy;

/// <summary>A difference says what decisions would say, and nothing about the form of a file.</summary>
public sealed class DifferenceTests
{
    private static readonly Spec Before = new()
    {
        PurposeRules = new()
        {
            ["purpose.a"] = new PurposeSpec(["agent", "retail"], "none", false, [new GrantSpec(["staff.one"], ["name", "mail"], ["agent", "retail"], ["consent"])]),
            ["purpose.b"] = new PurposeSpec(["agent"], "none", false, [new GrantSpec(["staff.two", "carrier"], ["phone"], ["agent"], [])]),
        },
        JointItems = ["name"], JointUsers = new() { ["joint.users0"] = new JointUserSpec(["upline"], [], []) }, JointPurposes = ["purpose.a"], Entrusted = ["personal-data"],
    };

    private static readonly Spec After = Before with
    {
        Version = "2022-01",
        PurposeRules = new()
        {
            ["purpose.a"] = new PurposeSpec(["agent", "retail"], "none", false, [new GrantSpec(["staff.one"], ["name", "phone"], ["agent", "retail"], [])]),
            ["purpose.b"] = new PurposeSpec(["agent"], "order", false, [new GrantSpec(["staff.two"], ["phone"], ["agent"], [])]),
        },
        JointItems = ["name", "phone"],
        Notices = new() { ["purpose.a"] = "acknowledged", ["joint.items"] = "published" },
    };

    [Fact]
    public void Gains_losses_conditions_joint_use_consents_and_notices_are_told()
    {
        var world = new World([Before, After]);
        var difference = PolicyDiff.Compare(world.Documents[0], world.Documents[1]);

        Assert.Equal(["purpose.a staff.one phone", "purpose.a upline phone"], difference.Gained.Select(Brief));
        Assert.Equal(["purpose.a staff.one mail", "purpose.b carrier phone"], difference.Lost.Select(Brief));
        var loosened = Assert.Single(difference.Conditions, c => c.Loosened);
        Assert.Equal("purpose.a staff.one name", $"{loosened.Purpose} {loosened.Recipient} {string.Join(' ', loosened.Items)}");
        var tightened = Assert.Single(difference.Conditions, c => c.Tightened);
        Assert.Equal("purpose.b staff.two phone", $"{tightened.Purpose} {tightened.Recipient} {string.Join(' ', tightened.Items)}");
        Assert.Equal("phone", Assert.Single(difference.JointUse.ItemsGained).Value);
        Assert.Equal("purpose.a staff.one mail", Brief(Assert.Single(difference.ConsentsInvalidated)));
        Assert.Equal(NoticeKind.Acknowledged, Assert.Single(difference.Widenings, w => w.Clause.Value == "purpose.a").Declared);
        var joint = Assert.Single(difference.Undeclared);
        Assert.Equal(("joint.items", NoticeKind.Consented), (joint.Clause.Value, joint.Needs));
    }

    [Fact]
    public void What_is_gained_and_lost_is_what_decisions_gain_and_lose() => SpecGen.Chain.Where(c => c.Length > 1).Sample(chain =>
    {
        var world = new World(chain[..2]);
        var vocabulary = world.Archive.Vocabulary;
        var difference = PolicyDiff.Compare(world.Documents[0], world.Documents[1]);
        var gained = Tuples(difference.Gained);
        var lost = Tuples(difference.Lost);
        foreach (var purpose in vocabulary.Purposes.Where(p => world.Documents.All(d => d.FindClause(p)?.Rule is not (EntrustmentRule or JointUsersRule))))
        {
            foreach (var recipient in vocabulary.Recipients)
            {
                foreach (var item in vocabulary.Items)
                {
                    // A ground within a purpose can't be the purpose itself; the table lists it by its own name.
                    if (world.Documents.Any(d => d.FindClause(purpose)?.Rule is GroundRule { WithinPurpose: true }))
                        continue;
                    var request = new Func<PolicyDocument, bool>(d => Permits(d, purpose, recipient, item));
                    var (was, now) = (request(world.Documents[0]), request(world.Documents[1]));
                    var key = (purpose.Value, recipient.Value, item.Value);
                    Assert.True(!(now && !was) || gained.Contains(key), $"{key} is gained\n{world.Documents[0].Source}\n{world.Documents[1].Source}");
                    Assert.True(!(was && !now) || lost.Contains(key), $"{key} is lost");
                    Assert.True(now || !gained.Contains(key), $"{key} is not gained");
                    Assert.True(was || !lost.Contains(key), $"{key} is not lost");
                }
            }
        }
    }, iter: 30, print: _ => "");

    [Fact]
    public void Turning_clauses_and_lists_changes_nothing() => SpecGen.One("2021-01").Sample(spec =>
    {
        var (straight, turned) = (new World([spec]).Documents[0], new World([spec], 7).Documents[0]);
        Assert.True(PolicyDiff.Compare(straight, turned).IsEmpty);
    }, iter: 100, print: _ => "");

    [Fact]
    public void Every_widening_that_asks_nobody_is_one_the_linter_reports() => SpecGen.Chain.Where(c => c.Length > 1).Sample(chain =>
    {
        var world = new World(chain[..2]);
        var difference = PolicyDiff.Compare(world.Documents[0], world.Documents[1]);
        var reported = Azukari.Policy.Linting.PolicyLinter.Lint(world.Documents[1], world.Documents[0])
            .Where(f => f.Code is "widening-undeclared" or "joint-widening-without-consent").Select(f => f.Clause).Distinct();
        Assert.Equal(difference.Undeclared.Select(w => (ClauseId?)w.Clause).Order(), reported.Order());
    }, iter: 100, print: _ => "");

    [Fact]
    public void The_machine_readable_forms_are_whole_and_the_same_each_time()
    {
        var difference = PolicyDiff.Compare(ShippedPolicies.First, ShippedPolicies.Second);
        Assert.Equal(DifferenceJson.Write(difference), DifferenceJson.Write(PolicyDiff.Compare(ShippedPolicies.First, ShippedPolicies.Second)));
        using var json = JsonDocument.Parse(DifferenceJson.Write(difference));
        Assert.Equal(difference.Gained.Length, json.RootElement.GetProperty("gained").GetArrayLength());
        Assert.Equal(difference.Widenings.Length, json.RootElement.GetProperty("widenings").GetArrayLength());
        using var policy = JsonDocument.Parse(PolicyJson.Write(ShippedPolicies.Second));
        Assert.Equal(ShippedPolicies.Second.Sha256, policy.RootElement.GetProperty("sha256").GetString());
        Assert.Equal(ShippedPolicies.Second.Clauses.Select(c => c.Id.Value), policy.RootElement.GetProperty("clauses").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        foreach (var clause in policy.RootElement.GetProperty("clauses").EnumerateArray())
            Assert.Single(clause.EnumerateObject(), p => PolicyFormat.Rules.Contains(p.Name));
    }

    private static bool Permits(PolicyDocument document, ClauseId purpose, RecipientKind recipient, ItemId item)
    {
        var alone = document with { Previous = null };
        return PolicyArchive.Build([alone], alone.Version).Why(purpose, recipient, [item]) is null;
    }

    private static HashSet<(string, string, string)> Tuples(IEnumerable<AccessChange> changes) =>
        [.. changes.SelectMany(c => c.Items.Select(i => (c.Purpose.Value, c.Recipient.Value, i.Value)))];

    private static string Brief(AccessChange change) => $"{change.Purpose} {change.Recipient} {string.Join(' ', change.Items)}";
}
