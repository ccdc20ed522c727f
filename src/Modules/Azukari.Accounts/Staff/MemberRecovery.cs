using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Company;
using Azukari.Console.Staff;
using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Accounts.Staff;

/// <summary>What became of helping a member who has neither password nor mail.</summary>
/// <param name="Link">The link to hand over; null with a refusal.</param>
/// <param name="Refusal"><c>case</c>, <c>identity</c>, <c>role</c> or <c>nobody</c>.</param>
/// <param name="Told">Whether the member is told by e-mail; if not, no confirmed address is held and they are told by post.</param>
internal sealed record RecoveryResult(OneTimeLink? Link, string? Refusal, bool Told = false);

/// <summary>
/// The way back in for members whose identity was checked at the desk. The member is looked up by number as customer service, by the policy and
/// recorded; the link is good once, for a day, and takes away everything the account signed in with before.
/// </summary>
internal sealed class MemberRecovery(CompanyCore company, AccountBook book, TicketOffice tickets, AccountRecords records, IAccountMessages messages, IEnumerable<MemberLanguage> languages, TimeProvider clock)
{
    private static readonly RecipientKind Desk = RecipientKind.Parse("staff.customer-service");

    public async Task<RecoveryResult> LinkAsync(StaffMember by, string? number, string? caseCode, bool checkedIdentity, CancellationToken cancel)
    {
        if (caseCode is null || !LedgerCode.IsCode(caseCode)) return new RecoveryResult(null, "case");
        if (!checkedIdentity) return new RecoveryResult(null, "identity");
        var context = new AccessContext { Accessor = by.Accessor, As = Desk, Purpose = ClauseId.Parse("purpose.member.1"), Case = caseCode, Reason = "account-recovery" };
        if (!by.Roles.Contains(Desk.Value))
        {
            await company.RefuseRoleAsync(context, null, cancel);
            return new RecoveryResult(null, "role");
        }

        if (string.IsNullOrWhiteSpace(number) || await company.Trust.Vault.SearchAsync(ItemId.Parse("member-number"), number, context, cap: 2, cancel) is not SearchFound { Hits: [var subject] }
            || await book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is not { State: AccountState.Active or AccountState.Invited } account)
            return new RecoveryResult(null, "nobody");
        var token = await tickets.IssueAsync(TicketKind.Recovery, account, by.Login, cancel, caseCode: caseCode, replaces: true);
        await records.AboutAsync(subject, by.Accessor, "account-recovery+identity-confirmed", caseCode, cancel);
        // A slip of the pen on a paper form would tell a stranger: only an address that was confirmed is written to.
        var told = await company.Trust.Vault.DescribeAsync(subject, cancel) is { } person && ConfirmedAddress.Has(person);
        if (told) await messages.SendAsync(AccountMessage.RecoveredByStaff, subject, "/account", await languages.IsEnglishAsync(subject, cancel) ?? false, cancel);
        return new RecoveryResult(new OneTimeLink(token, "/account/invitation/" + token, clock.GetUtcNow() + TicketKind.Recovery.Life), null, told);
    }
}
