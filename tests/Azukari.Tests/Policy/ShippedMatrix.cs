using System.Globalization;
using System.Text;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;

namespace Azukari.Tests.Policy;

/// <summary>
/// Everything a version permits, as a text a reviewer can read: by purpose, right or ground, who receives which items about whom, and what must hold. It
/// is found by asking for every item one by one, so it shows what is decided, not what is written.
/// </summary>
internal sealed class ShippedMatrix(PolicyArchive archive)
{
    private static readonly Condition[] Conditions = [.. Enum.GetValues<Condition>().Where(c => c != Condition.Consent)];

    private readonly PolicyDocument _policy = archive.InForce.Document;
    private readonly Vocabulary _names = archive.Vocabulary;

    public string Render()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"What version {_policy.Version} permits, asked item by item. In [ ] what must hold beside the case.\n");
        var grounds = _policy.Clauses.Where(c => c.Rule is GroundRule).ToArray();
        foreach (var (purpose, heading, about) in Purposes())
        {
            var lines = _policy.Recipients.SelectMany(r => Lines(purpose, r.Id, null)).Select(l => $"{l.Who} | {l.What}").ToList();
            if (about is PurposeRule or IncidentalRule)
            {
                lines.AddRange(grounds.Where(g => ((GroundRule)g.Rule).WithinPurpose)
                    .SelectMany(g => ((GroundRule)g.Rule).To.SelectMany(r => Lines(purpose, r, g.Id)))
                    .GroupBy(l => l.What, (what, found) => $"outside: {string.Join("; ", found.Select(f => f.Who))} | {what}"));
            }
            var business = archive.CaseOf(purpose) is var kind and not CaseKind.None ? $" · case: {PolicyWords.Of(kind)}" : "";
            text.Append(CultureInfo.InvariantCulture, $"\n{purpose} · {heading}{business}\n");
            foreach (var line in lines.DefaultIfEmpty("nobody"))
                text.Append("  ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private IEnumerable<(ClauseId Purpose, string Heading, ClauseRule About)> Purposes()
    {
        foreach (var clause in _policy.Clauses)
        {
            if (clause.Rule is PurposeRule or RightRule or GroundRule { WithinPurpose: false })
                yield return (clause.Id, clause.Heading.En, clause.Rule);
            if (clause.Rule is IncidentalRule incidental)
            {
                yield return (clause.Id, clause.Heading.En, clause.Rule);
                foreach (var use in incidental.Uses)
                    yield return (use.Purpose, use.Label.En, clause.Rule);
            }
        }
    }

    /// <summary>One line for the items a recipient gets on the same terms about the same people.</summary>
    private IEnumerable<(string Who, string What)> Lines(ClauseId purpose, RecipientKind recipient, ClauseId? ground)
    {
        var permitted = new List<(string Terms, string Kind, string Item)>();
        foreach (var item in _policy.Items)
        {
            foreach (var kind in _policy.Subjects)
            {
                if (Terms(purpose, recipient, item.Id, kind.Id, ground) is { } terms)
                    permitted.Add((terms, kind.Id.Value, item.Id.Value));
            }
        }
        return permitted
            .GroupBy(p => (p.Terms, p.Item), (key, found) => (key.Terms, key.Item, Kinds: string.Join(' ', found.Select(f => f.Kind))))
            .GroupBy(p => (p.Terms, p.Kinds), (key, found) =>
                ($"{recipient}{(ground is { } g ? $" on {g}" : "")}{key.Terms}", $"{key.Kinds} | {string.Join(' ', found.Select(f => f.Item))}"));
    }

    /// <summary>What must hold for the item to be permitted; null when nothing makes it so.</summary>
    private string? Terms(ClauseId purpose, RecipientKind recipient, ItemId item, SubjectKind kind, ClauseId? ground)
    {
        if (!Permits(purpose, recipient, item, kind, ground, null, true))
            return null;
        var needed = Conditions.Where(c => !Permits(purpose, recipient, item, kind, ground, c, true)).Select(PolicyWords.Of).ToList();
        if (!Permits(purpose, recipient, item, kind, ground, null, false))
            needed.Insert(0, "consent");
        return needed.Count == 0 ? "" : $" [{string.Join(", ", needed)}]";
    }

    private bool Permits(ClauseId purpose, RecipientKind recipient, ItemId item, SubjectKind kind, ClauseId? ground, Condition? without, bool consent)
    {
        var resolution = archive.Resolve(purpose, recipient, [item], ground);
        if (resolution.Refusal is not null)
            return false;
        var request = resolution.Request;
        ReadOnlySpan<ConsentFact> consents = [new ConsentFact(request.Purpose, request.Recipient, request.Items, consent)];
        return archive.Decide(request, new SubjectFacts
        {
            Kind = _names.Find(kind),
            Consents = consents,
            Known = ConditionSet.Of(Conditions),
            True = ConditionSet.Of([.. Conditions.Where(c => c != without)]),
            Case = true,
        }).Permitted;
    }
}
