using System.Globalization;
using System.Text;
using Azukari.Site.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Azukari.Site.WellKnown;

/// <summary>The small files other programs look for.</summary>
internal static class WellKnownEndpoints
{
    // RFC 9116 recommends less than a year; half of one leaves room for a copy that is read late.
    private const int ExpiresAfterDays = 180;

    // The day this site began to honour the signal: it has set nothing and shared nothing since its first version.
    private static readonly DateOnly GpcSince = new(2026, 11, 23);

    public static void MapWellKnown(this IEndpointRouteBuilder site)
    {
        site.MapGet("/.well-known/gpc.json", () => TypedResults.Json(new Gpc(true, GpcSince)));
        site.MapGet("/.well-known/security.txt", SecurityText);
        site.MapGet("/security.txt", () => TypedResults.Redirect("/.well-known/security.txt", permanent: true));
        site.MapGet("/favicon.ico", () => TypedResults.Redirect("/_content/Azukari.Ui/mark.svg"));
        site.MapGet("/healthz", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Text("ok\n");
        });
    }

    // Nothing here is taken from the request: its Host is the visitor's to choose, and a cache would hand the answer to others.
    private static ContentHttpResult SecurityText(TimeProvider clock, PolicyShelf shelf, IOptions<SiteOptions> options)
    {
        string? address = options.Value.PublicUrl?.TrimEnd('/');
        DateTime expires = clock.GetUtcNow().UtcDateTime.Date.AddDays(ExpiresAfterDays);
        var text = new StringBuilder();
        if ((options.Value.SecurityContact ?? Contact(shelf, address)) is { } contact) text.Append("Contact: ").Append(contact).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Expires: {expires:yyyy-MM-dd'T'HH:mm:ss'Z'}\n").Append("Preferred-Languages: ja, en\n");
        if (address is not null)
            text.Append("Canonical: ").Append(address).Append("/.well-known/security.txt\n").Append("Policy: ").Append(address).Append("/en/contact#security\n");
        return TypedResults.Text(text.ToString(), "text/plain", Encoding.UTF8);
    }

    private static string? Contact(PolicyShelf shelf, string? address) =>
        shelf.Company.Contact?.Email is { } mail ? "mailto:" + mail : address is null ? null : address + "/contact";

    private sealed record Gpc(bool gpc, DateOnly lastUpdate);
}
