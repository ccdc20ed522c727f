using System.Text.Json;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Values;

namespace Azukari.Api.Bodies;

/// <summary>Reads values by item, each in its item's shape: a string in any style the shape takes, or the object of a shape with parts.</summary>
internal sealed class ItemInput(CompanyCore company, Fields fields, TimeProvider clock)
{
    /// <summary>The values that could be read; what is wrong with the others is among the fields' errors. A null means: to be deleted.</summary>
    /// <param name="mayDelete">Whether null is a value.</param>
    public Dictionary<ItemId, StoredValue?> Read(IReadOnlyDictionary<string, JsonElement> items, bool mayDelete)
    {
        var values = new Dictionary<ItemId, StoredValue?>(items.Count);
        if (items.Count is 0 or > Fields.MostItems) fields.Wrong("items", "item-count", $"項目を1つ以上{Fields.MostItems}以下、指定してください。", $"Give 1 to {Fields.MostItems} items.");
        foreach (var (name, given) in items)
        {
            // A name no version knows may be anything: it is not repeated.
            var item = fields.Item(name, "items");
            if (item.Value.Length == 0) continue;
            var field = $"items.{item}";
            if (!IsInVault(item)) fields.Wrong(field, "not-in-vault", "この項目は保管庫に預かりません。", "The vault does not keep this item.");
            else if (given.ValueKind == JsonValueKind.Null && mayDelete) values[item] = null;
            else if (TextOf(given) is not { } text) fields.Wrong(field, "value", "文字列か、形に合うオブジェクトが必要です。", "Has to be a string, or the object of the item's shape.");
            else if (company.ShapeOf(item).TryNormalise(text, JapanTime.Today(clock), out var stored, out var error)) values[item] = stored;
            else fields.Wrong(field, error.Rule, error.Sentence(Cultures.Japanese), error.Sentence(Cultures.English));
        }

        return values;
    }

    private bool IsInVault(ItemId item) =>
        company.Trust.Policies.Versions.Reverse().Select(version => version.Document.FindItem(item)).FirstOrDefault(found => found is not null)?.Held == "vault";

    private static string? TextOf(JsonElement given)
    {
        try
        {
            return given.ValueKind switch
            {
                JsonValueKind.String => given.GetString(),
                JsonValueKind.Object => given.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null; // a lone surrogate is no text
        }
    }
}

/// <summary>The languages sentences are asked for in.</summary>
internal static class Cultures
{
    public static System.Globalization.CultureInfo Japanese { get; } = System.Globalization.CultureInfo.GetCultureInfo("ja");

    public static System.Globalization.CultureInfo English { get; } = System.Globalization.CultureInfo.GetCultureInfo("en");
}
