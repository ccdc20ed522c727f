using System.Threading.RateLimiting;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.SignIn;

/// <summary>How often one address may try: in memory, for a minute, and nowhere else. Addresses of one household's IPv6 network count as one.</summary>
internal sealed class AddressLimit : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter;

    public AddressLimit(IOptions<AccountsOptions> options)
    {
        var perMinute = options.Value.AttemptsPerMinute;
        _limiter = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetSlidingWindowLimiter(address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0,
        }));
    }

    /// <summary>Counts an attempt; false when there were too many.</summary>
    public bool Take(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(CallerNetwork.Of(http.Connection.RemoteIpAddress));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
