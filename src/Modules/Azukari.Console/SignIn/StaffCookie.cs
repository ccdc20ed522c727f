using Microsoft.AspNetCore.Http;

namespace Azukari.Console.SignIn;

/// <summary>The staff's cookie, for the module that opens sessions by passkeys and codes.</summary>
public static class StaffCookie
{
    /// <summary>The token a request carries.</summary>
    public static string? TokenOf(HttpContext http) => StaffHandler.TokenOf(Request(http));

    /// <summary>Gives the browser a session's token.</summary>
    public static void Give(HttpContext http, string token) => StaffHandler.Give(http, token);

    private static HttpRequest Request(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Request;
    }
}

/// <summary>Another way to sign in, shown on the console's sign-in page before the link from the terminal: a component of another module.</summary>
/// <param name="Component">Takes <c>Return</c>, the page to come to (null for the first), and <c>Wrong</c>, the code of what was wrong.</param>
public sealed record StaffSignInWay(Type Component);
