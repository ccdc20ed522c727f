using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Accounts.SignIn;

/// <summary>
/// Takes the names of those who forgot a password and looks them up when they have been answered: what is done for a name that is somebody's, and
/// how long it takes, is nowhere in the answer. A request lost with its process is asked for again.
/// </summary>
internal sealed partial class ForgottenDesk(IServiceProvider services, ILogger<ForgottenDesk> logger) : BackgroundService
{
    private const int Most = 1_000;

    private readonly Channel<(string Name, bool English)> _asked = Channel.CreateBounded<(string, bool)>(new BoundedChannelOptions(Most) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Takes a name, whoever's it is or nobody's.</summary>
    public void Take(string? name, bool english) => _asked.Writer.TryWrite((name ?? "", english));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (name, english) in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await services.GetRequiredService<SignInDesk>().ForgottenAsync(name, english, stoppingToken); // the company is open when somebody asks
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                NotLookedUp(logger, fault.GetType().Name);
            }
        }
    }

    [LoggerMessage(7102, LogLevel.Error, "A forgotten password was asked about and not looked up: {Error}")]
    private static partial void NotLookedUp(ILogger logger, string error);
}
