using Azukari.Ui.Language;

namespace Azukari.Console.Shell;

/// <summary>Paths of the console in the language of the request.</summary>
internal static class ConsolePath
{
    /// <summary>A path without language, such as <c>/console/policy</c>, in the language of the request.</summary>
    public static string Here(string path) => PageLanguage.Path(path, PageLanguage.Current);
}
