using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Azukari.Values;

/// <summary>Why a value was refused: a code and its rule. Never holds the value or any part of it.</summary>
/// <param name="Code">The rule that was broken.</param>
public sealed record ValueError(ValueErrorCode Code)
{
    private static readonly FrozenDictionary<ValueErrorCode, string> Rules =
        Enum.GetValues<ValueErrorCode>().ToFrozenDictionary(code => code, code => Kebab(code.ToString()));

    private static readonly FrozenDictionary<string, string> Japanese = Load("ja");
    private static readonly FrozenDictionary<string, string> English = Load("en");

    /// <summary>The rule's stable id, such as <c>postal-code-not-seven-digits</c>: for reports, problem details and resource keys.</summary>
    public string Rule => Rules[Code];

    /// <summary>What is wrong and what would be right, in English for English cultures and in Japanese otherwise.</summary>
    public string Sentence(CultureInfo culture) =>
        (culture.TwoLetterISOLanguageName == "en" ? English : Japanese)[Rule];

    /// <summary>The rule's id.</summary>
    public override string ToString() => Rule;

    internal static IReadOnlyDictionary<string, string> Sentences(string language) => language == "en" ? English : Japanese;

    private static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0) kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }

    private static FrozenDictionary<string, string> Load(string language)
    {
        using var stream = typeof(ValueError).Assembly.GetManifestResourceStream($"ValueSentences.{language}.txt")
            ?? throw new InvalidOperationException($"the sentences for '{language}' are missing from the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToFrozenDictionary(pair => pair[0], pair => pair[1]);
    }
}
