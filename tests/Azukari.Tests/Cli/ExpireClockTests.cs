using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Cli;

/// <summary>What is deleted for good is deleted by a clock that another witness confirms.</summary>
public sealed class ExpireClockTests
{
    [Theory, EngineData]
    public async Task A_clock_far_from_what_the_database_shows_erases_nothing_until_somebody_vouches_for_it(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 4);
        Assert.NotNull(await desk.AgentAsync()); // the sample's own history lies back; this is recorded now
        (await desk.Azukari.RunAsync("expire")).Exits(0);
        var people = (await desk.Azukari.RunAsync("describe", (await desk.SubjectsAsync("agent"))[0])).Exits(0).Out;
        CommandLine At(TimeSpan off, string language) => new(desk.Data, language: language) { Clock = new TestClock(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) + off) };

        // A century ahead everything would be gone; a year back nothing could be trusted either.
        foreach (var off in new[] { TimeSpan.FromDays(36500), TimeSpan.FromDays(-365) })
        {
            var en = (await At(off, "en").RunAsync("expire")).Exits(2);
            Assert.Contains("Nothing was erased", en.Err, StringComparison.Ordinal);
            Assert.Contains("--clock-is-right", en.Err, StringComparison.Ordinal);
            var ja = (await At(off, "ja").RunAsync("expire")).Exits(2);
            Assert.Contains("何も消していません", ja.Err, StringComparison.Ordinal);
            Assert.Contains(engine == StoreEngine.Postgres && off > TimeSpan.Zero ? "データベースの時計" : "台帳の最新の記録", ja.Err, StringComparison.Ordinal);
        }

        // Some idle days are no reason to doubt on SQLite; PostgreSQL has a clock of its own.
        (await At(TimeSpan.FromDays(10), "en").RunAsync("expire")).Exits(engine == StoreEngine.Postgres ? 2 : 0);
        Assert.Equal(people, (await desk.Azukari.RunAsync("describe", (await desk.SubjectsAsync("agent"))[0])).Exits(0).Out);

        (await At(TimeSpan.FromDays(36500), "en").RunAsync("expire", "--clock-is-right")).Exits(0);
    }
}
