using Azukari.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Mailings.Sending;

/// <summary>Works on mailings for as long as the host runs.</summary>
internal sealed partial class MailingWorker(IServiceProvider services, ILogger<MailingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromSeconds(20);

    // The company is opened while the host starts: what stands on it is asked for only now.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => RunAsync(stoppingToken), CancellationToken.None);

    private async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (!await services.GetRequiredService<MailingRun>().StepAsync(cancel)) await Task.Delay(Look, TimeProvider.System, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return; // the company is being closed
            }
            catch (Exception fault)
            {
                // Whatever it was, nothing of the step has happened, or all; the next goes on from there.
                if (!StoreErrors.IsTransient(fault)) Failed(logger, fault.GetType().Name);
                try
                {
                    await Task.Delay(Pause, TimeProvider.System, cancel);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    [LoggerMessage(160, LogLevel.Error, "A step of a mailing failed: {Error}")]
    private static partial void Failed(ILogger logger, string error);
}
