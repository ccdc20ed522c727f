using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.SignIn;

/// <summary>What came of an attempt to sign in.</summary>
internal abstract record SignInResult
{
    /// <summary>It is them. <paramref name="Proved"/>: by more than a password.</summary>
    public sealed record Done(Account Account, string Method, bool Proved) : SignInResult;

    /// <summary>The password is right; a code is due. The ticket goes into the cookie of the second step.</summary>
    public sealed record SecondStep(string Ticket) : SignInResult;

    /// <summary>Wrong, whatever of it: an unknown name, a wrong password, an account not in use.</summary>
    public sealed record Wrong : SignInResult;

    /// <summary>Too many failures with this name, known or not.</summary>
    public sealed record Locked : SignInResult;
}

/// <summary>
/// Decides who somebody is. An unknown name takes the same work and gets the same answer as a wrong password, not before the same time; it is
/// locked after as many failures.
/// </summary>
internal sealed class SignInDesk(
    NameFinder names, AddressTrust addresses, AccountBook book, Passwords passwords, OneTimeCodes codes, Attempts attempts, TicketOffice tickets, AccountRecords records, IAccountMessages messages, IEnumerable<MemberLanguage> languages,
    IOptions<AccountsOptions> options, TimeProvider clock)
{
    public async Task<SignInResult> PasswordAsync(AccountKind kind, string? name, string? password, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        var result = await DecideAsync(kind, name, password, cancel);
        await LastAsync(began, cancel);
        return result;
    }

    /// <summary>The second step: an authenticator's code or a recovery code. The ticket is good for several tries, until it is over or the name is locked.</summary>
    public async Task<SignInResult> CodeAsync(AccountKind kind, string? ticket, string? code, string? recovery, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        var result = await DecideCodeAsync(kind, ticket, code, recovery, cancel);
        await LastAsync(began, cancel);
        return result;
    }

    /// <summary>Whether somebody already signed in proves it again by a code.</summary>
    public async Task<SignInResult> ProveAsync(Account account, string? code, string? recovery, CancellationToken cancel)
    {
        var key = attempts.KeyOf(account, account.Kind, "");
        var attempt = await attempts.TakeAsync(key, cancel);
        if (attempt == Attempted.Locked) return new SignInResult.Locked();
        if (await MethodOfAsync(account, code, recovery, cancel) is { } method)
        {
            await attempts.ForgetAsync(key, cancel);
            return new SignInResult.Done(account, method, Proved: true);
        }

        return Failed(attempt);
    }

    /// <summary>Whether somebody already signed in, whose account has no second factor, gives its password again: no better can be asked of them.</summary>
    public async Task<SignInResult> ProvePasswordAsync(Account account, string? password, CancellationToken cancel)
    {
        var key = attempts.KeyOf(account, account.Kind, "");
        var attempt = await attempts.TakeAsync(key, cancel);
        if (attempt == Attempted.Locked) return new SignInResult.Locked();
        if (passwords.Verify(account, password, out _))
        {
            await attempts.ForgetAsync(key, cancel);
            return new SignInResult.Done(account, "password", Proved: true);
        }

        return Failed(attempt);
    }

    /// <summary>A link for a forgotten password, if the name is a member's whose account is in use. Asked by <see cref="ForgottenDesk"/>, after whoever typed the name has their answer.</summary>
    public async Task ForgottenAsync(string? name, bool english, CancellationToken cancel)
    {
        if (await names.FindAsync(AccountKind.Member, name, cancel) is { State: AccountState.Active or AccountState.Invited } account && await addresses.MaySetPasswordAsync(account, cancel) && !await IsFloodedAsync(account, cancel))
        {
            var token = await tickets.IssueAsync(TicketKind.Forgotten, account, Signed.Member.Code, cancel);
            await messages.SendAsync(AccountMessage.ForgottenPassword, SubjectId.Parse(account.Name), "/account/invitation/" + token, english, cancel);
        }
    }

    private async Task<SignInResult> DecideAsync(AccountKind kind, string? name, string? password, CancellationToken cancel)
    {
        var account = await names.FindAsync(kind, name, cancel);
        var key = attempts.KeyOf(account, kind, names.NormalOf(kind, name));
        var attempt = await attempts.TakeAsync(key, cancel);
        var right = passwords.Verify(account, password, out var better);
        if (attempt == Attempted.Locked || !right || account is not { State: AccountState.Active }) return Failed(attempt);
        if (better is not null) await book.RehashAsync(account.Id, better, cancel);
        if (account.TotpKey is not null)
        {
            await attempts.GiveBackAsync(key, cancel); // the password was right: what counts from here on are codes
            return new SignInResult.SecondStep(await tickets.IssueAsync(TicketKind.SecondStep, account, account.Kind.ToString(), cancel));
        }

        // Staff never come in by a password alone, whatever became of their second factor.
        if (account.Kind == AccountKind.Staff) return new SignInResult.Wrong();
        await attempts.ForgetAsync(key, cancel);
        return new SignInResult.Done(account, "password", Proved: false);
    }

    private async Task<SignInResult> DecideCodeAsync(AccountKind kind, string? ticket, string? code, string? recovery, CancellationToken cancel)
    {
        if (await tickets.LookAsync(ticket, cancel, TicketKind.SecondStep) is not { AccountId: { } id } open) return new SignInResult.Wrong();
        if (await book.FindAsync(id, cancel) is not { State: AccountState.Active } account || account.Kind != kind || account.Stamp != open.Stamp) return new SignInResult.Wrong();
        var proved = await ProveAsync(account, code, recovery, cancel);
        if (proved is not SignInResult.Done) return proved;
        return await tickets.UseAsync(ticket, cancel, TicketKind.SecondStep) is null ? new SignInResult.Wrong() : proved;
    }

    private async Task<string?> MethodOfAsync(Account account, string? code, string? recovery, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(code)) return await codes.TakeAsync(account, code, cancel) ? "password-code" : null;
        if (!await codes.UseRecoveryCodeAsync(account, recovery, cancel)) return null;
        await records.OfAsync(account, account.Kind == AccountKind.Staff ? new Accessor(account.Name) : Signed.Member, "recovery-code-used", cancel);
        if (account.Kind != AccountKind.Member) return "password-recovery";
        // Whoever used it may be somebody else: the letter is in the language of the member, and in the page's only where none is known.
        var member = SubjectId.Parse(account.Name);
        await messages.SendAsync(AccountMessage.RecoveryCodeUsed, member, "/account", await languages.IsEnglishAsync(member, cancel) ?? PageLanguage.IsEnglish, cancel);
        return "password-recovery";
    }

    // A few letters in a quarter of an hour are enough for anybody who waits for one. Each link works twice as long as a lock lasts, so whoever asks in
    // somebody else's name leaves them with one that works.
    private async Task<bool> IsFloodedAsync(Account account, CancellationToken cancel)
    {
        var key = attempts.KeyOf(null, AccountKind.Member, "forgotten " + account.Id.ToString("N"));
        return await attempts.TakeAsync(key, cancel) != Attempted.Counted;
    }

    private static SignInResult Failed(Attempted attempt) => attempt == Attempted.Counted ? new SignInResult.Wrong() : new SignInResult.Locked();

    private async Task LastAsync(long began, CancellationToken cancel)
    {
        var rest = TimeSpan.FromMilliseconds(options.Value.AnswerAfterMilliseconds) - clock.GetElapsedTime(began);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, clock, cancel);
    }
}
