namespace Azukari.Cli.Terminal;

/// <summary>The language the command line speaks.</summary>
internal enum Language
{
    English,
    Japanese,
}

/// <summary>One sentence in both languages, side by side so that neither is forgotten.</summary>
internal readonly record struct Text(string Ja, string En)
{
    public string In(Language language) => language == Language.Japanese ? Ja : En;
}

internal static class Languages
{
    public static string Text(this Language language, string ja, string en) => language == Language.Japanese ? ja : en;

    /// <summary>
    /// The language asked for: <c>--lang ja|en</c> wherever it stands in the arguments, else the locale (LC_ALL, LC_MESSAGES, LANG in that
    /// order, as every program on the machine reads them): Japanese for <c>ja*</c>, English for anything else.
    /// </summary>
    public static Language Of(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = arguments[i].StartsWith("--lang=", StringComparison.Ordinal) ? arguments[i][7..]
                : arguments[i] == "--lang" && i + 1 < arguments.Count ? arguments[i + 1]
                : null;
            if (value is not null) return Parse(value);
        }

        foreach (var name in (ReadOnlySpan<string>)["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (environment(name) is { Length: > 0 } locale) return Parse(locale);
        }

        return Language.English;
    }

    private static Language Parse(string tag) =>
        tag.StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? Language.Japanese : Language.English;
}
