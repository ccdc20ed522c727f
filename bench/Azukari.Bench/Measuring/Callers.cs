using System.Diagnostics;

namespace Azukari.Bench.Measuring;

/// <summary>How many calls a contestant finished, in what time, and what processor time that took.</summary>
internal readonly record struct Rate(long Calls, TimeSpan Time, ProcessorTime Used = default)
{
    public double PerSecond => Calls / Time.TotalSeconds;

    /// <summary>What was left to be done afterwards took so much more: entries to be sealed.</summary>
    public ProcessorTime Later { get; init; }
}

/// <summary>
/// Callers as a host has them: each makes its next call when the last one is answered. A call that never waits must yield
/// (<see cref="Task.Yield"/>), or as many callers as there are threads would do all the work.
/// </summary>
internal static class Callers
{
    public static async Task<Rate> RunAsync(int callers, TimeSpan time, Func<Dice, ValueTask> call)
    {
        var stop = new CancellationTokenSource();
        using var _ = stop;
        var before = ProcessorTime.Now();
        var watch = Stopwatch.StartNew();
        var work = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var dice = new Dice(((ulong)Environment.TickCount64 << 16) + (ulong)caller);
            var calls = 0L;
            while (!stop.IsCancellationRequested)
            {
                await call(dice);
                calls++;
            }

            return calls;
        })).ToArray();
        stop.CancelAfter(time);
        var done = await Task.WhenAll(work);
        var elapsed = watch.Elapsed;
        return new Rate(done.Sum(), elapsed, ProcessorTime.Now() - before);
    }
}
