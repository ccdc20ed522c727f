namespace Azukari.Values;

/// <summary>
/// Damm's check digit: finds every single wrong digit and every swap of two neighbours, the slips of people who copy numbers.
/// </summary>
internal static class CheckDigit
{
    // A totally anti-symmetric quasigroup of order ten, Damm 2004.
    private static ReadOnlySpan<byte> Table =>
    [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ];

    /// <summary>The digit to append; of a number that ends with its own, 0.</summary>
    public static int Of(ReadOnlySpan<char> digits)
    {
        var state = 0;
        foreach (var digit in digits) state = Table[(state * 10) + (digit - '0')];
        return state;
    }
}
