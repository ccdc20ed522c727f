using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Contracts;

/// <summary>What became of making an account.</summary>
public abstract record CreateAccountResult
{
    private protected CreateAccountResult()
    {
    }
}

/// <summary>The account is there; the link lets the member set what they sign in with, once, within seven days.</summary>
public sealed record AccountCreated(OneTimeLink Invitation) : CreateAccountResult;

/// <summary>The subject has an account already; <see cref="MemberAccounts.InviteAsync"/> gives another link while it waits for its first.</summary>
public sealed record AccountExists(MemberAccount Account) : CreateAccountResult;

/// <summary>A member's account, as others may know it.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="IsActive">Whether the member has set what they sign in with.</param>
/// <param name="IsClosed">Whether nobody signs in with it any more.</param>
public sealed record MemberAccount(SubjectId Subject, bool IsActive, bool IsClosed, DateTimeOffset CreatedAt);

/// <summary>
/// Accounts of members, for other modules: made when somebody has registered, closed when they leave. Every act is in the ledger, in the
/// member's own history. Safe for concurrent use.
/// </summary>
public sealed class MemberAccounts
{
    private readonly AccountBook _book;
    private readonly TicketOffice _tickets;
    private readonly MemberSessions _sessions;
    private readonly AccountRecords _records;
    private readonly TimeProvider _clock;

    internal MemberAccounts(AccountBook book, TicketOffice tickets, MemberSessions sessions, AccountRecords records, TimeProvider clock) =>
        (_book, _tickets, _sessions, _records, _clock) = (book, tickets, sessions, records, clock);

    /// <summary>Makes an account without password or passkey, and the link by which the member sets one. Of two who do so at once, one makes it.</summary>
    /// <param name="subject">Whose: somebody in the vault.</param>
    /// <param name="by">Who does it, for the ledger.</param>
    /// <param name="caseCode">The application it belongs to, a code.</param>
    public async Task<CreateAccountResult> CreateAsync(SubjectId subject, Accessor by, string? caseCode, CancellationToken cancel)
    {
        if (await FindAsync(subject, cancel) is { } there) return new AccountExists(there);
        Account account;
        try
        {
            account = await _book.AddAsync(AccountKind.Member, subject.ToString(), "", "", by.Code, cancel);
        }
        catch (DbUpdateException)
        {
            if (await FindAsync(subject, cancel) is { } first) return new AccountExists(first);
            throw;
        }

        await _records.AboutAsync(subject, by, "account-created", caseCode, cancel);
        return new AccountCreated(await InvitationAsync(account, by, caseCode, cancel));
    }

    /// <summary>Another invitation, for a member whose first was lost; the ones before are worth nothing. Null unless the account waits for its first.</summary>
    public async Task<OneTimeLink?> InviteAsync(SubjectId subject, Accessor by, string? caseCode, CancellationToken cancel) =>
        await _book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is { State: AccountState.Invited } account
            ? await InvitationAsync(account, by, caseCode, cancel) : null;

    /// <summary>
    /// An invitation that goes by post, for a member without e-mail: good once, for three weeks, in the place of any before, and in the member's history
    /// (<c>account-letter</c>). Makes the account where there is none; null unless it waits for its first.
    /// </summary>
    public async Task<OneTimeLink?> InviteByPostAsync(SubjectId subject, Accessor by, string caseCode, CancellationToken cancel)
    {
        await CreateAsync(subject, by, caseCode, cancel);
        if (await _book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is not { State: AccountState.Invited } account) return null;
        var token = await _tickets.IssueAsync(TicketKind.Letter, account, by.Code, cancel, caseCode: caseCode, replaces: true);
        await _records.AboutAsync(subject, by, "account-letter", caseCode, cancel);
        return new OneTimeLink(token, "/account/invitation/" + token, _clock.GetUtcNow() + TicketKind.Letter.Life);
    }

    /// <summary>The subject's account; null when there is none.</summary>
    public async Task<MemberAccount?> FindAsync(SubjectId subject, CancellationToken cancel) =>
        await _book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is { } account
            ? new MemberAccount(subject, account.State == AccountState.Active, account.State == AccountState.Closed, account.CreatedAt) : null;

    /// <summary>
    /// Opens a closed account for a member who came back: nothing of what they signed in with before is there, and the invitation lets them set it anew.
    /// Null unless it is closed.
    /// </summary>
    public async Task<OneTimeLink?> ReopenAsync(SubjectId subject, Accessor by, string? caseCode, CancellationToken cancel)
    {
        if (await _book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is not { State: AccountState.Closed } account) return null;
        await _book.ClearAsync(account.Id, AccountState.Invited, cancel);
        await _records.AboutAsync(subject, by, "account-reopened", caseCode, cancel);
        return await InvitationAsync((await _book.FindAsync(account.Id, cancel))!, by, caseCode, cancel);
    }

    /// <summary>
    /// Closes an account: what the member signed in with is removed, every session ends at once. False when there is none or it is closed.
    /// </summary>
    public async Task<bool> CloseAsync(SubjectId subject, Accessor by, string? caseCode, CancellationToken cancel)
    {
        if (await _book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is not { State: not AccountState.Closed } account) return false;
        await _book.CloseAsync(account.Id, cancel);
        await _tickets.CancelAsync(account.Id, cancel);
        await _sessions.EndAllAsync(account.Id, except: null, cancel);
        await _records.AboutAsync(subject, by, "account-closed", caseCode, cancel);
        return true;
    }

    private async Task<OneTimeLink> InvitationAsync(Account account, Accessor by, string? caseCode, CancellationToken cancel)
    {
        var token = await _tickets.IssueAsync(TicketKind.Invitation, account, by.Code, cancel, caseCode: caseCode, replaces: true);
        return new OneTimeLink(token, "/account/invitation/" + token, _clock.GetUtcNow() + TicketKind.Invitation.Life);
    }
}
