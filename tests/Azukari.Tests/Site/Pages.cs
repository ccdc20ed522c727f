namespace Azukari.Tests.Site;

/// <summary>Every page of the public site, by its Japanese path.</summary>
internal static class Pages
{
    public static readonly string[] Paths = ["/", "/policy", "/policy/2021-04", "/policy/2026-10", "/policy/versions", "/policy/diff/2021-04/2026-10", "/cookies", "/contact", "/api"];

    public static string English(string path) => path == "/" ? "/en" : "/en" + path;

    /// <summary>All of them in both languages.</summary>
    public static TheoryData<string> All => [.. Paths, .. Paths.Select(English)];

    public static TheoryData<string> Japanese => [.. Paths];
}
