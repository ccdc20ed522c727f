using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Azukari.Join.Public;

/// <summary>Lets one address send only so many forms: nobody tries member numbers one after the other, or fills the company with applications.</summary>
internal sealed class JoinDoor(IOptions<JoinOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(from => RateLimitPartition.GetSlidingWindowLimiter(
        from, _ => new SlidingWindowRateLimiterOptions { PermitLimit = options.Value.FormsFromOneAddress, Window = TimeSpan.FromMinutes(10), SegmentsPerWindow = 10, QueueLimit = 0 }));

    public bool Lets(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
