using System.Globalization;
using System.Threading.RateLimiting;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Azukari.Join.Public;

/// <summary>Lets one network send only so many forms: nobody tries member numbers one after the other, or fills the company with applications.</summary>
internal sealed class JoinDoor(IOptions<JoinOptions> options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(from => RateLimitPartition.GetSlidingWindowLimiter(
        from, _ => new SlidingWindowRateLimiterOptions { PermitLimit = options.Value.FormsFromOneAddress, Window = Window, SegmentsPerWindow = 10, QueueLimit = 0 }));

    /// <summary>Counts a form. Where there were too many, the answer is 429 and says when to come again; the page says the rest, and takes nothing.</summary>
    public bool Lets(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(CallerNetwork.Of(context.Connection.RemoteIpAddress));
        if (lease.IsAcquired) return true;
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return false;
    }

    public void Dispose() => _limiter.Dispose();
}
