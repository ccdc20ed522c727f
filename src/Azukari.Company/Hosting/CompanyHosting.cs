using Azukari.Company.Operating;
using Azukari.Company.Sample;
using Azukari.Company.Settings;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Company.Hosting;

/// <summary>Adopting a company in a host.</summary>
public static class CompanyHosting
{
    /// <summary>
    /// Opens the company of a data folder before the host serves its first request, and closes it after the last: registers
    /// <see cref="CompanyCore"/> and <see cref="CompanyStart"/>. A new folder gets the sample company. A wrong setting, a stranded view or a
    /// store that cannot be opened keeps the host from starting; one that is busy (another process brings it up to date) or whose server is
    /// not up yet is waited for (<see cref="OpeningPatience"/>). On SQLite a second host on one folder is refused
    /// (<see cref="HostRunningException"/>). The clock is the host's <see cref="TimeProvider"/>. The host's logs are
    /// redacted by classification (<see cref="DataClasses"/>), and the trust core logs into them. The platform's database (<see cref="AzukariDb"/>)
    /// lies at the company's place and is brought up to date when the company is opened.
    /// </summary>
    /// <param name="options">Which company.</param>
    /// <param name="login">The operator of a sample that has to be made.</param>
    public static IServiceCollection AddAzukariCompany(this IServiceCollection services, CompanyOptions options, string login)
    {
        services.AddAzukariRedaction();
        services.AddLogging(logging => logging.EnableRedaction());
        services.AddAzukariStorage(provider => CompanyStorage.PlaceOf(provider.GetRequiredService<CompanyCore>()));
        services.AddSingleton(provider =>
            new CompanyHost(options, login, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>(), provider));
        services.AddHostedService(provider => provider.GetRequiredService<CompanyHost>());
        services.AddSingleton(provider => provider.GetRequiredService<CompanyHost>().Core);
        services.AddSingleton(provider => provider.GetRequiredService<CompanyHost>().Start);
        return services;
    }

    private sealed class CompanyHost(CompanyOptions options, string login, TimeProvider clock, ILoggerFactory logging, IServiceProvider services) : IHostedLifecycleService, IAsyncDisposable
    {
        private CompanyCore? _core;
        private HostLock? _lock;

        public CompanyCore Core => _core ?? throw new InvalidOperationException("The company is opened when the host starts; it is not open yet.");

        public CompanyStart Start { get; private set; } = new(null);

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            var onFiles = options.Exists ? (await options.ReadSettingsAsync(cancellationToken)).Postgres is null : options.Postgres is null;
            if (onFiles)
            {
                PrivateFiles.CreateFolder(options.Folder);
                _lock = HostLock.Take(options.Folder);
            }

            try
            {
                var patience = new OpeningPatience(TimeProvider.System, logging);
                if (!options.Exists)
                    Start = new CompanyStart(await patience.OpenAsync(() => SampleCompany.CreateAsync(options, SamplePolicies.Find(), login, clock, null, [.. services.GetServices<ISampleContributor>()], cancellationToken), cancellationToken), IsNew: true);
                else
                    Start = new CompanyStart(await SampleMark.ReadAsync(options.Folder, cancellationToken));
                _core = await patience.OpenAsync(() => CompanyCore.OpenAsync(options, clock, cancellationToken, logging, services.GetServices<ModuleViews>()), cancellationToken);
                await StorageModule.MigrateAsync(services, cancellationToken);
            }
            catch
            {
                Interlocked.Exchange(ref _lock, null)?.Dispose();
                throw;
            }
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (Interlocked.Exchange(ref _core, null) is { } core) await core.DisposeAsync();
            }
            finally
            {
                Interlocked.Exchange(ref _lock, null)?.Dispose();
            }
        }
    }
}

/// <summary>How the host came up.</summary>
/// <param name="Sample">The sample the company is; null where it is none.</param>
/// <param name="IsNew">Whether this start made it.</param>
public sealed record CompanyStart(SampleMade? Sample, bool IsNew = false);
