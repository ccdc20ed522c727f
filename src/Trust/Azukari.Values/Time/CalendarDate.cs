using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>
/// A day, from 25 January 1868 on. Takes 1980/4/1, 1980-04-01, 1980.4.1, 19800401, 1980年4月1日, 昭和55年4月1日, 昭和元年12月25日, S55.4.1, S550401,
/// 1 Apr 1980, in any width, with a weekday or midnight behind it. An era is checked by its first and last day; two-digit western years are refused.
/// </summary>
public sealed record CalendarDate : IValue<CalendarDate>
{
    private CalendarDate(DateOnly day) => Day = day;

    public DateOnly Day { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CalendarDate? value, [NotNullWhen(false)] out ValueError? error) =>
        DateReader.TryRead(text, out var date, out var code)
            ? Outcome.Accept(new CalendarDate(date), out value, out error)
            : Outcome.Refuse(code, out value, out error);

    /// <summary>A day the program knows itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before 25 January 1868.</exception>
    public static CalendarDate Of(DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, new DateOnly(1868, 1, 25));
        return new CalendarDate(day);
    }

    public static CalendarDate FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var date, out _) ? date : throw Outcome.NotStored(nameof(CalendarDate));

    public StoredValue ToStored() => StoredValue.FromText(Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>2026年4月1日(水) in Japanese, 1 Apr 2026 in English.</summary>
    public string ToDisplay(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en"
        ? Day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Day.Year}年{Day.Month}月{Day.Day}日({"日月火水木金土"[(int)Day.DayOfWeek]})");

    public override string ToString() => nameof(CalendarDate);
}
