using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azukari.Ui.Headers;

/// <summary>The headers every answer carries, error pages and files included.</summary>
public static class SecurityHeaders
{
    /// <summary>Everything from this host only; no inline style or script, no plug-in, no framing.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What a page may not use, whoever asks: none of the pages needs any of it.</summary>
    public const string PermissionsPolicy =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), " +
        "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

    /// <summary>Name and value of each header.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new("Content-Security-Policy", ContentSecurityPolicy),
        new("Permissions-Policy", PermissionsPolicy),
        // The page a visitor comes from is nobody else's business; our own pages may know it.
        new("Referrer-Policy", "same-origin"),
        new("X-Content-Type-Options", "nosniff"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    /// <summary>Adds the headers when an answer starts, so that a handler which clears the response (an error page) cannot lose them.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            IHeaderDictionary headers = ((HttpContext)state).Response.Headers;
            bool silent = headers["Referrer-Policy"] is ["strict-origin"]; // a page whose own address is a secret says so itself
            foreach ((string name, string value) in All) headers[name] = value;
            if (silent) headers["Referrer-Policy"] = "strict-origin";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
