using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Faces;

/// <summary>Members, on the public site.</summary>
internal sealed class MemberFace(AccountBook book, MemberSessions sessions, IAccountMessages messages) : Face(book)
{
    private readonly AccountBook _book = book;

    public override AccountKind Kind => AccountKind.Member;

    public override string Root => "/account";

    public override string SignIn => "/account/sign-in";

    public override string Invitation => "/account/invitation";

    public override string Home => "/my";

    public override string LabelOf(Account account) => (PageLanguage.IsEnglish ? "Member " : "会員 ") + account.Id.ToString("N")[..4];

    public override async Task<Account?> AccountAsync(HttpContext http, CancellationToken cancel) => Signed.AccountOf(http.User) is { } id ? await _book.FindAsync(id, cancel) : null;

    public override async Task OpenAsync(HttpContext http, Account account, string method, bool proved, CancellationToken cancel)
    {
        if (await sessions.FindAsync(MemberCookies.TokenOf(http.Request), cancel) is { } before) await sessions.EndAsync(before.AccountId, before.Id, cancel);
        var opened = await sessions.OpenAsync(account, Devices.Of(http), MemberCookies.Browser(http), method, proved, cancel);
        MemberCookies.Give(http, opened.Token);
        if (opened.IsNewBrowser) await TellAsync(http, account, AccountMessage.NewDevice, cancel);
    }

    public override async Task ProveAsync(HttpContext http, CancellationToken cancel)
    {
        if (Signed.SessionOf(http.User) is { } session && await sessions.ProveAsync(session, cancel) is { } token) MemberCookies.Give(http, token);
    }

    public override async Task SignOutAsync(HttpContext http, CancellationToken cancel)
    {
        if (Signed.SessionOf(http.User) is { } session && Signed.AccountOf(http.User) is { } account) await sessions.EndAsync(account, session, cancel);
        MemberCookies.Take(http);
    }

    public override Task<IReadOnlyList<ListedSession>> SessionsAsync(Account account, CancellationToken cancel) => sessions.ListAsync(account.Id, cancel);

    public override Guid? SessionOf(HttpContext http) => Signed.SessionOf(http.User);

    public override Task EndAsync(Account account, Guid session, CancellationToken cancel) => sessions.EndAsync(account.Id, session, cancel);

    public override Task EndOthersAsync(HttpContext http, Account account, CancellationToken cancel) => sessions.EndAllAsync(account.Id, SessionOf(http), cancel);

    public override async Task TellAsync(HttpContext http, Account account, AccountMessage message, CancellationToken cancel) =>
        await messages.SendAsync(message, SubjectId.Parse(account.Name), "/account", PageLanguage.IsEnglish, cancel);

    public override Accessor Owner(Account account) => Signed.Member;

    public override string Back(string? path) => IsPath(path) && PageLanguage.Strip(path!) is var bare && (bare == "/account" || bare == "/my" || bare.StartsWith("/my/", StringComparison.Ordinal)
        || bare.StartsWith("/my?", StringComparison.Ordinal) || (bare.StartsWith("/account/", StringComparison.Ordinal) && !bare.StartsWith("/account/sign-", StringComparison.Ordinal))) ? path! : Here(Home);
}
