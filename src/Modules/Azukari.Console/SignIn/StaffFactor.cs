using Microsoft.AspNetCore.Http;

namespace Azukari.Console.SignIn;

/// <summary>
/// The staff's second factor: a link from the terminal is one factor of two, so a session it opens is good for nothing but giving the other or, who has none
/// yet, setting one up. Registered as a singleton by whoever keeps accounts.
/// </summary>
/// <param name="Has">Whether a login has one.</param>
/// <param name="Enrol">The page that sets one up, without language.</param>
/// <param name="Steps">What else is needed for that: forms, without language.</param>
public sealed record StaffFactor(Func<IServiceProvider, string, CancellationToken, Task<bool>> Has, string Enrol, IReadOnlyList<string> Steps)
{
    /// <summary>The page that asks for the second factor.</summary>
    internal const string Confirm = "/console/account/confirm";

    private const string SignOut = "/console/sign-out";

    /// <summary>Where somebody goes who has come by a link alone; null where the path is that page, or a step of it.</summary>
    /// <param name="path">The path asked for, without language.</param>
    internal async Task<string?> DueAsync(HttpContext http, string login, PathString path)
    {
        var has = await Has(http.RequestServices, login, http.RequestAborted);
        string[] open = has ? [Confirm, SignOut] : [Enrol, SignOut, .. Steps];
        if (has ? Array.Exists(open, one => path.StartsWithSegments(one)) : Array.Exists(open, one => path.Equals(one, StringComparison.OrdinalIgnoreCase))) return null;
        return has ? Confirm : Enrol;
    }
}

/// <summary>Whether a link from the terminal alone opens the console to who has no second factor yet: for developers on their own machine, and nowhere else.</summary>
/// <param name="IsEnough">Whether it does.</param>
internal sealed record LinkAlone(bool IsEnough);
