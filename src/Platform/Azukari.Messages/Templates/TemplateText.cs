using System.Text;
using System.Text.RegularExpressions;

namespace Azukari.Messages.Templates;

/// <summary>A text with places: <c>{name}</c>. Braces have no other use.</summary>
internal static partial class TemplateText
{
    /// <summary>The names of its places, each once.</summary>
    public static IReadOnlySet<string> Places(string text) => Place().Matches(text).Select(found => found.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether every brace belongs to a place.</summary>
    public static bool IsWell(string text) => Place().Replace(text, "").AsSpan().IndexOfAny('{', '}') < 0;

    /// <summary>The text with its places filled: what fills them is never looked at for places again.</summary>
    public static string Fill(string text, Func<string, string> value) => Place().Replace(text, found => value(found.Groups[1].Value));

    /// <summary>One line, without control characters: for a header.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text) line.Append(char.IsControl(c) ? ' ' : c);
        return line.ToString().Trim();
    }

    [GeneratedRegex(@"\{([a-z][a-z0-9-]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
