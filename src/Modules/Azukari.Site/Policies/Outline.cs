using Azukari.Policy.Document;
using Azukari.Ui.Components;

namespace Azukari.Site.Policies;

/// <summary>A part of the printed policy: clauses under one section heading; the clauses before the first have none.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Heading">Its heading; null for the part before the first section.</param>
/// <param name="Clauses">Its clauses, in order.</param>
internal sealed record PolicySection(string Id, LocalText? Heading, IReadOnlyList<Clause> Clauses);

/// <summary>The policy cut into sections, as contents list and page print it.</summary>
internal static class Outline
{
    public static IReadOnlyList<PolicySection> Sections(PolicyDocument document)
    {
        var sections = new List<PolicySection>();
        var open = new List<Clause>();
        LocalText? heading = null;
        foreach (Clause clause in document.Clauses)
        {
            if (clause.Section is not null)
            {
                Close();
                heading = clause.Section;
            }

            open.Add(clause);
        }

        Close();
        return sections;

        void Close()
        {
            if (open.Count > 0) sections.Add(new PolicySection($"section-{sections.Count}", heading, [.. open]));
            open.Clear();
        }
    }

    /// <summary>The contents: sections, and below each its clauses.</summary>
    public static IReadOnlyList<ContentsEntry> Contents(IReadOnlyList<PolicySection> sections) =>
    [
        .. sections.SelectMany(s => s.Heading is null
            ? s.Clauses.Select(Entry)
            : [new ContentsEntry("#" + s.Id, s.Heading.Here()) { Below = [.. s.Clauses.Select(Entry)] }]),
    ];

    /// <summary>The number a clause is printed with, or empty where its whole section shares one (then it tells nothing).</summary>
    public static string Number(PolicySection section, Clause clause) =>
        section.Clauses.Count(c => c.Number == clause.Number) > 1 ? "" : clause.Number;

    private static ContentsEntry Entry(Clause clause) => new("#" + clause.Id, clause.Heading.Here());
}
