namespace Azukari.Testing;

/// <summary>A clock that stands still until it is moved. Timers and delays run in real time, so background work goes on.</summary>
public sealed class TestClock : TimeProvider
{
    private long _ticks;

    /// <summary>Starts at <paramref name="start"/>; by default noon in Tokyo on 1 April 2026.</summary>
    public TestClock(DateTimeOffset? start = null) =>
        _ticks = (start ?? new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.FromHours(9))).UtcTicks;

    /// <summary>Moves on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>Moves to a moment.</summary>
    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _ticks, to.UtcTicks);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
}
