using Azukari.Accounts.Contracts;
using Azukari.Accounts.Faces;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Azukari.Accounts.Identity;

/// <summary>
/// What one signs in with, set and taken away by its owner. Each act is recorded, told to the owner, and ends the account's other sessions where
/// somebody else might have one.
/// </summary>
internal sealed class Credentials(AccountBook book, Passwords passwords, OneTimeCodes codes, Passkeys passkeys, TicketOffice tickets, AccountRecords records)
{
    /// <summary>The account a link is for; null when the link is unknown, used, over, or older than what the account signs in with.</summary>
    public async Task<(OpenTicket Ticket, Account Account)?> LinkedAsync(Face face, string? token, CancellationToken cancel)
    {
        if (await tickets.LookAsync(token, cancel, TicketKind.Invitation, TicketKind.Forgotten, TicketKind.Recovery) is not { AccountId: { } id } ticket) return null;
        return await book.FindAsync(id, cancel) is { State: AccountState.Invited or AccountState.Active } account && account.Kind == face.Kind && account.Stamp == ticket.Stamp ? (ticket, account) : null;
    }

    /// <summary>
    /// Whether a link that came by mail leads to a passkey first: it does not take the place of a second factor, and where there is an app, its code is asked
    /// afterwards. Whoever has the passkey signs in by it and sets the password there; who lost it is helped by staff, who check who it is.
    /// </summary>
    public async Task<bool> AsksPasskeyAsync(OpenTicket ticket, Account account, CancellationToken cancel) =>
        ticket.Kind == TicketKind.Forgotten.Code && account.TotpKey is null && (await book.PasskeysAsync(account.Id, cancel)).Count > 0;

    /// <summary>Uses a link up; of two at once, one does. What the account signed in with before goes where staff gave the link.</summary>
    public async Task<Account?> TakeLinkAsync(Face face, HttpContext http, string? token, CancellationToken cancel)
    {
        if (await LinkedAsync(face, token, cancel) is not ({ } ticket, { } account)) return null;
        if (await tickets.UseAsync(token, cancel, TicketKind.Invitation, TicketKind.Forgotten, TicketKind.Recovery) is null) return null;
        if (ticket.Kind == TicketKind.Recovery.Code)
        {
            await book.ClearAsync(account.Id, AccountState.Invited, cancel);
            await face.EndOthersAsync(http, account, cancel); // whoever had got in is out, whatever is set up now
        }

        return await book.FindAsync(account.Id, cancel);
    }

    public Task<Account?> FindAsync(Guid id, CancellationToken cancel) => book.FindAsync(id, cancel);

    public Task ActivateAsync(Account account, CancellationToken cancel) => book.ActivateAsync(account.Id, cancel);

    public async Task SetPasswordAsync(Face face, HttpContext http, Account account, string password, CancellationToken cancel)
    {
        await book.SetPasswordAsync(account.Id, passwords.Hash(password), cancel);
        await ChangedAsync(face, http, account, "password-set", AccountMessage.PasswordChanged, cancel);
    }

    public async Task AddPasskeyAsync(Face face, HttpContext http, Account account, UserPasskeyInfo passkey, CancellationToken cancel)
    {
        await passkeys.AddAsync(account, passkey);
        await records.OfAsync(account, face.Owner(account), "passkey-added", cancel);
        await face.TellAsync(http, account, AccountMessage.PasskeysChanged, cancel);
    }

    public async Task RemovePasskeyAsync(Face face, HttpContext http, Account account, byte[] credential, CancellationToken cancel)
    {
        await passkeys.RemoveAsync(account, credential);
        await ChangedAsync(face, http, account, "passkey-removed", AccountMessage.PasskeysChanged, cancel);
    }

    /// <summary>Begins two-step sign-in: a key to be shown, and the ticket that remembers it.</summary>
    public async Task<(byte[] Key, string Ticket)> NewAuthenticatorAsync(Account account, CancellationToken cancel)
    {
        var key = OneTimeCodes.NewKey();
        return (key, await tickets.IssueAsync(TicketKind.Authenticator, account, account.Kind.ToString(), cancel, key));
    }

    /// <summary>The key of a ticket, if the code is one of its app's; the step it is of is not taken again.</summary>
    public async Task<(byte[] Key, long Step)?> AuthenticatorAsync(Account account, string? ticket, string? code, CancellationToken cancel) =>
        await tickets.LookAsync(ticket, cancel, TicketKind.Authenticator) is { State: { } key } open && open.AccountId == account.Id && codes.StepOf(key, code) is { } step ? (key, step) : null;

    /// <summary>The key of a ticket that was shown to the account's owner, to show it again; null when that is over.</summary>
    public async Task<byte[]?> AgainAsync(Account account, string? ticket, CancellationToken cancel) =>
        await tickets.LookAsync(ticket, cancel, TicketKind.Authenticator) is { State: { } key } open && open.AccountId == account.Id ? key : null;

    /// <summary>Switches two-step sign-in on and gives the recovery codes, which are shown once.</summary>
    public async Task<IReadOnlyList<string>> SetAuthenticatorAsync(Face face, HttpContext http, Account account, byte[] key, long step, CancellationToken cancel)
    {
        await book.SetAuthenticatorAsync(account.Id, codes.Close(account.Id, key), step, cancel);
        var recovery = await codes.NewRecoveryCodesAsync(account, cancel);
        await ChangedAsync(face, http, account, "two-step-on", AccountMessage.TwoStepChanged, cancel);
        return recovery;
    }

    /// <summary>Switches it on together with a password; the owner makes recovery codes when they are in.</summary>
    public async Task EnrolAsync(Face face, HttpContext http, Account account, byte[] key, long step, CancellationToken cancel)
    {
        await book.SetAuthenticatorAsync(account.Id, codes.Close(account.Id, key), step, cancel);
        await book.ReplaceCodesAsync(account.Id, [], cancel);
        await ChangedAsync(face, http, account, "two-step-on", AccountMessage.TwoStepChanged, cancel);
    }

    public async Task RemoveAuthenticatorAsync(Face face, HttpContext http, Account account, CancellationToken cancel)
    {
        await book.SetAuthenticatorAsync(account.Id, null, 0, cancel);
        await ChangedAsync(face, http, account, "two-step-off", AccountMessage.TwoStepChanged, cancel);
    }

    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(Face face, Account account, CancellationToken cancel)
    {
        var recovery = await codes.NewRecoveryCodesAsync(account, cancel);
        await records.OfAsync(account, face.Owner(account), "recovery-codes-made", cancel);
        return recovery;
    }

    private async Task ChangedAsync(Face face, HttpContext http, Account account, string what, AccountMessage message, CancellationToken cancel)
    {
        await face.EndOthersAsync(http, account, cancel);
        await records.OfAsync(account, face.Owner(account), what, cancel);
        await face.TellAsync(http, account, message, cancel);
    }
}
