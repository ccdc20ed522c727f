using Azukari.Company.Settings;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Company.Operating;

/// <summary>
/// What the contracts of the settings say: whether one is in force with the one a request names (<see cref="AccessContext.To"/>), covering
/// its purpose and items, and whether people were told of the country it goes to. Knows nothing else, and nothing when no receiver is named.
/// </summary>
internal sealed class ContractFacts(IReadOnlyList<Contract> contracts, TimeProvider clock) : IFactSource
{
    public ValueTask<FactAnswer> AskAsync(Condition condition, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct) => new(condition switch
    {
        Condition.ContractInForce => InForce(items, context),
        Condition.CountryInformation => Told(items, context),
        _ => FactAnswer.Unknown,
    });

    private FactAnswer InForce(IReadOnlyList<ItemId> items, AccessContext context) =>
        context.To is null ? FactAnswer.Unknown : Covering(items, context).Any() ? FactAnswer.True : FactAnswer.False;

    private FactAnswer Told(IReadOnlyList<ItemId> items, AccessContext context)
    {
        if (context.To is null) return FactAnswer.Unknown;
        var today = JapanTime.Today(clock);
        return Covering(items, context).Any(contract => contract.Country is null || contract.Country.Given <= today)
            ? FactAnswer.True
            : FactAnswer.False;
    }

    private IEnumerable<Contract> Covering(IReadOnlyList<ItemId> items, AccessContext context)
    {
        var today = JapanTime.Today(clock);
        return contracts.Where(contract =>
            contract.To == context.To && contract.Recipient == context.As.Value && contract.Purposes.Contains(context.Purpose.Value)
            && items.All(item => contract.Items.Contains(item.Value)) && contract.InForceOn(today));
    }
}
