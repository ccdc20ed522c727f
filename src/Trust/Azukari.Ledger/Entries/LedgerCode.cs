namespace Azukari.Ledger;

/// <summary>
/// The only kind of text an entry may hold: a code, never prose and never a value. 1 to 64 characters of A-Z a-z 0-9 . _ : / + -, the first
/// a letter or digit. Refused besides: ten or more digits in a row, and a text of nothing but digits and separators with ten digits or more
/// (a phone, card or account number). A UUID, printed or as 32 hexadecimal digits, is let through, alone or as a part between ':' and '/'.
/// </summary>
public static class LedgerCode
{
    /// <summary>The longest code.</summary>
    public const int MaxLength = 64;

    private const int TooManyDigits = 10;

    /// <summary>Whether a text is a code.</summary>
    public static bool IsCode(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength || !char.IsAsciiLetterOrDigit(text[0]))
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '/' or '+' or '-'))
                return false;
        foreach (var range in text.SplitAny(':', '/'))
        {
            var part = text[range];
            if (!IsUuid(part) && LooksLikeNumber(part))
                return false;
        }
        return IsUuid(text) || !IsOnlyNumber(text);
    }

    /// <summary>Gives the code back.</summary>
    /// <exception cref="ArgumentException">It is none. The message names the member, never the text.</exception>
    public static string Check(string text, string member) =>
        IsCode(text) ? text : throw new ArgumentException(
            $"{member} of a ledger entry must be a code (1 to 64 of A-Z a-z 0-9 . _ : / + -, no long numbers); what was given, {text.Length} characters, is none.", member);

    private static bool IsUuid(ReadOnlySpan<char> part) =>
        Guid.TryParseExact(part, "D", out _) || (Guid.TryParseExact(part, "N", out _) && part.ContainsAnyInRange('a', 'f'));

    private static bool LooksLikeNumber(ReadOnlySpan<char> part)
    {
        var run = 0;
        foreach (var c in part)
        {
            run = char.IsAsciiDigit(c) ? run + 1 : 0;
            if (run >= TooManyDigits)
                return true;
        }
        return IsOnlyNumber(part);
    }

    private static bool IsOnlyNumber(ReadOnlySpan<char> part)
    {
        var digits = 0;
        foreach (var c in part)
        {
            if (char.IsAsciiLetter(c))
                return false;
            if (char.IsAsciiDigit(c))
                digits++;
        }
        return digits >= TooManyDigits;
    }
}
