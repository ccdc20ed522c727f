using Azukari.Policy.Document;

namespace Azukari.Site.Policies.Changes;

/// <summary>A clause in two versions; one of them is null where the clause is new or gone.</summary>
public sealed record ClausePair(Clause? Before, Clause? After)
{
    /// <summary>The clause as the later version has it, or as the earlier had it.</summary>
    public Clause Any => After ?? Before!;

    /// <summary>Whether heading or text differ in either language.</summary>
    public bool TextChanged => Before is null || After is null || Before.Text != After.Text || Before.Heading != After.Heading;

    /// <summary>The clauses of two versions in the order of the later one; what is gone stands after the clause it followed.</summary>
    public static IReadOnlyList<ClausePair> Of(PolicyDocument before, PolicyDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var pairs = after.Clauses.Select(c => new ClausePair(before.FindClause(c.Id), c)).ToList();
        int place = 0;
        foreach (Clause clause in before.Clauses)
        {
            int found = pairs.FindIndex(p => p.Any.Id == clause.Id);
            if (found >= 0) place = found + 1;
            else pairs.Insert(place++, new ClausePair(clause, null));
        }

        return pairs;
    }
}
