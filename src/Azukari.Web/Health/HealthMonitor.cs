using Azukari.Company;
using Azukari.Storage;
using Azukari.Vault.Health;

namespace Azukari.Web.Health;

/// <summary>
/// Looks at the company every ten seconds, every second while it is not ready, and logs what changed. Who asks meanwhile gets an answer at
/// most two seconds old, however many ask.
/// </summary>
internal sealed partial class HealthMonitor(IServiceProvider services, TimeProvider clock, ILogger<HealthMonitor> log) : BackgroundService
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WhileReady = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhileNot = TimeSpan.FromSeconds(1);

    private const string Platform = "store." + StoragePlace.Name;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HealthProbes _probes = new();
    private readonly HostProbes _host = new(clock);
    private HealthReport? _last;
    private long _at;

    /// <summary>What was last seen, however old; null before the first look.</summary>
    public HealthReport? Last => Volatile.Read(ref _last);

    /// <summary>What is so now, give or take two seconds.</summary>
    public async Task<HealthReport> NowAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            // By the time that runs evenly, not by the clock that may leap.
            if (_last is { } last && TimeProvider.System.GetElapsedTime(_at) < Fresh) return last;
            var company = services.GetRequiredService<CompanyCore>();
            HealthFinding[][] looks = await Task.WhenAll(TrustAsync(company, cancel), BesideAsync(cancel));
            HealthFinding[] findings = [.. looks.SelectMany(look => look), .. _host.Look(company.Options.Folder)];
            var report = new HealthReport(clock.GetUtcNow(), findings);
            Tell(_last, report);
            _at = TimeProvider.System.GetTimestamp();
            Volatile.Write(ref _last, report);
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                HealthReport report = await NowAsync(stoppingToken);
                await Task.Delay(report.State == HealthState.Failed ? WhileNot : WhileReady, TimeProvider.System, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is InvalidOperationException or ObjectDisposedException)
            {
                return; // the company is being closed
            }
        }
    }

    private static async Task<HealthFinding[]> TrustAsync(CompanyCore company, CancellationToken cancel) => [.. await company.Trust.Health.ProbeAsync(cancel)];

    // The platform's database holds sessions, accounts, tokens, memberships and the queue: without it nobody is known.
    private Task<HealthFinding[]> BesideAsync(CancellationToken cancel)
    {
        var platform = services.GetRequiredService<StorageProbe>();
        return Task.WhenAll(services.GetServices<IHealthProbe>().Select(probe => _probes.LookAsync(probe, cancel)).Prepend(_probes.LookAsync(Platform, HealthState.Failed, async c =>
        {
            await platform.ProbeAsync(c);
            return HealthFinding.Ready(Platform);
        }, cancel)));
    }

    private void Tell(HealthReport? before, HealthReport now)
    {
        foreach (HealthFinding finding in now.Findings)
        {
            HealthState was = before?.Findings.FirstOrDefault(known => known.Part == finding.Part)?.State ?? HealthState.Ready;
            if (finding.State == was) continue;
            if (finding.State == HealthState.Failed) PartFailed(log, finding.Part, finding.Code);
            else if (finding.State == HealthState.Degraded) PartDegraded(log, finding.Part, finding.Code);
            else PartReady(log, finding.Part);
        }
    }

    [LoggerMessage(110, LogLevel.Error, "{Part} has failed ({Code}); it is looked at again every second")]
    private static partial void PartFailed(ILogger logger, string part, string code);

    [LoggerMessage(111, LogLevel.Warning, "{Part} needs a look ({Code})")]
    private static partial void PartDegraded(ILogger logger, string part, string code);

    [LoggerMessage(112, LogLevel.Information, "{Part} is ready again")]
    private static partial void PartReady(ILogger logger, string part);
}
