namespace Azukari.Values;

/// <summary>The company's day: Asia/Tokyo, whatever zone the machine is in.</summary>
public static class JapanTime
{
    /// <summary>Asia/Tokyo.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    /// <summary>Today's date in Tokyo by the given clock.</summary>
    public static DateOnly Today(TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>The date in Tokyo at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);
}
