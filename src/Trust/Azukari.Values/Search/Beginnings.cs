using System.Diagnostics.CodeAnalysis;

namespace Azukari.Values;

/// <summary>
/// Beginnings of values that are no names: postal codes, phones, numbers, mail addresses. The index holds beginnings of a few chosen lengths only, so
/// that whoever steals it learns little of what values share; whatever is typed between two of them is looked for by the shorter, and the rest
/// compared with the value itself.
/// </summary>
internal static class Beginnings
{
    /// <summary>The region of a code, and its post office.</summary>
    public static readonly int[] Postal = [3, 5];

    /// <summary>Of the number as dialled at home: 0901, 090123, 09012345.</summary>
    public static readonly int[] Phone = [4, 6, 8];

    public static readonly int[] Number = [3, 5, 7];

    public static readonly int[] Email = [3, 5, 8, 12];

    public static IEnumerable<SearchTerm> Of(string key, int[] lengths)
    {
        foreach (var length in lengths)
            if (length <= key.Length) yield return new SearchTerm(SearchKind.Prefix, key[..length]);
    }

    /// <summary>What to look for, from the beginning of a key.</summary>
    /// <param name="typed">In the form the key has.</param>
    /// <param name="key">The key of a stored value.</param>
    public static bool TryQuery(string typed, int[] lengths, Func<StoredValue, string> key, out SearchQuery query, [NotNullWhen(false)] out ValueError? error)
    {
        var length = lengths.LastOrDefault(l => l <= typed.Length);
        error = length == 0 ? new ValueError(ValueErrorCode.SearchTooShort) : null;
        query = length == 0 ? default : new SearchQuery(new SearchTerm(SearchKind.Prefix, typed[..length]), stored => key(stored).StartsWith(typed, StringComparison.Ordinal));
        return error is null;
    }

    /// <summary>A number as it is dialled at home, or with + and country from Japan.</summary>
    public static string Dialled(string e164) => e164.StartsWith("+81", StringComparison.Ordinal) ? "0" + e164[3..] : e164;

    /// <summary>The beginning of a telephone number in any style; null for what is none.</summary>
    public static string? PhoneTyped(string input)
    {
        if (!Tidy.TryLine(input, 60, out var line, out _)) return null;
        var digits = new char[line.Length];
        var length = 0;
        foreach (var c in line)
        {
            if (Tidy.IsDigit(c) || (c == '+' && length == 0)) digits[length++] = c;
            else if (!(c is ' ' or '(' or ')' || Tidy.IsDash(c))) return null;
        }

        var typed = new string(digits, 0, length);
        return !typed.StartsWith("+81", StringComparison.Ordinal) ? typed : "0" + typed[3..].TrimStart('0');
    }

    /// <summary>The beginning of a postal code; null for what is none.</summary>
    public static string? PostalTyped(string input) =>
        Tidy.TryLine(input, 30, out var line, out _) ? Digit.Only(line.AsSpan().TrimStart("〒〶 "), c => c == ' ' || Tidy.IsDash(c)) : null;

    /// <summary>The beginning of a mail address; null for what is none.</summary>
    public static string? EmailTyped(string input) =>
        Tidy.TryLine(input, 254, out var line, out _) && line.All(c => c is > ' ' and < (char)127) ? line.ToLowerInvariant() : null;
}
