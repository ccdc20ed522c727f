using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Join.Staff;

/// <summary>What customer service sees of one person: lines, or the clause that refuses them. Prints nothing of it.</summary>
public sealed record SheetLines(IReadOnlyList<(string Term, string Shown)> Lines, string? Refused)
{
    private Dictionary<ItemId, string> Items { get; init; } = [];

    /// <summary>What is shown of one item; null where nothing is.</summary>
    public string? Of(ItemId item) => Items.GetValueOrDefault(item);

    public override string ToString() => $"SheetLines[{Lines.Count}]";

    internal static SheetLines Of(AccessResult<ApplicationSheet> read, PolicyDocument policy, Text<SiteText> words)
    {
        if (read is RefusedAccess<ApplicationSheet> { Refusal: var refusal }) return new SheetLines([], policy.Clauses.FirstOrDefault(clause => clause.Id == refusal.Clause)?.Heading.Here() ?? refusal.Code);
        if (read is not Granted<ApplicationSheet> { Values: var held }) return new SheetLines([], "");
        var culture = PageLanguage.Current;
        var way = held.PaymentMethod?.Code;
        (string Item, string? Shown)[] all =
        [
            ("name", held.Name?.ToDisplay(culture)), ("kana", held.Kana?.ToDisplay(culture)), ("date-of-birth", held.Birth?.ToDisplay(culture)), ("gender", held.Gender?.ToDisplay(culture)),
            ("address", held.Address?.ToDisplay(culture)), ("phone", held.Phone?.ToDisplay(culture)), ("mobile", held.Mobile?.ToDisplay(culture)), ("fax", held.Fax?.ToDisplay(culture)),
            ("email", held.Email?.ToDisplay(culture)), ("payment-method", way is null ? null : words.Said(ItemId.Parse("payment-method"), way)), ("member-number", held.Number?.ToDisplay(culture)),
        ];
        return new SheetLines([.. all.Where(line => line.Shown is not null).Select(line => (policy.FindItem(ItemId.Parse(line.Item))!.Label.Here(), line.Shown!))], null)
        {
            Items = all.Where(line => line.Shown is not null).ToDictionary(line => ItemId.Parse(line.Item), line => line.Shown!),
        };
    }
}
