using System.Globalization;
using System.Text;

namespace Azukari.Papers.Layout;

/// <summary>
/// Breaks text into lines as Japanese is set (kinsoku, JIS X 4051): no line begins with a closing bracket, a full stop, a small kana; none
/// ends with an opening bracket; words of Latin letters and numbers stay whole; what may not stand at a line's end or start is carried to
/// the next (追い出し).
/// </summary>
internal static class LineBreaker
{
    private const string NeverFirst =
        "、。，．・：；？！!?,.:;)]}）］｝」』】〕〉》〟’”»ー゛゜ゝゞヽヾ々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ‐゠–〜～%％‰℃°′″℉‼⁇⁈⁉";

    private const string NeverLast = "([{（［｛「『【〔〈《〝‘“«￥¥＄$￡£№＃#";

    private const string Inseparable = "…‥—―";

    /// <summary>The lines. A text's own line breaks are kept; an empty one gives an empty line.</summary>
    /// <param name="width">The measure.</param>
    /// <param name="measure">The width of a piece of text; widths add up.</param>
    public static IReadOnlyList<string> Break(string text, float width, Func<string, float> measure)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n')) BreakOne(paragraph, width, measure, lines);
        return lines;
    }

    /// <summary>Whether a line may end between two neighbouring letters.</summary>
    internal static bool MayPart(string before, string after)
    {
        if (IsSpace(after)) return false;
        if (IsSpace(before)) return true;
        if (NeverFirst.Contains(after, StringComparison.Ordinal) || NeverLast.Contains(before, StringComparison.Ordinal)) return false;
        if (Inseparable.Contains(before, StringComparison.Ordinal) && before == after) return false;
        return !(IsWestern(before) && IsWestern(after));
    }

    private static void BreakOne(string paragraph, float width, Func<string, float> measure, List<string> lines)
    {
        var letters = new List<string>();
        for (var elements = StringInfo.GetTextElementEnumerator(paragraph); elements.MoveNext();) letters.Add(elements.GetTextElement());
        var start = 0;
        while (start < letters.Count)
        {
            var end = Reach(letters, start, width, measure);
            if (end < letters.Count) end = PartBefore(letters, start, end);
            lines.Add(Join(letters, start, end));
            start = end;
            while (start < letters.Count && letters[start] == " ") start++; // a space at the end of a line is none
        }

        if (letters.Count == 0) lines.Add("");
    }

    // The first letter that no longer fits; a space after the last that does takes no room.
    private static int Reach(List<string> letters, int start, float width, Func<string, float> measure)
    {
        var used = 0f;
        for (var i = start; i < letters.Count; i++)
        {
            used += measure(letters[i]);
            if (used > width + 0.01f && letters[i] != " ") return Math.Max(i, start + 1);
        }

        return letters.Count;
    }

    // Where nothing may part, it parts at the edge all the same: a line never runs out of the page.
    private static int PartBefore(List<string> letters, int start, int end)
    {
        for (var i = end; i > start; i--)
            if (MayPart(letters[i - 1], letters[i])) return i;
        return end;
    }

    private static string Join(List<string> letters, int start, int end)
    {
        var line = new StringBuilder();
        for (var i = start; i < end; i++) line.Append(letters[i]);
        return line.ToString().TrimEnd(' ');
    }

    private static bool IsSpace(string letter) => letter == " ";

    // Letters and digits of Latin script, and what holds them together in words, numbers and addresses.
    private static bool IsWestern(string letter) => letter[0] is (> ' ' and < '\u007f') or (>= '\u00c0' and <= '\u024f') or '\u00a0';
}
