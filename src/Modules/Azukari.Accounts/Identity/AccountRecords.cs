using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Accounts.Identity;

/// <summary>What is done with accounts, in the ledger: by codes, in the member's own history where it is about one.</summary>
internal sealed class AccountRecords(CompanyCore company, TimeProvider clock)
{
    /// <summary>About a member's account.</summary>
    public async Task AboutAsync(SubjectId subject, Accessor by, string what, string? caseCode, CancellationToken cancel) =>
        await company.Trust.Ledger.AppendAsync(
            LedgerEntry.Now(clock, EntryKind.Registered) with
            {
                Subject = await company.Trust.Vault.PseudonymOfAsync(subject, cancel), Accessor = by.Code, Reason = what, Case = caseCode, PolicyVersion = Version,
            }, cancel);

    /// <summary>About a staff account: whose is in the reason, as with machine clients.</summary>
    public Task StaffAsync(string login, Accessor by, string what, string? caseCode, CancellationToken cancel) => company.Trust.Ledger.AppendAsync(
        LedgerEntry.Now(clock, EntryKind.Registered) with { Accessor = by.Code, Reason = Shorten($"{what}:{login}"), Case = caseCode, PolicyVersion = Version }, cancel);

    /// <summary>About whichever it is.</summary>
    public Task OfAsync(Account account, Accessor by, string what, CancellationToken cancel, string? caseCode = null) =>
        account.Kind == AccountKind.Staff ? StaffAsync(account.Name, by, what, caseCode, cancel) : AboutAsync(SubjectId.Parse(account.Name), by, what, caseCode, cancel);

    private string? Version => company.Trust.HasPolicy ? company.Trust.Policies.InForce.Version.Value : null;

    private static string Shorten(string code) => code.Length <= LedgerCode.MaxLength ? code : code[..LedgerCode.MaxLength];
}
