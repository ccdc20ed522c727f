using Azukari.Join.Leaving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Join.Applications;

/// <summary>Sweeps applications once a minute. It asks for them late: the company is opened while the host starts.</summary>
internal sealed partial class ApplicationSweep(IServiceProvider services, ILogger<ApplicationSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (await services.GetRequiredService<ApplicationBook>().SweepAsync(stoppingToken) is > 0 and var moved) Swept(log, moved);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    Failed(log, fault.GetType().Name); // tried again in a minute
                }

                try
                {
                    if (await services.GetRequiredService<LeavingBook>().SweepAsync(stoppingToken) is > 0 and var left) Finished(log, left);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    Failed(log, fault.GetType().Name); // tried again in a minute
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    [LoggerMessage(7301, LogLevel.Information, "Applications: {Moved} ended or went on by themselves")]
    private static partial void Swept(ILogger logger, int moved);

    [LoggerMessage(7303, LogLevel.Information, "Leavings: {Finished} that were left half done are finished")]
    private static partial void Finished(ILogger logger, int finished);

    [LoggerMessage(7302, LogLevel.Warning, "Applications could not be looked through ({Fault}); it is tried again in a minute")]
    private static partial void Failed(ILogger logger, string fault);
}
