using System.Collections.Immutable;
using Azukari.Policy.Deciding;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;

namespace Azukari.Policy.Compiling;

/// <summary>An answer to "may this recipient use this item for this purpose?".</summary>
/// <param name="Permitted">Whether it may, for some kind of person and under the terms.</param>
/// <param name="Clauses">The clauses that permit it, sorted; for a refusal the one that refuses.</param>
/// <param name="Sentence">The text of the purpose's clause, or the refusal's sentence.</param>
/// <param name="Accesses">For which kinds of people and under which terms; empty for a refusal.</param>
/// <param name="Refusal">Why not; null when it may.</param>
public sealed record Explanation(
    bool Permitted, ImmutableArray<Clause> Clauses, LocalText Sentence, ImmutableArray<AccessChange> Accesses, Refusal? Refusal);

/// <summary>Explanations of the version in force.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>Explains one question of one document alone, whatever its place in the chain.</summary>
    public static Explanation Explain(PolicyDocument document, ClauseId purpose, RecipientKind recipient, ItemId item, ClauseId? ground = null)
    {
        var alone = document with { Previous = null };
        return Build([alone], alone.Version).Explain(purpose, recipient, item, ground);
    }

    /// <summary>Explains one question by the version in force, as if every fact were favourable: the terms say which facts it takes.</summary>
    public Explanation Explain(ClauseId purpose, RecipientKind recipient, ItemId item, ClauseId? ground = null)
    {
        if (Why(purpose, recipient, [item], ground) is { } refusal)
        {
            var by = InForce.Document.FindClause(refusal.Clause)!;
            return new Explanation(false, [by], new LocalText(refusal.Sentence("ja"), refusal.Sentence("en")), [], refusal);
        }
        var request = Resolve(purpose, recipient, [item], ground).Request;
        var clauses = new SortedSet<ClauseId>();
        for (var kind = 0; kind < Vocabulary.Subjects.Length; kind++)
        {
            var verdict = Structurally(InForce, request, new SubjectIndex(kind));
            if (verdict.Permitted)
                clauses.UnionWith(verdict.Clauses.ToArray());
        }
        var named = InForce.EntryOf(request.Ground) is { Kind: EntryKind.Ground } ? request.Ground : request.Purpose;
        var accesses = AccessTable.Of(InForce).Where(a => a.Key.Purpose == named && a.Key.Recipient == request.Recipient && request.Items.Contains(a.Key.Item));
        var speaks = InForce.ClauseAt(InForce.EntryOf(named)!.Clause);
        return new Explanation(true, [.. clauses.Select(c => InForce.Document.FindClause(c)!)], speaks.Text, PolicyDiff.Group(Vocabulary, accesses), null);
    }
}
