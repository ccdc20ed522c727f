using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azukari.Vault;

/// <summary>Adopting the trust core in a host.</summary>
public static class TrustHosting
{
    /// <summary>
    /// Opens a trust core before the host serves its first request, and closes it after the last: registers <see cref="TrustCore"/> and
    /// <see cref="TrustVault"/>, and the redactors of <see cref="DataClasses"/>. A stranded view, an outdated key store or a store that cannot be opened keeps the host from starting.
    /// </summary>
    /// <param name="options">Makes the options; called once, when the host starts.</param>
    /// <param name="opened">Done with the open core before anything is served: publishing the policy that is deployed with the program, for instance.</param>
    public static IServiceCollection AddAzukariTrust(
        this IServiceCollection services, Func<IServiceProvider, TrustOptions> options, Func<TrustCore, CancellationToken, Task>? opened = null)
    {
        services.AddAzukariRedaction();
        services.AddSingleton(provider => new TrustHost(() => options(provider), opened));
        services.AddHostedService(provider => provider.GetRequiredService<TrustHost>());
        services.AddSingleton(provider => provider.GetRequiredService<TrustHost>().Core);
        services.AddSingleton(provider => provider.GetRequiredService<TrustHost>().Core.Vault);
        return services;
    }

    private sealed class TrustHost(Func<TrustOptions> options, Func<TrustCore, CancellationToken, Task>? opened) : IHostedLifecycleService, IAsyncDisposable
    {
        private TrustCore? _core;

        public TrustCore Core => _core ?? throw new InvalidOperationException("The trust core is opened when the host starts; it is not open yet.");

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            _core = await TrustCore.OpenAsync(options(), cancellationToken);
            if (opened is not null) await opened(_core, cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

        public async ValueTask DisposeAsync()
        {
            if (_core is { } core) await core.DisposeAsync();
        }
    }
}
