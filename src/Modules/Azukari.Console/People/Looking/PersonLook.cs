using Azukari.Company;
using Azukari.Console.People.Purposes;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Console.People.Looking;

/// <summary>An item of a person as the page shows it.</summary>
/// <param name="Item">Which.</param>
/// <param name="Held">How it came to be held; null where it is not held.</param>
/// <param name="Text">The value; null where it is not held or masked.</param>
/// <param name="Masked">Whether it is held and waits to be asked for.</param>
internal sealed record ShownItem(ItemDeclaration Item, HeldItem? Held, string? Text, bool Masked)
{
    public override string ToString() => $"ShownItem[{Item.Id}]";
}

/// <summary>Items a section does not show, by one reason.</summary>
internal sealed record Withheld(Refusal Refusal, IReadOnlyList<ItemDeclaration> Items);

/// <summary>A part of a person's page.</summary>
internal sealed record ShownSection(string Key, IReadOnlyList<ShownItem> Items, IReadOnlyList<NamedDocument> Documents, IReadOnlyList<Withheld> Withheld);

/// <summary>
/// A look at a person for the purpose in force: one access for everything that is shown, however much that is; one more for the
/// list of documents, and for each delicate value asked for. What would be refused isn't asked for, and the page says by which clause; where all would be, the attempt is made, refused and recorded.
/// </summary>
internal sealed class PersonLook
{
    private PersonLook()
    {
    }

    public IReadOnlyList<ShownSection> Sections { get; private init; } = [];

    /// <summary>Why nothing is shown; null when something is.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>The ledger entry of the access or its refusal.</summary>
    public EntryId Entry { get; private init; }

    /// <summary>The clauses that permitted it.</summary>
    public IReadOnlyList<ClauseId> Clauses { get; private init; } = [];

    /// <summary>What must be done beside it.</summary>
    public Obligations Obligations { get; private init; }

    /// <summary>Whether the purpose reaches what they are a member as: then it reaches how the membership stands, too.</summary>
    public bool ShowsMembership { get; private init; }

    /// <summary>Whether there is no such person, or no longer.</summary>
    public bool IsNobody => Refusal is NoSuchSubject or Erased;

    /// <param name="unmask">A delicate item asked for; null mostly.</param>
    /// <param name="words">For values that are kept as codes.</param>
    public static async Task<PersonLook> AtAsync(CompanyCore company, PurposeInForce chosen, SubjectId subject, ItemId? unmask, Text<SiteText> words, CancellationToken cancel)
    {
        var (vault, document) = (company.Trust.Vault, company.Trust.Policies.InForce.Document);
        var modules = company.Trust.Modules.Names;
        bool IsValue(ItemDeclaration item) => Looking.Sections.IsValue(item) || modules.Contains(item.Held);
        var declared = document.Items.Where(item => IsValue(item) || Looking.Sections.IsDocuments(item)).ToDictionary(item => item.Id);
        var foreseen = (await vault.ForeseeAsync(subject, [.. declared.Keys], chosen.Context(), cancel))?.ToDictionary(f => f.Item);
        ItemId[] open = foreseen is null ? []
            : [.. foreseen.Values.Where(f => f.Refusal is null && IsValue(declared[f.Item]) && !Looking.Sections.IsDelicate(declared[f.Item])).Select(f => f.Item)];
        if (foreseen is null || foreseen.Values.All(f => f.Refusal is not null)) open = [.. chosen.Offer.Items.Where(declared.ContainsKey).DefaultIfEmpty(document.Items[0].Id)];
        ItemValues? values = null;
        PersonLook look = new();
        if (open.Length > 0)
        {
            switch (await vault.ReadAsync(subject, open, chosen.Context(), cancel))
            {
                case RefusedAccess<ItemValues> refused:
                    return new PersonLook { Refusal = refused.Refusal, Entry = refused.EntryId };
                case Granted<ItemValues> granted:
                    values = granted.Values;
                    look = new PersonLook { Entry = granted.EntryId, Clauses = granted.Clauses, Obligations = granted.Obligations };
                    break;
            }
        }

        var asked = unmask is { } wanted && foreseen!.TryGetValue(wanted, out var may) && may is { Refusal: null, Held: not null }
            && await vault.ReadAsync(subject, [wanted], chosen.Context("unmasked"), cancel) is Granted<ItemValues> shown ? shown.Values : null;
        // What documents there are, and what their files are called, is an access as well; none is made where there are none.
        ItemId[] shelves = [.. declared.Values.Where(item => Looking.Sections.IsDocuments(item) && foreseen![item.Id].Refusal is null).Select(item => item.Id)];
        var documents = shelves.Length > 0 && await vault.Documents.ListNamedAsync(subject, shelves, chosen.Context("documents"), cancel) is Granted<IReadOnlyList<NamedDocument>> listed
            ? listed.Values : [];
        if (open.Length == 0 && documents.Count == 0) look = new PersonLook { Entry = await vault.RecordInspectionAsync(subject, chosen.Person.Accessor, "description", cancel) };
        var typed = (await vault.DescribeAsync(subject, cancel))?.Items.Where(item => item.CorrectedByStaff).Select(item => item.Item).ToHashSet() ?? [];
        HeldItem? Held(ItemId item) => foreseen![item].Held is { } held ? held with { CorrectedByStaff = typed.Contains(item) } : null;
        string? Text(ItemId item) => (asked is not null && item == unmask ? asked[item] : open.Contains(item) ? values?[item] : null) is { } value
            ? words.Said(item, company.ShapeOf(item).ToDisplay(value, PageLanguage.Current)) : null;
        ShownItem Show(ItemDeclaration item) => Text(item.Id) is { } text
            ? new(item, Held(item.Id), text, false) : new(item, Held(item.Id), null, Held(item.Id) is not null && Looking.Sections.IsDelicate(item));

        return new PersonLook
        {
            Entry = look.Entry, Clauses = look.Clauses, Obligations = look.Obligations, ShowsMembership = foreseen!.TryGetValue(Looking.Sections.Class, out var membership) && membership.Refusal is null,
            Sections =
            [
                .. Looking.Sections.Of(document).Select(section => new ShownSection(
                    section.Key,
                    [.. section.Items.Where(item => declared.ContainsKey(item.Id) && foreseen![item.Id].Refusal is null && IsValue(item)).Select(Show)],
                    [.. documents.Where(d => section.Items.Any(item => item.Id == d.Document.Item) && d.Document.ReplacedBy is null)],
                    [.. section.Items.Where(item => declared.ContainsKey(item.Id) && foreseen![item.Id].Refusal is not null).GroupBy(item => (foreseen![item.Id].Refusal!.Code, foreseen[item.Id].Refusal!.Clause))
                        .Select(group => new Withheld(foreseen![group.First().Id].Refusal!, [.. group]))]))
                    .Where(section => section.Items.Count + section.Documents.Count + section.Withheld.Count > 0),
            ],
        };
    }
}
