using Azukari.Policy.Document;
using Azukari.Ui.Language;

namespace Azukari.Site.Contact;

/// <summary>When people answer: days of the week, from and until, in a zone, and whether public holidays are free. Clause <c>rights.contact</c>.</summary>
public sealed record OpeningHours
{
    // A year without one open day is a broken setting, not a long holiday.
    private const int LongestClosure = 366;

    /// <summary>Service hours; the end is after the beginning, on the same day.</summary>
    /// <exception cref="ArgumentException">No day, or an end not after the beginning.</exception>
    public OpeningHours(IEnumerable<DayOfWeek> days, TimeOnly from, TimeOnly until, TimeZoneInfo? zone = null, bool closedOnHolidays = true)
    {
        Days = new HashSet<DayOfWeek>(days);
        if (Days.Count == 0) throw new ArgumentException("Service hours need at least one day of the week.", nameof(days));
        if (until <= from) throw new ArgumentException("Service hours end after they begin, on the same day.", nameof(until));
        From = from;
        Until = until;
        Zone = zone ?? DisplayDates.Tokyo;
        ClosedOnHolidays = closedOnHolidays;
    }

    /// <summary>The hours a policy prints.</summary>
    /// <exception cref="TimeZoneNotFoundException">The zone is unknown on this machine.</exception>
    public static OpeningHours Of(ServiceHours hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        return new OpeningHours(hours.Days, hours.From, hours.To, TimeZoneInfo.FindSystemTimeZoneById(hours.Zone), hours.ClosedOnHolidays);
    }

    /// <summary>Days of the week with service.</summary>
    public IReadOnlySet<DayOfWeek> Days { get; }

    /// <summary>First moment of a day's service.</summary>
    public TimeOnly From { get; }

    /// <summary>First moment after it.</summary>
    public TimeOnly Until { get; }

    /// <summary>The zone of both.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Whether public holidays are free.</summary>
    public bool ClosedOnHolidays { get; }

    /// <summary>Whether somebody answers at an instant; if not, why and when next.</summary>
    /// <exception cref="InvalidOperationException">No open day within a year.</exception>
    public ServiceState At(DateTimeOffset now, JapaneseHolidays holidays)
    {
        DateTime local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        DateOnly today = DateOnly.FromDateTime(local);
        TimeOnly time = TimeOnly.FromDateTime(local);
        bool openToday = IsOpenOn(today, holidays);
        if (openToday && time >= From && time < Until) return new ServiceState(true, today, From, Until, null);

        DateOnly next = openToday && time < From ? today : today.AddDays(1);
        for (int i = 0; i < LongestClosure; i++, next = next.AddDays(1))
        {
            if (IsOpenOn(next, holidays)) return new ServiceState(false, next, From, Until, ClosedOnHolidays ? holidays.On(today) : null);
        }

        throw new InvalidOperationException("The service hours leave no open day within a year.");
    }

    /// <summary>Whether a day has service at all.</summary>
    public bool IsOpenOn(DateOnly day, JapaneseHolidays holidays)
    {
        ArgumentNullException.ThrowIfNull(holidays);
        return Days.Contains(day.DayOfWeek) && !(ClosedOnHolidays && holidays.On(day) is not null);
    }
}

/// <summary>Whether somebody answers, and the day in question: today while open, else the next day with service.</summary>
/// <param name="IsOpen">Open at the instant asked about.</param>
/// <param name="Day">The day of <paramref name="From"/> and <paramref name="Until"/>.</param>
/// <param name="From">When that day's service begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Holiday">The public holiday that closes today, if one does.</param>
public sealed record ServiceState(bool IsOpen, DateOnly Day, TimeOnly From, TimeOnly Until, Holiday? Holiday);
