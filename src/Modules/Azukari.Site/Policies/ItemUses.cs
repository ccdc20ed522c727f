using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Site.Policies;

/// <summary>A purpose an item may serve, by the version in force, and who may use it for that.</summary>
/// <param name="Clause">The clause.</param>
/// <param name="Recipients">Who, by their names.</param>
/// <param name="OnConsent">Whether all of them need the person's consent.</param>
public sealed record ItemPurpose(Clause Clause, IReadOnlyList<string> Recipients, bool OnConsent);

/// <summary>For what items may be used, told from the policy (APPI 32(2)).</summary>
public static class ItemUses
{
    /// <summary>The purposes an item serves that was given as a kind of person, in the order they are printed.</summary>
    public static IReadOnlyList<ItemPurpose> PurposesOf(PolicyDocument policy, ItemId item, SubjectKind kind)
    {
        var found = new List<ItemPurpose>();
        foreach (var clause in policy.Clauses)
        {
            var (recipients, always) = clause.Rule switch
            {
                PurposeRule purpose when purpose.Subjects.Contains(kind) => Granted([.. purpose.Grants.Where(grant => grant.Items.Contains(item) && grant.Subjects.Contains(kind))]),
                IncidentalRule incidental => ([.. incidental.Uses.Where(use => use.Approved is not null && use.Items.Contains(item) && Reaches(policy, use.Parent, kind)).SelectMany(use => use.To)], true),
                JointUsersRule { HandledAsEntrustment: false } joint when IsJointlyUsed(policy, joint, item) && (joint.Subjects.IsEmpty || joint.Subjects.Contains(kind)) => ([.. joint.To], true),
                _ => ([], true),
            };
            if (recipients.Count > 0) found.Add(new ItemPurpose(clause, [.. recipients.Distinct().Select(recipient => Words.Label(policy, recipient))], !always));
        }

        return found;
    }

    private static (List<RecipientKind> To, bool Always) Granted(Grant[] grants) =>
        ([.. grants.SelectMany(grant => grant.To)], grants.Any(grant => !grant.When.Contains(Condition.Consent)));

    private static bool Reaches(PolicyDocument policy, ClauseId parent, SubjectKind kind) => policy.FindClause(parent)?.Rule is PurposeRule purpose && purpose.Subjects.Contains(kind);

    private static bool IsJointlyUsed(PolicyDocument policy, JointUsersRule joint, ItemId item) =>
        policy.Clauses.Any(clause => clause.Rule is JointItemsRule items && items.Items.Contains(item)) && (joint.Items.IsDefaultOrEmpty || joint.Items.Contains(item));
}
