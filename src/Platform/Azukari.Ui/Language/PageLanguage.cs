using System.Globalization;

namespace Azukari.Ui.Language;

/// <summary>The two languages of every page, chosen by the path alone: no cookie, no header, so a link always shows the same text.</summary>
public static class PageLanguage
{
    /// <summary>Japanese, the language of every path without a prefix.</summary>
    public static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");

    /// <summary>English, the language of <c>/en</c> and everything below it.</summary>
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>All languages, the first being the default.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [Japanese, English];

    /// <summary>The language in force for the request being served.</summary>
    public static CultureInfo Current => IsEnglish ? English : Japanese;

    /// <summary>Whether the request being served is answered in English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The language a path is written in.</summary>
    public static CultureInfo Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return HasPrefix(path) ? English : Japanese;
    }

    /// <summary>The path without its language: <c>/en/policy</c> and <c>/policy</c> both give <c>/policy</c>; <c>/en</c> gives <c>/</c>.</summary>
    public static string Strip(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!HasPrefix(path)) return path.Length == 0 ? "/" : path;
        return path.Length == 3 ? "/" : path[3..];
    }

    /// <summary>A site path (with or without a prefix; a query or fragment is kept) in the language asked for.</summary>
    public static string Path(string path, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(language);
        string bare = Strip(path);
        if (!ReferenceEquals(language, English) && language.TwoLetterISOLanguageName != "en") return bare;
        return bare == "/" ? "/en" : bare.StartsWith("/#", StringComparison.Ordinal) || bare.StartsWith("/?", StringComparison.Ordinal)
            ? "/en" + bare[1..] : "/en" + bare;
    }

    /// <summary>A site path in the language of the request being served.</summary>
    public static string Path(string path) => Path(path, Current);

    private static bool HasPrefix(string path) =>
        path.StartsWith("/en", StringComparison.Ordinal) && (path.Length == 3 || path[3] is '/' or '?' or '#');
}
