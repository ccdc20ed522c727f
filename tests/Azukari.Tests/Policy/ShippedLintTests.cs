using Azukari.Policy;
using Azukari.Policy.Difference;
using Azukari.Policy.Linting;

namespace Azukari.Tests.Policy;

/// <summary>The linter on the shipped policies: everything a lawyer would ask of the text of 2021, and nothing of its successor.</summary>
public sealed class ShippedLintTests
{
    [Fact]
    public void The_text_of_2021_is_asked_for_exactly_what_it_lacks()
    {
        string[] expected =
        [
            "individual-number-without-purpose principle.purpose MNA 9",
            "retention-unstated - APPI 22",
            "purpose-unbounded purpose.member.7 APPI 17(1)",
            "incidental-unbounded purpose.member.10 APPI 17(1)",
            "fraud-prevention-omits-people purpose.public.6 APPI 17(1)",
            "incidental-unbounded purpose.public.10 APPI 17(1)",
            "retention-unstated collection.registration APPI 22",
            "retention-unstated collection.transaction APPI 22",
            "retention-unstated collection.other APPI 22",
            "retention-unstated collection.recording APPI 22",
            "foreign-recipient-uninformed joint.affiliates APPI 28",
            "joint-users-open-ended joint.affiliates APPI 27(5)",
            "entrustee-called-joint-user joint.outsourced APPI 27(5)",
            "joint-manager-unpublished joint.manager APPI 27(5)",
            "measures-unpublished security.measures APPI 32",
            "external-transmission-unannounced security.cookies TBA 27-12",
            "liability-excluded agent.liability CCA 8",
            "procedures-unpublished rights.disclosure APPI 32",
            "correction-refused-for-hindrance rights.correction APPI 34",
            "correction-refused-for-hindrance rights.deletion APPI 34",
            "change-of-joint-use-without-notice review.revision APPI 27(6)",
            "change-of-purpose-without-notice review.revision APPI 21(3)",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), PolicyLinter.Lint(ShippedPolicies.First)
            .Select(f => $"{f.Code} {f.Clause?.ToString() ?? "-"} {f.Article}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_finding_stands_at_its_clause_and_says_what_would_mend_it()
    {
        var lines = File.ReadAllLines(ShippedPolicies.FileOf("2021-04"));
        Assert.All(PolicyLinter.Lint(ShippedPolicies.First), finding =>
        {
            Assert.InRange(finding.Position.Line, 1, lines.Length);
            Assert.NotEqual(finding.Message.Ja, finding.Message.En);
            Assert.NotEqual(finding.Mend.Ja, finding.Mend.En);
            // Items are declared above the clauses; every other finding stands inside its clause.
            if (finding.Clause is { } clause && !lines[finding.Position.Line - 1].TrimStart().StartsWith("individual-number:", StringComparison.Ordinal))
                Assert.Equal($"  - id: {clause}", lines.Take(finding.Position.Line).Last(l => l.StartsWith("  - id: ", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void The_version_of_today_is_clean_also_in_how_it_told_people() =>
        Assert.Empty(PolicyLinter.Lint(ShippedPolicies.Second, ShippedPolicies.First).Select(f => $"{f.Code} {f.Clause} {f.Message.En}"));

    [Fact]
    public void What_changed_between_the_versions_is_told_the_way_each_change_needs()
    {
        var difference = PolicyDiff.Compare(ShippedPolicies.First, ShippedPolicies.Second);
        Assert.Empty(difference.Undeclared);
        Assert.All(difference.Widenings.Where(w => w.JointUse), w => Assert.Equal(NoticeKind.Consented, w.Declared));
        Assert.Equal(
            ["joint.affiliates", "joint.items", "joint.purpose", "joint.upline", "purpose.member.10", "purpose.member.3", "purpose.member.7", "purpose.public.10", "purpose.public.6", "purpose.tax"],
            difference.Widenings.Select(w => w.Clause.Value).Order(StringComparer.Ordinal));
        Assert.NotEmpty(difference.Lost);
        Assert.Equal(ShippedPolicies.First.Items.Length, difference.Retention.Length); // a new item had none before
    }
}
