using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Azukari.Policy.Document;
using Azukari.Policy.Standards;

namespace Azukari.Policy.Loading;

/// <summary>Reads one clause and hands its rule to the <see cref="RuleReader"/>.</summary>
internal sealed partial class ClauseReader(ErrorList errors, RuleReader rules)
{
    public Clause? Read(YamlMap map)
    {
        errors.Clause = map.Entries.FirstOrDefault(e => e.Key == "id")?.Value is YamlScalar { Value: var word } && ClauseId.TryParse(word, out var named) ? named : null;
        var clause = Read(Reader.Over(map, "clause", "the clause", errors)!, errors.Clause);
        errors.Clause = null;
        return clause;
    }

    private Clause? Read(Reader reader, ClauseId? id)
    {
        var number = reader.Scalar("number", "the number", 40) ?? "";
        var heading = reader.Text("heading", "the heading");
        var text = reader.Text("text", "the text");
        var note = reader.Text("note", "the note");
        var law = Law(reader);
        var refuses = Reasons(reader);
        var present = PolicyFormat.Rules.Where(reader.Has).ToArray();
        if (present.Length > 1)
            errors.Add(reader.PositionOf(present[1]), $"the clause has two rules, '{present[0]}' and '{present[1]}'", "split it: one rule a clause");
        var rule = present.Length == 0 ? new StatementRule(reader.Position) : rules.Read(present[0], reader, id ?? default);
        return id is not null && heading is not null && text is not null && rule is not null
            ? new Clause(id.Value, number, heading, text, law, refuses, note, rule, reader.Position)
            {
                Section = reader.Text("section", "the heading of the part"), Dpv = Dpv(reader, rule),
            }
            : null;
    }

    private ImmutableArray<string> Dpv(Reader reader, ClauseRule rule)
    {
        if (reader.Has("dpv") && rule is not PurposeRule)
            errors.Add(reader.PositionOf("dpv"), "only a purpose has a name in the Data Privacy Vocabulary", "take 'dpv' out of this clause");
        return Chosen(reader, "dpv", "the names in the Data Privacy Vocabulary", DpvTerms.Purposes, "no purpose of the Data Privacy Vocabulary 2");
    }

    private ImmutableArray<string> Law(Reader reader)
    {
        var law = ImmutableArray.CreateBuilder<string>();
        foreach (var node in reader.Nodes("law", "the law"))
        {
            if (node is YamlScalar { Value: var word } && Citation().IsMatch(word))
                law.Add(word);
            else
                errors.Add(node.Position, "this is no citation of a law", "write it as \"APPI 27(5)\": the act, the article, its paragraphs in brackets");
        }
        return law.ToImmutable();
    }

    private ImmutableArray<string> Reasons(Reader reader) => Chosen(reader, "refuses", "the refusals", RefusalCodes.All, "no reason of a refusal");

    /// <summary>A list of words out of a closed list.</summary>
    private ImmutableArray<string> Chosen(Reader reader, string key, Phrase what, IReadOnlyCollection<string> known, Phrase otherwise)
    {
        var chosen = ImmutableArray.CreateBuilder<string>();
        foreach (var node in reader.Nodes(key, what))
        {
            var word = node is YamlScalar { Value: var value } ? value : "";
            if (known.Contains(word))
                chosen.Add(word);
            else
                errors.Add(node.Position, $"'{Shown.Text(word)}' is {otherwise}", Shown.Mend(word, known, Shown.OneOf(known)));
        }
        return chosen.ToImmutable();
    }

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9 ]{1,30} [0-9]{1,5}(?:-[0-9]{1,3})*(?:\([0-9]{1,3}\))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();
}
