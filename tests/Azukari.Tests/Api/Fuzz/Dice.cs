namespace Azukari.Tests.Api.Fuzz;

/// <summary>Throws dice (SplitMix64); the same seed throws the same again.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public double Share() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0, below the bound.</summary>
    public int Below(int bound) => (int)(Bits() % (ulong)bound);

    /// <summary>One or the other.</summary>
    public bool Coin() => Below(2) == 0;

    public T Any<T>(params T[] choices) => choices[Below(choices.Length)];

    private ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
