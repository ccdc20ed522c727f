using Azukari.Accounts.Tickets;
using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Faces;

/// <summary>Carries a sign-in whose second step is due.</summary>
internal static class StepCookie
{
    public const string Secure = "__Host-azukari-step";
    public const string Plain = "azukari-step";

    public static string? Of(HttpContext http) => http.Request.Cookies[Name(http)];

    public static void Give(HttpContext http, string ticket) => http.Response.Cookies.Append(Name(http), ticket, Terms(http, TicketKind.SecondStep.Life));

    public static void Take(HttpContext http) => http.Response.Cookies.Delete(Name(http), Terms(http, null));

    private static string Name(HttpContext http) => http.Request.IsHttps ? Secure : Plain;

    private static CookieOptions Terms(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = life,
    };
}
