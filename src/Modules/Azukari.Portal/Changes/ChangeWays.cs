using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Portal.Changes;

/// <summary>How a member changes an item themselves.</summary>
internal enum ChangeWay
{
    /// <summary>Sent and changed.</summary>
    AtOnce,

    /// <summary>The new address has to show that it is read: by a code sent to it.</summary>
    ByCode,

    /// <summary>After a second factor of the last minutes, and a check of what was typed.</summary>
    WithProof,
}

/// <summary>Which items a member may change without asking, by the right to correction and the item's shape; whatever needs papers goes through customer service.</summary>
internal static class ChangeWays
{
    /// <summary>The way; null where there is none.</summary>
    public static ChangeWay? Of(PolicyDocument policy, ItemId item)
    {
        if (policy.FindItem(item) is not { Held: "vault" } declared || !policy.Clauses.Any(clause => clause.Rule is RightRule { Of: RightKind.Correction } right && right.Items.Contains(item))) return null;
        return declared.Shape switch
        {
            "kana" or "phone" or "postal-address" or "gender" => ChangeWay.AtOnce,
            "email" => ChangeWay.ByCode,
            "bank-account" => ChangeWay.WithProof,
            _ => null,
        };
    }

    /// <summary>Whether the member may leave it empty: nothing they registered with has to be given.</summary>
    public static bool MayBeLeftOut(PolicyDocument policy, ItemId item, SubjectKind kind) => !policy.Clauses.Select(clause => clause.Rule).OfType<AcquisitionRule>()
        .Where(rule => rule.Subjects.Contains(kind)).SelectMany(rule => rule.Items)
        .Any(acquired => acquired.Item == item && acquired.Required && (acquired.Subjects.IsDefaultOrEmpty || acquired.Subjects.Contains(kind)));

    /// <summary>Whether the item is collected of such a person at all.</summary>
    public static bool IsCollected(PolicyDocument policy, ItemId item, SubjectKind kind) => policy.Clauses.Select(clause => clause.Rule).OfType<AcquisitionRule>()
        .Where(rule => rule.Subjects.Contains(kind)).SelectMany(rule => rule.Items).Any(acquired => acquired.Item == item && (acquired.Subjects.IsDefaultOrEmpty || acquired.Subjects.Contains(kind)));
}
