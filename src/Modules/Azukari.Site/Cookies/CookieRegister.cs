namespace Azukari.Site.Cookies;

/// <summary>
/// Everything the running program stores in a visitor's browser or sends elsewhere about a visit, declared once: the page
/// <c>/cookies</c> prints it, and a test holds it against what real answers set. Clause <c>security.cookies</c>.
/// </summary>
public sealed class CookieRegister
{
    /// <summary>The register of the program as it runs.</summary>
    /// <param name="declarations">One for each module that sets cookies; the public pages themselves have none.</param>
    public CookieRegister(IEnumerable<CookieDeclaration> declarations)
    {
        Cookies = [.. declarations.OrderBy(d => d.Name, StringComparer.Ordinal)];
        if (Cookies.DistinctBy(c => c.Name).Count() != Cookies.Count)
            throw new ArgumentException("A cookie is declared twice in the register.", nameof(declarations));
    }

    /// <summary>All declared cookies, by name.</summary>
    public IReadOnlyList<CookieDeclaration> Cookies { get; }

    /// <summary>Whether a cookie may be set: only if it is declared.</summary>
    public bool Declares(string name) => Cookies.Any(c => c.Name == name);
}

/// <summary>A cookie the program sets. A module that sets one registers it as a service of this type.</summary>
/// <param name="Name">The cookie's name as sent.</param>
/// <param name="PurposeJa">What it is for, in Japanese.</param>
/// <param name="PurposeEn">What it is for, in English.</param>
/// <param name="Lifetime">How long it stays; null until the browser closes.</param>
/// <param name="Necessary">Whether the service asked for cannot work without it.</param>
public sealed record CookieDeclaration(string Name, string PurposeJa, string PurposeEn, TimeSpan? Lifetime, bool Necessary);
