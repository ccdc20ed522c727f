using Azukari.Members.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Members;

/// <summary>Joins members to the vault when the host starts, and has the tree follow what other nodes do.</summary>
internal sealed partial class MembersHost(IServiceProvider services, TimeProvider clock, ILoggerFactory logging) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = logging.CreateLogger("Azukari.Members");
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    private SponsorTree Tree => services.GetRequiredService<SponsorTree>(); // there is a database to ask only when the company is open

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await MembersModule.JoinAsync(services, cancellationToken);
        await Tree.CatchUpAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = Task.Run(FollowAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _following;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task FollowAsync()
    {
        var told = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, clock, _stop.Token);
                await Tree.CatchUpAsync(_stop.Token);
                told = false;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (!told) NotFollowed(_log, error.GetType().Name); // once a trouble; decisions ask the database themselves
                told = true;
            }
        }
    }

    [LoggerMessage(600, LogLevel.Warning, "The sponsor tree could not be brought up to date ({Error}); trying again")]
    private static partial void NotFollowed(ILogger logger, string error);
}
