using Azukari.Company;
using Azukari.Ledger;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Console.Policies.Publishing;

/// <summary>How long a page waits for counts, and how much is counted.</summary>
/// <param name="Wait">So long before it says how far they are.</param>
/// <param name="Fresh">So long counts are shown again.</param>
/// <param name="MostEntries">So many of the newest entries are replayed.</param>
internal sealed record ImpactPace(TimeSpan Wait, TimeSpan Fresh, long MostEntries)
{
    public static ImpactPace Usual { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), LedgerReplay.MostEntries);
}

/// <summary>What a version would mean for people and recent uses: being counted, or counted.</summary>
/// <param name="Began">When counting began.</param>
public sealed record ImpactRun(DateTimeOffset Began)
{
    /// <summary>The people concerned; null while they are counted.</summary>
    public PublicationImpact? Impact { get; init; }

    /// <summary>How far the replay has come; null before it begins.</summary>
    public CountProgress? Progress { get; init; }

    /// <summary>Recent uses under the version; null until all is counted, or where that failed.</summary>
    public ReplayReport? Replay { get; init; }

    /// <summary>When counting ended; null while it goes on.</summary>
    public DateTimeOffset? Ended { get; init; }
}

/// <summary>
/// Counts in the background what publishing a version would mean, one version at a time in this process: it reads every item and up to a million entries,
/// which nobody should have to wait for in front of an empty page. That the ledger is looked into is recorded before a count begins, and for everybody who is
/// shown what another one had counted.
/// </summary>
internal sealed partial class ImpactRuns(CompanyCore company, ImpactPace pace, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ImpactRuns> logger)
{
    private const int Most = 16;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string), Held> _held = [];
    private Task _last = Task.CompletedTask;

    /// <summary>The counts of a version against the one in force, begun unless they are there; waits a moment for them.</summary>
    public async Task<ImpactRun> OfAsync(PolicyDocument document, PolicyDifference difference, Accessor by, CancellationToken cancel)
    {
        var key = (document.Sha256, difference.Before.Sha256);
        bool known;
        lock (_gate) known = Fresh(key)?.SeenBy.Contains(by.Code) == true;
        if (!known) await company.Trust.Vault.RecordInspectionAsync(null, by, "replay", cancel);
        Held held;
        lock (_gate)
        {
            held = Fresh(key) ?? Begin(key, document, difference);
            held.SeenBy.Add(by.Code);
        }

        await Task.WhenAny(held.Done, Task.Delay(pace.Wait, cancel));
        lock (_gate) return held.Run;
    }

    private Held? Fresh((string, string) key) =>
        _held.TryGetValue(key, out var held) && held.Run switch
        {
            { Ended: null } => true,
            { Replay: null } => false, // what failed is tried again
            { Ended: { } ended } => clock.GetUtcNow() - ended < pace.Fresh,
        } ? held : null;

    private Held Begin((string, string) key, PolicyDocument document, PolicyDifference difference)
    {
        if (_held.Count >= Most)
            foreach (var (old, _) in _held.Where(one => one.Value.Run.Ended is not null).ToList()) _held.Remove(old);
        var held = new Held(new ImpactRun(clock.GetUtcNow()));
        _held[key] = held;
        var before = _last;
        held.Done = _last = Task.Run(() => CountAsync(before, held, document, difference));
        return held;
    }

    private async Task CountAsync(Task before, Held held, PolicyDocument document, PolicyDifference difference)
    {
        await before; // one at a time; it never fails
        try
        {
            var impact = await company.Trust.Publications.ImpactAsync(difference, lifetime.ApplicationStopping);
            Set(held, run => run with { Impact = impact });
            var now = clock.GetUtcNow();
            var replay = await company.Trust.Publications.ReplayAsync(
                document, now - PublicationStudy.Month, now, pace.MostEntries, new Steps(progress => Set(held, run => run with { Progress = progress })), lifetime.ApplicationStopping);
            Set(held, run => run with { Replay = replay, Ended = clock.GetUtcNow() });
        }
        catch (Exception error)
        {
            Failed(logger, error.GetType().Name);
            Set(held, run => run with { Ended = clock.GetUtcNow() });
        }
    }

    private void Set(Held held, Func<ImpactRun, ImpactRun> change)
    {
        lock (_gate) held.Run = change(held.Run);
    }

    [LoggerMessage(7103, LogLevel.Error, "What a version would mean could not be counted: {Error}")]
    private static partial void Failed(ILogger logger, string error);

    private sealed class Held(ImpactRun run)
    {
        public ImpactRun Run { get; set; } = run;

        public Task Done { get; set; } = Task.CompletedTask;

        public HashSet<string> SeenBy { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Steps(Action<CountProgress> report) : IProgress<CountProgress>
    {
        public void Report(CountProgress value) => report(value);
    }
}
