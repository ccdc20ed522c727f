namespace Azukari.Company.Sample;

/// <summary>
/// Numbers that look random and are the same for the same seed on every machine and version (SplitMix64), for sample data. Never for
/// anything secret.
/// </summary>
public sealed class SeededSequence(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 up to, but not including, <paramref name="bound"/>.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (int)(((UInt128)z * (uint)bound) >> 64);
    }

    /// <summary>A number from one to the other, both among them.</summary>
    public int Between(int from, int to) => from + Next(to - from + 1);

    /// <summary>True so often in a hundred.</summary>
    public bool Chance(int percent) => Next(100) < percent;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    /// <summary>Digits without a meaning.</summary>
    public string Digits(int count) => string.Create(count, this, static (span, numbers) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = (char)('0' + numbers.Next(10));
    });
}
