using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Health;

/// <summary>
/// Looks whether the trust core can do its work, by doing a little of it: writes a row to each store, wraps and unwraps a key. A probe that
/// gets no answer in time counts as failed, and is not asked again before it has one.
/// </summary>
public sealed class TrustHealth
{
    /// <summary>How long a probe may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Meter Meter = new(LedgerTelemetry.Name);
    private static readonly Gauge<int> State = Meter.CreateGauge<int>("azukari.health", null, "0 ready, 1 needs a look, 2 failed, by part");
    private static readonly Gauge<long> Waiting = Meter.CreateGauge<long>("azukari.waiting", "{entry}", "Entries to be sealed, outbox rows, erasures to be finished");
    private static readonly Gauge<double> Lag = Meter.CreateGauge<double>("azukari.lag", "s", "How long the oldest of them has waited");

    /// <summary>How long nothing may have been recorded before the clock is doubted: longer than any run of holidays.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(14);

    private const int CountAtMost = 100_000;
    private static readonly TimeSpan SealingLate = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BacklogLate = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockOff = TimeSpan.FromMinutes(2);

    private readonly TrustParts _parts;
    private readonly Store _ledger;
    private readonly IMasterKeys _masters;
    private readonly HealthProbes _probes = new();

    internal TrustHealth(TrustParts parts, Store ledger, IMasterKeys masters) => (_parts, _ledger, _masters) = (parts, ledger, masters);

    /// <summary>Looks at every part, side by side; takes at most <see cref="Patience"/>. Safe for concurrent use.</summary>
    public async Task<IReadOnlyList<HealthFinding>> ProbeAsync(CancellationToken ct = default)
    {
        var findings = await LookAsync(ct);
        foreach (var finding in findings)
        {
            var part = new KeyValuePair<string, object?>("azukari.part", finding.Part);
            State.Record((int)finding.State, part);
            if (finding.Part is not ("ledger.sealing" or "outbox" or "erasures")) continue;
            Waiting.Record(finding.Count ?? 0, part);
            Lag.Record(finding.Age?.TotalSeconds ?? 0, part);
        }

        return findings;
    }

    private async Task<IReadOnlyList<HealthFinding>> LookAsync(CancellationToken ct) => await Task.WhenAll(
        ProbeAsync("store.keys", c => StoreAsync(_parts.Keys.Store, c), ct),
        ProbeAsync("store.vault", c => StoreAsync(_parts.Vault, c), ct),
        ProbeAsync("store.index", c => StoreAsync(_parts.Index, c), ct),
        ProbeAsync("store.ledger", c => StoreAsync(_ledger, c), ct),
        ProbeAsync("keys.master", _ => Task.FromResult(MasterKeys()), ct),
        ProbeAsync("ledger.sealing", SealingAsync, ct),
        ProbeAsync("ledger.clock", ClockAsync, ct),
        ProbeAsync("outbox", OutboxAsync, ct),
        ProbeAsync("erasures", ErasuresAsync, ct),
        Task.FromResult(_parts.Policies.Current is null ? new HealthFinding("policy", HealthState.Failed, "none-published") : HealthFinding.Ready("policy")));

    // Search waits for its index, everything else goes on: what is to be indexed stands in the vault until it can be.
    private Task<HealthFinding> ProbeAsync(string part, Func<CancellationToken, Task<HealthFinding>> probe, CancellationToken ct) =>
        _probes.LookAsync(part, part == "store.index" ? HealthState.Degraded : HealthState.Failed, probe, ct);

    private static async Task<HealthFinding> StoreAsync(Store store, CancellationToken ct)
    {
        await store.ProbeAsync(ct);
        return HealthFinding.Ready("store." + store.Definition.Name);
    }

    private HealthFinding MasterKeys()
    {
        Span<byte> key = stackalloc byte[32], back = stackalloc byte[32], wrapped = stackalloc byte[32 + IMasterKeys.Overhead];
        RandomNumberGenerator.Fill(key);
        var version = _masters.Current;
        _masters.Wrap(version, key, "health"u8, wrapped);
        var same = _masters.TryUnwrap(version, wrapped, "health"u8, back) && CryptographicOperations.FixedTimeEquals(key, back);
        return same ? HealthFinding.Ready("keys.master", version) : new HealthFinding("keys.master", HealthState.Failed, "does-not-unwrap", version);
    }

    private async Task<HealthFinding> SealingAsync(CancellationToken ct)
    {
        var state = await LedgerState.ReadAsync(_ledger, ct);
        if (state.OldestUnsealed is not { } oldest) return HealthFinding.Ready("ledger.sealing", 0);
        var age = Since(oldest);
        return age > SealingLate
            ? new HealthFinding("ledger.sealing", HealthState.Degraded, "late", state.Unsealed, age)
            : HealthFinding.Ready("ledger.sealing", state.Unsealed, age);
    }

    /// <summary>The ledger's newest entry comes from the future: the clock was set back. On PostgreSQL, the server's clock is another witness.</summary>
    private async Task<HealthFinding> ClockAsync(CancellationToken ct)
    {
        var state = await LedgerState.ReadAsync(_ledger, ct);
        var now = _parts.Clock.GetUtcNow();
        if (state.Newest is { } newest && newest - now > ClockOff) return new HealthFinding("ledger.clock", HealthState.Degraded, "behind-ledger", null, newest - now);
        if (state.ServerTime is { } server && (server - now).Duration() > ClockOff)
            return new HealthFinding("ledger.clock", HealthState.Degraded, "differs-from-server", null, (server - now).Duration());
        return HealthFinding.Ready("ledger.clock");
    }

    /// <summary>
    /// Whether what this clock says may decide what is deleted for good: on PostgreSQL when it agrees with the server's, on SQLite, where there is no
    /// other clock, when it lies neither before the ledger's newest entry nor more than <see cref="LongestSilence"/> after it.
    /// </summary>
    /// <param name="now">What the clock says.</param>
    /// <param name="ct">Cancels the look.</param>
    /// <returns>Ready, or <c>behind-ledger</c>, <c>differs-from-server</c> or <c>ahead-of-ledger</c> with the difference.</returns>
    /// <exception cref="StoreException">The ledger cannot be read.</exception>
    public async Task<HealthFinding> WitnessAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        var state = await LedgerState.ReadAsync(_ledger, ct).ConfigureAwait(false);
        var (code, off) = state switch
        {
            { Newest: { } newest } when newest - now > ClockOff => ("behind-ledger", newest - now),
            { ServerTime: { } server } when (server - now).Duration() > ClockOff => ("differs-from-server", (server - now).Duration()),
            { ServerTime: null, Newest: { } newest } when now - newest > LongestSilence => ("ahead-of-ledger", now - newest),
            _ => ("ok", TimeSpan.Zero),
        };
        return code == "ok" ? HealthFinding.Ready("ledger.clock") : new HealthFinding("ledger.clock", HealthState.Degraded, code, null, off);
    }

    private Task<HealthFinding> OutboxAsync(CancellationToken ct) => BacklogAsync("outbox",
        $"SELECT count(*), (SELECT id FROM outbox ORDER BY id LIMIT 1) FROM (SELECT 1 FROM outbox LIMIT {CountAtMost}) AS waiting",
        r => r.IsDBNull(1) ? null : EntryId.FromBytes(r.Bytes(1)).Time, ct);

    private Task<HealthFinding> ErasuresAsync(CancellationToken ct) => BacklogAsync("erasures",
        "SELECT count(*), min(changed_at) FROM subjects WHERE state = 1",
        r => r.LongOrNull(1) is { } at ? DateTimeOffset.UnixEpoch.AddMicroseconds(at) : null, ct);

    private async Task<HealthFinding> BacklogAsync(string part, string sql, Func<DbDataReader, DateTimeOffset?> oldest, CancellationToken ct)
    {
        var (count, since) = await _parts.Vault.ReadAsync((session, c) => session.FirstAsync(sql, r => (r.GetInt64(0), oldest(r)), c), ct: ct);
        TimeSpan? age = since is { } at ? Since(at) : null;
        return age > BacklogLate ? new HealthFinding(part, HealthState.Degraded, "waiting", count, age) : HealthFinding.Ready(part, count, age);
    }

    private TimeSpan Since(DateTimeOffset at)
    {
        var age = _parts.Clock.GetUtcNow() - at;
        return age < TimeSpan.Zero ? TimeSpan.Zero : age;
    }

    /// <summary>The code of a store's fault, in findings and in problems an API answers.</summary>
    public static string CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.Busy => "busy",
        StoreFault.ReadOnly => "read-only",
        StoreFault.Unreachable => "unreachable",
        StoreFault.Damaged => "damaged",
        StoreFault.Disk => "disk",
        StoreFault.NotDurable => "not-durable",
        _ => "schema",
    };
}
