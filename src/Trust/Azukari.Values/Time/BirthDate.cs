using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>A day of birth: a <see cref="CalendarDate"/> in any of its styles that isn't later than today in Japan, which the caller says (<see cref="JapanTime.Today"/>).</summary>
public sealed record BirthDate
{
    private BirthDate(DateOnly day) => Day = day;

    public DateOnly Day { get; }

    public static bool TryParse(ReadOnlySpan<char> text, DateOnly today, [NotNullWhen(true)] out BirthDate? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!DateReader.TryRead(text, out var date, out var code)) return Outcome.Refuse(code, out value, out error);
        return date <= today
            ? Outcome.Accept(new BirthDate(date), out value, out error)
            : Outcome.Refuse(ValueErrorCode.DateInFuture, out value, out error);
    }

    /// <exception cref="FormatException">The bytes are not a stored day.</exception>
    public static BirthDate FromStored(StoredValue stored) =>
        DateReader.TryRead(stored.Reveal(), out var date, out _) ? new BirthDate(date) : throw Outcome.NotStored(nameof(BirthDate));

    public StoredValue ToStored() => StoredValue.FromText(Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>1980年4月1日 in Japanese, 1 Apr 1980 in English; never an age.</summary>
    public string ToDisplay(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en"
        ? Day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Day.Year}年{Day.Month}月{Day.Day}日");

    public override string ToString() => nameof(BirthDate);
}
