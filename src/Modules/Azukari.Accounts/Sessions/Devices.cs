using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Sessions;

/// <summary>What kind of browser and system somebody uses, as a code out of two short lists: enough to know one's own again, nothing to be known by.</summary>
internal static class Devices
{
    /// <summary>For instance <c>chrome-android</c>; <c>other-other</c> for whatever is not on the lists.</summary>
    public static string Of(HttpContext? http) => Of(http?.Request.Headers.UserAgent.ToString());

    public static string Of(string? agent)
    {
        agent ??= "";
        bool Has(string word) => agent.Contains(word, StringComparison.Ordinal);
        var browser = Has("Edg/") || Has("EdgA/") || Has("EdgiOS/") ? "edge" : Has("Firefox/") || Has("FxiOS/") ? "firefox" : Has("Chrome/") || Has("CriOS/") ? "chrome" : Has("Safari/") ? "safari" : "other";
        var system = Has("iPhone") ? "iphone" : Has("iPad") ? "ipad" : Has("Android") ? "android" : Has("Windows") ? "windows" : Has("Mac OS X") ? "mac" : Has("Linux") ? "linux" : "other";
        return $"{browser}-{system}";
    }

    /// <summary>The code in words: <c>Chrome · Android</c>.</summary>
    public static string Words(string code, string other)
    {
        var parts = code.Split('-');
        string Word(string part) => part switch
        {
            "edge" => "Edge", "firefox" => "Firefox", "chrome" => "Chrome", "safari" => "Safari", "iphone" => "iPhone", "ipad" => "iPad", "android" => "Android",
            "windows" => "Windows", "mac" => "Mac", "linux" => "Linux", _ => other,
        };
        return parts.Length == 2 && parts[0] != "other" && parts[1] != "other" ? $"{Word(parts[0])} · {Word(parts[1])}" : parts.Length == 2 && parts[0] != "other" ? Word(parts[0]) : parts.Length == 2 && parts[1] != "other" ? Word(parts[1]) : other;
    }
}
