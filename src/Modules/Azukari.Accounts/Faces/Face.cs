using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Faces;

/// <summary>One of the two faces somebody signs in to: its pages, its accounts, its sessions. What is done on them is written once.</summary>
internal abstract class Face(AccountBook book)
{
    /// <summary>Whose accounts.</summary>
    public abstract AccountKind Kind { get; }

    /// <summary>The page of one's own account, without language; the rest lies below it.</summary>
    public abstract string Root { get; }

    /// <summary>The page of signing in.</summary>
    public abstract string SignIn { get; }

    /// <summary>Where a link that sets what one signs in with leads.</summary>
    public abstract string Invitation { get; }

    /// <summary>Where one goes after signing in.</summary>
    public abstract string Home { get; }

    /// <summary>What an authenticator app and a passkey show beside the company's name: a code, nothing of the person.</summary>
    public abstract string LabelOf(Account account);

    /// <summary>The account of whoever is signed in; null when nobody is, or there is none.</summary>
    public abstract Task<Account?> AccountAsync(HttpContext http, CancellationToken cancel);

    /// <summary>Opens a session, always under a new token; the one the browser had before ends.</summary>
    public abstract Task OpenAsync(HttpContext http, Account account, string method, bool proved, CancellationToken cancel);

    /// <summary>Notes that whoever has this session has proved who they are, under a new token.</summary>
    public abstract Task ProveAsync(HttpContext http, CancellationToken cancel);

    public abstract Task SignOutAsync(HttpContext http, CancellationToken cancel);

    public abstract Task<IReadOnlyList<ListedSession>> SessionsAsync(Account account, CancellationToken cancel);

    public abstract Guid? SessionOf(HttpContext http);

    public abstract Task EndAsync(Account account, Guid session, CancellationToken cancel);

    /// <summary>Ends the account's sessions, but for the one in use.</summary>
    public abstract Task EndOthersAsync(HttpContext http, Account account, CancellationToken cancel);

    /// <summary>Tells the account's owner.</summary>
    public abstract Task TellAsync(HttpContext http, Account account, Contracts.AccountMessage message, CancellationToken cancel);

    /// <summary>What the ledger says did it, when the owner does.</summary>
    public abstract Vault.Accessor Owner(Account account);

    /// <summary>A page to come back to, if it is one of this face.</summary>
    public abstract string Back(string? path);

    /// <summary>Whether the account has a second factor, by which it can be proved.</summary>
    public async Task<bool> HasSecondFactorAsync(Account account, CancellationToken cancel) => account.TotpKey is not null || (await book.PasskeysAsync(account.Id, cancel)).Count > 0;

    public static string Here(string path) => PageLanguage.Path(path, PageLanguage.Current);

    // Whatever a link says: only a path of our own, and none that signs in or out.
    protected static bool IsPath(string? path) => path is { Length: > 0 and <= 1000 } && path[0] == '/' && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal) && !path.Any(char.IsControl);
}
