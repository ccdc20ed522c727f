using Azukari.Messages.Contracts;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Site.Advertising;

/// <summary>
/// Stopping advertising: <c>POST /stop/{token}/now</c>, from the page's button or from a mail service on the person's behalf (RFC 8058), which
/// sends neither cookie nor token of a form and follows no redirect. The link itself is what is shown for it.
/// </summary>
internal static class StopEndpoints
{
    private const string OneClick = "List-Unsubscribe=One-Click";

    public static void MapStopping(this IEndpointRouteBuilder site)
    {
        foreach (var language in PageLanguage.All)
        {
            var path = PageLanguage.Path("/stop/{token}/now", language);
            site.MapPost(path, StopAsync).DisableAntiforgery().WithMetadata(new ByLinkAttribute());
            // Older mail programs open the header's address like any link.
            site.MapGet(path, static (string token) => Results.Redirect(PageLanguage.Path("/stop/" + Uri.EscapeDataString(token), PageLanguage.Current))).WithMetadata(new ByLinkAttribute());
        }
    }

    private static async Task<IResult> StopAsync(string token, HttpContext http, OptOuts optOuts)
    {
        var byService = await IsOneClickAsync(http.Request);
        http.Response.Headers.CacheControl = "no-store";
        if (!await optOuts.StopAsync(token, http.RequestAborted)) return Results.NotFound();
        return byService ? Results.Text("stopped") : Results.Redirect(PageLanguage.Path("/stop/" + Uri.EscapeDataString(token), PageLanguage.Current));
    }

    // The body is one of two things, and short: it is read no further than that.
    private static async Task<bool> IsOneClickAsync(HttpRequest request)
    {
        var start = new byte[2048];
        var read = await request.Body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        var text = System.Text.Encoding.UTF8.GetString(start, 0, read);
        return text.Contains(OneClick, StringComparison.Ordinal) || (text.Contains("List-Unsubscribe", StringComparison.Ordinal) && text.Contains("One-Click", StringComparison.Ordinal));
    }
}
