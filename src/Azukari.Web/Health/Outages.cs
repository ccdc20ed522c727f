using System.Globalization;
using Azukari.Api;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Keys;

namespace Azukari.Web.Health;

/// <summary>
/// Answers 503 while what a request stands on is away: people get the site's page, programs a problem (RFC 9457) with a stable
/// type. Nothing of the request was done, or it may be tried again. Public pages, which need no store, go on.
/// </summary>
internal sealed class Outages(RequestDelegate next, HealthMonitor monitor, ILogger<UnhandledFaults> log)
{
    private const int RetryAfter = 5; // seconds
    private static readonly PathString Api = "/api/v1", Tokens = "/connect", Console = "/console", EnglishConsole = "/en/console";

    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsStores(context.Request.Path) && monitor.Last?.Outage is not null)
        {
            await AnswerAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception fault) when (fault is StoreException or LedgerUnavailableException or MasterKeyException && !context.Response.HasStarted)
        {
            await AnswerAsync(context);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && fault is not BadHttpRequestException)
        {
            // Here, because the page for it is made by the framework, whose own words on it are switched off.
            UnhandledFaults.Log(log, fault);
            throw;
        }
    }

    private static bool NeedsStores(PathString path) =>
        path.StartsWithSegments(Api) || path.StartsWithSegments(Tokens) || path.StartsWithSegments(Console) || path.StartsWithSegments(EnglishConsole);

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.Clear();
        if (context.Request.Path.StartsWithSegments(Api) || context.Request.Path.StartsWithSegments(Tokens))
        {
            await ApiModule.AnswerUnavailableAsync(context, RetryAfter);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable; // the site makes the page
        context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
    }
}
