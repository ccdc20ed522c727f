using Azukari.Policy.Coverage;
using Azukari.Policy.Deciding;

namespace Azukari.Policy.Compiling;

/// <summary>What the structure alone permits: with every condition fulfilled, every consent given and nothing restricted.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>Why the version in force would refuse a request about anybody, whatever the facts; null when it permits it for some kind of person.</summary>
    public Refusal? Why(ClauseId purpose, RecipientKind recipient, IEnumerable<ItemId> items, ClauseId? ground = null)
    {
        var resolution = Resolve(purpose, recipient, items, ground);
        if (resolution.Refusal is { } unknown)
            return unknown;
        var request = resolution.Request;
        Verdict? nearest = null;
        for (var kind = 0; kind < Vocabulary.Subjects.Length; kind++)
        {
            var verdict = Structurally(InForce, request, new SubjectIndex(kind));
            if (verdict.Permitted)
                return null;
            // People outside the purpose are no news; the refusal of someone inside is.
            if (nearest is null || nearest.Value.Reason == Reason.SubjectOutOfScope)
                nearest = verdict;
        }
        return nearest is { } refused ? Refused(request, refused, AllConditions) : new UnknownSubjectKind(Generic(RefusalCodes.UnknownSubjectKind), InForce.Document);
    }

    /// <summary>All clauses a view may be decided by, for any kind of person; none when it is stranded.</summary>
    internal IEnumerable<ClauseId> ClausesOf(ViewDeclaration view)
    {
        var clauses = new SortedSet<ClauseId>();
        if (Resolve(view.Purpose, view.Recipient, view.Items, view.Ground) is { Refusal: null } resolution)
        {
            for (var kind = 0; kind < Vocabulary.Subjects.Length; kind++)
            {
                var verdict = Structurally(InForce, resolution.Request, new SubjectIndex(kind));
                if (verdict.Permitted)
                    clauses.UnionWith(verdict.Clauses.ToArray());
            }
        }
        return clauses;
    }

    /// <summary>What a version says of a request about a person of one kind when every fact is favourable.</summary>
    internal static Verdict Structurally(CompiledPolicy version, in ResolvedRequest request, SubjectIndex kind)
    {
        ReadOnlySpan<ConsentFact> consents = [new ConsentFact(request.Purpose, request.Recipient, request.Items, true)];
        var facts = new SubjectFacts { Kind = kind, Consents = consents, Known = AllConditions, True = AllConditions, Case = true };
        return new Evaluator(version, request, facts).Evaluate(request.Items, kind.Mask);
    }

    internal static ConditionSet AllConditions { get; } = ConditionSet.Of(Enum.GetValues<Condition>());
}
