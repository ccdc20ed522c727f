using System.Text;
using Azukari.Console.People.Purposes;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Console.People.Finding;

/// <summary>In which items people may be searched for a purpose, and in which of them something typed is to be looked for.</summary>
internal static class Searchables
{
    /// <summary>The choice that leaves it to what is typed.</summary>
    public const string Any = "any";

    private static readonly ItemId Address = ItemId.Parse("address");

    /// <summary>The items a purpose reaches that can be searched, in the order of the document.</summary>
    public static IReadOnlyList<ItemDeclaration> Of(PurposeInForce chosen, PolicyDocument document) =>
        [.. document.Items.Where(item => item.Held == "vault" && chosen.Offer.Items.Contains(item.Id) && Shapes.Find(item.Shape) is { IsSearchable: true })];

    /// <summary>Whether what is found can be narrowed to a prefecture: where addresses are reached.</summary>
    public static bool HasAreas(IEnumerable<ItemId> items) => items.Contains(Address);

    /// <summary>The criterion of a prefecture.</summary>
    public static SearchCriterion Area(string prefecture) => new(Address, prefecture, SearchMatch.Area);

    /// <summary>What is typed in the fields of a form, each with its item; empty fields left out.</summary>
    public static IEnumerable<SearchCriterion> Fields(IReadOnlyList<ItemDeclaration> items, Func<string, string?> field, SearchMatch match)
    {
        foreach (var item in items)
            if (field("f-" + item.Id.Value) is { Length: > 0 } typed) yield return new SearchCriterion(item.Id, typed, match);
        if (HasAreas(items.Select(item => item.Id)) && field("area") is { Length: > 0 } area) yield return Area(area);
    }

    /// <summary>The items to look in for what was typed, one after the other until somebody is found; none where nothing that may be searched has this form.</summary>
    public static IReadOnlyList<ItemDeclaration> For(string typed, string? asked, IReadOnlyList<ItemDeclaration> items, SearchMatch match)
    {
        if (asked is not (null or "" or Any)) return [.. items.Where(item => item.Id.Value == asked)];
        var text = typed.Normalize(NormalizationForm.FormKC).Trim();
        var digits = text.Count(char.IsAsciiDigit);
        string[] wanted = text.Contains('@', StringComparison.Ordinal) ? ["email"]
            : Kana.TryParse(text, out var _, out var _) || (digits == 0 && text.All(c => c < 0x250)) ? ["kana", "name"]
            : digits == 0 ? ["name"]
            : text.Any(char.IsAsciiLetter) ? ["member-number", "email", "name"]
            : text.Replace("-", "", StringComparison.Ordinal) is ['0', '7' or '8' or '9', '0', ..] ? ["mobile", "phone", "address", "member-number"]
            : text[0] is '0' or '+' || digits >= 10 ? ["phone", "mobile", "fax", "address", "member-number"]
            : digits == 7 || text[0] == '〒' ? ["address", "member-number"]
            : ["member-number", "address"];
        ItemDeclaration[] known = [.. wanted.Select(id => items.FirstOrDefault(item => item.Id.Value == id)).OfType<ItemDeclaration>()];
        ItemDeclaration[] reading = [.. known.Where(item => Shapes.Find(item.Shape)!.TryQuery(text, match, out var _, out var _))];
        return reading.Length > 0 ? reading : [.. known.Take(1)]; // whose rule then says what is wrong
    }
}
