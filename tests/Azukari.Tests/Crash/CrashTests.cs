using Azukari.Crash;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Crash;

public sealed class CrashTests
{
    [Theory, EngineData]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it(StoreEngine engine)
    {
        await using var rounds = await CrashRounds.OpenAsync(engine, TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++) Assert.Empty(await rounds.RoundAsync(TestContext.Current.CancellationToken));
        if (engine == StoreEngine.Postgres) Assert.Empty(await rounds.PowerCutAsync(TestContext.Current.CancellationToken));
        await PlantedAsync(rounds);
        Assert.True(rounds.Acknowledged > 100, $"only {rounds.Acknowledged} acts were acknowledged: the load is no load");
    }

    [Fact]
    public async Task Two_nodes_append_to_one_ledger_at_once_and_the_death_of_one_takes_nothing_from_the_other()
    {
        await using var rounds = await CrashRounds.OpenAsync(StoreEngine.Postgres, TestContext.Current.CancellationToken);
        Assert.Empty(await rounds.TwoNodesAsync(TestContext.Current.CancellationToken));
        Assert.True(rounds.Acknowledged > 100, $"only {rounds.Acknowledged} acts were acknowledged: the load is no load");
    }

    /// <summary>The verification would have noticed: a log that claims more than happened is found out, promise by promise.</summary>
    private static async Task PlantedAsync(CrashRounds rounds)
    {
        var log = rounds.LastLog + ".planted";
        const string somebody = "0123456789ab4def8123456789abcdef";
        await File.WriteAllLinesAsync(log,
        [
            $"= acquire x {somebody} 0000 01a206c5-ed7d-7ee3-96f4-dfeb6924ea23",
            .. (await File.ReadAllLinesAsync(rounds.LastLog, TestContext.Current.CancellationToken)).Where(line => line.StartsWith("= acquire", StringComparison.Ordinal)).Take(1)
                .SelectMany(line => new[] { line, $"= erase {line.Split(' ')[3]} -" }),
        ], TestContext.Current.CancellationToken);
        var (broken, _) = await Aftermath.CheckAsync(log, rounds.Options, TestContext.Current.CancellationToken);
        Assert.Contains(broken, line => line.Contains("which the ledger does not have", StringComparison.Ordinal));
        Assert.Contains(broken, line => line.Contains($"{somebody} was acknowledged and cannot be read", StringComparison.Ordinal));
    }
}
