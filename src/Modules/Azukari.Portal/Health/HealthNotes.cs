using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Portal.Health;

/// <summary>The special-care item a member may give (principle.acquisition, APPI 20(2)): taken with a consent of its own in the same act, gone with its withdrawal.</summary>
internal static class HealthNotes
{
    public static ItemId Item { get; } = ItemId.Parse("health");

    /// <summary>The consent it takes of such a person: to the purpose whose desk may read it; null where the version collects none of them.</summary>
    public static ConsentGrant? GrantFor(PolicyDocument policy, SubjectKind kind)
    {
        if (policy.FindItem(Item) is null || !policy.Clauses.Select(clause => clause.Rule).OfType<AcquisitionRule>().Any(rule => rule.Subjects.Contains(kind) && rule.Channels.Contains(Channel.Web)
            && rule.Items.Any(item => item.Item == Item && (item.Subjects.IsDefaultOrEmpty || item.Subjects.Contains(kind))))) return null;
        return policy.Clauses.Where(clause => clause.Rule is PurposeRule purpose && purpose.Subjects.Contains(kind)
                && purpose.Grants.Any(grant => grant.Items.Contains(Item) && grant.Subjects.Contains(kind) && grant.When.Contains(Condition.Consent)))
            .Select(clause => new ConsentGrant(clause.Id, null, [Item])).FirstOrDefault();
    }

    /// <summary>The consents in effect that cover it.</summary>
    public static IReadOnlyList<HeldConsent> Live(SubjectDescription person) => [.. person.Consents.Where(consent => consent.WithdrawnAt is null && consent.Grant.Items.Contains(Item))];

    /// <summary>
    /// Deletes what special-care items would be held without a live consent once some are withdrawn. To be awaited before the withdrawal: what a crash
    /// leaves between is a consent to nothing, never something held without one.
    /// </summary>
    public static async Task DeleteAsync(CompanyCore company, SubjectDescription person, IReadOnlyCollection<HeldConsent> withdrawn, CancellationToken cancel)
    {
        var policy = company.Trust.Policies.InForce.Document;
        var rest = person.Consents.Where(consent => consent.WithdrawnAt is null && withdrawn.All(gone => gone.Id != consent.Id)).SelectMany(consent => consent.Grant.Items).ToHashSet();
        var gone = withdrawn.SelectMany(consent => consent.Grant.Items).Distinct()
            .Where(item => policy.FindItem(item)?.Category == ItemCategory.SpecialCare && !rest.Contains(item) && person.Items.Any(held => held.Item == item)).ToDictionary(item => item, _ => (Azukari.Values.StoredValue?)null);
        if (gone.Count > 0) await company.Trust.Vault.CorrectAsync(person.Subject, gone, new CorrectionBy.Self(policy.Version), Signed.Member, Channel.Web, "portal", ct: cancel);
    }
}
