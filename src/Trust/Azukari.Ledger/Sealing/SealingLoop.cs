using System.Security.Cryptography;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Seals in the background. Of all processes on a store one, by lease, does the work; the others stand by.</summary>
internal sealed class SealingLoop(Store store, Sealer sealer, Backfill backfill, LedgerOptions options, string holder) : IAsyncDisposable
{
    private const string LeaseName = "seal";
    private const int IdleRounds = 10; // others' entries (a killed process's) are looked for every so many rounds
    private const int MarkRounds = 30; // somebody may have thrown the marks away
    private static readonly TimeSpan MarkSlice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);
    private const int SteppedBack = 6; // of so many parts of the time one is the sealer's
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _file = new(1, 1);
    private readonly Sweeper _sweeper = new(store);
    private Task _running = Task.CompletedTask;
    private int _dirty = 1;
    private bool _leased;
    private bool _marking;
    private long _behindSince; // 0: it is not

    /// <summary>Whether callers of this process crowd for the store's one writer, so that sealing leaves them most of its time.</summary>
    public Func<bool> StepsBack { get; set; } = () => false;

    /// <summary>
    /// Whether a chain is this process's. What another process's callers do is not known here; but a full batch with theirs in it says that they are
    /// many, or were, and they are left the time as well.
    /// </summary>
    public Func<long, bool> IsOurs { get; set; } = _ => true;

    /// <summary>Whether it has been leaving entries for later.</summary>
    public bool IsBehind => Volatile.Read(ref _behindSince) != 0;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>There is something to seal.</summary>
    public void Wake() => Interlocked.Exchange(ref _dirty, 1);

    /// <summary>Seals what is there now, lease or not.</summary>
    public async Task<Checkpoint?> SealAsync(CancellationToken ct)
    {
        Checkpoint? last = null;
        while (true)
        {
            var (count, checkpoint, _) = await sealer.SealBatchAsync(ct).ConfigureAwait(false);
            last = checkpoint ?? last;
            await _sweeper.SealedAsync(count, ct).ConfigureAwait(false);
            if (count < Sealer.BatchSize)
                break;
        }
        Volatile.Write(ref _behindSince, 0);
        if (last is not null)
            await PublishAsync(last, ct).ConfigureAwait(false);
        return last;
    }

    /// <summary>Writes a checkpoint outside the database, unless one at least as far is there.</summary>
    public async Task PublishAsync(Checkpoint checkpoint, CancellationToken ct)
    {
        await _file.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var written = await CheckpointFile.LastAsync(options.CheckpointFolder, ct).ConfigureAwait(false);
            if (written is null || written.Size < checkpoint.Size || options.AcceptRollback)
                await CheckpointFile.AppendAsync(options.CheckpointFolder, checkpoint, options.TimeProvider, ct).ConfigureAwait(false);
        }
        finally
        {
            _file.Release();
        }
    }

    /// <summary>Stops, as a killed process would: nothing more is sealed and the lease is left to run out.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <summary>At a proper end: seals what is left and gives the lease back. Writes nothing where there is nothing to do.</summary>
    public async Task FinishAsync()
    {
        if (await AnyAsync(CancellationToken.None).ConfigureAwait(false))
            await SealAsync(CancellationToken.None).ConfigureAwait(false);
        if (_leased)
            await store.ReleaseLeaseAsync(LeaseName, holder, CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
        _file.Dispose();
    }

    private async Task RunAsync()
    {
        var ct = _stop.Token;
        for (var round = 0; !ct.IsCancellationRequested; round++)
        {
            try
            {
                // Not all processes in step: each round is up to a fifth longer.
                var millis = (int)options.SealEvery.TotalMilliseconds;
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(millis, millis + (millis / 5) + 1)), options.TimeProvider, ct).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _dirty, 0) != 0 || round % IdleRounds == 0)
                    await SealRoundAsync(ct).ConfigureAwait(false);
                if (round % MarkRounds == 0 || _marking)
                    await MarkRoundAsync(ct).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Wake();
                options.SealingFailed?.Invoke(error);
            }
        }
    }

    private async Task SealRoundAsync(CancellationToken ct)
    {
        if (!await AnyAsync(ct).ConfigureAwait(false))
        {
            Volatile.Write(ref _behindSince, 0); // somebody else has sealed: the next crowd is stepped back for anew
            return;
        }
        if (await LeaseAsync(ct).ConfigureAwait(false))
            await SealBesideAsync(ct).ConfigureAwait(false);
        else
            Wake(); // the holder may die: look again next round
    }

    /// <summary>
    /// Seals beside callers: while they crowd it leaves them most of the time, and is behind for as long, but never for more than
    /// <see cref="MostBehind"/>: then it takes what it needs.
    /// </summary>
    private async Task SealBesideAsync(CancellationToken ct)
    {
        var clock = options.TimeProvider;
        var began = clock.GetTimestamp();
        Checkpoint? last = null;
        while (true)
        {
            var batch = clock.GetTimestamp();
            var (count, checkpoint, writers) = await sealer.SealBatchAsync(ct).ConfigureAwait(false);
            last = checkpoint ?? last;
            await _sweeper.SealedAsync(count, ct).ConfigureAwait(false);
            if (count < Sealer.BatchSize)
            {
                Volatile.Write(ref _behindSince, 0);
                break;
            }
            Interlocked.CompareExchange(ref _behindSince, began, 0);
            if (clock.GetElapsedTime(began) > LeaseTime / 4)
            {
                Wake(); // the rest in the next round, under a lease that holds
                break;
            }
            if ((StepsBack() || !writers.All(IsOurs)) && clock.GetElapsedTime(Volatile.Read(ref _behindSince)) < MostBehind)
                await Task.Delay(clock.GetElapsedTime(batch) * (SteppedBack - 1), clock, ct).ConfigureAwait(false);
        }
        if (last is not null)
            await PublishAsync(last, ct).ConfigureAwait(false);
    }

    // For at most half of the time, so that sealing and appending go on beside it.
    private async Task MarkRoundAsync(CancellationToken ct)
    {
        _marking = await backfill.IsDueAsync(ct).ConfigureAwait(false);
        if (_marking && await LeaseAsync(ct).ConfigureAwait(false))
            _marking = !await backfill.RunAsync(options.SealEvery < MarkSlice ? options.SealEvery : MarkSlice, ct).ConfigureAwait(false);
    }

    private async Task<bool> LeaseAsync(CancellationToken ct) =>
        _leased = await store.TryAcquireLeaseAsync(LeaseName, holder, LeaseTime, ct).ConfigureAwait(false);

    private Task<bool> AnyAsync(CancellationToken ct) => store.ReadAsync(async (session, c) =>
        await session.ScalarAsync<long?>("SELECT arrival FROM unsealed ORDER BY arrival LIMIT 1", c).ConfigureAwait(false) is not null, ct: ct);
}
