namespace Azukari.Browser.Tests;

/// <summary>Every page, in both languages.</summary>
internal static class Pages
{
    private static readonly string[] Japanese =
        ["/", "/policy", "/policy/2021-04", "/policy/versions", "/policy/diff/2021-04/2026-10", "/cookies", "/contact", "/api", "/problems/refused", "/_design",
         "/join", "/join/retail", "/join/vip", "/join/agent", "/join/undone"];

    public static TheoryData<string> All => [.. Japanese, .. Japanese.Select(English)];

    private static string English(string path) => path == "/" ? "/en" : "/en" + path;
}
