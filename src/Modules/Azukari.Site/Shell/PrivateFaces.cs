using System.Net;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Site.Shell;

/// <summary>
/// The faces that take or show what is somebody's answer over TLS, or on the machine itself: what travels in clear is whoever's hears it. A proxy in front
/// is believed where it is trusted. The pages everybody may read are answered to everybody.
/// </summary>
internal static class PrivateFaces
{
    private static readonly string[] Faces = ["/account", "/my", "/join"];

    public static void UsePrivateFaces(this WebApplication app) => app.UseWhen(static context => Covers(context.Request.Path), static branch => branch.Use(PrivatelyAsync));

    // As routes are matched: whatever the case.
    private static bool Covers(PathString path) => Array.Exists(Faces, face => path.StartsWithSegments(face) || path.StartsWithSegments("/en" + face));

    private static Task PrivatelyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(context.RequestServices.GetRequiredService<Text<SiteText>>()["Error.NotPrivate"], context.RequestAborted);
    }
}
