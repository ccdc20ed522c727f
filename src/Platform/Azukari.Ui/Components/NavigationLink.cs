using Azukari.Ui.Language;

namespace Azukari.Ui.Components;

/// <summary>One entry of a navigation: a site path without language, and its label in the language of the request.</summary>
public sealed record NavigationLink(string Path, string Label)
{
    /// <summary>Whether the link stands for its own page only, as the first of pages below one another does.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether the link gives way on a narrow screen: it stands in a menu there, which opens without script.</summary>
    public bool Minor { get; init; }

    /// <summary>Whether a page lies at or below this link, in either language.</summary>
    public bool Covers(string path)
    {
        string bare = PageLanguage.Strip(path);
        return bare == Path || (Path != "/" && !Exact && bare.StartsWith(Path + "/", StringComparison.Ordinal));
    }
}
