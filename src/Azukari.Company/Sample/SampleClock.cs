namespace Azukari.Company.Sample;

/// <summary>
/// A clock that tells the day the sample company is living through while it is made: its people came over five years, and their
/// entries in the ledger say so. Timers run in real time.
/// </summary>
internal sealed class SampleClock(TimeProvider real) : TimeProvider
{
    private long _ticks = real.GetUtcNow().UtcTicks;

    /// <summary>Moves to an instant; never backwards.</summary>
    public void MoveTo(DateTimeOffset instant) => Interlocked.Exchange(ref _ticks, Math.Max(instant.UtcTicks, Interlocked.Read(ref _ticks)));

    /// <summary>Begins at an instant of the past.</summary>
    public void BeginAt(DateTimeOffset instant) => Interlocked.Exchange(ref _ticks, instant.UtcTicks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
}
