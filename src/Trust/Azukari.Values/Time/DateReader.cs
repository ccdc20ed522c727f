using System.Globalization;

namespace Azukari.Values;

/// <summary>Reads a day in the styles people and systems write, western or by era.</summary>
internal static class DateReader
{
    private static readonly DateOnly Earliest = new(1868, 1, 25);
    private static readonly string[] English = ["d MMM yyyy", "d MMMM yyyy"];

    public static bool TryRead(ReadOnlySpan<char> written, out DateOnly date, out ValueErrorCode code)
    {
        date = default;
        if (!Tidy.TryLine(written, 60, out var line, out code)) return false;
        line = Expand(line);
        if (DateOnly.TryParseExact(line, English, CultureInfo.InvariantCulture, DateTimeStyles.None, out date)) return InBounds(date, out code);

        var text = line.AsSpan();
        var era = Era.Take(ref text);
        if (!TryParts(text, era is not null, out var year, out var month, out var day)) return Fail(ValueErrorCode.DateUnreadable, out code);
        if (era is null) return TryDate(year, month, day, out date, out code) && InBounds(date, out code);
        if (year == 0) return Fail(ValueErrorCode.DateOutsideEra, out code);
        if (!TryDate(era.First.Year + year - 1, month, day, out date, out code)) return false;
        return (date >= era.First && date <= era.Last) || Fail(ValueErrorCode.DateOutsideEra, out code);
    }

    // One-character eras (㍼, ㋿), weekdays in parentheses, and the midnight a spreadsheet or database adds.
    private static string Expand(string line)
    {
        line = line.Replace("㍾", "明治", StringComparison.Ordinal).Replace("㍽", "大正", StringComparison.Ordinal).Replace("㍼", "昭和", StringComparison.Ordinal)
            .Replace("㍻", "平成", StringComparison.Ordinal).Replace("㋿", "令和", StringComparison.Ordinal);
        if (line.Length > 3 && line[^1] == ')' && line[^3] == '(' && "日月火水木金土".Contains(line[^2])) line = line[..^3].TrimEnd();
        foreach (var midnight in (ReadOnlySpan<string>)[" 0:00", " 00:00", " 0:00:00", " 00:00:00", "T00:00:00", "T00:00:00Z", " 00:00:00.000"])
        {
            if (line.EndsWith(midnight, StringComparison.Ordinal)) return line[..^midnight.Length];
        }

        return line;
    }

    private static bool TryParts(ReadOnlySpan<char> text, bool era, out int year, out int month, out int day)
    {
        month = day = 0;
        // 19800401, S550401: no separators at all.
        if (!text.ContainsAnyExceptInRange('0', '9') && text.Length == (era ? 6 : 8))
        {
            year = int.Parse(text[..^4], CultureInfo.InvariantCulture);
            month = int.Parse(text[^4..^2], CultureInfo.InvariantCulture);
            day = int.Parse(text[^2..], CultureInfo.InvariantCulture);
            return true;
        }

        if (era && text.StartsWith("元"))
        {
            year = 1;
            text = text[1..];
        }
        else if (!TryNumber(ref text, era ? 1 : 4, era ? 2 : 4, out year))
        {
            return false;
        }

        return TrySeparator(ref text, '年', out var separator)
            && TryNumber(ref text, 1, 2, out month)
            && TrySeparator(ref text, '月', out var second) && (separator == '年') == (second == '月')
            && TryNumber(ref text, 1, 2, out day)
            && (separator == '年' ? text is "日" or "" : text.IsEmpty);
    }

    private static bool TrySeparator(ref ReadOnlySpan<char> text, char kanji, out char separator)
    {
        separator = default;
        text = text.TrimStart(' ');
        if (text.IsEmpty) return false;
        separator = text[0];
        if (separator != kanji && separator is not ('/' or '.') && !Tidy.IsDash(separator)) return false;
        text = text[1..].TrimStart(' ');
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<char> text, int fewest, int most, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < text.Length && Tidy.IsDigit(text[digits])) digits++;
        if (digits < fewest || digits > most) return false;
        number = int.Parse(text[..digits], CultureInfo.InvariantCulture);
        text = text[digits..].TrimStart(' ');
        return true;
    }

    private static bool TryDate(int year, int month, int day, out DateOnly date, out ValueErrorCode code)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return Fail(ValueErrorCode.DateNotInCalendar, out code);
        date = new DateOnly(year, month, day);
        code = default;
        return true;
    }

    private static bool InBounds(DateOnly date, out ValueErrorCode code)
    {
        code = default;
        return date >= Earliest || Fail(ValueErrorCode.DateTooEarly, out code);
    }

    private static bool Fail(ValueErrorCode why, out ValueErrorCode code)
    {
        code = why;
        return false;
    }
}
