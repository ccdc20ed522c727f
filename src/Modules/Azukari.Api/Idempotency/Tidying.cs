using Azukari.Api.Problems;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenIddict.EntityFrameworkCore.Models;

namespace Azukari.Api.Idempotency;

/// <summary>Removes what has had its time: answers kept for a repeated request, and tokens.</summary>
internal sealed class Tidying(IServiceProvider services, TimeProvider clock, ILogger<Tidying> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Removes it now.</summary>
    public async Task TidyAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AzukariDb>();
        await db.Set<RequestRow>().Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
        // Not by the library's own pruning, which compares instants in a way that knows nothing of how we store them.
        var ended = now.AddHours(-1).UtcDateTime;
        await db.Set<OpenIddictEntityFrameworkCoreToken>().Where(token => token.ExpirationDate < ended).ExecuteDeleteAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TidyAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                ApiLog.TidyingFailed(logger, error.GetType().Name);
            }
        }
    }
}
