namespace Azukari.Policy;

internal static class Identifiers
{
    /// <summary>Words of a-z and 0-9 joined by single dots or hyphens; the first begins with a letter, or with a digit where that is allowed.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text, int maximum, bool digitFirst)
    {
        if (text.IsEmpty || text.Length > maximum)
            return false;
        var startsWord = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterLower(c) || (char.IsAsciiDigit(c) && (i > 0 || digitFirst)))
                startsWord = false;
            else if (c is '.' or '-' && !startsWord)
                startsWord = true;
            else
                return false;
        }
        return !startsWord;
    }
}
