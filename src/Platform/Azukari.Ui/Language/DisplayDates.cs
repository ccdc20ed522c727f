using System.Globalization;

namespace Azukari.Ui.Language;

/// <summary>Dates and times as people here write them, always in Asia/Tokyo.</summary>
public static class DisplayDates
{
    /// <summary>The zone every instant is shown in.</summary>
    public static TimeZoneInfo Tokyo { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    /// <summary>A day: <c>2026年4月1日(水)</c> or <c>1 Apr 2026</c>.</summary>
    public static string Day(DateOnly day, CultureInfo? language = null)
    {
        CultureInfo culture = language ?? PageLanguage.Current;
        return culture.TwoLetterISOLanguageName == "en"
            ? day.ToString("d MMM yyyy", PageLanguage.English)
            : day.ToString("yyyy'年'M'月'd'日('ddd')'", PageLanguage.Japanese);
    }

    /// <summary>A day of this year or the next few, without the year: <c>4月1日(水)</c> or <c>Wed 1 Apr</c>.</summary>
    public static string NearDay(DateOnly day, CultureInfo? language = null)
    {
        CultureInfo culture = language ?? PageLanguage.Current;
        return culture.TwoLetterISOLanguageName == "en"
            ? day.ToString("ddd d MMM", PageLanguage.English)
            : day.ToString("M'月'd'日('ddd')'", PageLanguage.Japanese);
    }

    /// <summary>A time of day: <c>10:00</c>.</summary>
    public static string Time(TimeOnly time) => time.ToString("H:mm", CultureInfo.InvariantCulture);

    /// <summary>An instant in Tokyo: <c>2026年4月1日(水) 10:00</c> or <c>1 Apr 2026, 10:00</c>.</summary>
    public static string Moment(DateTimeOffset instant, CultureInfo? language = null)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(instant, Tokyo);
        string time = Time(TimeOnly.FromTimeSpan(local.TimeOfDay));
        string day = Day(DateOnly.FromDateTime(local.DateTime), language);
        return (language ?? PageLanguage.Current).TwoLetterISOLanguageName == "en" ? $"{day}, {time}" : $"{day} {time}";
    }
}
