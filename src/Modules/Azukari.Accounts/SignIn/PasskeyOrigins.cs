using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Azukari.Accounts.SignIn;

/// <summary>
/// From which pages a passkey's answer is taken: ours, and not ours within another's. A passkey is good for the whole domain, so whoever has any other host
/// below it could otherwise have it answered there.
/// </summary>
internal static class PasskeyOrigins
{
    /// <param name="context">What the browser says of the page.</param>
    /// <param name="publicUrl">The site's own address; without it, the one the request was sent to.</param>
    /// <param name="development">Whether a page of the developer's own machine is taken as well.</param>
    public static bool Allows(PasskeyOriginValidationContext context, string? publicUrl, bool development)
    {
        if (context.CrossOrigin || context.TopOrigin is not null || !Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin) || origin.Scheme is not ("https" or "http")) return false;
        var own = publicUrl is not null ? new Uri(publicUrl) : OwnOf(context.HttpContext.Request);
        return Same(origin, own) || (development && origin.Host == "localhost");
    }

    private static bool Same(Uri origin, Uri? own) => own is not null && Uri.Compare(origin, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static Uri? OwnOf(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own : null;
}
