using System.Globalization;

namespace Azukari.Site;

/// <summary>Settings of the public site, section <c>Site</c>.</summary>
public sealed class SiteOptions
{
    /// <summary>The address the public knows the site by, e.g. <c>https://privacy.example.jp</c>; without it pages name no canonical
    /// address: the request's Host is the visitor's to choose, so no link is ever made of it.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Where weaknesses are reported: an address (<c>mailto:</c> or <c>https:</c>). Without it the company's contact address from the policy.</summary>
    public string? SecurityContact { get; set; }

    /// <summary>Days that differ from the computed calendar, by ISO date: a name closes the day, an empty value opens it.</summary>
    public IDictionary<string, string> Holidays { get; } = new Dictionary<string, string>();

    /// <summary>Whether people and blanks are samples, so that the front page says so. Default true: a real company switches it off knowingly.</summary>
    public bool Sample { get; set; } = true;

    internal IReadOnlyDictionary<DateOnly, string?> HolidayOverrides() => Holidays.ToDictionary(
        h => DateOnly.ParseExact(h.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        h => string.IsNullOrWhiteSpace(h.Value) ? null : h.Value);

    internal IEnumerable<string> Problems()
    {
        if (PublicUrl is not null && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/"))
            yield return "Site:PublicUrl must be an http or https address without a path, such as https://privacy.example.jp.";
        if (SecurityContact is not null && !(Uri.TryCreate(SecurityContact, UriKind.Absolute, out Uri? contact) && contact.Scheme is "mailto" or "https"))
            yield return "Site:SecurityContact must be a mailto: or https: address.";
        foreach (string day in Holidays.Keys.Where(d => !DateOnly.TryParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
            yield return $"Site:Holidays has '{day}', which is not a date such as 2026-12-29.";
    }
}
