namespace Azukari.Bench.Measuring;

/// <summary>A caller's own stream of numbers (SplitMix64): which person it asks for next. No secret depends on it.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 up to, not including, <paramref name="below"/>.</summary>
    public int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(((UInt128)(z ^ (z >> 31)) * (ulong)below) >> 64);
    }
}
