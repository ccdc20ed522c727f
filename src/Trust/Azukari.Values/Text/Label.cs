using System.Collections.Frozen;
using System.Globalization;

namespace Azukari.Values;

/// <summary>One entry of a closed list: its stable code, its names, and other ways it is written.</summary>
internal sealed record Label(string Code, string Japanese, string English, params string[] Also)
{
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en" ? English : Japanese;

    /// <summary>All the ways the list's entries are written, tidied and in lower case.</summary>
    public static FrozenDictionary<string, Label> Index(IEnumerable<Label> labels)
    {
        var index = new Dictionary<string, Label>(StringComparer.Ordinal);
        foreach (var label in labels)
        {
            foreach (var written in (IEnumerable<string>)[label.Code, label.Japanese, label.English, .. label.Also])
            {
                if (!Tidy.TryLine(written, 200, out var tidy, out _)) throw new InvalidOperationException($"the label {label.Code} cannot be read");
                index.TryAdd(tidy.ToLowerInvariant(), label);
            }
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
