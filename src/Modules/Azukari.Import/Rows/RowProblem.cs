using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Azukari.Policy.Deciding;
using Azukari.Values;

namespace Azukari.Import;

/// <summary>Why a row was rejected: where, by which rule, in words. Never holds a value of the row.</summary>
/// <param name="Column">The heading of the column, or of several with " + " between; empty when it is about the row as a whole.</param>
/// <param name="Rule">The stable id of the rule: of the import, of a value type, or a refusal's code.</param>
/// <param name="Reason">The rule in a sentence, in the language of the import.</param>
public sealed record RowProblem(string Column, string Rule, string Reason)
{
    private static readonly FrozenDictionary<RowRule, string> Ids = Enum.GetValues<RowRule>().ToFrozenDictionary(rule => rule, rule => Kebab(rule.ToString()));
    private static readonly FrozenDictionary<string, string> Japanese = Load("ja");
    private static readonly FrozenDictionary<string, string> English = Load("en");

    internal static RowProblem Of(RowRule rule, string column, CultureInfo culture, object? detail = null) =>
        new(column, Ids[rule], string.Format(culture, (IsEnglish(culture) ? English : Japanese)[Ids[rule]], detail));

    internal static RowProblem Of(ValueError error, string column, CultureInfo culture) => new(column, error.Rule, error.Sentence(culture));

    internal static RowProblem Of(Refusal refusal, CultureInfo culture) =>
        new("", refusal.Code, $"{refusal.Sentence(IsEnglish(culture) ? "en" : "ja")} ({refusal.Clause})");

    internal static IReadOnlyDictionary<string, string> Sentences(string language) => language == "en" ? English : Japanese;

    private static bool IsEnglish(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en";

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
        using var stream = typeof(RowProblem).Assembly.GetManifestResourceStream($"RowSentences.{language}.txt")
            ?? throw new InvalidOperationException($"the sentences for '{language}' are missing from the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToFrozenDictionary(pair => pair[0], pair => pair[1]);
    }
}
