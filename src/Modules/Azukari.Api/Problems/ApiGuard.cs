using System.Net;
using Azukari.Ledger;
using Azukari.Api.Endpoints;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Problems;

/// <summary>
/// Stands before everything of the API: answers are problems, never the site's pages; no secret travels unencrypted beyond this machine; and
/// whatever goes wrong is logged by its kind alone.
/// </summary>
internal sealed class ApiGuard(RequestDelegate next, IOptions<ApiOptions> options, TimeProvider clock, ILogger<ApiGuard> logger)
{
    /// <summary>Whether a path is the API's: its calls and its tokens.</summary>
    public static bool Covers(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/connect") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/problems");

    public async Task InvokeAsync(HttpContext http)
    {
        // The site would show its page for an error.
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.IsHttps && http.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from))
        {
            await ApiProblem.Of(ProblemKind.TransportNotSecure).ExecuteAsync(http);
            return;
        }

        var caller = http.RequestAborted;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, timeout.Token);
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesItsTime>() is null) http.RequestAborted = either.Token;
        try
        {
            try
            {
                await next(http);
            }
            finally
            {
                http.RequestAborted = caller; // an answer about a call whose time is over can still be written
            }
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            // The caller is gone: nobody reads an answer.
            return;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            await ApiProblem.Of(ProblemKind.TimedOut, retryAfter: 5).ExecuteAsync(http);
            return;
        }
        catch (BadHttpRequestException bad)
        {
            await ApiProblem.Of(bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ProblemKind.TooLarge : ProblemKind.Invalid).ExecuteAsync(http);
            return;
        }
        catch (Exception error)
        {
            await ApiProblem.Of(ApiLog.Fault(logger, error), retryAfter: 5).ExecuteAsync(http);
            return;
        }

        if (http.Response is { HasStarted: false, ContentLength: null, ContentType: null } && KindOf(http.Response.StatusCode) is { } kind)
            await ApiProblem.Of(kind).ExecuteAsync(http);
    }

    private static ProblemKind? KindOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => ProblemKind.NotFound,
        StatusCodes.Status405MethodNotAllowed => ProblemKind.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ProblemKind.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => ProblemKind.UnsupportedType,
        StatusCodes.Status400BadRequest => ProblemKind.Invalid,
        _ => null,
    };
}

/// <summary>What the API logs: kinds of faults, by code.</summary>
internal static partial class ApiLog
{
    /// <summary>Logs what went wrong, by its kind alone, and says what to tell the caller: that it may be tried again, or that it was not expected.</summary>
    public static ProblemKind Fault(ILogger logger, Exception error)
    {
        switch (error)
        {
            case StoreException store:
                StoreFailed(logger, store.Store, store.Fault.ToString());
                return ProblemKind.Unavailable;
            case LedgerUnavailableException ledger:
                StoreFailed(logger, "ledger", ledger.Fault?.ToString() ?? "Unknown");
                return ProblemKind.Unavailable;
            case MasterKeysUnavailableException away: // nothing was released, and nothing recorded as used
                StoreFailed(logger, "master-keys", away.Fault);
                return ProblemKind.Unavailable;
            case MasterKeyException:
                StoreFailed(logger, "keys", "Unreachable");
                return ProblemKind.Unavailable;
            default:
                if (StoreErrors.FaultOf(error) is { } fault) // of the platform's database, in whatever its libraries wrapped it
                {
                    StoreFailed(logger, "platform", fault.ToString());
                    return ProblemKind.Unavailable;
                }

                Failed(logger, error.GetType().Name, error.TargetSite?.DeclaringType?.Name ?? "");
                return ProblemKind.Internal;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A call failed with {Kind} in {Place}")]
    public static partial void Failed(ILogger logger, string kind, string place);

    [LoggerMessage(2, LogLevel.Warning, "A call found the {Store} store {Fault}")]
    public static partial void StoreFailed(ILogger logger, string store, string fault);

    [LoggerMessage(3, LogLevel.Warning, "Removing expired answers and tokens failed with {Kind}; it is tried again")]
    public static partial void TidyingFailed(ILogger logger, string kind);
}
