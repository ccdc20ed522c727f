using Azukari.Join.CoolingOff;
using CsCheck;

namespace Azukari.Tests.Join;

/// <summary>The days of SCTA 40.</summary>
public sealed class CoolingOffTests
{
    [Theory]
    [InlineData("2026-11-01", "2026-11-05", "2026-11-24")] // contract 1 November, first goods 5 November
    [InlineData("2026-11-01", null, "2026-11-20")]
    [InlineData("2026-11-05", "2026-11-01", "2026-11-24")]
    [InlineData("2028-02-20", null, "2028-03-10")]
    [InlineData("2026-12-25", null, "2027-01-13")]
    public void The_day_of_receipt_is_the_first_of_twenty(string contract, string? goods, string last)
    {
        var (received, firstGoods, end) = (DateOnly.Parse(contract, null), goods is null ? (DateOnly?)null : DateOnly.Parse(goods, null), DateOnly.Parse(last, null));
        Assert.Equal(end, CoolingOffPeriod.LastDay(received, firstGoods));
        Assert.True(CoolingOffPeriod.IsInTime(end, received, firstGoods));
        Assert.False(CoolingOffPeriod.IsInTime(end.AddDays(1), received, firstGoods));
    }

    [Fact]
    public void Without_a_received_document_the_days_do_not_run() => Assert.True(CoolingOffPeriod.IsInTime(new DateOnly(2099, 1, 1), null));

    [Fact]
    public void There_are_always_twenty_days_from_the_later_receipt() =>
        (from contract in Gen.Int[700_000, 760_000] from goods in Gen.Int[-60, 60] select (Contract: DateOnly.FromDayNumber(contract), Goods: DateOnly.FromDayNumber(contract + goods))).Sample(days =>
        {
            var later = days.Goods > days.Contract ? days.Goods : days.Contract;
            var inTime = Enumerable.Range(0, 40).Select(later.AddDays).Count(day => CoolingOffPeriod.IsInTime(day, days.Contract, days.Goods));
            Assert.Equal(20, inTime);
        });
}
