using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Site.Policies;

/// <summary>Which conditions bind a grant: its own, those its recipients always carry, and those other clauses put on them.</summary>
public static class Conditions
{
    public static IEnumerable<Condition> Of(PolicyDocument document, ImmutableArray<RecipientKind> to, ConditionSet when) =>
        Enum.GetValues<Condition>().Where(c => when.Contains(c) || to.Any(r => Always(document, r, c)));

    /// <summary>Entrusting always needs a contract, a recipient abroad information on its country, a gated one its attestation: as decided, so printed.</summary>
    private static bool Always(PolicyDocument document, RecipientKind recipient, Condition condition) =>
        document.FindRecipient(recipient) is { } declared && (declared.Requires.Contains(condition) || condition switch
        {
            Condition.ContractInForce => declared.Sort == RecipientSort.Entrustee,
            Condition.CountryInformation => declared.Abroad && declared.Sort != RecipientSort.Staff,
            Condition.Attestation => document.Clauses.Any(c => c.Rule is DutyRule duty && duty.Gates.Contains(recipient)),
            _ => false,
        });
}
