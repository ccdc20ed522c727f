using System.Globalization;

namespace Azukari.Cli.Terminal;

/// <summary>Instants as the company reads them: Asia/Tokyo.</summary>
internal static class Moments
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    public static string InTokyo(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Tokyo).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string DayInTokyo(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Tokyo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
