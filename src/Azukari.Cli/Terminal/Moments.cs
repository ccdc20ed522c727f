using System.Globalization;
using Azukari.Values;

namespace Azukari.Cli.Terminal;

/// <summary>Instants as the company reads them: Asia/Tokyo.</summary>
internal static class Moments
{
    public static string InTokyo(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, JapanTime.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string DayInTokyo(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, JapanTime.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
