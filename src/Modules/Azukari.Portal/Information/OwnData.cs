using System.Collections.Immutable;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Portal.Information;

/// <summary>
/// What is held of whoever is signed in, read by themselves: the right to disclosure, through the vault's gate like anybody's access, recorded
/// as a disclosure. That they are signed in is what confirms who they are.
/// </summary>
internal sealed class OwnData(CompanyCore company)
{
    /// <summary>The case such accesses stand under: the person asked by signing in, and no request was filed.</summary>
    public const string Case = "portal";

    private static readonly ClauseId Disclosure = ClauseId.Parse("rights.disclosure");

    private static readonly RecipientKind Self = RecipientKind.Parse("self");

    /// <summary>The whole of what a page of the portal may show, for the register of processing. What is held of nobody stands in it too.</summary>
    public static ViewDeclaration Declaration { get; } = new("portal.my-information", Disclosure, Self,
    [
        .. Items("name kana date-of-birth gender address phone mobile fax email residence-status payment-method card bank-account application-form sponsor"),
        .. Items("member-number registration-date class rank reward-rank age-band region orders returns autoship bonuses weekly-summary claims business-conditions consultation"),
        .. Items("inquiry recording social-account access-record opinion evidence resume qualifications interview-notes health"),
    ]);

    /// <summary>Adds the portal's views to the register.</summary>
    public static void Register(ViewRegister views) => views.Add(Declaration).Add<HomeCard>();

    /// <summary>How the person's own accesses are asked for.</summary>
    public static AccessContext Context => new() { Accessor = Signed.Member, As = Self, Purpose = Disclosure, Case = Case, IdentityConfirmed = true };

    /// <summary>The items the right of the version in force covers, of those given.</summary>
    public IEnumerable<ItemId> Covered(IEnumerable<ItemId> items)
    {
        ImmutableArray<ItemId> covered = company.Trust.Policies.InForce.Document.FindClause(Disclosure)?.Rule is RightRule right ? right.Items : [];
        return items.Where(covered.Contains);
    }

    /// <summary>Reads in one access whatever of the items the policy releases; an older version may not have had one of them, and one refusal hides no other.</summary>
    public async Task<OwnValues> ReadAsync(SubjectId member, IReadOnlyList<ItemId> items, CancellationToken cancel)
    {
        var values = new OwnValues();
        if (items.Count == 0 || await company.Trust.Vault.ForeseeAsync(member, items, Context, cancel) is not { } foreseen) return values;
        foreach (var refused in foreseen.Where(item => item.Refusal is not null)) values.Refuse(refused.Item);
        ItemId[] permitted = [.. foreseen.Where(item => item.Refusal is null).Select(item => item.Item)];
        if (permitted.Length == 0) return values;
        if (await company.Trust.Vault.ReadAsync(member, permitted, Context, cancel) is Granted<ItemValues> granted) values.Add(granted.Values);
        else foreach (var item in permitted) values.Refuse(item); // something changed in between
        return values;
    }

    /// <summary>The documents held of the member with the names of their files; without names where the policy refuses these.</summary>
    public async Task<IReadOnlyList<NamedDocument>> DocumentsAsync(SubjectId member, CancellationToken cancel)
    {
        if (await company.Trust.Vault.Documents.ListAsync(member, cancel) is not { Count: > 0 } held) return [];
        if (await company.Trust.Vault.Documents.ListNamedAsync(member, null, Context, cancel) is Granted<IReadOnlyList<NamedDocument>> named) return named.Values;
        return [.. held.Select(document => new NamedDocument(document, null))];
    }

    private static IEnumerable<ItemId> Items(string names) => names.Split(' ').Select(ItemId.Parse);
}

/// <summary>Values released to their owner for one page. Prints none.</summary>
public sealed class OwnValues
{
    private readonly Dictionary<ItemId, Azukari.Values.StoredValue> _values = [];
    private readonly HashSet<ItemId> _refused = [];

    /// <summary>The value; null where none is held, or it was refused.</summary>
    public Azukari.Values.StoredValue? Find(ItemId item) => _values.TryGetValue(item, out var value) ? value : null;

    /// <summary>Whether the policy refused it.</summary>
    public bool IsRefused(ItemId item) => _refused.Contains(item);

    public void Add(ItemValues values)
    {
        foreach (var (item, value) in values)
            if (value is { } held) _values[item] = held;
    }

    public void Refuse(ItemId item) => _refused.Add(item);

    public override string ToString() => nameof(OwnValues);
}

/// <summary>What the home page greets with: name and number, to the person.</summary>
internal sealed record HomeCard(Azukari.Values.PersonName? Name, Azukari.Values.MemberNumber? Number) : IView<HomeCard>
{
    public static ViewDeclaration Declaration { get; } =
        new("portal.home", OwnData.Context.Purpose, OwnData.Context.As, [ItemId.Parse("name"), ItemId.Parse("member-number")]);

    public static HomeCard Read(ItemValues values) => new(
        values.Get<Azukari.Values.PersonName>(ItemId.Parse("name")), values.Get<Azukari.Values.MemberNumber>(ItemId.Parse("member-number")));

    public override string ToString() => nameof(HomeCard);
}
