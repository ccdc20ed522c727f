using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>APPI 17, 25, 27(1), MNA 9: whether purposes are bounded and what leaves the company has a basis.</summary>
internal static class PurposeChecks
{
    public static void Run(LintReport report)
    {
        foreach (var (clause, rule) in report.Rules<PurposeRule>())
        {
            if (!rule.Bounded)
                report.Error("purpose-unbounded", "APPI 17(1)", clause, rule.Position);
            if (rule.Grants.IsEmpty)
                report.Warning("purpose-without-effect", "APPI 17(1)", clause, rule.Position);
        }
        foreach (var (clause, rule) in report.Rules<IncidentalRule>())
        {
            // Nobody can read off the text what is covered unless the uses are listed and someone answers for them.
            if (rule.Uses.IsEmpty || rule.Approval is null)
                report.Error("incidental-unbounded", "APPI 17(1)", clause, rule.Position);
        }
        IndividualNumbers(report);
        FraudPrevention(report);
        Entrustment(report);
        foreach (var (clause, rule) in report.Rules<GroundRule>())
        {
            if (rule.Article is null && !rule.Requires.Contains(Condition.Consent) && !rule.Requires.Contains(Condition.PairedGround))
                report.Error("ground-without-basis", "APPI 27(1)", clause, rule.Position);
        }
    }

    private static void IndividualNumbers(LintReport report)
    {
        foreach (var item in report.Document.Items.Where(i => i.Category == ItemCategory.IndividualNumber))
        {
            var statutory = report.Rules<PurposeRule>()
                .Where(p => p.Rule.Statutory is not null && p.Rule.Grants.Any(g => g.Items.Contains(item.Id))).ToArray();
            if (statutory.Length == 0)
            {
                var collects = report.Rules<AcquisitionRule>().FirstOrDefault(a => a.Rule.Items.Any(i => i.Item == item.Id)).Clause;
                var speaks = collects ?? report.Document.Clauses.FirstOrDefault(c => c.Law.Any(l => l.StartsWith("MNA 9", StringComparison.Ordinal)));
                report.Error("individual-number-without-purpose", "MNA 9", speaks, item.Position, item.Label);
            }
            foreach (var (clause, rule) in statutory)
            {
                var roles = rule.Grants.Where(g => g.Items.Contains(item.Id)).SelectMany(g => g.To).Distinct()
                    .Where(r => report.Document.FindRecipient(r) is { Sort: RecipientSort.Staff }).ToArray();
                if (roles.Length > 1)
                    report.Warning("individual-number-for-several-roles", "MNA 12", clause, rule.Position, report.Recipients(roles));
            }
        }
    }

    /// <summary>Whoever the company has dealings with (transaction items are collected) should be covered by the purpose that prevents fraud.</summary>
    private static void FraudPrevention(LintReport report)
    {
        var fraud = report.Rules<PurposeRule>().Where(p => p.Rule.Aim == PurposeAim.FraudPrevention).ToArray();
        if (fraud.Length == 0)
            return;
        var covered = fraud.SelectMany(p => p.Rule.Subjects).ToHashSet();
        var left = report.Rules<AcquisitionRule>().SelectMany(a => a.Rule.Items)
            .Where(i => report.Document.FindItem(i.Item) is { Category: ItemCategory.Transaction })
            .SelectMany(i => i.Subjects).Distinct().Where(s => !covered.Contains(s)).ToArray();
        if (left.Length > 0)
            report.Warning("fraud-prevention-omits-people", "APPI 17(1)", fraud[0].Clause, fraud[0].Rule.Position, report.Subjects(left));
    }

    private static void Entrustment(LintReport report)
    {
        var terms = report.Rules<EntrustmentRule>().SelectMany(e => e.Rule.To).ToHashSet();
        foreach (var (clause, rule) in report.Rules<PurposeRule>())
        {
            foreach (var grant in rule.Grants)
            {
                var bare = grant.To.Where(r => report.Document.FindRecipient(r) is { Sort: RecipientSort.Entrustee } && !terms.Contains(r)).ToArray();
                if (bare.Length > 0)
                    report.Error("entrustment-without-terms", "APPI 25", clause, grant.Position, report.Recipients(bare));
            }
        }
    }
}
