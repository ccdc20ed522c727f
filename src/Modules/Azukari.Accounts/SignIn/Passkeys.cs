using System.Text;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Azukari.Accounts.SignIn;

/// <summary>A question for the browser's passkeys: the ticket comes back with the answer.</summary>
/// <param name="Ticket">Good once, for some minutes.</param>
/// <param name="Options">For <c>navigator.credentials</c>, as JSON.</param>
internal sealed record PasskeyQuestion(string Ticket, string Options);

/// <summary>
/// Passkeys, by ASP.NET Core Identity. A question names nobody's keys, whoever is to sign in: the browser offers what it has, so that nothing is
/// told of names. The user is always verified by the device, which makes a passkey two factors.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<Account> handler, UserManager<Account> users, AccountBook book, TicketOffice tickets)
{
    private const string Anybody = "anybody";

    /// <summary>A question for a sign-in, or to prove it again.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext http, CancellationToken cancel)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        return new PasskeyQuestion(await tickets.IssueAsync(TicketKind.Assertion, null, Anybody, cancel, Encoding.UTF8.GetBytes(made.AssertionState ?? "")), made.RequestOptionsJson);
    }

    /// <summary>Whose passkey answered; null when it is nobody's, wrong, or the question was answered before.</summary>
    public async Task<Account?> AnsweredAsync(AccountKind kind, string? ticket, string? credential, HttpContext http, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(credential) || await tickets.UseAsync(ticket, cancel, TicketKind.Assertion) is not { State: { } state }) return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = Encoding.UTF8.GetString(state) });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || result.User.Kind != kind) return null;
        // As the database has it now: it may have been closed while the device asked.
        if (await book.FindAsync(result.User.Id, cancel) is not { State: AccountState.Active } account) return null;
        await users.AddOrUpdatePasskeyAsync(account, result.Passkey);
        return account;
    }

    /// <summary>A question that makes a new passkey for an account.</summary>
    /// <param name="label">What the device shows beside it: a code, nothing of the person.</param>
    public async Task<PasskeyQuestion> OfferAsync(Account account, string label, HttpContext http, CancellationToken cancel)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = AccountStore.IdOf(account), Name = label, DisplayName = label }, http);
        return new PasskeyQuestion(await tickets.IssueAsync(TicketKind.Attestation, account, account.Kind.ToString(), cancel, Encoding.UTF8.GetBytes(made.AttestationState ?? "")), made.CreationOptionsJson);
    }

    /// <summary>Checks the answer to <see cref="OfferAsync"/>, before anything else is done with it; null when it is not good.</summary>
    public async Task<UserPasskeyInfo?> MadeAsync(Account account, string? ticket, string? credential, HttpContext http, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(credential) || await tickets.UseAsync(ticket, cancel, TicketKind.Attestation) is not { State: { } state } open || open.AccountId != account.Id) return null;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = Encoding.UTF8.GetString(state) });
        return result.Succeeded && result.Passkey.IsUserVerified && result.UserEntity.Id == AccountStore.IdOf(account) ? result.Passkey : null;
    }

    public Task AddAsync(Account account, UserPasskeyInfo passkey) => users.AddOrUpdatePasskeyAsync(account, passkey);

    public Task RemoveAsync(Account account, byte[] credential) => users.RemovePasskeyAsync(account, credential);
}
