using System.Text;
using Azukari.Console.People.Purposes;
using Azukari.Policy.Document;
using Azukari.Values;

namespace Azukari.Console.People.Finding;

/// <summary>In which items people may be searched for a purpose, and in which of them something typed is to be looked for.</summary>
internal static class Searchables
{
    /// <summary>The choice that leaves it to what is typed.</summary>
    public const string Any = "any";

    /// <summary>The items a purpose reaches that can be searched, in the order of the document.</summary>
    public static IReadOnlyList<ItemDeclaration> Of(PurposeInForce chosen, PolicyDocument document) =>
        [.. document.Items.Where(item => item.Held == "vault" && chosen.Offer.Items.Contains(item.Id) && Shapes.Find(item.Shape) is { IsSearchable: true })];

    /// <summary>The item to look in for what was typed; null where nothing that may be searched has this form.</summary>
    public static ItemDeclaration? For(string typed, string? asked, IReadOnlyList<ItemDeclaration> items)
    {
        if (asked is not (null or Any)) return items.FirstOrDefault(item => item.Id.Value == asked);
        var text = typed.Normalize(NormalizationForm.FormKC).Trim();
        var digits = text.Count(char.IsAsciiDigit);
        string[] wanted = text.Contains('@', StringComparison.Ordinal) ? ["email"]
            : Kana.TryParse(text, out var _, out var _) ? ["kana", "name"]
            : digits == 0 ? ["name", "kana"]
            : text.Any(char.IsAsciiLetter) ? ["member-number", "name"]
            : digits == 7 && text.All(c => char.IsAsciiDigit(c) || c is '-' or '〒' or ' ') && text[0] != '0' ? ["address", "member-number"]
            : text.Replace("-", "", StringComparison.Ordinal) is ['0', '7' or '8' or '9', '0', ..] && digits == 11 ? ["mobile", "phone", "member-number"]
            : digits >= 9 ? ["phone", "mobile", "fax", "member-number"]
            : ["member-number", "address"];
        return wanted.Select(id => items.FirstOrDefault(item => item.Id.Value == id && Reads(item, text))).FirstOrDefault(found => found is not null)
            ?? wanted.Select(id => items.FirstOrDefault(item => item.Id.Value == id)).FirstOrDefault(found => found is not null);
    }

    private static bool Reads(ItemDeclaration item, string text) => Shapes.Find(item.Shape)!.TryQuery(text, out var _, out var _);
}
