using System.Net;
using Azukari.Vault.Health;
using Microsoft.AspNetCore.Authentication;

namespace Azukari.Web.Health;

/// <summary>
/// <c>/health/live</c> (the process answers) and <c>/health/ready</c> (it can do its work: 200, or 503). Everybody gets one word; the parts
/// are for those who run the host: asked from this machine, or signed in as staff. Answered before anything else of the host, so that no
/// fault of another part can hide them.
/// </summary>
internal static class HealthModule
{
    /// <summary>The scheme staff sign in by, where the host has it.</summary>
    private const string StaffScheme = "AzukariStaff";

    private static readonly byte[] Live = """{"status":"live"}"""u8.ToArray();

    public static IServiceCollection AddAzukariHealth(this IServiceCollection services)
    {
        // What the framework says of an exception quotes its message; UnhandledFaults and StartProblem say it without.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None));
        services.AddSingleton<HealthMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthMonitor>());
        return services;
    }

    public static void UseAzukariHealth(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) app.UseMiddleware<UnhandledFaults>();
        app.Use(AnswerAsync);
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        bool live = context.Request.Path == "/health/live";
        if (!live && context.Request.Path != "/health/ready")
        {
            await next(context);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "application/json";
        byte[] body = Live;
        if (!live)
        {
            HealthReport report = await context.RequestServices.GetRequiredService<HealthMonitor>().NowAsync(context.RequestAborted);
            if (report.State == HealthState.Failed) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            body = report.ToJson(details: await MayKnowAsync(context));
        }

        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static readonly string[] Forwarded = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Original-For", "X-Original-Proto", "Forwarded", "X-Real-IP", "Via"];

    // Behind a proxy of this machine everybody comes from this machine: who was forwarded is a stranger.
    private static async Task<bool> MayKnowAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        bool forwarded = Forwarded.Any(headers.ContainsKey);
        if (!forwarded && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)) return true;
        if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } schemes || await schemes.GetSchemeAsync(StaffScheme) is null) return false;
        return (await context.AuthenticateAsync(StaffScheme)).Succeeded;
    }
}
