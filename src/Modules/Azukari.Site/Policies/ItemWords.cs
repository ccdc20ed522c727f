using Azukari.Policy;
using Azukari.Site.Resources;
using Azukari.Ui.Language;

namespace Azukari.Site.Policies;

/// <summary>Values of items as people read them, where what is kept is a code: what somebody is a member as, a rank, a way to pay, an age band.</summary>
public static class ItemWords
{
    private static readonly ItemId AgeBand = ItemId.Parse("age-band");

    private static readonly string[] Ranks = ["agent", "bronze", "silver", "gold", "platinum", "diamond"];

    /// <summary>By item: the codes that have words, and what the names of the words begin with.</summary>
    private static readonly Dictionary<ItemId, (string List, string[] Codes)> Lists = new()
    {
        [ItemId.Parse("class")] = ("class", ["retail", "vip", "agent"]),
        [ItemId.Parse("rank")] = ("rank", Ranks),
        [ItemId.Parse("reward-rank")] = ("rank", Ranks),
        [ItemId.Parse("payment-method")] = ("payment-method", ["card", "bank-transfer", "cash-on-delivery", "convenience-store"]),
    };

    /// <summary>What somebody is a member as.</summary>
    /// <param name="strings">The words.</param>
    /// <param name="code">A class's: retail, vip, agent.</param>
    public static string Class(this Text<SiteText> strings, string code) => strings[$"Value.class.{code}"];

    /// <summary>A rank among agents.</summary>
    /// <param name="strings">The words.</param>
    /// <param name="code">A rank's.</param>
    public static string Rank(this Text<SiteText> strings, string code) => strings[$"Value.rank.{code}"];

    /// <summary>The words of a code in the language of the request; anything else as it is.</summary>
    /// <param name="strings">The words.</param>
    /// <param name="item">Of which item.</param>
    /// <param name="shown">The value as its shape displays it.</param>
    public static string Said(this Text<SiteText> strings, ItemId item, string shown) =>
        Lists.TryGetValue(item, out var list) && list.Codes.Contains(shown) ? strings[$"Value.{list.List}.{shown}"]
        : item == AgeBand && shown is [.. var age, 's'] && age.All(char.IsAsciiDigit) ? strings["Value.age-band", age] : shown;
}
