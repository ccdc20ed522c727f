using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Azukari.Policy;

/// <summary>A span of calendar time, written as in ISO 8601: P3Y, P6M, P14D, P1Y6M. Never zero, at most 100 years.</summary>
public readonly partial record struct Period
{
    private Period(int years, int months, int days)
    {
        Years = years;
        Months = months;
        Days = days;
    }

    /// <summary>Years.</summary>
    public int Years { get; }

    /// <summary>Months.</summary>
    public int Months { get; }

    /// <summary>Days; weeks are read as seven days.</summary>
    public int Days { get; }

    /// <summary>Reads a period, or says that the text is not one.</summary>
    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        if (text is not { Length: >= 3 and <= 16 } || Form().Match(text) is not { Success: true } match)
            return false;
        var (years, months, weeks, days) = (Number(match, 1), Number(match, 2), Number(match, 3), Number(match, 4));
        if (years + months + weeks + days == 0 || years > 100 || months > 1200 || weeks > 5200 || days > 36500)
            return false;
        period = new Period(years, months, weeks * 7 + days);
        return true;
    }

    /// <summary>The instant this period after another, in the calendar of the given time's offset.</summary>
    public DateTimeOffset After(DateTimeOffset start) => start.AddYears(Years).AddMonths(Months).AddDays(Days);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder("P");
        foreach (var (count, unit) in ((int, char)[])[(Years, 'Y'), (Months, 'M'), (Days, 'D')])
        {
            if (count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }
        return text.ToString();
    }

    private static int Number(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\AP(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
