using Azukari.Company;
using Azukari.Console.People.Looking;
using Azukari.Console.People.Purposes;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Console.People.Finding;

/// <summary>One person found, with what the purpose lets be shown of them.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Values">By item; an item that is refused or not held is not there.</param>
/// <param name="Refusal">Why nothing is shown; null when something is.</param>
/// <param name="ShowsMembership">Whether how their membership stands may be shown.</param>
public sealed record FoundRow(SubjectId Subject, IReadOnlyDictionary<ItemId, string> Values, Refusal? Refusal, bool ShowsMembership = false)
{
    public override string ToString() => $"FoundRow[{Subject}]";
}

/// <summary>Reads what a list shows of each person: enough to tell people apart, nothing more; one access a person.</summary>
internal static class FoundRows
{
    private static readonly ItemId[] Telling = [ItemId.Parse("name"), ItemId.Parse("kana"), ItemId.Parse("member-number")];

    /// <summary>The columns for a purpose: name, reading, number, the items searched in, and what somebody is a member as.</summary>
    public static IReadOnlyList<ItemDeclaration> Columns(PurposeInForce chosen, PolicyDocument document, IEnumerable<ItemId> searched) =>
        [.. Telling.Concat(searched).Append(Sections.Class).Distinct().Where(chosen.Offer.Items.Contains).Select(document.FindItem).OfType<ItemDeclaration>().Where(item => item.Held == "vault" || item.Id == Sections.Class)];

    /// <summary>Reads the rows, in the order given; somebody erased since the search is left out.</summary>
    public static async Task<IReadOnlyList<FoundRow>> ReadAsync(
        CompanyCore company, PurposeInForce chosen, IReadOnlyList<SubjectId> subjects, IReadOnlyList<ItemDeclaration> columns, string reason, Text<SiteText> words, CancellationToken cancel) =>
        [.. (await Task.WhenAll(subjects.Select(subject => RowAsync(company, chosen, subject, columns, reason, words, cancel)))).OfType<FoundRow>()];

    private static async Task<FoundRow?> RowAsync(
        CompanyCore company, PurposeInForce chosen, SubjectId subject, IReadOnlyList<ItemDeclaration> columns, string reason, Text<SiteText> words, CancellationToken cancel)
    {
        var context = chosen.Context(reason);
        if (await company.Trust.Vault.ForeseeAsync(subject, [.. columns.Select(c => c.Id)], context, cancel) is not { } foreseen) return null;
        ItemId[] open = [.. foreseen.Where(f => f.Refusal is null).Select(f => f.Item)];
        if (open.Length == 0) return new FoundRow(subject, new Dictionary<ItemId, string>(), foreseen[0].Refusal);
        return await company.Trust.Vault.ReadAsync(subject, open, context, cancel) switch
        {
            Granted<ItemValues> granted => new FoundRow(subject, open.Where(item => granted.Values[item] is not null)
                .ToDictionary(item => item, item => words.Said(item, company.ShapeOf(item).ToDisplay(granted.Values[item]!.Value, PageLanguage.Current))), null, open.Contains(Sections.Class)),
            RefusedAccess<ItemValues> refused => new FoundRow(subject, new Dictionary<ItemId, string>(), refused.Refusal),
            _ => null,
        };
    }
}
