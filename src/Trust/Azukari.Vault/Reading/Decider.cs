using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Vault.Publishing;
using Azukari.Vault.Subjects;
using RestrictionScope = Azukari.Policy.Deciding.RestrictionScope;

namespace Azukari.Vault.Reading;

/// <summary>What fact sources answered for one decision.</summary>
internal readonly record struct FactAnswers(ConditionSet Known, ConditionSet True);

/// <summary>Gathers the facts a decision needs and puts them to the archive. The decision itself is the archive's, and pure.</summary>
internal sealed class Decider(IReadOnlyList<IFactSource> sources, TrustModules modules)
{
    /// <summary>Asks for the conditions a request needs, and for nothing else.</summary>
    public async ValueTask<FactAnswers> AskAsync(ConditionSet needs, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        var (known, holding) = (ConditionSet.Empty, ConditionSet.Empty);
        foreach (var condition in needs)
        {
            foreach (var source in sources.Concat(modules.Facts))
            {
                var answer = await source.AskAsync(condition, subject, items, context, ct);
                if (answer == FactAnswer.Unknown) continue;
                known = known.With(condition);
                if (answer == FactAnswer.True) holding = holding.With(condition);
                break;
            }
        }

        return new FactAnswers(known, holding);
    }

    public static Decision Decide(PublishedPolicies policies, in ResolvedRequest request, PersonRecord person, in FactAnswers answers, bool hasCase) =>
        policies.Archive.Decide(request, FactsOf(policies, request, person, answers, hasCase));

    /// <summary>Whether the request's recipient may have to do with the items at all; no value is given out on it.</summary>
    public static Refusal? DecideHandling(PublishedPolicies policies, in ResolvedRequest request, PersonRecord person, in FactAnswers answers, bool hasCase) =>
        policies.Archive.DecideHandling(request, FactsOf(policies, request, person, answers, hasCase));

    private static SubjectFacts FactsOf(PublishedPolicies policies, in ResolvedRequest request, PersonRecord person, in FactAnswers answers, bool hasCase)
    {
        var words = policies.Archive.Vocabulary;
        var held = new ItemFact[person.Items.Count + person.Elsewhere.Count];
        var count = 0;
        foreach (var item in person.Items)
        {
            if (policies.Find(item.Item) is not { } terms || !request.Items.Contains(terms.Index)) continue;
            held[count++] = new ItemFact(terms.Index, VersionOf(words, item.Policy), KindOf(words, item.Kind));
        }

        foreach (var item in person.Elsewhere)
            if (words.Find(item.Item) is var index && request.Items.Contains(index)) held[count++] = new ItemFact(index, words.Find(item.Facts.PolicyVersion), words.Find(item.Facts.SubjectKind));

        return new SubjectFacts
        {
            Kind = KindOf(words, person.Kind),
            Held = held.AsSpan(0, count),
            Consents = Consents(words, person.Consents),
            Restrictions = Restrictions(words, person.Restrictions),
            Answers = Answers(words, person.Answers),
            Known = answers.Known,
            True = answers.True,
            Case = hasCase,
        };
    }

    /// <summary>The same for a person read for a single access; notes with each item what the policies say of it.</summary>
    public static Decision Decide(PublishedPolicies policies, in ResolvedRequest request, HotPerson person, in FactAnswers answers, bool hasCase)
    {
        var words = policies.Archive.Vocabulary;
        var items = person.Items;
        Span<ItemFact> held = items.Length <= 32 ? stackalloc ItemFact[items.Length] : new ItemFact[items.Length];
        var count = 0;
        foreach (ref var item in items)
        {
            item.Terms = policies.ItemWords.Find(person[item.Item]);
            if (item.Terms is not { } terms || !request.Items.Contains(terms.Index)) continue;
            held[count++] = new ItemFact(terms.Index, policies.VersionWords.Find(person[item.Policy]), policies.KindWords.Find(person[item.Kind]));
        }

        return policies.Archive.Decide(request, new SubjectFacts
        {
            Kind = policies.KindWords.Find(person[person.Kind]),
            Held = held[..count],
            Consents = Consents(words, person.Consents),
            Restrictions = Restrictions(words, person.Restrictions),
            Answers = Answers(words, person.Answers),
            Known = answers.Known,
            True = answers.True,
            Case = hasCase,
        });
    }

    internal static ConsentFact[] Consents(Vocabulary words, List<ConsentRow> consents) =>
        consents.Count == 0 ? [] : [.. consents.Select(c => new ConsentFact(
            PurposeOf(words, c.Purpose), c.Recipient is null ? default : RecipientOf(words, c.Recipient), ItemsOf(words, c.Items), c.WithdrawnAt is null))];

    private static RestrictionFact[] Restrictions(Vocabulary words, List<RestrictionRow> restrictions) =>
        restrictions.Count == 0 ? [] : [.. restrictions.Where(r => r.LiftedAt is null).Select(r => new RestrictionFact(
            (RestrictionScope)r.Scope, r.Purpose is null ? default : PurposeOf(words, r.Purpose),
            r.Recipient is null ? default : RecipientOf(words, r.Recipient), ItemsOf(words, r.Items)))];

    private static VersionAnswer[] Answers(Vocabulary words, List<AnswerRow> answers) =>
        answers.Count == 0 ? [] : [.. answers.Select(a => new VersionAnswer(VersionOf(words, a.Policy), a.Consented ? AnswerKind.Consented : AnswerKind.Acknowledged))];

    // Whatever no version knows (any more) gets no place: the archive refuses it, it never widens anything.
    private static VersionIndex VersionOf(Vocabulary words, string text) => PolicyVersion.TryParse(text, out var version) ? words.Find(version) : default;

    private static SubjectIndex KindOf(Vocabulary words, string text) => SubjectKind.TryParse(text, out var kind) ? words.Find(kind) : default;

    private static PurposeIndex PurposeOf(Vocabulary words, string text) => ClauseId.TryParse(text, out var purpose) ? words.Find(purpose) : default;

    private static RecipientIndex RecipientOf(Vocabulary words, string text) => RecipientKind.TryParse(text, out var recipient) ? words.Find(recipient) : default;

    private static ItemSet ItemsOf(Vocabulary words, string[] items)
    {
        var set = ItemSet.Empty;
        foreach (var text in items)
            if (ItemId.TryParse(text, out var item)) set = set.With(words.Find(item));
        return set;
    }
}
