using System.Security.Claims;
using System.Text.Encodings.Web;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Tickets;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.Sessions;

/// <summary>Reads the member's cookie. Whoever has no session is led to the sign-in page and comes back.</summary>
internal sealed class MemberHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, MemberSessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (MemberCookies.TokenOf(Request) is not { } token) return AuthenticateResult.NoResult();
        if (await sessions.FindAsync(token, Context.RequestAborted) is not { } session) return AuthenticateResult.Fail("The session is over.");
        List<Claim> claims =
        [
            new(MemberScheme.SubjectClaim, session.Subject.ToString()), new(MemberScheme.SessionClaim, session.Id.ToString()), new(MemberScheme.AccountClaim, session.AccountId.ToString()),
        ];
        if (FreshProof.ValueOf(session.ProvedAt, TimeProvider.GetUtcNow()) is { } proved) claims.Add(new Claim(FreshProof.Claim, proved));
        var identity = new ClaimsIdentity(claims, MemberScheme.Name, MemberScheme.SubjectClaim, null);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), MemberScheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var reading = HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method);
        var back = reading ? "?return=" + Uri.EscapeDataString(Request.Path + Request.QueryString) : "";
        var over = MemberCookies.TokenOf(Request) is null ? "" : back.Length > 0 ? "&over=1" : "?over=1";
        Response.Redirect(PageLanguage.Path("/account/sign-in", PageLanguage.Of(Request.Path)) + back + over);
        if (!reading) Response.StatusCode = StatusCodes.Status303SeeOther;
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

/// <summary>The cookies of a member's browser: the session's token, and the browser's own mark.</summary>
internal static class MemberCookies
{
    public const string SecureBrowser = "__Host-azukari-browser";
    public const string PlainBrowser = "azukari-browser";

    public static readonly TimeSpan BrowserLife = TimeSpan.FromDays(365);

    public static string? TokenOf(HttpRequest request) => request.Cookies[SessionName(request)];

    public static void Give(HttpContext http, string token) => http.Response.Cookies.Append(SessionName(http.Request), token, Terms(http, MemberSessions.Longest));

    public static void Take(HttpContext http) => http.Response.Cookies.Delete(SessionName(http.Request), Terms(http, null));

    /// <summary>The mark by which the member's own browsers are told from new ones; given when somebody signs in.</summary>
    public static string Browser(HttpContext http)
    {
        var name = http.Request.IsHttps ? SecureBrowser : PlainBrowser;
        var mark = http.Request.Cookies[name] is { } known && TicketOffice.HashOf(known) is not null ? known : TicketOffice.NewSecret();
        http.Response.Cookies.Append(name, mark, Terms(http, BrowserLife));
        return mark;
    }

    // Lax, not strict: who comes from a message's link is signed in already.
    private static CookieOptions Terms(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = life,
    };

    private static string SessionName(HttpRequest request) => request.IsHttps ? MemberScheme.SecureCookie : MemberScheme.PlainCookie;
}
