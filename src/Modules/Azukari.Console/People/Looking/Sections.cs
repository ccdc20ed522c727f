using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Console.People.Looking;

/// <summary>How a person's page groups the policy's items, and which of them are shown only when asked for.</summary>
internal static class Sections
{
    private const string Rest = "other";

    /// <summary>What somebody is a member as.</summary>
    public static readonly ItemId Class = ItemId.Parse("class");

    private static readonly Dictionary<string, string[]> Named = new(StringComparer.Ordinal)
    {
        ["who"] = ["name", "kana", "member-number", "date-of-birth", "gender", "residence-status", "age-band"],
        ["reach"] = ["address", "phone", "mobile", "fax", "email", "social-account", "region"],
        ["membership"] = ["class", "registration-date", "sponsor", "rank", "reward-rank", "business-conditions"],
        ["money"] = ["payment-method", "card", "bank-account", "bonuses", "claims", "weekly-summary", "individual-number"],
        ["orders"] = ["orders", "returns", "autoship"],
        ["cases"] = ["consultation", "inquiry", "recording", "opinion", "evidence", "health"],
        ["application"] = ["resume", "qualifications", "interview-notes"],
    };

    private static readonly Dictionary<string, string> SectionOf = Named.SelectMany(s => s.Value.Select(item => (item, s.Key))).ToDictionary(p => p.item, p => p.Key, StringComparer.Ordinal);

    // What does harm when somebody looks over a shoulder, or draws looks of its own.
    private static readonly HashSet<string> DelicateShapes = ["bank-account", "card-token", "individual-number", "residence-status", "birth-date"];

    /// <summary>The sections, in order, each with its items in the order of the document.</summary>
    public static IEnumerable<(string Key, IReadOnlyList<ItemDeclaration> Items)> Of(PolicyDocument document) =>
        Named.Keys.Append(Rest).Select(key => (key, (IReadOnlyList<ItemDeclaration>)[.. document.Items.Where(item => SectionOf.GetValueOrDefault(item.Id.Value, Rest) == key)]))
            .Where(section => section.Item2.Count > 0);

    /// <summary>Whether an item stays masked until somebody asks for it.</summary>
    public static bool IsDelicate(ItemDeclaration item) => item.Category is ItemCategory.SpecialCare or ItemCategory.IndividualNumber || DelicateShapes.Contains(item.Shape);

    /// <summary>Whether what is held of an item are documents.</summary>
    public static bool IsDocuments(ItemDeclaration item) => item.Held == "vault" && item.Shape == "text";

    /// <summary>Whether staff may delete the item alone: a value the person gave. What arose between member and company (its number, its date) stays with its books, and goes with the person.</summary>
    public static bool IsDeletable(ItemDeclaration item) => IsValue(item) && item.Category != ItemCategory.Transaction;

    /// <summary>Whether the item is a single value the vault keeps.</summary>
    public static bool IsValue(ItemDeclaration item) => item.Held == "vault" && item.Shape != "text";
}
