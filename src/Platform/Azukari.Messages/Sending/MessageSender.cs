using Azukari.Messages.Queue;
using Azukari.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Messages.Sending;

/// <summary>Sends what waits, for as long as the host runs. What it holds when the host ends is finished or left to be found.</summary>
internal sealed class MessageSender(IServiceProvider services, PostState state, ILogger<MessageSender> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    // The company is opened while the host starts: what stands on it is asked for only now.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var posts = services.GetRequiredService<Posts>();
        if (posts.Any) return Task.WhenAll(Enumerable.Range(0, posts.Senders).Select(_ => Task.Run(() => SendAsync(posts, stoppingToken), CancellationToken.None)));
        MessageLog.NoServer(logger);
        return Task.CompletedTask;
    }

    private async Task SendAsync(Posts posts, CancellationToken cancel)
    {
        var queue = services.GetRequiredService<MessageQueue>();
        var delivery = services.GetRequiredService<MessageDelivery>();
        var bell = services.GetRequiredService<MessageBell>();
        await using var post = posts.Open();
        var away = 0;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (await queue.TakeAsync(cancel) is not { } row)
                {
                    await post.RestAsync();
                    await bell.WaitAsync(Look, cancel);
                    continue;
                }

                if (await delivery.DeliverAsync(row, post, cancel) == MessageDelivery.Next.GoOn)
                {
                    if (away > 0) MessageLog.Back(logger);
                    away = 0;
                    state.IsAway = false;
                    continue;
                }

                if (++away == 1) MessageLog.Away(logger);
                state.IsAway = true;
                await Task.Delay(BackOff.WhileAway(away), TimeProvider.System, cancel);
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
                // Whatever it was, the lease runs out and the message is found again.
                if (!StoreErrors.IsTransient(fault)) MessageLog.Failed(logger, fault.GetType().Name);
                try
                {
                    await Task.Delay(BackOff.WhileAway(Math.Min(++away, 6)), TimeProvider.System, cancel);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}

/// <summary>What the senders log: counts and codes.</summary>
internal static partial class MessageLog
{
    [LoggerMessage(140, LogLevel.Warning, "No server for messages is named in the settings: they wait")]
    public static partial void NoServer(ILogger logger);

    [LoggerMessage(141, LogLevel.Warning, "The server for messages is away or takes nothing from us; messages wait, and it is tried again")]
    public static partial void Away(ILogger logger);

    [LoggerMessage(142, LogLevel.Information, "The server for messages is back")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(143, LogLevel.Error, "Sending a message failed: {Error}")]
    public static partial void Failed(ILogger logger, string error);
}
