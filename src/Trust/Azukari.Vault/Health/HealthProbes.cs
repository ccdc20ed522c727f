using System.Collections.Concurrent;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Health;

/// <summary>Something of a host beside the trust core whose health belongs to the host's.</summary>
public interface IHealthProbe
{
    /// <summary>The part's name in findings.</summary>
    string Part { get; }

    /// <summary>What it is when it cannot even be asked: <see cref="HealthState.Degraded"/> where the host does without for a while.</summary>
    HealthState Worst { get; }

    /// <summary>Looks. What it throws is told as a code.</summary>
    Task<HealthFinding> LookAsync(CancellationToken cancel);
}

/// <summary>Runs looks that may hang: one that gets no answer in time counts as failed, and is not asked again before it has one. Safe for concurrent use.</summary>
public sealed class HealthProbes
{
    private readonly ConcurrentDictionary<string, Task<HealthFinding>> _running = new(StringComparer.Ordinal);

    /// <summary>Looks at a part; takes at most <see cref="TrustHealth.Patience"/>.</summary>
    public Task<HealthFinding> LookAsync(IHealthProbe probe, CancellationToken ct) => LookAsync(probe.Part, probe.Worst, probe.LookAsync, ct);

    /// <param name="part">Its name.</param>
    /// <param name="worst">What it is when the look fails or hangs.</param>
    /// <param name="look">The look; it is never cancelled.</param>
    /// <param name="ct">Stops waiting for it.</param>
    public async Task<HealthFinding> LookAsync(string part, HealthState worst, Func<CancellationToken, Task<HealthFinding>> look, CancellationToken ct)
    {
        var running = _running.AddOrUpdate(part, _ => Start(), (_, before) => before.IsCompleted ? Start() : before);
        try
        {
            // Real time, whatever the clock says: a clock that stands still or leaps must not decide how long is too long.
            return await running.WaitAsync(TrustHealth.Patience, TimeProvider.System, ct);
        }
        catch (TimeoutException)
        {
            return new HealthFinding(part, worst, "no-answer");
        }

        Task<HealthFinding> Start() => Task.Run(
            async () =>
            {
                try
                {
                    return await look(CancellationToken.None);
                }
                catch (Exception error)
                {
                    return new HealthFinding(part, worst, CodeOf(error));
                }
            },
            CancellationToken.None);
    }

    private static string CodeOf(Exception error) => error switch
    {
        MasterKeysUnavailableException away => away.Fault,
        MasterKeyException => "master-key",
        LedgerDamagedException => "damaged",
        _ => StoreErrors.FaultOf(error) is { } fault ? TrustHealth.CodeOf(fault) : "fault",
    };
}
