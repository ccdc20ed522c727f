using Azukari.Policy;
using Azukari.Site.Policies;

namespace Azukari.Tests.Policy;

/// <summary>The page prints the conditions that are decided, also those a grant itself does not repeat.</summary>
public sealed class ShippedPageTests
{
    [Theory]
    [InlineData("entrustee", Condition.ContractInForce)]
    [InlineData("affiliate", Condition.ContractInForce, Condition.CountryInformation)]
    [InlineData("upline", Condition.AncestorOfHigherRank, Condition.Attestation)]
    [InlineData("staff.shipping")]
    public void A_recipient_is_printed_with_what_always_binds_it(string recipient, params Condition[] conditions)
    {
        foreach (var policy in new[] { ShippedPolicies.First, ShippedPolicies.Second })
            Assert.Equal(conditions, Conditions.Of(policy, [RecipientKind.Parse(recipient)], ConditionSet.Empty));
    }
}
