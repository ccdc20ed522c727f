using Azukari.Ui.Language;

namespace Azukari.Accounts.Contracts;

/// <summary>
/// A link somebody may use once to set what they sign in with. Whoever has it is let in: it goes into one message or onto one screen and is
/// kept nowhere else. The database holds only its hash.
/// </summary>
/// <param name="Token">The secret part.</param>
/// <param name="Path">The page it opens, without host and language, the token included.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record OneTimeLink(string Token, string Path, DateTimeOffset ExpiresAt)
{
    /// <summary>The address to send.</summary>
    /// <param name="site">Where the site is served, for instance <c>https://example.jp</c>.</param>
    /// <param name="english">Whether the page opens in English.</param>
    public string At(string site, bool english)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.TrimEnd('/') + PageLanguage.Path(Path, english ? PageLanguage.English : PageLanguage.Japanese);
    }

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(OneTimeLink);
}
