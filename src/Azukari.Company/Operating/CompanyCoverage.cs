using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Coverage;
using Azukari.Policy.Document;

namespace Azukari.Company.Operating;

/// <summary>How a policy and this program meet.</summary>
/// <param name="Stranded">Views of the program that no clause permits.</param>
/// <param name="Unenforced">Clauses that rule something no part of the program carries out yet, in the order of the file.</param>
public sealed record CoverageReport(IReadOnlyList<StrandedView> Stranded, IReadOnlyList<UnenforcedClause> Unenforced);

/// <summary>A clause that no part of the program carries out, or not the whole of.</summary>
/// <param name="Clause">Which.</param>
/// <param name="Missing">The measures of it that are left to the company; empty when the clause is of another kind.</param>
public sealed record UnenforcedClause(ClauseId Clause, IReadOnlyList<MeasureKind> Missing);

/// <summary>Matches a policy with what this program does: its views, and what it carries out of each kind of rule.</summary>
public static class CompanyCoverage
{
    /// <summary>
    /// The measures this program carries out, or sees to: what people do at intervals stands on its board until somebody says when and where it was done.
    /// The others are the company's to carry out: none of its programs can vouch for them.
    /// </summary>
    private static readonly HashSet<MeasureKind> Measures =
    [
        MeasureKind.Encryption, MeasureKind.LeastPrivilege, MeasureKind.Ledger, MeasureKind.Retention, MeasureKind.Csp, MeasureKind.Hsts, MeasureKind.Tls,
        MeasureKind.CookieRegister, MeasureKind.Gpc, MeasureKind.ExternalTransmissionNotice, MeasureKind.ExternalLinksMarked, MeasureKind.Mfa, MeasureKind.Passkeys,
        MeasureKind.Backup, MeasureKind.Watermark, MeasureKind.RestoreDrill, MeasureKind.Training, MeasureKind.Audit, MeasureKind.Review, MeasureKind.Supervision,
    ];

    /// <summary>The coverage of one version by itself.</summary>
    public static CoverageReport Of(PolicyDocument document)
    {
        var alone = document with { Previous = null };
        return new CoverageReport(
            PolicyArchive.Build([alone], alone.Version).Check(CompanyViews.All),
            [.. document.Clauses.Where(clause => !Enforces(clause.Rule)).Select(clause => new UnenforcedClause(clause.Id, Missing(clause.Rule)))]);
    }

    /// <summary>The views this program reads under a version: one it does not permit is no processing that takes place.</summary>
    public static IReadOnlyList<ViewDeclaration> ViewsUnder(PolicyDocument document)
    {
        var alone = document with { Previous = null };
        var stranded = PolicyArchive.Build([alone], alone.Version).Check(CompanyViews.All).Select(one => one.View.Id).ToHashSet();
        return [.. CompanyViews.All.Where(view => !stranded.Contains(view.Id))];
    }

    private static bool Enforces(ClauseRule rule) => rule switch
    {
        // Statements rule nothing; liability and revision are printed; the rest is decided by the vault's gate, or at acquisition.
        StatementRule or LiabilityRule or RevisionRule => true,
        PurposeRule or IncidentalRule or GroundRule or EntrustmentRule or AcquisitionRule => true,
        JointItemsRule or JointUsersRule or JointPurposesRule or JointManagerRule => true,
        RightRule => true,
        MeasureRule measure => Missing(measure).Length == 0,
        // The company's own stands on the board; what each agent pledges opens and shuts the line above.
        DutyRule duty => duty.Who.IsEmpty || !duty.Gates.IsEmpty,
        _ => false,
    };

    private static MeasureKind[] Missing(ClauseRule rule) => rule is MeasureRule measure ? [.. measure.Kinds.Where(kind => !Measures.Contains(kind))] : [];
}
