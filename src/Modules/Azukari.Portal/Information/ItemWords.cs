using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Portal.Resources;
using Azukari.Ui.Language;

namespace Azukari.Portal.Information;

/// <summary>Values as people read them, where the stored one is a code.</summary>
internal static class ItemWords
{
    private static readonly HashSet<string> Payments = ["card", "bank-transfer", "cash-on-delivery", "convenience-store"];

    /// <summary>A shape's display, or its words where it is a code of ours.</summary>
    public static string Display(ItemId item, string shown, Text<PortalText> T) =>
        item.Value == "class" && MemberWords.TryParse(shown, out var @class) ? T[$"Class.{@class}"]
        : item.Value is "rank" or "reward-rank" && MemberWords.TryParseRank(shown, out var rank) ? T[$"Rank.{rank}"]
        : item.Value == "payment-method" && Payments.Contains(shown) ? T[$"Payment.{shown}"]
        : item.Value == "age-band" && shown.EndsWith('s') ? T["AgeBand", shown[..^1]]
        : shown;
}
