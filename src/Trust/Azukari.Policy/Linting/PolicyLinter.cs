using System.Collections.Immutable;
using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>
/// Asks a policy what a careful lawyer would ask first. Findings come from the structured rules, never from guessing at phrases; docs/policy-lint.md has the
/// reason of each. Citations of law are an engineer's reading, not legal advice.
/// </summary>
public static class PolicyLinter
{
    /// <summary>All codes a finding may have.</summary>
    public static ImmutableArray<string> Codes { get; } =
    [
        "change-of-joint-use-without-notice", "change-of-purpose-without-notice", "correction-refused-for-hindrance", "entrustee-called-joint-user",
        "entrustment-without-terms", "external-transmission-unannounced", "foreign-recipient-uninformed", "fraud-prevention-omits-people",
        "ground-without-basis", "incidental-unbounded", "individual-number-for-several-roles", "individual-number-without-purpose", "item-collected-without-purpose",
        "item-used-uncollected", "joint-item-without-purpose", "joint-manager-unpublished", "joint-use-incomplete", "joint-users-open-ended",
        "joint-widening-without-consent", "liability-excluded", "measures-unpublished", "procedures-unpublished", "purpose-unbounded", "purpose-without-effect",
        "retention-unstated", "right-missing", "special-care-consent-unstated", "suspension-refused-for-hindrance", "widening-undeclared",
    ];

    /// <summary>Lints one version; with the version before, also how it tells people of what it widens.</summary>
    /// <returns>The findings in the order of the file; empty for a clean policy.</returns>
    public static IReadOnlyList<Finding> Lint(PolicyDocument document, PolicyDocument? previous = null)
    {
        var report = new LintReport(document);
        JointUseChecks.Run(report);
        PurposeChecks.Run(report);
        CollectionChecks.Run(report);
        ProtectionChecks.Run(report);
        if (previous is not null)
            ChangeChecks.Run(report, previous);
        return report.InOrder();
    }

    /// <summary>The sentence that stands under every list of findings: citations of law are an engineer's reading.</summary>
    public static LocalText Disclaimer => LintReport.Text("disclaimer");
}
