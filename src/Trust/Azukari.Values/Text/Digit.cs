using System.Text;

namespace Azukari.Values;

/// <summary>Digits out of tidied text.</summary>
internal static class Digit
{
    /// <summary>The digits when the text has nothing else but what may be skipped; null otherwise.</summary>
    public static string? Only(ReadOnlySpan<char> text, Func<char, bool> skip)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Tidy.IsDigit(c)) digits.Append(c);
            else if (!skip(c)) return null;
        }

        return digits.ToString();
    }

    /// <summary>Whether the digits pass the check every payment card number passes.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0;
    }
}
