using System.Text;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Company;
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

    private static readonly ItemId Email = ItemId.Parse("email");
    private static readonly ItemId Number = ItemId.Parse("member-number");

    private static readonly AccessContext Desk = new()
    {
        Accessor = new Accessor(What), As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.1"), Case = What, Reason = What,
    };

    /// <summary>As names are compared: full width is half width, case is none.</summary>
    public static string Same(string? name) => (name ?? "").Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();

    public async Task<Account?> FindAsync(AccountKind kind, string? name, CancellationToken cancel)
    {
        var same = Same(name);
        if (same.Length is 0 or > 254) return null;
        if (kind == AccountKind.Staff) return same.Length <= 64 ? await book.FindAsync(kind, same, cancel) : null;
        // A name nobody has is asked for as well, so that the database does the same for it.
        return await book.FindAsync(kind, await SubjectAsync(same, cancel) is { } subject ? subject.ToString() : "nobody", cancel);
    }

    private async Task<SubjectId?> SubjectAsync(string name, CancellationToken cancel)
    {
        if (!company.Trust.HasPolicy) return null;
        var item = name.Contains('@', StringComparison.Ordinal) ? Email : Number;
        // An address two members gave is nobody's name.
        return await company.Trust.Vault.SearchAsync(item, name, Desk, cap: 2, cancel) is SearchFound { Capped: false, Hits: [var subject] } ? subject : null;
    }
}
