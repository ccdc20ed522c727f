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
    private static readonly PathString Api = "/api/v1", Tokens = "/connect", English = "/en";

    // Joining is not among them: its first pages need no store, and its form keeps what was typed.
    private static readonly PathString[] Pages = ["/console", "/my", "/account"];

    // What is shown to members in place of their page asks nobody anything.
    private static readonly PathString[] Words = ["/my/error", "/account/error"];

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
        catch (Exception fault) when (!context.Response.HasStarted && IsBelow(fault))
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

    private static bool NeedsStores(PathString path)
    {
        if (path.StartsWithSegments(Api) || path.StartsWithSegments(Tokens)) return true;
        PathString page = path.StartsWithSegments(English, out PathString rest) ? rest : path;
        return Pages.Any(known => page.StartsWithSegments(known)) && !Words.Any(words => page.StartsWithSegments(words));
    }

    // The stores say it in words of ours; the platform's database by whatever exception its libraries have wrapped the engine's in.
    private static bool IsBelow(Exception fault) => fault is LedgerUnavailableException or MasterKeyException || StoreErrors.FaultOf(fault) is not null;

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
