using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Coverage;
using Azukari.Policy.Deciding;
using Azukari.Policy.Linting;
using Azukari.Tests.Architecture;
using Azukari.Tests.Policy.Model;
using Spec = Azukari.Tests.Policy.Model.Spec;

namespace Azukari.Tests.Policy;

/// <summary>The decision rules of the design, an example each.</summary>
public sealed class RuleExampleTests
{
    private static readonly GrantSpec Grant = new(["staff.one"], ["name", "mail"], ["agent", "applicant"], []);
    private static readonly Spec First = new()
    {
        PurposeRules = new() { ["purpose.a"] = new PurposeSpec(["agent", "applicant"], "none", false, [Grant]), ["purpose.b"] = new PurposeSpec(["agent"], "order", false, []) },
    };

    private static readonly Case Ask = new()
    {
        Purpose = "purpose.a", Recipient = "staff.one", Items = ["name"], Kind = "agent", Held = [new HeldSpec("name", 0, "agent")], Consents = [], Restrictions = [], Answers = [],
        Known = Spec.Conditions, True = Spec.Conditions, Bound = true,
    };

    [Theory]
    [InlineData("published", false, false, true)]
    [InlineData("acknowledged", false, false, false)]
    [InlineData("acknowledged", true, false, true)]
    [InlineData("acknowledged", true, true, true)]
    [InlineData("consented", true, false, false)]
    [InlineData("consented", true, true, true)]
    [InlineData(null, true, false, false)]
    [InlineData(null, true, true, true)]
    public void A_widening_needs_the_answer_its_version_declares(string? notice, bool answered, bool consented, bool permitted)
    {
        var wider = First with
        {
            Version = "2022-01", Notices = notice is null ? [] : new() { ["purpose.b"] = notice },
            PurposeRules = new(First.PurposeRules) { ["purpose.b"] = new PurposeSpec(["agent"], "none", false, [new GrantSpec(["staff.one"], ["name"], ["agent"], [])]) },
        };
        var world = new World([First, wider]);
        var decision = world.Decide(Ask with { Purpose = "purpose.b", Answers = answered ? [new AnswerSpec(1, consented)] : [] }, out var refusal);
        Assert.Equal(permitted, decision.Permitted);
        if (!permitted)
            Assert.Equal(("2022-01", "purpose.b"), (Assert.IsType<VersionNotAcknowledged>(refusal).Version.Value, refusal.Clause.Value));
        // Acquired under the widening version, nothing is to be asked.
        Assert.True(world.Permits(Ask with { Purpose = "purpose.b", Held = [new HeldSpec("name", 1, "agent")] }));
    }

    [Fact]
    public void An_answer_to_a_later_version_counts_when_that_version_still_permits()
    {
        var none = First with { Version = "2022-01", PurposeRules = new(First.PurposeRules) { ["purpose.a"] = new PurposeSpec(["agent"], "none", false, []) } };
        var again = First with { Version = "2023-01", Notices = new() { ["purpose.a"] = "acknowledged" } };
        var gone = none with { Version = "2024-01" };
        var back = again with { Version = "2025-01" };
        Assert.True(new World([First, none, again]).Permits(Ask with { Answers = [new AnswerSpec(2, false)] }));
        Assert.False(new World([First, none, again]).Permits(Ask with { Answers = [new AnswerSpec(1, true)] }));
        var five = new World([First, none, again, gone, back]);
        Assert.False(five.Permits(Ask with { Answers = [new AnswerSpec(2, true)] }));
        Assert.False(five.Permits(Ask with { Answers = [new AnswerSpec(3, true)] }));
        Assert.True(five.Permits(Ask with { Answers = [new AnswerSpec(4, false)] }));
        // Consent to a version that had taken the use away again tells nothing about it.
        var published = new World([First, none, again, gone, back with { Notices = new() { ["purpose.a"] = "published" } }]);
        Assert.False(published.Permits(Ask with { Answers = [new AnswerSpec(3, true)] }));
        Assert.True(published.Permits(Ask with { Answers = [new AnswerSpec(2, false)] }));
    }

    /// <summary>
    /// Which version widened does not depend on what holds today: else withdrawing a consent would do away with the question of the version that first
    /// permitted the use with one.
    /// </summary>
    [Fact]
    public void Withdrawing_a_consent_does_away_with_no_question()
    {
        var asked = First with
        {
            Version = "2022-01", Notices = new() { ["purpose.b"] = "consented" },
            PurposeRules = new(First.PurposeRules) { ["purpose.b"] = new PurposeSpec(["agent"], "none", false, [Grant with { Subjects = ["agent"], When = ["consent"] }]) },
        };
        var told = asked with
        {
            Version = "2023-01", Notices = new() { ["purpose.b"] = "published" },
            PurposeRules = new(First.PurposeRules) { ["purpose.b"] = new PurposeSpec(["agent"], "none", false, [Grant with { Subjects = ["agent"] }]) },
        };
        var world = new World([First, asked, told]);
        var request = Ask with { Purpose = "purpose.b", Consents = [new ConsentSpec("purpose.b", "staff.one", ["name"], true)] };

        world.Decide(request, out var refusal);
        Assert.Equal("2022-01", Assert.IsType<VersionNotAcknowledged>(refusal).Version.Value);
        Assert.True(world.Permits(request with { Answers = [new AnswerSpec(1, true)] }));
        Assert.False(world.Permits(request with { Consents = [] }));
        Assert.True(world.Permits(request with { Consents = [], Answers = [new AnswerSpec(1, true)] }));
    }

    [Fact]
    public void Data_given_as_an_applicant_never_serves_a_member_purpose()
    {
        var world = new World([First with { PurposeRules = new(First.PurposeRules) { ["purpose.a"] = new PurposeSpec(["agent"], "none", false, [Grant with { Subjects = ["agent"] }]) } }]);
        Assert.True(world.Permits(Ask));
        world.Decide(Ask with { Held = [new HeldSpec("name", 0, "applicant")] }, out var refusal);
        Assert.IsType<SubjectOutOfScope>(refusal);
        world.Decide(Ask with { Kind = "applicant" }, out refusal);
        Assert.IsType<SubjectOutOfScope>(refusal);
    }

    [Fact]
    public void Missing_and_failing_facts_are_told_apart()
    {
        var world = new World([First with
        {
            PurposeRules = new(First.PurposeRules) { ["purpose.a"] = new PurposeSpec(["agent"], "order", false, [new GrantSpec(["staff.one"], ["name"], ["agent"], ["approval"])]) },
        }]);
        Assert.True(world.Permits(Ask));
        world.Decide(Ask with { Known = [] }, out var refusal);
        Assert.Equal(Condition.Approval, Assert.IsType<MissingFact>(refusal).Condition);
        world.Decide(Ask with { True = [] }, out refusal);
        Assert.Equal(Condition.Approval, Assert.IsType<ConditionNotMet>(refusal).Condition);
        world.Decide(Ask with { Bound = false }, out refusal);
        Assert.Equal(CaseKind.Order, Assert.IsType<NoCase>(refusal).Kind);
    }

    [Fact]
    public void A_request_resolved_by_another_archive_is_stale_and_an_empty_one_is_refused()
    {
        var (one, other) = (new World([First]), new World([First]));
        var request = one.Archive.Resolve(ClauseId.Parse("purpose.a"), RecipientKind.Parse("staff.one"), [ItemId.Parse("name")]).Request;
        Assert.IsType<StaleRequest>(other.Archive.Decide(request, default).Refusal);
        Assert.IsType<StaleRequest>(one.Archive.Decide(default, default).Refusal);
        Assert.IsType<UnknownSubjectKind>(one.Archive.Decide(request, default).Refusal);
    }

    [Theory]
    [InlineData("agent", "name health", "health", Channel.Web, "2021-01", null)]
    [InlineData("agent", "name health", "", Channel.Web, "2021-01", "special-care-without-consent")]
    [InlineData("agent", "name", "", Channel.Phone, "2021-01", "channel-not-declared")]
    [InlineData("agent", "name number", "", Channel.Web, "2021-01", "individual-number-reserved")]
    [InlineData("agent", "name strange", "", Channel.Web, "2021-01", "unknown-item")]
    [InlineData("nobody", "name", "", Channel.Web, "2021-01", "unknown-subject-kind")]
    [InlineData("agent", "name", "", Channel.Web, "2030-01", "unknown-version")]
    [InlineData("agent", "", "", Channel.Web, "2021-01", "unknown-item")]
    public void What_is_collected_is_decided_too(string kind, string items, string consented, Channel channel, string shown, string? code)
    {
        var decision = new World([First]).Archive.DecideAcquisition(new AcquisitionRequest(
            SubjectKind.Parse(kind), [.. items.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => new AcquiredFact(ItemId.Parse(i), consented.Split(' ').Contains(i)))],
            channel, PolicyVersion.Parse(shown)));
        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Equal(code is null, decision.Permitted);
        if (decision.Permitted)
            Assert.Equal("collection", Assert.Single(decision.Clauses.ToArray()).Value);
    }

    [Fact]
    public void Coverage_is_told_in_both_directions()
    {
        var archive = new World([First with { JointItems = ["name"] }]).Archive;
        ViewDeclaration[] views =
        [
            new("greeting", ClauseId.Parse("purpose.a"), RecipientKind.Parse("staff.one"), [ItemId.Parse("name")]),
            new("snooping", ClauseId.Parse("purpose.a"), RecipientKind.Parse("staff.two"), [ItemId.Parse("name")]),
        ];
        var report = PolicyCoverage.Of(archive, views, [new EnforcementPoint(ClauseId.Parse("collection"), "forms"), new EnforcementPoint(ClauseId.Parse("nothing"), "a leftover")]);
        Assert.Equal("snooping", Assert.Single(report.Stranded).View.Id);
        Assert.Equal("purpose.a", report.Stranded[0].Refusal.Clause.Value);
        Assert.Equal(["purpose.b", "joint.items"], report.Unenforced.Select(c => c.Id.Value));
        Assert.Equal("a leftover", Assert.Single(report.Unknown).Name);
        Assert.Equal("snooping", Assert.Single(archive.Check(views)).View.Id);
    }

    [Fact]
    public void Every_code_of_the_linter_is_in_its_documentation_and_the_other_way_round()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "policy-lint.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]);
        Assert.Equal(PolicyLinter.Codes.Order(), documented.Order());
    }

    [Fact]
    public void A_set_of_items_is_a_set()
    {
        var words = PolicyArchive.Build([ShippedPolicies.First], ShippedPolicies.First.Version).Vocabulary;
        ItemId[] names = [.. words.Items.Where((_, i) => i % 3 == 0)];
        var set = words.SetOf(names);
        Assert.Equal(names, words.NamesOf(set));
        Assert.Equal(names.Length, set.Count);
        Assert.True(set.ContainsAll(set.Intersect(words.SetOf(words.Items))));
        Assert.True(set.Except(set).IsEmpty);
        Assert.False(set.Contains(default));
    }
}
