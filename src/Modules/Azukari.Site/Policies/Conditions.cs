using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Site.Policies;

/// <summary>Which conditions bind a grant: its own and those its recipients always carry.</summary>
internal static class Conditions
{
    public static IEnumerable<Condition> Of(PolicyDocument document, ImmutableArray<RecipientKind> to, ConditionSet when) =>
        Enum.GetValues<Condition>().Where(c => when.Contains(c) || to.Any(r => document.FindRecipient(r)?.Requires.Contains(c) == true));
}
