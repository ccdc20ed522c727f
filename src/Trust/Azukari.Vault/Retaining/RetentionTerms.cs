using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Retaining;

/// <summary>Ends of retention, counted by the calendar of Japan.</summary>
internal static class RetentionTerms
{
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9); // no daylight saving since 1951

    /// <summary>Until when an item is kept, as far as its acquisition says; null where another event starts the time.</summary>
    public static long? UntilFromAcquisition(Retention? retention, DateTimeOffset acquired) =>
        retention is { After: RetentionStart.Acquisition } ? Until(retention.Keep, acquired) : null;

    /// <summary>The end of a period that starts at a moment.</summary>
    public static long Until(Period keep, DateTimeOffset start) => keep.After(start.ToOffset(Japan)).ToMicroseconds();

    /// <summary>The latest start whose period has ended by now.</summary>
    public static long LatestStart(Period keep, DateTimeOffset now) =>
        now.ToOffset(Japan).AddYears(-keep.Years).AddMonths(-keep.Months).AddDays(-keep.Days).ToMicroseconds();
}
