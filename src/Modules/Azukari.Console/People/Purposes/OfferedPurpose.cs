using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Policy.Overview;
using Azukari.Site.Policies;

namespace Azukari.Console.People.Purposes;

/// <summary>A purpose the policy in force offers to a role: something can be used for it.</summary>
/// <param name="Role">The recipient kind.</param>
/// <param name="Purpose">The purpose, or the registered incidental use.</param>
/// <param name="Clause">The clause that says so.</param>
/// <param name="Case">To which kind of case a use is bound.</param>
/// <param name="Accesses">What may be used, about whom, under which terms.</param>
internal sealed record OfferedPurpose(RecipientKind Role, ClauseId Purpose, Clause Clause, CaseKind Case, ImmutableArray<PermittedAccess> Accesses)
{
    /// <summary>What a form sends for it.</summary>
    public string Key => $"{Role}~{Purpose}";

    /// <summary>The purpose's name in the language of the request.</summary>
    public string Name => Clause.Rule is IncidentalRule rule && rule.Uses.FirstOrDefault(use => use.Purpose == Purpose) is { } use ? use.Label.Here() : Clause.Heading.Here();

    /// <summary>Every item it reaches, for some kind of person under some terms.</summary>
    public IReadOnlySet<ItemId> Items { get; } = Accesses.SelectMany(access => access.Access.Items).ToHashSet();

    /// <summary>What the policy offers to one role, in the order of the document.</summary>
    public static IEnumerable<OfferedPurpose> To(RecipientKind role, PolicyOverview overview)
    {
        if (overview.Document.FindRecipient(role) is not { Sort: RecipientSort.Staff }) yield break;
        foreach (var clause in overview.Document.Clauses)
        {
            (ClauseId Id, CaseKind Case)[] purposes = clause.Rule switch
            {
                PurposeRule rule => [(clause.Id, rule.Case)],
                IncidentalRule rule => [.. rule.Uses.Select(use => (use.Purpose, (overview.Document.FindClause(use.Parent)?.Rule as PurposeRule)?.Case ?? CaseKind.None))],
                _ => [],
            };
            foreach (var (id, kind) in purposes)
            {
                ImmutableArray<PermittedAccess> accesses = [.. overview.At(id, role).Where(access => access.Access.Exit == Exit.None)];
                if (!accesses.IsEmpty) yield return new OfferedPurpose(role, id, clause, kind, accesses);
            }
        }
    }
}
