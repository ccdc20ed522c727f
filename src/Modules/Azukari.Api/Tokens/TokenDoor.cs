using System.Threading.RateLimiting;
using Azukari.Api.Bodies;
using Azukari.Api.Problems;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Tokens;

/// <summary>
/// Stands before the token endpoint, outside of authentication, where secrets are checked: a wrong secret costs as much work as a right one, so it
/// counts as one of the tokens an address may ask for. A request for a token is small; no more of it is read.
/// </summary>
internal sealed class TokenDoor(RequestDelegate next, TokenAttempts attempts)
{
    /// <summary>The most bytes of a request for a token.</summary>
    public const int MostBytes = 16 * 1024;

    public static bool Covers(PathString path) => path.StartsWithSegments("/connect");

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MostBytes)
        {
            await ApiProblem.Of(ProblemKind.TooLarge).ExecuteAsync(http);
            return;
        }

        using var lease = attempts.Take(http);
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 1;
            await ApiProblem.Of(ProblemKind.TooManyRequests, retryAfter: Math.Max(1, wait)).ExecuteAsync(http);
            return;
        }

        // Read here, where it ends with the time a call may take: the framework, reading a form, would cut the connection instead of answering.
        if (await BodyReader.BytesAsync(http, MostBytes, http.RequestAborted) is not { } form)
        {
            await ApiProblem.Of(ProblemKind.TooLarge).ExecuteAsync(http);
            return;
        }

        http.Request.Body = new MemoryStream(form, writable: false);
        if (!await IsFormAsync(http))
        {
            // As RFC 6749, 5.2 tells a request that is none.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.Body.WriteAsync("{\"error\":\"invalid_request\"}"u8.ToArray(), http.RequestAborted);
            return;
        }

        await next(http);
    }

    /// <summary>Whether the form, if there is one, can be read; it is kept for whoever asks again. The framework, finding that it cannot, would take it for a fault of ours.</summary>
    private static async Task<bool> IsFormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return true;
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return true;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return false;
        }
    }
}

/// <summary>Counts what each address asks of the token endpoint in a minute.</summary>
internal sealed class TokenAttempts(IOptions<ApiOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetFixedWindowLimiter(
        CallerNetwork.Of(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.TokensPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public RateLimitLease Take(HttpContext http) => _limiter.AttemptAcquire(http);

    public void Dispose() => _limiter.Dispose();
}
