using System.Text.Json;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Health;
using Azukari.Vault.Keys;

namespace Azukari.Web.Health;

/// <summary>
/// Answers 503 while what a request stands on is away: people get the site's page, programs a problem (RFC 9457) with a stable type and a
/// code. Nothing of the request was done, or it may be tried again. Public pages, which need no store, go on.
/// </summary>
internal sealed class Outages(RequestDelegate next, HealthMonitor monitor, ILogger<UnhandledFaults> log)
{
    private const string RetryAfterSeconds = "5";
    private static readonly PathString Api = "/api", Tokens = "/connect", Console = "/console", EnglishConsole = "/en/console";

    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsStores(context.Request.Path) && monitor.Last?.Outage is { } outage)
        {
            await AnswerAsync(context, outage.Code);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception fault) when (CodeOf(fault) is { } code && !context.Response.HasStarted)
        {
            await AnswerAsync(context, code);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && fault is not BadHttpRequestException)
        {
            // Here, because the page for it is made by the framework, whose own words on it are switched off.
            UnhandledFaults.Log(log, fault);
            throw;
        }
    }

    /// <summary>Null for a fault of the program rather than of what it stands on.</summary>
    internal static string? CodeOf(Exception fault) => fault switch
    {
        StoreException store => TrustHealth.CodeOf(store.Fault),
        LedgerUnavailableException ledger => ledger.Fault is { } known ? TrustHealth.CodeOf(known) : "ledger",
        MasterKeyException => "master-key",
        _ => null,
    };

    private static bool NeedsStores(PathString path) =>
        path.StartsWithSegments(Api) || path.StartsWithSegments(Tokens) || path.StartsWithSegments(Console) || path.StartsWithSegments(EnglishConsole);

    private static async Task AnswerAsync(HttpContext context, string code)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.Path.StartsWithSegments(Api) && !context.Request.Path.StartsWithSegments(Tokens)) return; // the site makes the page
        context.Response.ContentType = "application/problem+json";
        bool japanese = !context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value ?? "").FirstOrDefault("").StartsWith("en", StringComparison.OrdinalIgnoreCase);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "/problems/unavailable");
            json.WriteString("title", japanese ? "一時的に利用できません" : "Temporarily unavailable");
            json.WriteNumber("status", StatusCodes.Status503ServiceUnavailable);
            json.WriteString("detail", japanese
                ? "保管庫、台帳または鍵を一時的に使えません。何も開示していません。少し待って、同じ要求をもう一度送ってください。"
                : "A store, the ledger or the keys are away for the moment. Nothing was released. Wait a little and send the same request again.");
            json.WriteString("reason", code);
            json.WriteEndObject();
        }

        context.Response.Headers.ContentLanguage = japanese ? "ja" : "en";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.ToArray(), context.RequestAborted);
    }
}
