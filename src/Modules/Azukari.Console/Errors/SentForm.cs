using System.Collections.Immutable;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.Errors;

/// <summary>
/// What somebody sent with a form that could not be taken, because the session or the form itself was over: shown again, to be sent once more, so
/// that nothing typed is lost. Files are not kept.
/// </summary>
/// <param name="Action">Where it was sent.</param>
/// <param name="Fields">What was typed or chosen, the form's own token left out.</param>
internal sealed record SentForm(string Action, ImmutableArray<(string Name, string Value)> Fields)
{
    private const int MostFields = 40;
    private const int LongestForm = 64 * 1024;

    // What one signs in by is on no page.
    private static readonly string[] Secrets = ["password", "code", "recovery", "authenticator", "ticket", "credential"];

    /// <summary>Keeps what a request's form holds, before an error page takes its place. A form with files, or a large one, isn't read.</summary>
    public static async Task KeepAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || IsFromElsewhere(request) || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true
            || request.ContentLength is not (> 0 and < LongestForm))
            return;
        try
        {
            // Whether its token is good is decided: it is not taken, only shown to whoever sent it.
            context.Features.Set<IAntiforgeryValidationFeature>(null);
            var form = await request.ReadFormAsync(context.RequestAborted);
            context.Features.Set(new SentForm(request.Path + request.QueryString,
                [.. form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal) && !Secrets.Contains(f.Key)).Take(MostFields).Select(f => (f.Key, f.Value.ToString()))]));
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            // What is no form has nothing to be kept.
        }
    }

    // What another site has a browser send is not offered: one press of a button would make it the operator's own.
    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site]) return site is not ("same-origin" or "none");
        return request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Answers a form whose token is missing or too old before its endpoint is asked; the page offers to send it again.</summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }
            && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            await KeepAsync(context);
            context.Request.Method = HttpMethods.Get; // the page that takes its place is only shown
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(context);
    }
}
