using System.Security.Claims;

namespace Azukari.Console.SignIn;

/// <summary>The staff's way of signing in: its name, its claim and its cookie.</summary>
public static class StaffScheme
{
    /// <summary>The authentication scheme.</summary>
    public const string Name = "AzukariStaff";

    /// <summary>The claim with the operator's login.</summary>
    public const string LoginClaim = "sub";

    /// <summary>The claim with the session's id.</summary>
    public const string SessionClaim = "session";

    /// <summary>The claim of a session by a link alone, where a second factor is due.</summary>
    internal const string HalfClaim = "half";

    /// <summary>The cookie over TLS: bound to this host, this path and to TLS by its prefix.</summary>
    public const string SecureCookie = "__Host-azukari-staff";

    /// <summary>The cookie over plain http, as on a developer's own machine, where the prefix cannot be.</summary>
    public const string PlainCookie = "azukari-staff";

    /// <summary>The login of whoever is signed in; null when nobody is.</summary>
    public static string? LoginOf(ClaimsPrincipal? user) => IdentityOf(user)?.FindFirst(LoginClaim)?.Value;

    /// <summary>The id of the session in use, by which its owner's list marks it.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? user) => Guid.TryParse(IdentityOf(user)?.FindFirst(SessionClaim)?.Value, out var id) ? id : null;

    /// <summary>Whether who is signed in came by a link alone, and gives or sets up a second factor before anything else.</summary>
    public static bool IsHalf(ClaimsPrincipal? user) => IdentityOf(user)?.HasClaim(claim => claim.Type == HalfClaim) == true;

    private static ClaimsIdentity? IdentityOf(ClaimsPrincipal? user) => user?.Identities.FirstOrDefault(i => i.IsAuthenticated && i.AuthenticationType == Name);
}
