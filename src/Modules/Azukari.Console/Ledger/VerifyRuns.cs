using Azukari.Company;
using Azukari.Ledger;
using Azukari.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Console.Ledger;

/// <summary>A verification of the whole ledger, running or done.</summary>
/// <param name="By">Who asked for it.</param>
/// <param name="Began">When.</param>
internal sealed record VerifyRun(string By, DateTimeOffset Began)
{
    /// <summary>How far it has come.</summary>
    public VerifyProgress? Progress { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What was found; null while it runs, or where it could not be done.</summary>
    public LedgerReport? Report { get; init; }
}

/// <summary>
/// Verifies the ledger in the background, one at a time in this process: the same check as <c>azukari ledger verify</c>, of the store and of the
/// checkpoints kept outside it, in constant memory. The result stays until the next one, or until the host ends.
/// </summary>
internal sealed partial class VerifyRuns(CompanyCore company, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<VerifyRuns> logger)
{
    private readonly Lock _gate = new();

    /// <summary>The run under way or the last one.</summary>
    public VerifyRun? Last { get; private set; }

    /// <summary>Begins a run, unless one is under way.</summary>
    public void Begin(string by)
    {
        lock (_gate)
        {
            if (Last is { Ended: null }) return;
            Last = new VerifyRun(by, clock.GetUtcNow());
        }

        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        LedgerReport? report = null;
        try
        {
            var outside = company.Trust.Ledger.CheckpointsOutside;
            report = await LedgerVerifier.VerifyAsync(
                company.Settings.Postgres is { } connection ? new PostgresDatabase(connection) : new SqliteFolder(company.Options.Folder),
                new VerifyOptions
                {
                    Key = company.Trust.Ledger.VerifierKey, CheckpointFiles = File.Exists(outside) ? [outside] : [], Progress = new Steps(this),
                }, lifetime.ApplicationStopping);
        }
        catch (Exception error)
        {
            Failed(logger, error.GetType().Name);
        }

        lock (_gate)
            Last = Last! with { Ended = clock.GetUtcNow(), Report = report };
    }

    [LoggerMessage(7101, LogLevel.Error, "The ledger could not be verified: {Error}")]
    private static partial void Failed(ILogger logger, string error);

    private sealed class Steps(VerifyRuns runs) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value)
        {
            lock (runs._gate)
                runs.Last = runs.Last! with { Progress = value };
        }
    }
}
