using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class DateTests
{
    [Theory]
    [InlineData("1980/4/1")]
    [InlineData("1980/04/01")]
    [InlineData("1980-04-01")]
    [InlineData("1980.4.1")]
    [InlineData("１９８０／４／１")]
    [InlineData("1980年4月1日")]
    [InlineData("１９８０年０４月０１日")]
    [InlineData("1980年4月1日(火)")]
    [InlineData("1980 年 4 月 1 日")]
    [InlineData("19800401")]
    [InlineData("昭和55年4月1日")]
    [InlineData("昭和５５年４月１日")]
    [InlineData("㍼55年4月1日")]
    [InlineData("昭55.4.1")]
    [InlineData("S55.4.1")]
    [InlineData("s55/4/1")]
    [InlineData("Ｓ５５．４．１")]
    [InlineData("S.55.4.1")]
    [InlineData("S550401")]
    [InlineData("1980-04-01 00:00:00")]
    [InlineData("1980/4/1 0:00")]
    [InlineData("1980-04-01T00:00:00")]
    [InlineData("1 Apr 1980")]
    public void One_day_in_every_style(string written) => Assert.Equal("1980-04-01", Parsing.Stored<CalendarDate>(written));

    [Theory]
    [InlineData("明治元年1月25日", "1868-01-25")]
    [InlineData("明治45年7月30日", "1912-07-30")]
    [InlineData("明治45年7月31日", "<date-outside-era>")]
    [InlineData("大正元年7月29日", "<date-outside-era>")]
    [InlineData("大正元年7月30日", "1912-07-30")]
    [InlineData("大正15年12月25日", "1926-12-25")]
    [InlineData("昭和元年12月24日", "<date-outside-era>")]
    [InlineData("昭和元年12月25日", "1926-12-25")]
    [InlineData("昭和1年12月31日", "1926-12-31")]
    [InlineData("昭和64年1月7日", "1989-01-07")]
    [InlineData("昭和64年1月8日", "<date-outside-era>")]
    [InlineData("平成元年1月7日", "<date-outside-era>")]
    [InlineData("平成元年1月8日", "1989-01-08")]
    [InlineData("H31.4.30", "2019-04-30")]
    [InlineData("H31.5.1", "<date-outside-era>")]
    [InlineData("R1.5.1", "2019-05-01")]
    [InlineData("令和元年4月30日", "<date-outside-era>")]
    [InlineData("㋿元年5月1日", "2019-05-01")]
    [InlineData("昭和0年1月1日", "<date-outside-era>")]
    public void Eras_begin_and_end_on_their_days(string written, string stored) => Assert.Equal(stored, Parsing.Stored<CalendarDate>(written));

    [Theory]
    [InlineData("80/4/1", "<date-unreadable>")]
    [InlineData("1980/4", "<date-unreadable>")]
    [InlineData("1980年4/1", "<date-unreadable>")]
    [InlineData("4/1/1980", "<date-unreadable>")]
    [InlineData("1980/4/1 12:30", "<date-unreadable>")]
    [InlineData("不明", "<date-unreadable>")]
    [InlineData("1981/2/29", "<date-not-in-calendar>")]
    [InlineData("1980/13/1", "<date-not-in-calendar>")]
    [InlineData("1980/0/1", "<date-not-in-calendar>")]
    [InlineData("昭和55年2月30日", "<date-not-in-calendar>")]
    [InlineData("1867/12/31", "<date-too-early>")]
    [InlineData("0001-01-01", "<date-too-early>")]
    public void What_is_no_day_is_refused(string written, string rule) => Assert.Equal(rule, Parsing.Stored<CalendarDate>(written));

    [Fact]
    public void A_day_of_birth_is_today_at_the_latest()
    {
        Assert.True(BirthDate.TryParse("2026/11/23", new DateOnly(2026, 11, 23), out _, out _));
        Assert.False(BirthDate.TryParse("2026/11/24", new DateOnly(2026, 11, 23), out _, out var error));
        Assert.Equal(ValueErrorCode.DateInFuture, error.Code);
    }

    [Fact]
    public void Today_is_the_day_in_tokyo()
    {
        Assert.Equal(new DateOnly(2026, 4, 2), JapanTime.Today(new FixedClock(new DateTimeOffset(2026, 4, 1, 15, 0, 0, TimeSpan.Zero))));
        Assert.Equal(new DateOnly(2026, 4, 1), JapanTime.Today(new FixedClock(new DateTimeOffset(2026, 4, 1, 14, 59, 59, TimeSpan.Zero))));
    }

    [Fact]
    public void Days_are_shown_in_the_readers_language()
    {
        Assert.True(CalendarDate.TryParse("2026-04-01", out var date, out _));
        Assert.Equal(("2026年4月1日(水)", "1 Apr 2026"), (date.ToDisplay(Parsing.Ja), date.ToDisplay(Parsing.En)));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
