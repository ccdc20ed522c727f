using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class CountingTests
{
    [Theory, EngineData]
    public async Task Counts_a_day_are_those_of_the_entries_by_kind_purpose_reason_and_recipient(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var life = new LedgerLife(world, people: 4);
        for (var i = 0; i < 4; i++)
        {
            await ledger.AppendAsync(life.Some(90), Cancel);
            await ledger.SealAsync(Cancel);
        }

        async Task SameAsync(LedgerQuery query, CountBy by, Func<LedgerEntry, bool> which, Func<LedgerEntry, string?> key)
        {
            var expected = life.All.Where(which).GroupBy(entry => (Day: Tokyo(entry.Time), Key: key(entry))).ToDictionary(day => day.Key, day => (long)day.Count());
            var counts = await ledger.CountAsync(query, by, ct: Cancel);
            Assert.True(counts.Exact && counts.Whole);
            Assert.Equal(expected, counts.Days.ToDictionary(day => (day.Day, day.Key), day => day.Entries));
        }

        await SameAsync(new LedgerQuery(), CountBy.Kind, _ => true, entry => entry.Kind.WireName());
        await SameAsync(new LedgerQuery(), CountBy.Purpose, _ => true, entry => entry.Purpose);
        await SameAsync(new LedgerQuery { Kind = EntryKind.Refused }, CountBy.Reason, entry => entry.Kind == EntryKind.Refused, entry => entry.Reason);
        await SameAsync(new LedgerQuery { Clause = "provision.entrusted" }, CountBy.Recipient, entry => entry.Clauses.Contains("provision.entrusted"), entry => entry.Recipient);
        var days = life.All.Select(entry => Tokyo(entry.Time)).Order().ToList();
        var range = await ledger.CountAsync(new LedgerQuery(), CountBy.Kind, days[60], days[200], Cancel);
        Assert.Equal(days.Count(day => day >= days[60] && day < days[200]), range.Days.Sum(day => day.Entries));
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.CountAsync(new LedgerQuery { Accessor = "op.legal-1" }, CountBy.Kind, ct: Cancel));
    }

    [Theory, EngineData]
    public async Task A_day_begins_at_midnight_in_Tokyo(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        foreach (var time in new[] { "2026-03-31T23:59:59.999999+09:00", "2026-04-01T00:00:00+09:00" })
        {
            world.Clock.Set(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
            await ledger.AppendAsync(world.Use(), Cancel);
        }
        await ledger.SealAsync(Cancel);

        var counts = await ledger.CountAsync(new LedgerQuery(), CountBy.Kind, ct: Cancel);
        Assert.Equal([new LedgerCount(new DateOnly(2026, 3, 31), "used", 1), new LedgerCount(new DateOnly(2026, 4, 1), "used", 1)], counts.Days);
    }

    [Theory]
    [EngineData("UPDATE daily SET entries = entries + 1")]
    [EngineData("DELETE FROM daily")]
    [EngineData("UPDATE traits SET entries = entries - 1")]
    [EngineData("UPDATE traits SET kind = 'refused'")]
    [EngineData("UPDATE traits SET last = last - 1")]
    [EngineData("DELETE FROM traits")]
    [EngineData("DELETE FROM marks WHERE position = 7")]
    [EngineData("UPDATE marks SET position = 100 WHERE position = 7")]
    [EngineData("UPDATE marks SET accessor = 5 WHERE position = 7")]
    [EngineData("INSERT INTO marks (trait, time, position, accessor) SELECT trait, time + 1, position, accessor FROM marks WHERE position = 7")]
    [EngineData("DELETE FROM marking")]
    public async Task A_change_to_what_is_searched_and_counted_by_is_told_and_mended_from_the_entries(StoreEngine engine, string change)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using (var ledger = await world.OpenAsync())
            await ledger.AppendAsync(world.Uses(20), Cancel);
        Assert.Equal(SearchCheck.Agrees, (await world.VerifyAsync()).Search);

        await world.TamperAsync((transaction, ct) => transaction.ExecuteAsync(change, ct));

        var report = await world.VerifyAsync();
        Assert.True(report.Ok, report.First?.ToString()); // the entries are as they were written
        Assert.Equal(SearchCheck.Differs, report.Search);
        await using (var ledger = await world.OpenAsync())
        {
            await ledger.RebuildSearchAsync(ct: Cancel);
            Assert.Equal(20, await ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Used }, Cancel).CountAsync(Cancel));
            Assert.Equal(20, (await ledger.CountAsync(new LedgerQuery(), CountBy.Kind, ct: Cancel)).Days.Sum(day => day.Entries));
        }
        Assert.Equal(SearchCheck.Agrees, (await world.VerifyAsync()).Search);
    }

    private static DateOnly Tokyo(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(TimeSpan.FromHours(9)).DateTime);
}
