using Azukari.Policy.Deciding;

namespace Azukari.Policy.Compiling;

/// <summary>Decisions.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>
    /// Decides a request about one person. Pure, total and fail-closed; nothing is allocated when it is permitted. All or nothing: one item that is
    /// refused refuses the request.
    /// </summary>
    public Decision Decide(in ResolvedRequest request, in SubjectFacts facts)
    {
        if (!ReferenceEquals(request.Archive, this))
            return new Decision(new StaleRequest(Generic(RefusalCodes.StaleRequest), InForce.Document));
        if (!facts.Kind.Exists || facts.Kind.Bit >= Vocabulary.Subjects.Length)
            return new Decision(new UnknownSubjectKind(Generic(RefusalCodes.UnknownSubjectKind), InForce.Document));
        foreach (ref readonly var fact in facts.Held)
        {
            if (request.Items.Contains(fact.Item) && (!fact.AcquiredAs.Exists || fact.AcquiredAs.Bit >= Vocabulary.Subjects.Length))
                return new Decision(new UnknownSubjectKind(Generic(RefusalCodes.UnknownSubjectKind), InForce.Document));
        }
        var verdict = Now(request, facts);
        if (!verdict.Permitted)
            return new Decision(Refused(request, verdict, facts.Known));
        if (!verdict.ByLaw && IsRestricted(request, facts.Restrictions))
            return new Decision(new Restricted(Generic(RefusalCodes.Restricted), InForce.Document));
        if (!verdict.Right && FirstUnanswered(request, facts) is { } unanswered)
            return new Decision(unanswered);
        return new Decision(verdict.Clauses, verdict.Obligations, verdict.Exit);
    }

    /// <summary>What the version in force says: items acquired from the person as different kinds are decided apart and must all be permitted.</summary>
    private Verdict Now(in ResolvedRequest request, in SubjectFacts facts)
    {
        var evaluator = new Evaluator(InForce, request, facts);
        var left = request.Items;
        var whole = default(Verdict);
        var first = true;
        while (!left.IsEmpty)
        {
            var kinds = 0UL;
            var same = ItemSet.Empty;
            foreach (var item in left)
            {
                var of = KindsOf(item, facts);
                if (same.IsEmpty)
                    kinds = of;
                if (of == kinds)
                    same = same.With(item);
            }
            left = left.Except(same);
            var verdict = evaluator.Evaluate(same, kinds);
            if (!verdict.Permitted)
                return verdict;
            if (first)
                whole = verdict;
            else
                (whole.Clauses, whole.Obligations, whole.ByLaw) = (whole.Clauses.Union(verdict.Clauses), whole.Obligations | verdict.Obligations, whole.ByLaw && verdict.ByLaw);
            first = false;
        }
        return whole;
    }

    private static ulong KindsOf(ItemIndex item, in SubjectFacts facts)
    {
        var kinds = facts.Kind.Mask;
        foreach (ref readonly var fact in facts.Held)
        {
            if (fact.Item == item)
                kinds |= fact.AcquiredAs.Mask;
        }
        return kinds;
    }

    private static bool IsRestricted(in ResolvedRequest request, ReadOnlySpan<RestrictionFact> restrictions)
    {
        foreach (ref readonly var restriction in restrictions)
        {
            var stops = restriction.Scope switch
            {
                RestrictionScope.Purpose => restriction.Purpose == request.Purpose || (request.Ground.Exists && restriction.Purpose == request.Ground),
                RestrictionScope.Recipient => restriction.Recipient == request.Recipient,
                RestrictionScope.Items => restriction.Items.Overlaps(request.Items),
                _ => true,
            };
            if (stops)
                return true;
        }
        return false;
    }

    /// <summary>
    /// The two-version rule. Since an item was acquired, each version that widened the access after one which did not permit it must have been answered
    /// as its notice says.
    /// </summary>
    private VersionNotAcknowledged? FirstUnanswered(in ResolvedRequest request, in SubjectFacts facts)
    {
        foreach (ref readonly var fact in facts.Held)
        {
            if (!request.Items.Contains(fact.Item) || fact.AcquiredUnder == InForce.Index)
                continue;
            if (!fact.AcquiredUnder.Exists || fact.AcquiredUnder.Place > InForce.Index.Place)
                return Unanswered(InForce, NoticeKind.Consented, ItemSet.Of(fact.Item), default);
            var item = ItemSet.Of(fact.Item);
            var kinds = facts.Kind.Mask | fact.AcquiredAs.Mask;
            var permitted = true;
            for (var place = fact.AcquiredUnder.Place; place <= InForce.Index.Place; place++)
            {
                if (!permitted && Widens(place, request, facts.Kind, item, kinds, out var how, out var widened) && !IsAnswered(place, how, request, facts, item, kinds))
                    return Unanswered(_versions[place], how, item, widened.Clauses);
                permitted = new Evaluator(_versions[place], request, facts).Evaluate(item, kinds).Permitted;
            }
        }
        return null;
    }

    /// <summary>
    /// How a widening version tells people: the strictest notice among the cited clauses it changed. A changed clause without a notice needs consent; so
    /// does a widening no cited clause explains, and every widening of joint use.
    /// </summary>
    internal static NoticeKind HowToTell(CompiledPolicy version, in Verdict verdict)
    {
        if (verdict.Exit == Exit.JointUse)
            return NoticeKind.Consented;
        NoticeKind? strictest = null;
        for (var clauses = verdict.Clauses.GetEnumerator(); clauses.MoveNext();)
        {
            if (!version.Changed[clauses.Rank])
                continue;
            var how = version.Notices[clauses.Rank] ?? NoticeKind.Consented;
            strictest = strictest is { } s && s > how ? s : how;
        }
        return strictest ?? NoticeKind.Consented;
    }

    /// <summary>An answer counts when it was given to the widening version, or to a later one that itself permits the access: its text then said so.</summary>
    private bool IsAnswered(int widening, NoticeKind how, in ResolvedRequest request, in SubjectFacts facts, ItemSet item, ulong kinds)
    {
        if (how == NoticeKind.Published)
            return true;
        foreach (ref readonly var answer in facts.Answers)
        {
            if (!answer.Version.Exists || answer.Version.Place < widening || answer.Version.Place > InForce.Index.Place)
                continue;
            if (answer.Kind != AnswerKind.Consented && !(how == NoticeKind.Acknowledged && answer.Kind == AnswerKind.Acknowledged))
                continue;
            if (answer.Version.Place == widening || new Evaluator(_versions[answer.Version.Place], request, facts).Evaluate(item, kinds).Permitted)
                return true;
        }
        return false;
    }

    private VersionNotAcknowledged Unanswered(CompiledPolicy version, NoticeKind how, ItemSet items, in ClauseSet clauses)
    {
        // The widening clause refuses where the version in force still has it.
        foreach (var clause in clauses)
        {
            if (version.Changed[Vocabulary.RankOf(clause)] && InForce.Document.FindClause(clause) is { } found)
                return new VersionNotAcknowledged(version.Version, how, Vocabulary.NamesOf(items), found, InForce.Document);
        }
        return new VersionNotAcknowledged(version.Version, how, Vocabulary.NamesOf(items), Generic(RefusalCodes.VersionNotAcknowledged), InForce.Document);
    }

    private Refusal Refused(in ResolvedRequest request, in Verdict verdict, ConditionSet known)
    {
        var document = InForce.Document;
        var items = Vocabulary.NamesOf(verdict.RefusedItems);
        var purpose = Vocabulary[request.Purpose];
        var recipient = Vocabulary[request.Recipient];
        var own = verdict.RefusedBy >= 0 ? InForce.ClauseAt(verdict.RefusedBy) : null;
        return verdict.Reason switch
        {
            Reason.PurposeOutOfForce => new PurposeOutOfForce(purpose, own ?? Generic(RefusalCodes.PurposeOutOfForce), document),
            Reason.SubjectOutOfScope => new SubjectOutOfScope(own ?? Generic(RefusalCodes.SubjectOutOfScope), document),
            Reason.RecipientNotGranted => new RecipientNotGranted(recipient, own ?? Generic(RefusalCodes.RecipientNotGranted), document),
            Reason.ItemBeyondPurpose => new ItemBeyondPurpose(items, own ?? Generic(RefusalCodes.ItemBeyondPurpose), document),
            Reason.NotJointlyUsed => new NotJointlyUsed(items, own ?? Generic(RefusalCodes.NotJointlyUsed), document),
            Reason.NoGround => new NoGround(own ?? Generic(RefusalCodes.NoGround), document),
            Reason.NoConsent => new NoConsent(items, own ?? Generic(RefusalCodes.NoConsent), document),
            Reason.Condition when !known.Contains(verdict.Missing) => new MissingFact(verdict.Missing, own ?? Generic(RefusalCodes.MissingFact), document),
            Reason.Condition when verdict.Missing == Condition.ContractInForce => new NoContract(own ?? Generic(RefusalCodes.NoContract), document),
            Reason.Condition => new ConditionNotMet(verdict.Missing, own ?? Generic(RefusalCodes.ConditionNotMet), document),
            Reason.IncidentalNotRegistered => new IncidentalNotRegistered(purpose, own ?? Generic(RefusalCodes.IncidentalNotRegistered), document),
            Reason.IncidentalNotApproved => new IncidentalNotApproved(purpose, own ?? Generic(RefusalCodes.IncidentalNotApproved), document),
            Reason.IndividualNumberReserved => new IndividualNumberReserved(own ?? Generic(RefusalCodes.IndividualNumberReserved), document),
            Reason.NoCase => new NoCase(InForce.EntryOf(request.Purpose)!.Case, own ?? Generic(RefusalCodes.NoCase), document),
            _ => new UnknownPurpose(purpose, Generic(RefusalCodes.UnknownPurpose), document),
        };
    }
}
