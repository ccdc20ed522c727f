using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Endpoints;

/// <summary>An endpoint that answers in one of several forms, as the caller's Accept says.</summary>
internal sealed record Negotiates;

/// <summary>
/// Chooses among the forms of an answer by the caller's Accept (RFC 9110, 12.5.1): of the ranges that cover a form the most specific one says how
/// welcome it is. A profile of JSON-LD (RFC 6906) is met when the range names it, among others or alone; other parameters are not looked at.
/// </summary>
internal static class ContentForms
{
    /// <summary>The form wanted most, the first of equals; null when none will do.</summary>
    /// <param name="http">The request; its answer is marked as varying by Accept.</param>
    /// <param name="forms">Media types, the usual one first: what is given to those who ask for nothing.</param>
    public static string? Choose(HttpContext http, params ReadOnlySpan<string> forms)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var accepted = http.Request.GetTypedHeaders().Accept;
        if (accepted.Count == 0) return StringValues.IsNullOrEmpty(http.Request.Headers.Accept) ? forms[0] : null;
        string? best = null;
        double most = 0;
        foreach (var form in forms)
        {
            var welcome = Welcome(MediaTypeHeaderValue.Parse(form), accepted);
            if (welcome > most) (best, most) = (form, welcome);
        }

        return best;
    }

    private static double Welcome(MediaTypeHeaderValue form, IEnumerable<MediaTypeHeaderValue> accepted)
    {
        var (specific, quality) = (0, 0d);
        foreach (var range in accepted)
        {
            var fit = Fit(form, range);
            if (fit > specific) (specific, quality) = (fit, range.Quality ?? 1);
        }

        return quality;
    }

    /// <summary>How specifically a range covers a form: 0 not at all, 4 by its profile.</summary>
    private static int Fit(MediaTypeHeaderValue form, MediaTypeHeaderValue range)
    {
        if (range.MatchesAllTypes) return 1;
        if (!range.Type.Equals(form.Type, StringComparison.OrdinalIgnoreCase)) return 0;
        if (range.MatchesAllSubTypes) return 2;
        if (!range.SubType.Equals(form.SubType, StringComparison.OrdinalIgnoreCase)) return 0;
        if (Profile(range) is not { } wanted) return 3;
        return Profile(form) is { } own && wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(own, StringComparer.Ordinal) ? 4 : 0;
    }

    private static string? Profile(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("profile", StringComparison.OrdinalIgnoreCase)) is { } profile
            ? HeaderUtilities.RemoveQuotes(profile.Value).Value : null;
}
