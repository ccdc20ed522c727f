namespace Azukari.Values;

/// <summary>
/// A Japanese era with its first and last day, both inclusive. On 30 July 1912 and 25 December 1926 the old and the new era share the day, as documents
/// of that day do. Meiji is counted back to 25 January 1868 and in the Gregorian calendar throughout.
/// </summary>
internal sealed record Era(string Name, char Letter, DateOnly First, DateOnly Last)
{
    public static readonly Era[] All =
    [
        new("明治", 'M', new(1868, 1, 25), new(1912, 7, 30)),
        new("大正", 'T', new(1912, 7, 30), new(1926, 12, 25)),
        new("昭和", 'S', new(1926, 12, 25), new(1989, 1, 7)),
        new("平成", 'H', new(1989, 1, 8), new(2019, 4, 30)),
        new("令和", 'R', new(2019, 5, 1), new(9999, 12, 31)),
    ];

    /// <summary>Takes an era's name, its first character or its letter off the front of the text; null when there is none.</summary>
    public static Era? Take(ref ReadOnlySpan<char> text)
    {
        foreach (var era in All)
        {
            var length = text.StartsWith(era.Name, StringComparison.Ordinal) ? 2 : text.Length > 0 && (text[0] == era.Name[0] || (text[0] & ~0x20) == era.Letter) ? 1 : 0;
            if (length == 0) continue;
            text = text[length..].TrimStart(". ");
            return era;
        }

        return null;
    }
}
