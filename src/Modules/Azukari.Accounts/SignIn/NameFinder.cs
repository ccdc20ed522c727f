using System.Text;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Accounts.SignIn;

/// <summary>
/// Whose account a typed name is. A mail address or a member number is looked up in the vault's blind index: a search like any other, decided by
/// the policy and recorded also when it finds nothing. Who has the use of these restricted is not found by them.
/// </summary>
internal sealed class NameFinder(AccountBook book, CompanyCore company)
{
    private const string What = "sign-in";

    // Wider than anybody fills by applying with an address that is not theirs: letters to one address are few an hour, and applications nobody confirms end.
    private const int Widest = 200;

    private static readonly ItemId Email = ItemId.Parse("email");
    private static readonly ItemId Number = ItemId.Parse("member-number");

    private static readonly AccessContext Desk = new()
    {
        Accessor = new Accessor(What), As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.1"), Case = What, Reason = What,
    };

    /// <summary>As names are compared: full width is half width, case is none.</summary>
    public static string Same(string? name) => (name ?? "").Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();

    /// <summary>
    /// A name as the vault looks it up, so that what is one name there is one here: written with spaces, hyphens or letters nobody sees, it counts as the same
    /// whether or not it is somebody's.
    /// </summary>
    public string NormalOf(AccountKind kind, string? name)
    {
        var same = Same(name);
        return kind == AccountKind.Member && same.Length is > 0 and <= 254 && company.Trust.HasPolicy && company.ShapeOf(ItemOf(same)).TryQuery(same, out var term, out _)
            ? Encoding.UTF8.GetString(term.Bytes.Span) : same;
    }

    public async Task<Account?> FindAsync(AccountKind kind, string? name, CancellationToken cancel)
    {
        var same = Same(name);
        if (same.Length is 0 or > 254) return null;
        if (kind == AccountKind.Staff) return same.Length <= 64 ? await book.FindAsync(kind, same, cancel) : null;
        var people = await PeopleAsync(same, cancel);
        // A name nobody has is asked for as well, so that the database does the same for it.
        var accounts = await book.FindAsync(kind, people.Count == 0 ? ["nobody"] : [.. people.Select(one => one.ToString())], cancel);
        return accounts.Count <= 1 ? accounts.SingleOrDefault() : await OneOfAsync(accounts, cancel);
    }

    private static ItemId ItemOf(string name) => name.Contains('@', StringComparison.Ordinal) ? Email : Number;

    // Who applied with somebody's address, left, or had it typed for them, does not take the name from its owner. An address two members answered from is nobody's name.
    private async Task<Account?> OneOfAsync(IReadOnlyList<Account> accounts, CancellationToken cancel)
    {
        List<Account> living = [.. accounts.Where(account => account.State != AccountState.Closed)];
        if (living.Count <= 1) return living.SingleOrDefault();
        var confirmed = new List<Account>();
        foreach (var account in living)
            if (await company.Trust.Vault.DescribeAsync(SubjectId.Parse(account.Name), cancel) is { } person && ConfirmedAddress.Has(person)) confirmed.Add(account);
        return confirmed.Count == 1 ? confirmed[0] : null;
    }

    private async Task<IReadOnlyList<SubjectId>> PeopleAsync(string name, CancellationToken cancel) =>
        company.Trust.HasPolicy && await company.Trust.Vault.SearchAsync(ItemOf(name), name, Desk, Widest, cancel) is SearchFound found ? found.Hits : [];
}
