using System.Globalization;
using System.Text;

namespace Azukari.Values;

/// <summary>
/// The one way text is cleaned. Invisible characters go, control characters and broken text are refused, and width is folded only where it
/// carries no meaning: kana, Latin letters, digits and punctuation. Kanji stay exactly as written: NFKC would turn 神 (U+FA19) into 神.
/// </summary>
internal static class Tidy
{
    /// <summary>One line: runs of white space, line breaks among them, become one space.</summary>
    public static bool TryLine(ReadOnlySpan<char> text, int longest, out string line, out ValueErrorCode code)
    {
        if (!TryFold(text, keepLines: false, out line, out code)) return false;
        if (line.Length == 0) return Fail(ValueErrorCode.Empty, out code);
        return line.Length <= longest || Fail(ValueErrorCode.TooLong, out code);
    }

    /// <summary>Several lines: ends of line become \n, spaces at their ends go, the text is trimmed. Width stays as written.</summary>
    public static bool TryLines(ReadOnlySpan<char> text, int longest, out string lines, out ValueErrorCode code)
    {
        if (!TryFold(text, keepLines: true, out lines, out code)) return false;
        if (lines.Length == 0) return Fail(ValueErrorCode.Empty, out code);
        return lines.Length <= longest || Fail(ValueErrorCode.TooLong, out code);
    }

    /// <summary>Every kind of hyphen, dash and minus that stands for a hyphen in numbers and codes.</summary>
    public static bool IsDash(char c) => c is '-' or 'ー' or 'ｰ' or '－' or '−' or '‐' or '‑' or '‒' or '–' or '—' or '―' or '⁃' or '﹣' or '─' or '━';

    /// <summary>Whether the character is a digit once width is folded (the text has been through this class).</summary>
    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public static bool IsHan(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0x2E80 and <= 0x2FDF)
        or 0x3005 or 0x3006 or 0x3007;

    /// <summary>
    /// Whether nothing of the text would change: ASCII, the usual kanji and the kana that have no other width or form, with single spaces
    /// inside. Nearly every stored value is like this, and cleaning it again costs more than reading it.
    /// </summary>
    internal static bool IsTidy(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == ' ' || text[^1] == ' ') return false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is (> ' ' and <= '~') or (>= '\u4E00' and <= '\u9FFC') or (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30FA') or '\u30FC' or '\u3005') continue;
            if (c != ' ' || text[i - 1] == ' ') return false;
        }

        return true;
    }

    private static bool TryFold(ReadOnlySpan<char> text, bool keepLines, out string tidy, out ValueErrorCode code)
    {
        if (IsTidy(text))
        {
            (tidy, code) = (new string(text), default);
            return true;
        }

        return TryFoldAny(text, keepLines, out tidy, out code);
    }

    /// <summary>The same for any text.</summary>
    internal static bool TryFoldAny(ReadOnlySpan<char> text, bool keepLines, out string tidy, out ValueErrorCode code)
    {
        tidy = "";
        var kept = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var used) != System.Buffers.OperationStatus.Done || rune.Value == 0xFFFD)
                return Fail(ValueErrorCode.BrokenText, out code);
            text = text[used..];
            if (IsInvisible(rune.Value)) continue;
            if (rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029 or 0x85)
            {
                if (rune.Value == '\r' && text is ['\n', ..]) continue;
                kept.Append(keepLines && rune.Value != '\t' ? '\n' : ' ');
                continue;
            }

            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control: return Fail(ValueErrorCode.ControlCharacter, out code);
                case UnicodeCategory.PrivateUse: return Fail(ValueErrorCode.BrokenText, out code); // a vendor's own kanji: nobody else can read it
            }

            kept.Append(rune.Value switch { 0x309B => "\u3099", 0x309C => "\u309A", _ => rune.ToString() });
        }

        tidy = keepLines ? Lines(kept.ToString()) : Collapse(FoldWidth(kept.ToString()));
        code = default;
        return true;
    }

    /// <summary>Characters that take no room and mean nothing in a value: zero-width, direction marks, soft hyphens.</summary>
    public static bool IsInvisible(int value) => value is
        0x00AD or 0x034F or 0x061C or 0x180E or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF;

    // Folding by runs: NFKC must see a kana and its voicing mark together, and must not see a kanji.
    private static string FoldWidth(string text)
    {
        var folded = new StringBuilder(text.Length);
        var start = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsFoldable(text[i]))
            {
                if (start < 0) start = i;
                continue;
            }

            Flush(i);
            folded.Append(text[i]);
        }

        Flush(text.Length);
        return folded.ToString();

        void Flush(int end)
        {
            if (start >= 0) folded.Append(text[start..end].Normalize(NormalizationForm.FormKC));
            start = -1;
        }
    }

    private static bool IsFoldable(char c) => c is
        (>= '\u0020' and <= '\u036F') or (>= '\u1E00' and <= '\u1EFF') or '\u3000' or (>= '\u3040' and <= '\u30FF') or (>= '\uFF01' and <= '\uFFEE')
        or (>= '\u2000' and <= '\u200A');

    private static bool IsMark(char c) => c is >= '\u0300' and <= '\u036F';

    private static string Collapse(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // A mark that found nothing to combine with would combine with whatever it is later put behind.
            if (c is '\u3099' or '\u309A' || (IsMark(c) && !(line.Length > 0 && (IsMark(line[^1]) || (line[^1] < '\u2000' && char.IsLetter(line[^1])))))) continue;
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        if (line.Length > 0 && line[^1] == ' ') line.Length--;
        return line.ToString();
    }

    private static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim();

    private static bool Fail(ValueErrorCode why, out ValueErrorCode code)
    {
        code = why;
        return false;
    }
}
