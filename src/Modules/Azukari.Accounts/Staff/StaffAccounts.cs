using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Staff;

/// <summary>Why something about a staff account was not done.</summary>
public enum StaffRefusal
{
    /// <summary>The number is no code of lower-case letters, digits and hyphens, 2 to 40, beginning with a letter.</summary>
    BadLogin,

    /// <summary>Somebody has the number, or had it: a number is never given twice, as the ledger knows people by it.</summary>
    LoginTaken,

    /// <summary>A role is none of the staff's in the policy in force.</summary>
    UnknownRole,

    /// <summary>There is no such account, or it is closed.</summary>
    NotFound,

    /// <summary>Nobody changes what they themselves may do.</summary>
    OwnAccount,
}

/// <summary>What became of an act on a staff account.</summary>
/// <param name="Refusal">Why not; null when it was done.</param>
/// <param name="Link">The link that lets them set what they sign in with, where there is one.</param>
public sealed record StaffResult(StaffRefusal? Refusal, OneTimeLink? Link = null)
{
    /// <summary>Whether it was done.</summary>
    public bool Done => Refusal is null;
}

/// <summary>A staff account, as those who manage them see it.</summary>
/// <param name="State"><c>invited</c>, <c>active</c>, <c>suspended</c> or <c>closed</c>.</param>
public sealed record ListedStaff(string Login, string State, IReadOnlyList<string> Roles, IReadOnlyList<Duty> Duties, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ClosedAt);

/// <summary>
/// Staff accounts: joining, moving, leaving. A change acts at once, on every node: who leaves has no session any more when the task completes.
/// Every act is in the ledger. Whoever calls has checked that the one it is done by has the duty <see cref="Duty.Staff"/>.
/// </summary>
public sealed class StaffAccounts
{
    private readonly AccountBook _book;
    private readonly TicketOffice _tickets;
    private readonly StaffSessions _sessions;
    private readonly AccountRecords _records;
    private readonly CompanyCore _company;
    private readonly TimeProvider _clock;

    internal StaffAccounts(AccountBook book, TicketOffice tickets, StaffSessions sessions, AccountRecords records, CompanyCore company, TimeProvider clock) =>
        (_book, _tickets, _sessions, _records, _company, _clock) = (book, tickets, sessions, records, company, clock);

    /// <summary>The roles staff may have: the recipient kinds of the policy in force that are staff.</summary>
    public IReadOnlyList<RecipientDeclaration> Roles =>
        _company.Trust.HasPolicy ? [.. _company.Trust.Policies.InForce.Document.Recipients.Where(r => r.Sort == RecipientSort.Staff)] : [];

    /// <summary>A joiner: an account that can do nothing until its owner has set up a second factor by the link.</summary>
    public async Task<StaffResult> AddAsync(string login, IReadOnlyCollection<string> roles, IReadOnlyCollection<Duty> duties, Accessor by, CancellationToken cancel)
    {
        if (!IsLogin(login)) return new StaffResult(StaffRefusal.BadLogin);
        if (!AreRoles(roles)) return new StaffResult(StaffRefusal.UnknownRole);
        // An operator of the settings gets an account by setting up a second factor, not by being added.
        if (_company.Operators.ContainsKey(login) || await _book.FindAsync(AccountKind.Staff, login, cancel) is not null) return new StaffResult(StaffRefusal.LoginTaken);
        Account account;
        try
        {
            account = await _book.AddAsync(AccountKind.Staff, login, Join(roles), Join(duties), by.Code, cancel);
        }
        catch (DbUpdateException)
        {
            return new StaffResult(StaffRefusal.LoginTaken);
        }

        await _records.StaffAsync(login, by, "staff-joined", null, cancel);
        return new StaffResult(null, await LinkAsync(account, TicketKind.Invitation, by, null, cancel));
    }

    /// <summary>Another link for somebody who lost theirs or their second factor. What they signed in with before is worth nothing once it is used; sessions end now.</summary>
    /// <param name="caseCode">Where the check of who they are is written down.</param>
    public async Task<StaffResult> InviteAsync(string login, Accessor by, string? caseCode, CancellationToken cancel)
    {
        if (login == by.Code) return new StaffResult(StaffRefusal.OwnAccount);
        if (await _book.FindAsync(AccountKind.Staff, login, cancel) is not { State: AccountState.Invited or AccountState.Active } account) return new StaffResult(StaffRefusal.NotFound);
        await _sessions.EndAllAsync(login, cancel);
        await _records.StaffAsync(login, by, "staff-link", caseCode, cancel);
        return new StaffResult(null, await LinkAsync(account, account.State == AccountState.Invited ? TicketKind.Invitation : TicketKind.Recovery, by, caseCode, cancel));
    }

    /// <summary>A mover: other roles and duties, from the next request on.</summary>
    public async Task<StaffResult> ChangeAsync(string login, IReadOnlyCollection<string> roles, IReadOnlyCollection<Duty> duties, Accessor by, CancellationToken cancel)
    {
        if (login == by.Code) return new StaffResult(StaffRefusal.OwnAccount);
        if (!AreRoles(roles)) return new StaffResult(StaffRefusal.UnknownRole);
        if (await _book.FindAsync(AccountKind.Staff, login, cancel) is not { State: not AccountState.Closed } account) return new StaffResult(StaffRefusal.NotFound);
        await _book.SetRightsAsync(account.Id, Join(roles), Join(duties), cancel);
        foreach (var role in roles.Except(Words(account.Roles))) await _records.StaffAsync(login, by, "role-given", role, cancel);
        foreach (var role in Words(account.Roles).Except(roles)) await _records.StaffAsync(login, by, "role-taken", role, cancel);
        var held = DutiesOf(account.Duties);
        foreach (var duty in duties.Except(held)) await _records.StaffAsync(login, by, "duty-given", duty.Word(), cancel);
        foreach (var duty in held.Except(duties)) await _records.StaffAsync(login, by, "duty-taken", duty.Word(), cancel);
        return new StaffResult(null);
    }

    /// <summary>Somebody is away: nobody signs in by the account, and its sessions end.</summary>
    public Task<StaffResult> SuspendAsync(string login, Accessor by, CancellationToken cancel) => TurnAsync(login, AccountState.Active, AccountState.Suspended, "staff-suspended", by, cancel);

    /// <summary>Somebody is back.</summary>
    public Task<StaffResult> ResumeAsync(string login, Accessor by, CancellationToken cancel) => TurnAsync(login, AccountState.Suspended, AccountState.Active, "staff-resumed", by, cancel);

    /// <summary>A leaver: what they signed in with is removed, every session and link ends. The number is never given again.</summary>
    public async Task<StaffResult> CloseAsync(string login, Accessor by, CancellationToken cancel)
    {
        if (login == by.Code) return new StaffResult(StaffRefusal.OwnAccount);
        if (await _book.FindAsync(AccountKind.Staff, login, cancel) is not { State: not AccountState.Closed } account) return new StaffResult(StaffRefusal.NotFound);
        await _book.CloseAsync(account.Id, cancel);
        await _tickets.CancelAsync(account.Id, cancel);
        await _sessions.EndAllAsync(login, cancel);
        await _records.StaffAsync(login, by, "staff-left", null, cancel);
        return new StaffResult(null);
    }

    /// <summary>Every staff account, leavers included.</summary>
    public async Task<IReadOnlyList<ListedStaff>> ListAsync(CancellationToken cancel) => [.. (await _book.AllStaffAsync(cancel)).Select(Listed)];

    /// <summary>One of them.</summary>
    public async Task<ListedStaff?> FindAsync(string login, CancellationToken cancel) => await _book.FindAsync(AccountKind.Staff, login, cancel) is { } account ? Listed(account) : null;

    /// <summary>Whether a text may be a staff number.</summary>
    public static bool IsLogin(string? login) => login is { Length: >= 2 and <= 40 } && char.IsAsciiLetterLower(login[0]) && LedgerCode.IsCode(login)
        && login.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    internal static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal static IReadOnlyList<Duty> DutiesOf(string text) => [.. Company.Settings.Duties.All.Where(duty => Words(text).Contains(duty.Word()))];

    private async Task<StaffResult> TurnAsync(string login, AccountState from, AccountState to, string what, Accessor by, CancellationToken cancel)
    {
        if (login == by.Code) return new StaffResult(StaffRefusal.OwnAccount);
        if (await _book.FindAsync(AccountKind.Staff, login, cancel) is not { } account || account.State != from || !await _book.SetStateAsync(account.Id, to, cancel)) return new StaffResult(StaffRefusal.NotFound);
        await _tickets.CancelAsync(account.Id, cancel);
        await _sessions.EndAllAsync(login, cancel);
        await _records.StaffAsync(login, by, what, null, cancel);
        return new StaffResult(null);
    }

    private async Task<OneTimeLink> LinkAsync(Account account, TicketKind kind, Accessor by, string? caseCode, CancellationToken cancel)
    {
        var token = await _tickets.IssueAsync(kind, account, by.Code, cancel, caseCode: caseCode, replaces: true);
        return new OneTimeLink(token, "/console/invitation/" + token, _clock.GetUtcNow() + kind.Life);
    }

    private bool AreRoles(IReadOnlyCollection<string> roles) => roles.All(role => Roles.Any(known => known.Id.Value == role));

    private static ListedStaff Listed(Account account) => new(
        account.Name, account.State.ToString().ToLowerInvariant(), Words(account.Roles), DutiesOf(account.Duties), account.CreatedAt, account.CreatedBy, account.ClosedAt);

    private static string Join(IReadOnlyCollection<string> roles) => string.Join(' ', roles.Distinct().Order(StringComparer.Ordinal));

    private static string Join(IReadOnlyCollection<Duty> duties) => string.Join(' ', duties.Distinct().Order().Select(duty => duty.Word()));
}
