using System.Globalization;
using Azukari.Ui.Language;

namespace Azukari.Ui.Routing;

/// <summary>How the address of a list says what narrows and sorts it, and which of its pages is meant.</summary>
public static class ListAddress
{
    /// <summary>A list's address in the language of the request.</summary>
    /// <param name="path">The list's path, without language.</param>
    /// <param name="parts">What the address says of it: codes and numbers, never a value of a person.</param>
    public static string Of(string path, IEnumerable<(string Name, string Value)> parts)
    {
        var query = string.Join('&', parts.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
        return PageLanguage.Path(path, PageLanguage.Current) + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>The page an address or a form says, from 1 to <paramref name="most"/>; the first where it says none, or no number.</summary>
    public static int Page(string? said, int most) => int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, most) : 1;

    /// <summary>How an address says a page: not at all where it is the first.</summary>
    public static IEnumerable<(string Name, string Value)> PagePart(int page) => page > 1 ? [("page", page.ToString(CultureInfo.InvariantCulture))] : [];
}
