namespace Azukari.Bench.Measuring;

/// <summary>One of those that are compared.</summary>
/// <param name="Name">As it stands in the raw figures.</param>
/// <param name="Run">Runs for a time and says how many calls were done a second; checks what it did.</param>
internal sealed record Contestant(string Name, Func<TimeSpan, Task<Rate>> Run);

/// <summary>
/// Contestants run in turns, round after round, so that whatever else happens on the machine happens to all of them; of each the median
/// counts. The first turn of each warms up and is thrown away.
/// </summary>
internal static class Contest
{
    public static async Task<Dictionary<string, double>> RunAsync(IReadOnlyList<Contestant> contestants, BenchOptions options)
    {
        var rates = contestants.ToDictionary(contestant => contestant.Name, _ => new List<double>());
        foreach (var contestant in contestants) await contestant.Run(options.Time / 2);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                var rate = await contestant.Run(options.Time);
                if (rate.Calls == 0) throw new MeasurementException($"{contestant.Name} did not finish one call.");
                rates[contestant.Name].Add(rate.PerSecond);
            }
        }

        return rates.ToDictionary(rate => rate.Key, rate => Median(rate.Value));
    }

    public static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
