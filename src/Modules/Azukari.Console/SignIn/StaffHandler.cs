using System.Security.Claims;
using System.Text.Encodings.Web;
using Azukari.Console.Errors;
using Azukari.Console.Shell;
using Azukari.Console.Staff;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Azukari.Console.SignIn;

/// <summary>
/// Reads the staff's cookie. Whoever has no session is led to the page that says how to sign in, and comes back to where they wanted to go; what was
/// sent with a form is answered by a page of its own, since a redirect would lose it.
/// </summary>
internal sealed class StaffHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, StaffSessions sessions, StaffNow staff, IEnumerable<StaffFactor> factors)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    // Where a session by a link alone leads: to where the second factor is given, or set up.
    private string? _due;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } token) return AuthenticateResult.NoResult();
        if (await sessions.FindSessionAsync(token, Context.RequestAborted) is not { } session) return AuthenticateResult.Fail("The session is over.");
        var login = session.Login;
        // Who works here no more is nobody.
        if (await staff.FindAsync(login, Context.RequestAborted) is null) return AuthenticateResult.Fail("The login is nobody of the staff.");
        if (session.IsHalf && await DueAsync(session) is { } due) return due;

        List<Claim> claims = [new(StaffScheme.LoginClaim, login)];
        if (session.Id is { } id) claims.Add(new Claim(StaffScheme.SessionClaim, id.ToString()));
        if (session.IsHalf) claims.Add(new Claim(StaffScheme.HalfClaim, "yes"));
        if (FreshProof.ValueOf(session.ProvedAt, TimeProvider.GetUtcNow()) is { } proved) claims.Add(new Claim(FreshProof.Claim, proved));
        var identity = new ClaimsIdentity(claims, StaffScheme.Name, StaffScheme.LoginClaim, null);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), StaffScheme.Name));
    }

    // A link is taken up at once or not at all: what one signs in with is set up within the minutes a proof is fresh.
    private async Task<AuthenticateResult?> DueAsync(LiveStaffSession session)
    {
        var path = new PathString(PageLanguage.Strip(Request.Path.Value ?? "/"));
        foreach (var factor in factors)
        {
            if (await factor.DueAsync(Context, session.Login, path) is not { } due) continue;
            _due = due;
            break;
        }

        if (_due is null) return null;
        if (_due == StaffFactor.Confirm || TimeProvider.GetUtcNow() - session.CreatedAt <= FreshProof.Life) return AuthenticateResult.Fail("A second factor is due.");
        _due = null;
        return AuthenticateResult.Fail("The session is over.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_due is { } due)
        {
            var reading = HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method);
            Response.Redirect(ConsolePath.Here(due) + (reading ? $"?return={Uri.EscapeDataString(Request.Path + Request.QueryString)}" : ""));
            if (!reading) Response.StatusCode = StatusCodes.Status303SeeOther; // no page was shown it could have been sent from
            return;
        }

        if (HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method))
        {
            var back = Uri.EscapeDataString(Request.Path + Request.QueryString);
            var over = TokenOf(Request) is null ? "" : "&over=1";
            Response.Redirect($"{ConsolePath.Here("/console/sign-in")}?return={back}{over}");
        }
        else
        {
            await SentForm.KeepAsync(Context);
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    public static string? TokenOf(HttpRequest request) => request.Cookies[CookieOf(request)];

    public static void Give(HttpContext context, string token) => context.Response.Cookies.Append(CookieOf(context.Request), token, Terms(context, StaffSessions.Longest));

    public static void Take(HttpContext context) => context.Response.Cookies.Delete(CookieOf(context.Request), Terms(context, null));

    private static string CookieOf(HttpRequest request) => request.IsHttps ? StaffScheme.SecureCookie : StaffScheme.PlainCookie;

    private static CookieOptions Terms(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = life,
    };
}
