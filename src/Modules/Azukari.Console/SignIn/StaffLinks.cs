namespace Azukari.Console.SignIn;

/// <summary>The address that signs somebody in.</summary>
public static class StaffLinks
{
    /// <summary>The link with a code of <see cref="StaffSessions.NewLinkAsync"/>.</summary>
    /// <param name="address">Where the console is served, for instance <c>http://localhost:5080</c>.</param>
    /// <param name="code">The code.</param>
    /// <param name="page">The page of the console to come to, without its host; null for the first.</param>
    public static string Of(string address, string code, string? page)
    {
        ArgumentNullException.ThrowIfNull(address);
        var english = page is not null && Ui.Language.PageLanguage.Of(page) == Ui.Language.PageLanguage.English;
        var back = page is null ? "" : "&return=" + Uri.EscapeDataString(page);
        return $"{address.TrimEnd('/')}{(english ? "/en" : "")}/console/sign-in?code={code}{back}";
    }

    /// <summary>Whether a path is one somebody may come to after signing in.</summary>
    public static bool IsPage(string page) => ReturnPath.Of(page) == page;
}
