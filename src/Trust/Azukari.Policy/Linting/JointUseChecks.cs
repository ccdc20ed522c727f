using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>APPI 27(5), 27(6), 28: what must be published of a joint use, and of recipients abroad.</summary>
internal static class JointUseChecks
{
    public static void Run(LintReport report)
    {
        var users = report.Rules<JointUsersRule>().ToArray();
        foreach (var (clause, rule) in report.Rules<JointManagerRule>())
        {
            if (rule.Address is null || rule.Representative is null)
                report.Error("joint-manager-unpublished", "APPI 27(5)", clause, rule.Position, Missing(rule));
        }
        foreach (var (clause, rule) in users)
            Users(report, clause, rule);
        Incomplete(report, users);
        JointItemsWithoutPurpose(report);
        ForeignElsewhere(report);
    }

    private static LocalText Missing(JointManagerRule rule) => (rule.Address, rule.Representative) switch
    {
        (null, null) => new LocalText("住所と代表者の氏名", "address and representative"),
        (null, _) => new LocalText("住所", "address"),
        _ => new LocalText("代表者の氏名", "representative"),
    };

    private static void Users(LintReport report, Clause clause, JointUsersRule rule)
    {
        if (rule.HandledAsEntrustment)
        {
            report.Warning("entrustee-called-joint-user", "APPI 27(5)", clause, rule.Position);
            return;
        }
        if (rule.OpenEnded)
            report.Error("joint-users-open-ended", "APPI 27(5)", clause, rule.Position);
        var abroad = rule.To.Where(r => report.Document.FindRecipient(r) is { Abroad: true }).ToArray();
        if (abroad.Length == 0)
            return;
        var told = abroad.All(r => report.Document.FindRecipient(r)!.Requires.Contains(Condition.CountryInformation));
        if (!told || rule.OpenEnded || rule.Named.IsEmpty || rule.Named.Any(n => n.Country is null))
            report.Error("foreign-recipient-uninformed", "APPI 28", clause, rule.Position, report.Recipients(abroad));
    }

    /// <summary>Other recipients abroad: whoever may receive must be told about, too.</summary>
    private static void ForeignElsewhere(LintReport report)
    {
        var joint = report.Rules<JointUsersRule>().SelectMany(r => r.Rule.To).ToHashSet();
        foreach (var recipient in report.Document.Recipients)
        {
            if (recipient.Abroad && recipient.Sort != RecipientSort.Staff && !joint.Contains(recipient.Id) && !recipient.Requires.Contains(Condition.CountryInformation))
                report.Error("foreign-recipient-uninformed", "APPI 28", null, recipient.Position, recipient.Label);
        }
    }

    private static void Incomplete(LintReport report, (Clause Clause, JointUsersRule Rule)[] users)
    {
        if (users.FirstOrDefault(u => !u.Rule.HandledAsEntrustment) is not { Clause: { } first })
            return;
        var missing = new List<LocalText>();
        if (!report.Rules<JointItemsRule>().Any())
            missing.Add(new LocalText("項目", "items"));
        if (!report.Rules<JointPurposesRule>().Any())
            missing.Add(new LocalText("利用目的", "purposes"));
        if (!report.Rules<JointManagerRule>().Any())
            missing.Add(new LocalText("管理責任者", "manager"));
        if (missing.Count > 0)
            report.Error("joint-use-incomplete", "APPI 27(5)", first, first.Rule.Position, LintReport.Join(missing));
    }

    private static void JointItemsWithoutPurpose(LintReport report)
    {
        var purposes = report.Rules<JointPurposesRule>().SelectMany(r => r.Rule.Purposes).ToHashSet();
        if (purposes.Count == 0)
            return;
        var used = report.Rules<PurposeRule>().Where(p => purposes.Contains(p.Clause.Id)).SelectMany(p => p.Rule.Grants).SelectMany(g => g.Items).ToHashSet();
        foreach (var (clause, rule) in report.Rules<JointItemsRule>())
        {
            var idle = rule.Items.Where(i => !used.Contains(i)).ToArray();
            if (idle.Length > 0)
                report.Warning("joint-item-without-purpose", "APPI 27(5)", clause, rule.Position, report.Items(idle));
        }
    }
}
