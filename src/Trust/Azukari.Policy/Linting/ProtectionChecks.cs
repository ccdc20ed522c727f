using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>Rights, measures, changes and liability.</summary>
internal static class ProtectionChecks
{
    public static void Run(LintReport report)
    {
        Rights(report);
        Measures(report);
        foreach (var (clause, rule) in report.Rules<RevisionRule>())
        {
            if (rule.Notice != RevisionNotice.None)
                continue;
            if (report.Rules<JointUsersRule>().Any())
                report.Error("change-of-joint-use-without-notice", "APPI 27(6)", clause, rule.Position);
            report.Error("change-of-purpose-without-notice", "APPI 21(3)", clause, rule.Position);
        }
        foreach (var (clause, rule) in report.Rules<LiabilityRule>())
        {
            if (rule.Excludes == LiabilityExclusion.All)
                report.Error("liability-excluded", "CCA 8", clause, rule.Position);
        }
    }

    private static void Rights(LintReport report)
    {
        foreach (var (clause, rule) in report.Rules<RightRule>())
        {
            if (!rule.Refusals.Contains(RightRefusal.BusinessHindrance))
                continue;
            // Only disclosure may be refused because it would seriously hinder the business (33(2)(2)).
            if (rule.Of is RightKind.Correction or RightKind.Deletion)
                report.Error("correction-refused-for-hindrance", "APPI 34", clause, rule.Position);
            else if (rule.Of == RightKind.Suspension)
                report.Error("suspension-refused-for-hindrance", "APPI 35", clause, rule.Position);
        }
        var unpublished = report.Rules<RightRule>().Where(r => !r.Rule.Published).ToArray();
        if (unpublished.Length > 0)
        {
            report.Error("procedures-unpublished", "APPI 32", unpublished[0].Clause, unpublished[0].Rule.Position,
                LintReport.Join([.. unpublished.Select(r => r.Clause.Heading)]));
        }
        var end = report.Document.Clauses[^1];
        foreach (var (right, article) in ((RightKind, string)[])[(RightKind.Disclosure, "APPI 33"), (RightKind.Correction, "APPI 34"), (RightKind.Suspension, "APPI 35")])
        {
            if (!report.Rules<RightRule>().Any(r => r.Rule.Of == right))
                report.Error("right-missing", article, null, end.Position, LintReport.Text("right." + PolicyWords.Of(right)));
        }
    }

    private static void Measures(LintReport report)
    {
        var unpublished = report.Rules<MeasureRule>().Where(m => !m.Rule.Published).ToArray();
        if (unpublished.Length > 0)
        {
            report.Error("measures-unpublished", "APPI 32", unpublished[0].Clause, unpublished[0].Rule.Position,
                LintReport.Join([.. unpublished.Select(m => m.Clause.Heading)]));
        }
        var cookies = report.Rules<MeasureRule>().FirstOrDefault(m => m.Rule.Kinds.Contains(MeasureKind.CookieRegister) || m.Rule.Kinds.Contains(MeasureKind.ChoiceBanner));
        if (cookies.Clause is not null && !report.Rules<MeasureRule>().Any(m => m.Rule.Published && m.Rule.Kinds.Contains(MeasureKind.ExternalTransmissionNotice)))
            report.Error("external-transmission-unannounced", "TBA 27-12", cookies.Clause, cookies.Rule.Position);
    }
}
