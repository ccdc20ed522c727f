using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;

namespace Azukari.Tests.Policy.Model;

/// <summary>An archive made of specs, and plain cases put to it.</summary>
internal sealed class World
{
    public World(Spec[] chain, int turn = 0)
    {
        Chain = chain;
        var documents = new List<PolicyDocument>();
        foreach (var spec in chain)
        {
            var before = documents.LastOrDefault();
            // Clauses of the version before whose rules are gone can't have a notice.
            var text = SpecText.Yaml(spec with { Notices = before is null ? [] : spec.Notices }, before?.Sha256, before?.Version.Value, turn);
            var load = PolicyLoader.Load(text, spec.Version + ".yaml");
            Assert.True(load.Document is not null, string.Join('\n', load.Errors) + "\n" + text);
            documents.Add(load.Document);
        }
        Documents = documents;
        Archive = PolicyArchive.Build(documents, documents[^1].Version);
    }

    public Spec[] Chain { get; }

    public IReadOnlyList<PolicyDocument> Documents { get; }

    public PolicyArchive Archive { get; }

    public Decision Decide(Case request, out Refusal? refusal)
    {
        var words = Archive.Vocabulary;
        var resolution = Archive.Resolve(
            ClauseId.Parse(request.Purpose), RecipientKind.Parse(request.Recipient), request.Items.Select(ItemId.Parse),
            request.Ground is { } g ? ClauseId.Parse(g) : null);
        refusal = resolution.Refusal;
        if (refusal is not null)
            return default;
        var facts = new SubjectFacts
        {
            Kind = words.Find(SubjectKind.Parse(request.Kind)),
            Held = request.Held.Select(h => new ItemFact(
                words.Find(ItemId.Parse(h.Item)), words.Find(PolicyVersion.Parse(Chain[h.Version].Version)), words.Find(SubjectKind.Parse(h.Kind)))).ToArray(),
            Consents = request.Consents.Select(c => new ConsentFact(
                c.Purpose is null ? default : words.Find(ClauseId.Parse(c.Purpose)), c.Recipient is null ? default : words.Find(RecipientKind.Parse(c.Recipient)),
                words.SetOf(c.Items.Select(ItemId.Parse)), c.Live)).ToArray(),
            Restrictions = request.Restrictions.Select(r => new RestrictionFact(
                r.Scope switch { "all" => RestrictionScope.All, "purpose" => RestrictionScope.Purpose, "recipient" => RestrictionScope.Recipient, _ => RestrictionScope.Items },
                words.Find(ClauseId.Parse(r.Purpose)), words.Find(RecipientKind.Parse(r.Recipient)), words.SetOf(r.Items.Select(ItemId.Parse)))).ToArray(),
            Answers = request.Answers.Select(a => new VersionAnswer(
                words.Find(PolicyVersion.Parse(Chain[a.Version].Version)), a.Consented ? AnswerKind.Consented : AnswerKind.Acknowledged)).ToArray(),
            Known = Set(request.Known), True = Set(request.True), Case = request.Bound,
        };
        var decision = Archive.Decide(resolution.Request, facts);
        refusal = decision.Refusal;
        return decision;
    }

    public bool Permits(Case request) => Decide(request, out _).Permitted;

    private static ConditionSet Set(string[] words) =>
        words.Aggregate(ConditionSet.Empty, (set, word) => PolicyWords.TryParse<Condition>(word, out var condition) ? set.With(condition) : set);
}
