using Azukari.Console.Shell;
using Azukari.Ui.Language;

namespace Azukari.Console.SignIn;

/// <summary>Where somebody goes after signing in: only ever a page of the console, whatever a link says.</summary>
internal static class ReturnPath
{
    /// <summary>The path when it is one of the console's, else the console's first page.</summary>
    public static string Of(string? path) => IsConsole(path) ? path! : ConsolePath.Here("/console");

    private static bool IsConsole(string? path)
    {
        if (path is null || path.Length > 1000 || path.Contains('\\', StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal) || path.Any(char.IsControl)) return false;
        var bare = PageLanguage.Strip(path);
        return (bare == "/console" || bare.StartsWith("/console/", StringComparison.Ordinal) || bare.StartsWith("/console?", StringComparison.Ordinal))
            && !bare.StartsWith("/console/sign-", StringComparison.Ordinal);
    }
}
