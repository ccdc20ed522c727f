using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Company.Operating;

/// <summary>
/// What the operator at the desk vouches for in the act itself: that the person's identity was confirmed, in the case named. The ledger
/// keeps who said so, and where the evidence is.
/// </summary>
internal sealed class AttestedFacts : IFactSource
{
    public ValueTask<FactAnswer> AskAsync(Condition condition, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct) =>
        new(condition == Condition.IdentityConfirmed && context is { IdentityConfirmed: true, Case: not null } ? FactAnswer.True : FactAnswer.Unknown);
}
