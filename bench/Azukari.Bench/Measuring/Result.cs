namespace Azukari.Bench.Measuring;

/// <summary>A key of the table.</summary>
/// <param name="Name">As the JSON names it.</param>
/// <param name="What">What is divided by what.</param>
/// <param name="Target">What is asked for; null where the figure is only reported.</param>
/// <param name="AtMost">Whether the target is a bound from above.</param>
internal sealed record Key(string Name, string What, double? Target, bool AtMost = false)
{
    public bool? Reached(double value) => Target is not { } target ? null : AtMost ? value <= target : value >= target;
}

/// <summary>A key measured.</summary>
/// <param name="Value">The ratio (nanoseconds for policy.decide_ns).</param>
/// <param name="Raw">What it was made of, each with its unit in its name.</param>
internal sealed record Result(Key Key, double Value, IReadOnlyDictionary<string, double> Raw);
