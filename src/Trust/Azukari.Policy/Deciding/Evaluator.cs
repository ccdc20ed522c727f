using Azukari.Policy.Compiling;

namespace Azukari.Policy.Deciding;

/// <summary>
/// What one version says of a request for people of some kinds: structure first, then the case, then conditions and consents. A ref struct over the
/// facts: nothing is allocated.
/// </summary>
internal readonly ref partial struct Evaluator
{
    private readonly CompiledPolicy _policy;
    private readonly SubjectFacts _facts;
    private readonly PurposeIndex _purpose;
    private readonly RecipientIndex _recipient;
    private readonly PurposeIndex _ground;

    public Evaluator(CompiledPolicy policy, in ResolvedRequest request, in SubjectFacts facts)
    {
        _policy = policy;
        _facts = facts;
        _purpose = request.Purpose;
        _recipient = request.Recipient;
        _ground = request.Ground;
    }

    /// <summary>Decides items which were all acquired from people of the kinds in the mask (the kind now included).</summary>
    public Verdict Evaluate(ItemSet items, ulong kinds)
    {
        if (_policy.EntryOf(_purpose) is not { } entry)
            return Verdict.Refuse(Reason.PurposeOutOfForce);
        var terms = _policy.TermsOf(_recipient);
        if (entry.Kind == EntryKind.IncidentalClause)
            return Verdict.Refuse(Reason.IncidentalNotRegistered, entry.Clause);
        if (entry.Kind is EntryKind.Entrustment or EntryKind.JointUsers)
            return Verdict.Refuse(Reason.PurposeOutOfForce, entry.Clause);
        if (!terms.Declared)
            return Verdict.Refuse(Reason.RecipientNotGranted, entry.Clause);
        if (items.Overlaps(_policy.IndividualNumbers) && (entry.Kind != EntryKind.Purpose || !entry.Statutory || _ground.Exists))
            return Verdict.Refuse(Reason.IndividualNumberReserved);
        if (entry.Kind == EntryKind.Right)
            return _ground.Exists && _ground != _purpose ? Verdict.Refuse(Reason.NoGround, entry.Clause) : Right(entry, terms, items);
        if (entry.Kind == EntryKind.Ground && _ground.Exists && _ground != _purpose)
            return Verdict.Refuse(Reason.NoGround, entry.Clause);
        if (entry.Kind == EntryKind.Ground)
            return Ground(entry, entry, terms, items, kinds);
        if ((kinds & ~entry.Subjects) != 0)
            return Verdict.Refuse(Reason.SubjectOutOfScope, entry.Clause);
        if (!entry.Approved)
            return Verdict.Refuse(Reason.IncidentalNotApproved, entry.Clause);
        if (!_ground.Exists)
            return ByRecipient(entry, terms, items, kinds);
        return _policy.EntryOf(_ground) switch
        {
            { Kind: EntryKind.Ground } ground => Ground(ground, entry, terms, items, kinds),
            { Kind: EntryKind.JointUsers } users when terms.Sort == RecipientSort.JointUser && (users.To & _recipient.Mask) != 0 => ByRecipient(entry, terms, items, kinds),
            { Kind: EntryKind.Entrustment } trust when terms.Sort == RecipientSort.Entrustee && (trust.To & _recipient.Mask) != 0 => ByRecipient(entry, terms, items, kinds),
            { } other => Verdict.Refuse(Reason.NoGround, other.Clause),
            null => Verdict.Refuse(Reason.NoGround),
        };
    }

    private Verdict ByRecipient(Entry entry, in RecipientTerms terms, ItemSet items, ulong kinds) => terms.Sort switch
    {
        RecipientSort.Staff or RecipientSort.Self => Granted(entry, terms, items, kinds),
        RecipientSort.Entrustee => Entrusted(entry, terms, items, kinds),
        RecipientSort.JointUser => Jointly(entry, terms, items, kinds),
        RecipientSort.Authority when entry.Statutory => Granted(entry, terms, items, kinds),
        _ => Verdict.Refuse(Reason.NoGround),
    };

    /// <summary>The grants of the purpose unite; one whose conditions do not hold grants nothing.</summary>
    private Verdict Granted(Entry entry, in RecipientTerms terms, ItemSet items, ulong kinds)
    {
        var structural = ItemSet.Empty;
        var covered = ItemSet.Empty;
        var named = false;
        var consented = Consented();
        foreach (ref readonly var grant in entry.Grants.AsSpan())
        {
            if ((grant.To & _recipient.Mask) == 0)
                continue;
            named = true;
            if ((kinds & ~grant.Subjects) != 0)
                continue;
            structural = structural.Union(grant.Items);
            if (Lacking(grant.When).IsEmpty)
                covered = covered.Union(grant.When.Contains(Condition.Consent) ? grant.Items.Intersect(consented) : grant.Items);
        }
        if (!named)
            return Verdict.Refuse(Reason.RecipientNotGranted, entry.Clause);
        if (!structural.ContainsAll(items))
            return Verdict.Refuse(Reason.ItemBeyondPurpose, entry.Clause, items.Except(structural));
        if (entry.Case != CaseKind.None && !_facts.Case)
            return Verdict.Refuse(Reason.NoCase, entry.Clause);
        if (!covered.ContainsAll(items))
            return Uncovered(entry, items.Except(covered), kinds);
        var verdict = Conditions(terms.Requires, items, consented, entry.Clause);
        if (!verdict.Permitted)
            return verdict;
        verdict.Clauses = Cite(entry);
        verdict.ByLaw = entry.ByLaw;
        verdict.Exit = terms.Sort == RecipientSort.Authority ? Exit.Provision : Exit.None;
        verdict.Obligations = Pseudonymise(entry) | (verdict.Exit == Exit.Provision ? Obligations.ProvisionRecord : Obligations.None);
        return verdict;
    }

    /// <summary>Names the first condition, in the order of the list, that keeps a matching grant from covering what is left.</summary>
    private Verdict Uncovered(Entry entry, ItemSet left, ulong kinds)
    {
        var lacking = ConditionSet.Empty;
        foreach (ref readonly var grant in entry.Grants.AsSpan())
        {
            if ((grant.To & _recipient.Mask) != 0 && (kinds & ~grant.Subjects) == 0 && grant.Items.Overlaps(left))
                lacking = lacking.Union(Lacking(grant.When));
        }
        return lacking.IsEmpty ? Verdict.Refuse(Reason.NoConsent, entry.Clause, left) : Verdict.Refuse(Reason.Condition, Gate(lacking.First, entry.Clause), left, lacking.First);
    }

    private Verdict Entrusted(Entry entry, in RecipientTerms terms, ItemSet items, ulong kinds)
    {
        var individual = items.Overlaps(_policy.IndividualNumbers);
        var ordinary = !_policy.IndividualNumbers.ContainsAll(items);
        var clauses = ClauseSet.Of(_policy.Vocabulary);
        var (first, coversIndividual, coversOrdinary) = (-1, false, false);
        foreach (ref readonly var trust in _policy.Entrustments.AsSpan())
        {
            if ((trust.To & _recipient.Mask) == 0 || !((individual && trust.CoversIndividualNumbers) || (ordinary && trust.CoversPersonalData)))
                continue;
            first = first < 0 ? trust.Clause : first;
            coversIndividual |= trust.CoversIndividualNumbers;
            coversOrdinary |= trust.CoversPersonalData;
            clauses = clauses.With(trust.Clause);
        }
        if ((individual && !coversIndividual) || (ordinary && !coversOrdinary))
            return Verdict.Refuse(Reason.NoGround);
        var verdict = Granted(entry, terms, items, kinds);
        if (!verdict.Permitted)
            return verdict;
        var lacking = Lacking(ConditionSet.Empty.With(Condition.ContractInForce));
        if (!lacking.IsEmpty)
            return Verdict.Refuse(Reason.Condition, first, items, Condition.ContractInForce);
        foreach (ref readonly var called in _policy.CalledJointUsers.AsSpan())
        {
            if ((called.To & _recipient.Mask) != 0)
                clauses = clauses.With(called.Clause);
        }
        verdict.Clauses = verdict.Clauses.Union(clauses);
        verdict.Exit = Exit.Entrustment;
        return verdict;
    }
}
