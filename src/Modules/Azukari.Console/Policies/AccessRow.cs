using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Policy.Overview;
using Azukari.Site.Policies;

namespace Azukari.Console.Policies;

/// <summary>A row of the matrix: something a request may name as its purpose, in the order the policy prints it.</summary>
/// <param name="Id">A purpose, a registered incidental use, a ground or a right.</param>
/// <param name="Clause">The clause it stands in.</param>
/// <param name="Number">The number the clause is printed with.</param>
/// <param name="Label">Its heading, or the label of the incidental use.</param>
/// <param name="Section">The part of the policy it stands in.</param>
public sealed record AccessRow(ClauseId Id, Clause Clause, string Number, string Label, string Section)
{
    /// <summary>The rows of a document, those that permit nothing to anybody left out.</summary>
    public static IReadOnlyList<AccessRow> Of(PolicyOverview overview)
    {
        var permitted = overview.Accesses.Select(a => a.Access.Purpose).ToHashSet();
        var rows = new List<AccessRow>();
        var section = "";
        foreach (var clause in overview.Document.Clauses)
        {
            section = clause.Section?.Here() ?? section;
            if (permitted.Contains(clause.Id)) rows.Add(new AccessRow(clause.Id, clause, clause.Number, clause.Heading.Here(), section));
            if (clause.Rule is not IncidentalRule incidental) continue;
            foreach (var use in incidental.Uses.Where(u => permitted.Contains(u.Purpose)))
                rows.Add(new AccessRow(use.Purpose, clause, clause.Number, use.Label.Here(), section));
        }

        return rows;
    }
}
