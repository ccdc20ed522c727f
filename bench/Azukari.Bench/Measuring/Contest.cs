namespace Azukari.Bench.Measuring;

/// <summary>One of those that are compared.</summary>
/// <param name="Name">As it stands in the raw figures.</param>
/// <param name="Run">Runs for a time and says how many calls were done a second; checks what it did.</param>
internal sealed record Contestant(string Name, Func<TimeSpan, Task<Rate>> Run);

/// <summary>
/// Contestants run in turns, round after round, so that whatever else happens on the machine happens to all of them; of each the median
/// counts. Before that each warms up, in turns that are thrown away, until it gets no faster: the runtime compiles what runs often anew, and on few
/// processors that takes longer than a round. Beside each rate stands the processor time a call took, of host and callers and of
/// the database server.
/// </summary>
internal static class Contest
{
    private const int MostWarming = 8;

    public static async Task<Dictionary<string, double>> RunAsync(IReadOnlyList<Contestant> contestants, BenchOptions options)
    {
        var rates = contestants.ToDictionary(contestant => contestant.Name, _ => new List<double>());
        var costs = contestants.ToDictionary(contestant => contestant.Name, _ => new List<(double Host, double Server, double Later)>());
        foreach (var contestant in contestants) await WarmUpAsync(contestant, options);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                var rate = await contestant.Run(options.Time);
                if (rate.Calls == 0) throw new MeasurementException($"{contestant.Name} did not finish one call.");
                rates[contestant.Name].Add(rate.PerSecond);
                costs[contestant.Name].Add((rate.Used.Host.TotalMicroseconds / rate.Calls, rate.Used.Server.TotalMicroseconds / rate.Calls,
                    rate.Later.Host.TotalMicroseconds / rate.Calls));
            }
        }

        var medians = rates.ToDictionary(rate => rate.Key, rate => Median(rate.Value));
        foreach (var (name, cost) in costs)
        {
            medians[Host(name)] = Median([.. cost.Select(each => each.Host)]);
            if (cost.Exists(each => each.Server > 0)) medians[Server(name)] = Median([.. cost.Select(each => each.Server)]);
            if (cost.Exists(each => each.Later > 0)) medians[Later(name)] = Median([.. cost.Select(each => each.Later)]);
        }

        return medians;
    }

    // Until two turns together are no faster than the best before them, by a twentieth.
    private static async Task WarmUpAsync(Contestant contestant, BenchOptions options)
    {
        var best = (await contestant.Run(options.Time)).PerSecond;
        for (var (turn, same) = (1, 0); turn < (options.Quick ? 2 : MostWarming) && same < 2; turn++)
        {
            var rate = (await contestant.Run(options.Time)).PerSecond;
            same = rate > best * 1.05 ? 0 : same + 1;
            best = Math.Max(best, rate);
        }
    }

    /// <summary>The figures that belong to some contestants: their rates, and the processor time a call of theirs takes.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(IReadOnlyDictionary<string, double> medians, params IEnumerable<string> names) =>
        names.Distinct().SelectMany(name => new[] { name, Host(name), Server(name), Later(name) }).Where(medians.ContainsKey).Select(figure => KeyValuePair.Create(figure, medians[figure]));

    private static string Host(string name) => name.Replace("_per_s", "", StringComparison.Ordinal) + "_host_cpu_us";

    // Of what a call left to be done (an entry to be sealed), the part that was not done while callers called.
    private static string Later(string name) => name.Replace("_per_s", "", StringComparison.Ordinal) + "_later_cpu_us";

    private static string Server(string name) => name.Replace("_per_s", "", StringComparison.Ordinal) + "_server_cpu_us";

    public static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
