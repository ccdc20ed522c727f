using System.Globalization;
using System.Threading.RateLimiting;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.SignIn;

/// <summary>How often one address may try: in memory, for a minute, and nowhere else. Addresses of one household's IPv6 network count as one.</summary>
internal sealed class AddressLimit : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter;

    public AddressLimit(IOptions<AccountsOptions> options)
    {
        var perMinute = options.Value.AttemptsPerMinute;
        _limiter = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetSlidingWindowLimiter(address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute, Window = Window, SegmentsPerWindow = 6, QueueLimit = 0,
        }));
    }

    /// <summary>Counts an attempt; false when there were too many: the answer then is 429 and says when to come again, and the page what to do.</summary>
    public bool Take(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(CallerNetwork.Of(http.Connection.RemoteIpAddress));
        if (lease.IsAcquired) return true;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return false;
    }

    public void Dispose() => _limiter.Dispose();
}
