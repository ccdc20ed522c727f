using Azukari.Stores;
using Microsoft.Extensions.Logging;

namespace Azukari.Company.Hosting;

/// <summary>
/// Waits for stores that will come by themselves: locked by a process that brings them up to date, or on a server that is still starting
/// or electing its primary. Whatever else is wrong is told at once.
/// </summary>
internal sealed partial class OpeningPatience(TimeProvider clock, ILoggerFactory logging)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = logging.CreateLogger("Azukari.Host");

    public async Task<T> OpenAsync<T>(Func<Task<T>> open, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await open();
            }
            catch (StoreException error) when (StoreErrors.IsTransient(error) && clock.GetElapsedTime(begun) < Most)
            {
                StoreWaitedFor(_log, error.Store, error.Fault);
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }

    [LoggerMessage(100, LogLevel.Warning, "The {Store} store is not available yet ({Fault}); trying again, for a minute at most")]
    private static partial void StoreWaitedFor(ILogger logger, string store, StoreFault fault);
}
