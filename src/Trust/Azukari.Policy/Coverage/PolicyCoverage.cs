using System.Collections.Immutable;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;

namespace Azukari.Policy.Coverage;

/// <summary>A place in the program that carries a clause out: a module, a middleware, a job.</summary>
/// <param name="Clause">The clause it carries out.</param>
/// <param name="Name">What it is: <c>Azukari.Vault: one key a person</c>.</param>
public sealed record EnforcementPoint(ClauseId Clause, string Name);

/// <summary>Whether views and clauses meet, in both directions.</summary>
/// <param name="Stranded">Views that no clause permits, each with the refusal.</param>
/// <param name="Unenforced">Clauses that rule something and which neither a view nor an enforcement point carries out, in the order of the policy.</param>
/// <param name="Unknown">Enforcement points of clauses the version in force does not have.</param>
public sealed record CoverageReport(ImmutableArray<StrandedView> Stranded, ImmutableArray<Clause> Unenforced, ImmutableArray<EnforcementPoint> Unknown)
{
    /// <summary>Whether everything meets.</summary>
    public bool IsComplete => Stranded.IsEmpty && Unenforced.IsEmpty && Unknown.IsEmpty;
}

/// <summary>Compares the policy in force with what the program declares it does.</summary>
public static class PolicyCoverage
{
    /// <summary>
    /// Coverage in both directions. A permitted view covers every clause it is decided by; what only states something needs no enforcement. Whatever an
    /// enforcement point names is covered by it.
    /// </summary>
    public static CoverageReport Of(PolicyArchive archive, IEnumerable<ViewDeclaration> views, IEnumerable<EnforcementPoint> enforcementPoints)
    {
        var declared = views.ToArray();
        var points = enforcementPoints.ToArray();
        var document = archive.InForce.Document;
        var covered = points.Select(p => p.Clause).ToHashSet();
        foreach (var view in declared)
            covered.UnionWith(archive.ClausesOf(view));
        return new CoverageReport(
            [.. Stranded(archive, declared)],
            [.. document.Clauses.Where(c => c.Rule is not StatementRule && !covered.Contains(c.Id))],
            [.. points.Where(p => document.FindClause(p.Clause) is null)]);
    }

    internal static IReadOnlyList<StrandedView> Stranded(PolicyArchive archive, IEnumerable<ViewDeclaration> views)
    {
        var stranded = new List<StrandedView>();
        foreach (var view in views)
        {
            if (archive.Why(view.Purpose, view.Recipient, view.Items, view.Ground) is { } refusal)
                stranded.Add(new StrandedView(view, refusal));
        }
        return stranded;
    }
}
