using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>APPI 17, 20, 22: whether what is collected is needed, consented to where it must be, and let go.</summary>
internal static class CollectionChecks
{
    public static void Run(LintReport report)
    {
        var used = Used(report);
        var collected = report.Rules<AcquisitionRule>().SelectMany(a => a.Rule.Items.Select(i => i.Item)).ToHashSet();
        foreach (var (clause, rule) in report.Rules<AcquisitionRule>())
        {
            var idle = rule.Items.Select(i => i.Item).Where(i => !used.Contains(i) && !IsIndividualNumber(report, i)).ToArray();
            if (idle.Length > 0)
                report.Warning("item-collected-without-purpose", "APPI 17(1)", clause, rule.Position, report.Items(idle));
            var unstated = rule.Items.Select(i => i.Item).Where(i => report.Document.FindItem(i) is { Retention: null }).ToArray();
            if (unstated.Length > 0)
                report.Error("retention-unstated", "APPI 22", clause, rule.Position, report.Items(unstated));
            var delicate = rule.Items.Select(i => i.Item)
                .Where(i => report.Document.FindItem(i) is { Category: ItemCategory.SpecialCare } && !rule.Consent.Contains(i)).ToArray();
            if (delicate.Length > 0)
                report.Error("special-care-consent-unstated", "APPI 20(2)", clause, rule.Position, report.Items(delicate));
        }
        foreach (var item in report.Document.Items.Where(i => i.Retention is null && !collected.Contains(i.Id)))
            report.Error("retention-unstated", "APPI 22", null, item.Position, item.Label);
        foreach (var (clause, rule) in report.Rules<PurposeRule>())
        {
            var never = rule.Grants.SelectMany(g => g.Items).Distinct().Where(i => !collected.Contains(i)).ToArray();
            if (never.Length > 0)
                report.Warning("item-used-uncollected", "APPI 20(1)", clause, rule.Position, report.Items(never));
        }
    }

    /// <summary>Used by a purpose; being given on a ground or jointly is no purpose of its own.</summary>
    private static HashSet<ItemId> Used(LintReport report) =>
    [
        .. report.Rules<PurposeRule>().SelectMany(p => p.Rule.Grants).SelectMany(g => g.Items),
    ];

    /// <summary>They have findings of their own.</summary>
    private static bool IsIndividualNumber(LintReport report, ItemId item) => report.Document.FindItem(item) is { Category: ItemCategory.IndividualNumber };
}
