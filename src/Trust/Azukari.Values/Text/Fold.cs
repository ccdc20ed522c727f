namespace Azukari.Values;

/// <summary>Comparing what people call things (headings of a file, words of a list), not values.</summary>
public static class Fold
{
    /// <summary>The text tidied to one line, width folded, in lower case and without spaces, so that ｶﾅ and カナ, "Member No" and "member no" are one; "" for what cannot be read.</summary>
    public static string Label(string text) =>
        Tidy.TryLine(text, 500, out var line, out _) ? line.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() : "";
}
