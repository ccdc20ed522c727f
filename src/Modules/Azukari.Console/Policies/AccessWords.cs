using Azukari.Console.Resources;
using Azukari.Policy;
using Azukari.Policy.Difference;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;

namespace Azukari.Console.Policies;

/// <summary>Terms of accesses in the words of a reader.</summary>
internal static class AccessWords
{
    /// <summary>What an access takes: one of its alternative terms is enough. “Nothing” where it takes nothing.</summary>
    public static string Terms(Text<SiteText> site, Text<ConsoleText> console, AccessChange access) => Terms(site, console, access.Terms);

    /// <inheritdoc cref="Terms(Text{SiteText}, Text{ConsoleText}, AccessChange)"/>
    public static string Terms(Text<SiteText> site, Text<ConsoleText> console, IEnumerable<AccessTerms> terms)
    {
        string[] each = [.. terms.Select(t => Words.Join(Each(site, t))).Where(t => t.Length > 0)];
        return each.Length == 0 ? console["Cell.NoTerms"] : string.Join(site["Diff.Or"], each);
    }

    private static IEnumerable<string> Each(Text<SiteText> site, AccessTerms terms)
    {
        foreach (var condition in Enum.GetValues<Condition>().Where(terms.Conditions.Contains)) yield return site.Of(condition);
        if (terms.BoundToCase) yield return site["Diff.BoundToCase"];
        if (terms.WithinPurpose) yield return site["Rule.WithinPurpose"];
    }
}
