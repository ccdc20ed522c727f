namespace Azukari.Accounts.Contracts;

/// <summary>The members' way of signing in: its name, its claims and its cookies.</summary>
public static class MemberScheme
{
    /// <summary>The authentication scheme.</summary>
    public const string Name = "member";

    /// <summary>The policy of member pages: a signed-in member.</summary>
    public const string Policy = "member";

    /// <summary>The claim with the subject's id.</summary>
    public const string SubjectClaim = "sub";

    /// <summary>The cookie over TLS: bound to this host, this path and to TLS by its prefix.</summary>
    public const string SecureCookie = "__Host-azukari-member";

    /// <summary>The cookie over plain http, as on a developer's own machine, where the prefix cannot be.</summary>
    public const string PlainCookie = "azukari-member";

    internal const string SessionClaim = "session";

    internal const string AccountClaim = "account";
}
