namespace Azukari.Site.Contact;

/// <summary>
/// Japan's public holidays, computed from the Public Holiday Act as it stood in each year (2007 to 2099) and corrected by
/// overrides: the official gazette decides in the end, and a company may close on days of its own.
/// </summary>
public sealed class JapaneseHolidays
{
    /// <summary>First and last year the calendar knows; before it the Act had other days, after it the equinox formulas are not valid.</summary>
    public const int FirstYear = 2007, LastYear = 2099;

    private readonly IReadOnlyDictionary<DateOnly, string?> _overrides;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, IReadOnlyDictionary<DateOnly, Holiday>> _years = new();

    /// <summary>A calendar with corrections.</summary>
    /// <param name="overrides">A day and its name (a holiday the computation does not know), or null (a working day it takes for a holiday).</param>
    public JapaneseHolidays(IReadOnlyDictionary<DateOnly, string?>? overrides = null) => _overrides = overrides ?? new Dictionary<DateOnly, string?>();

    /// <summary>The holiday on a day, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 2007 to 2099 and no override names the day.</exception>
    public Holiday? On(DateOnly day)
    {
        if (_overrides.TryGetValue(day, out string? name)) return name is null ? null : new Holiday(day, name, name);
        return Year(day.Year).GetValueOrDefault(day);
    }

    /// <summary>The holidays of a year as the Act gives them, in order, overrides applied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 2007 to 2099.</exception>
    public IReadOnlyList<Holiday> In(int year) =>
    [
        .. Year(year).Values.Where(h => !_overrides.ContainsKey(h.Day))
            .Concat(_overrides.Where(o => o.Value is not null && o.Key.Year == year).Select(o => new Holiday(o.Key, o.Value!, o.Value!)))
            .OrderBy(h => h.Day),
    ];

    private IReadOnlyDictionary<DateOnly, Holiday> Year(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        return _years.GetOrAdd(year, Compute);
    }

    private static Dictionary<DateOnly, Holiday> Compute(int year)
    {
        var days = new Dictionary<DateOnly, Holiday>();
        void Add(int month, int day, string ja, string en) => days[new DateOnly(year, month, day)] = new Holiday(new DateOnly(year, month, day), ja, en);
        void AddMonday(int month, int nth, string ja, string en) => Add(month, NthMonday(year, month, nth), ja, en);

        Add(1, 1, "元日", "New Year's Day");
        AddMonday(1, 2, "成人の日", "Coming of Age Day");
        Add(2, 11, "建国記念の日", "National Foundation Day");
        if (year >= 2020) Add(2, 23, "天皇誕生日", "Emperor's Birthday");
        Add(3, Equinox(year, 20.8431), "春分の日", "Vernal Equinox Day");
        Add(4, 29, "昭和の日", "Shōwa Day");
        if (year == 2019) Add(5, 1, "天皇の即位の日", "Enthronement of the Emperor");
        Add(5, 3, "憲法記念日", "Constitution Memorial Day");
        Add(5, 4, "みどりの日", "Greenery Day");
        Add(5, 5, "こどもの日", "Children's Day");
        AddSummer(year, Add, AddMonday);
        AddMonday(9, 3, "敬老の日", "Respect for the Aged Day");
        Add(9, Equinox(year, 23.2488), "秋分の日", "Autumnal Equinox Day");
        if (year == 2019) Add(10, 22, "即位礼正殿の儀", "Enthronement Ceremony");
        Add(11, 3, "文化の日", "Culture Day");
        Add(11, 23, "勤労感謝の日", "Labour Thanksgiving Day");
        if (year <= 2018) Add(12, 23, "天皇誕生日", "Emperor's Birthday");

        AddSubstitutes(days);
        AddBetween(days);
        return days;
    }

    // The Olympic years moved three days by special law.
    private static void AddSummer(int year, Action<int, int, string, string> add, Action<int, int, string, string> addMonday)
    {
        (int Month, int Day)? marine = year switch { 2020 => (7, 23), 2021 => (7, 22), _ => null };
        (int Month, int Day)? sports = year switch { 2020 => (7, 24), 2021 => (7, 23), _ => null };
        int mountain = year switch { 2020 => 10, 2021 => 8, _ => 11 };
        if (marine is { } m) add(m.Month, m.Day, "海の日", "Marine Day");
        else addMonday(7, 3, "海の日", "Marine Day");
        if (year >= 2016) add(8, mountain, "山の日", "Mountain Day");
        string ja = year >= 2020 ? "スポーツの日" : "体育の日", en = year >= 2020 ? "Sports Day" : "Health and Sports Day";
        if (sports is { } s) add(s.Month, s.Day, ja, en);
        else addMonday(10, 2, ja, en);
    }

    // Art. 3(2): a holiday on a Sunday moves to the next day that is no holiday.
    private static void AddSubstitutes(Dictionary<DateOnly, Holiday> days)
    {
        foreach (DateOnly sunday in days.Keys.Where(d => d.DayOfWeek == DayOfWeek.Sunday).Order().ToArray())
        {
            DateOnly day = sunday.AddDays(1);
            while (days.ContainsKey(day)) day = day.AddDays(1);
            days[day] = new Holiday(day, "振替休日", "Substitute holiday");
        }
    }

    // Art. 3(3): a day between two holidays is one. The substitute just added is no "national holiday" in that sense, a Sunday needs none.
    private static void AddBetween(Dictionary<DateOnly, Holiday> days)
    {
        foreach (DateOnly first in days.Keys.Order().ToArray())
        {
            DateOnly day = first.AddDays(1);
            if (day.DayOfWeek == DayOfWeek.Sunday || days.ContainsKey(day)) continue;
            if (IsNamed(days, first) && IsNamed(days, day.AddDays(1))) days[day] = new Holiday(day, "国民の休日", "Citizens' holiday");
        }
    }

    private static bool IsNamed(Dictionary<DateOnly, Holiday> days, DateOnly day) => days.TryGetValue(day, out Holiday? holiday) && holiday.Ja != "振替休日";

    private static int NthMonday(int year, int month, int nth)
    {
        int first = (int)new DateOnly(year, month, 1).DayOfWeek;
        return 1 + ((8 - first) % 7) + (7 * (nth - 1));
    }

    private static int Equinox(int year, double start) => (int)(start + (0.242194 * (year - 1980))) - ((year - 1980) / 4);
}

/// <summary>A public holiday: the day and its name in both languages.</summary>
public sealed record Holiday(DateOnly Day, string Ja, string En);
