using Azukari.Accounts.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Portal.Choices;

/// <summary>A consent the policy asks for before a use, and whether the member has given it.</summary>
/// <param name="Clause">The purpose.</param>
/// <param name="Grant">To what.</param>
/// <param name="Live">The consents given that cover it; empty when none does.</param>
internal sealed record OfferedConsent(Clause Clause, ConsentGrant Grant, IReadOnlyList<HeldConsent> Live)
{
    /// <summary>What names it in a form: codes of the policy.</summary>
    public string Code => $"{Grant.Purpose}~{Grant.Recipient?.Value}";
}

/// <summary>A use the member may stop, and whether they have.</summary>
/// <param name="Clause">The purpose or the joint use.</param>
/// <param name="Restriction">What would be stopped.</param>
/// <param name="Recipient">Whose use, where it is one recipient's.</param>
/// <param name="Live">The restriction in effect; null when none is.</param>
internal sealed record OfferedStop(Clause Clause, Restriction Restriction, RecipientDeclaration? Recipient, HeldRestriction? Live)
{
    /// <summary>What names it in a form: codes of the policy.</summary>
    public string Code => Restriction is Restriction.ForPurpose purpose ? $"purpose~{purpose.Purpose}" : $"recipient~{Recipient!.Id}";

    /// <summary>Whether the member set it and may lift it; what staff set for a request is theirs to lift.</summary>
    public bool MayLift => Live is { } live && live.By == Signed.Member;
}

/// <summary>What a member may decide about the use of their data, by the version in force: pure.</summary>
internal static class OfferedChoices
{
    /// <summary>The consents the policy asks of such a person: one for the company's own desks, one for each recipient outside.</summary>
    public static IReadOnlyList<OfferedConsent> Consents(PolicyDocument policy, SubjectDescription person)
    {
        var found = new List<OfferedConsent>();
        foreach (var clause in policy.Clauses)
        {
            if (clause.Rule is not PurposeRule purpose || !purpose.Subjects.Contains(person.Kind)) continue;
            var asked = purpose.Grants.Where(grant => grant.When.Contains(Condition.Consent) && grant.Subjects.Contains(person.Kind))
                .SelectMany(grant => grant.To.Select(to => (To: Outside(policy, to), grant.Items)));
            foreach (var each in asked.GroupBy(grant => grant.To))
            {
                ItemId[] items = [.. each.SelectMany(grant => grant.Items).Distinct().OrderBy(item => item.Value, StringComparer.Ordinal)];
                var grant = new ConsentGrant(clause.Id, each.Key, items);
                found.Add(new OfferedConsent(clause, grant, [.. person.Consents.Where(held => held.WithdrawnAt is null && held.Grant.Purpose == clause.Id && held.Grant.Recipient == each.Key)]));
            }
        }

        return found;
    }

    /// <summary>Consents given to something else than what is asked for now: shown, and withdrawn as easily.</summary>
    public static IReadOnlyList<HeldConsent> Others(IReadOnlyList<OfferedConsent> offered, SubjectDescription person) =>
        [.. person.Consents.Where(held => held.WithdrawnAt is null && !offered.SelectMany(offer => offer.Live).Contains(held))];

    /// <summary>
    /// The uses that can be stopped without ending the membership: purposes no order, request, inquiry or application hangs on, and each joint user.
    /// </summary>
    public static IReadOnlyList<OfferedStop> Stops(PolicyDocument policy, SubjectDescription person)
    {
        HeldRestriction[] live = [.. person.Restrictions.Where(held => held.LiftedAt is null)];
        var found = new List<OfferedStop>();
        foreach (var clause in policy.Clauses)
        {
            if (clause.Rule is PurposeRule { Case: CaseKind.None or CaseKind.Campaign, Statutory: null } purpose && purpose.Subjects.Contains(person.Kind))
                found.Add(new OfferedStop(clause, new Restriction.ForPurpose(clause.Id), null, live.FirstOrDefault(held => held.Scope is Restriction.ForPurpose scope && scope.Purpose == clause.Id)));
            if (clause.Rule is JointUsersRule { HandledAsEntrustment: false } joint && (joint.Subjects.IsDefaultOrEmpty || joint.Subjects.Contains(person.Kind)))
            {
                found.AddRange(joint.To.Select(policy.FindRecipient).OfType<RecipientDeclaration>().Select(recipient => new OfferedStop(
                    clause, new Restriction.ByRecipient(recipient.Id), recipient, live.FirstOrDefault(held => held.Scope is Restriction.ByRecipient scope && scope.Recipient == recipient.Id))));
            }
        }

        return found;
    }

    /// <summary>Whether a version waits for the person's answer: something of theirs was given under another, and it is not the first.</summary>
    public static bool Waits(PolicyDocument policy, SubjectDescription person) => policy.Previous is not null && !policy.Notices.IsDefaultOrEmpty
        && person.Answers.All(answer => answer.Version != policy.Version) && person.Items.Any(item => item.PolicyVersion != policy.Version);

    /// <summary>Whether the version widens something only a consent opens.</summary>
    public static bool AsksConsent(PolicyDocument policy) => policy.Notices.Any(notice => notice.How == NoticeKind.Consented);

    // A consent without a recipient covers the company's own desks; whoever is outside is named.
    private static RecipientKind? Outside(PolicyDocument policy, RecipientKind to) => policy.FindRecipient(to) is { Sort: RecipientSort.Staff } ? null : to;
}
