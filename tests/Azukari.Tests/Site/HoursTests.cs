using Azukari.Site.Contact;

namespace Azukari.Tests.Site;

public sealed class HoursTests
{
    private static readonly OpeningHours Hours =
        new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new TimeOnly(10, 0), new TimeOnly(16, 0));

    private static readonly JapaneseHolidays Holidays = new();

    [Fact]
    public void The_holidays_of_2026_are_those_of_the_gazette() => Assert.Equal(
        ["01-01", "01-12", "02-11", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06", "07-20", "08-11", "09-21", "09-22", "09-23", "10-12", "11-03", "11-23"],
        Holidays.In(2026).Select(h => $"{h.Day:MM-dd}"));

    [Theory]
    [InlineData("2019-04-30", "国民の休日")]
    [InlineData("2019-05-01", "天皇の即位の日")]
    [InlineData("2019-05-06", "振替休日")]
    [InlineData("2020-07-24", "スポーツの日")]
    [InlineData("2021-08-09", "振替休日")]
    [InlineData("2015-09-22", "国民の休日")]
    [InlineData("2008-05-06", "振替休日")]
    [InlineData("2018-12-24", "振替休日")]
    public void Years_of_their_own_law_are_right(string day, string name) => Assert.Equal(name, Holidays.On(Day(day))?.Ja);

    [Theory]
    [InlineData("2019-12-23")]
    [InlineData("2019-02-23")]
    [InlineData("2020-10-12")]
    [InlineData("2026-12-31")]
    [InlineData("2015-08-11")]
    public void Working_days_are_none(string day) => Assert.Null(Holidays.On(Day(day)));

    [Fact]
    public void An_override_closes_a_day_and_opens_another()
    {
        var corrected = new JapaneseHolidays(new Dictionary<DateOnly, string?> { [new(2026, 12, 29)] = "年末休業", [new(2026, 11, 23)] = null });

        Assert.Equal("年末休業", corrected.On(new(2026, 12, 29))?.Ja);
        Assert.Null(corrected.On(new(2026, 11, 23)));
        Assert.Contains(corrected.In(2026), h => h.Ja == "年末休業");
        Assert.DoesNotContain(corrected.In(2026), h => h.Day == new DateOnly(2026, 11, 23));
    }

    [Fact]
    public void Years_the_law_is_not_known_for_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Holidays.On(new(2006, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holidays.On(new(2100, 1, 1)));
    }

    // Times are Tokyo's.
    [Theory]
    [InlineData("2026-11-24T10:00", true, "2026-11-24")]
    [InlineData("2026-11-24T15:59", true, "2026-11-24")]
    [InlineData("2026-11-24T16:00", false, "2026-11-25")]
    [InlineData("2026-11-24T09:59", false, "2026-11-24")]
    [InlineData("2026-11-23T12:00", false, "2026-11-24")]
    [InlineData("2026-11-20T17:00", false, "2026-11-24")]
    [InlineData("2026-05-01T16:30", false, "2026-05-07")]
    [InlineData("2026-01-01T00:00", false, "2026-01-02")]
    public void Service_is_open_when_the_policy_says_so(string tokyo, bool open, string day)
    {
        var at = new DateTimeOffset(DateTime.Parse(tokyo, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(9));

        foreach (DateTimeOffset same in (DateTimeOffset[])[at, at.ToUniversalTime(), at.ToOffset(TimeSpan.FromHours(-8))])
        {
            ServiceState state = Hours.At(same, Holidays);
            Assert.Equal((open, Day(day)), (state.IsOpen, state.Day));
        }
    }

    [Fact]
    public void A_holiday_is_named_as_the_reason() => Assert.Equal("勤労感謝の日", Hours.At(new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(9)), Holidays).Holiday?.Ja);

    [Fact]
    public void Hours_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new OpeningHours([], new(10, 0), new(16, 0)));
        Assert.Throws<ArgumentException>(() => new OpeningHours([DayOfWeek.Monday], new(16, 0), new(16, 0)));
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
