using Azukari.Policy.Compiling;

namespace Azukari.Policy.Deciding;

/// <summary>Joint use, grounds and rights, and what all ways have in common.</summary>
internal readonly ref partial struct Evaluator
{
    /// <summary>Jointly used items ∩ the named purpose's items ∩ subject kinds.</summary>
    private Verdict Jointly(Entry entry, in RecipientTerms terms, ItemSet items, ulong kinds)
    {
        var clauses = Cite(entry);
        var joint = ItemSet.Empty;
        var lowest = -1;
        foreach (ref readonly var allowed in _policy.JointItems.AsSpan())
        {
            joint = joint.Union(allowed.Items);
            lowest = lowest < 0 ? allowed.Clause : lowest;
            if (allowed.Items.Overlaps(items))
                clauses = clauses.With(allowed.Clause);
        }
        var (user, inScope) = (false, false);
        var (theirs, narrowing) = (ItemSet.Empty, -1);
        foreach (var other in _policy.JointUsers)
        {
            if ((other.To & _recipient.Mask) == 0)
                continue;
            if (_ground.Exists && !ReferenceEquals(_policy.EntryOf(_ground), other))
                continue;
            user = true;
            if ((kinds & ~other.Subjects) != 0)
                continue;
            inScope = true;
            // A clause on joint users which names items narrows the jointly used ones for these users.
            narrowing = other.Items.IsEmpty || narrowing >= 0 ? narrowing : other.Clause;
            theirs = theirs.Union(other.Items.IsEmpty ? joint : other.Items.Intersect(joint));
            clauses = clauses.With(other.Clause);
        }
        if (!user)
            return Verdict.Refuse(Reason.NoGround);
        var purpose = false;
        foreach (var named in _policy.JointPurposes)
        {
            if (!named.Purposes.AsSpan().Contains(entry.JointName))
                continue;
            purpose = true;
            clauses = clauses.With(named.Clause);
        }
        if (!purpose)
            return Verdict.Refuse(Reason.NotJointlyUsed, _policy.JointPurposes.Length > 0 ? _policy.JointPurposes[0].Clause : -1);
        if (!inScope)
            return Verdict.Refuse(Reason.SubjectOutOfScope);
        if (!joint.ContainsAll(items))
            return Verdict.Refuse(Reason.NotJointlyUsed, lowest, items.Except(joint));
        if (!theirs.ContainsAll(items))
            return Verdict.Refuse(Reason.NotJointlyUsed, narrowing, items.Except(theirs));
        var beyond = items.Except(OfPurpose(entry, kinds));
        if (!beyond.IsEmpty)
            return Verdict.Refuse(Reason.ItemBeyondPurpose, entry.Clause, beyond);
        if (entry.Case != CaseKind.None && !_facts.Case)
            return Verdict.Refuse(Reason.NoCase, entry.Clause);
        var verdict = Conditions(terms.Requires, items, Consented(), lowest);
        if (!verdict.Permitted)
            return verdict;
        verdict.Clauses = Gates(clauses);
        verdict.Exit = Exit.JointUse;
        verdict.Obligations = Obligations.Watermark | Pseudonymise(entry) | (terms.Abroad ? Obligations.ProvisionRecord : Obligations.None);
        return verdict;
    }

    private Verdict Ground(Entry ground, Entry entry, in RecipientTerms terms, ItemSet items, ulong kinds)
    {
        if ((ground.To & _recipient.Mask) == 0)
            return Verdict.Refuse(Reason.NoGround, ground.Clause);
        if (!ground.Items.ContainsAll(items))
            return Verdict.Refuse(Reason.ItemBeyondPurpose, ground.Clause, items.Except(ground.Items));
        var clauses = Gates(ClauseSet.Of(_policy.Vocabulary).With(ground.Clause));
        if (ground.WithinPurpose)
        {
            if (ReferenceEquals(ground, entry))
                return Verdict.Refuse(Reason.NoGround, ground.Clause);
            var beyond = items.Except(OfPurpose(entry, kinds));
            if (!beyond.IsEmpty)
                return Verdict.Refuse(Reason.ItemBeyondPurpose, entry.Clause, beyond);
            if (entry.Case != CaseKind.None && !_facts.Case)
                return Verdict.Refuse(Reason.NoCase, entry.Clause);
            clauses = clauses.Union(Cite(entry));
        }
        var verdict = Conditions(terms.Requires.Union(ground.Conditions), items, Consented(), ground.Clause);
        if (!verdict.Permitted)
            return verdict;
        verdict.Clauses = clauses;
        verdict.ByLaw = ground.ByLaw;
        verdict.Exit = terms.Sort is RecipientSort.Staff or RecipientSort.Self ? Exit.None : Exit.Provision;
        verdict.Obligations = (ground.Review ? Obligations.ReviewAfter : Obligations.None)
            | (verdict.Exit == Exit.Provision ? Obligations.ProvisionRecord : Obligations.None);
        return verdict;
    }

    private Verdict Right(Entry right, in RecipientTerms terms, ItemSet items)
    {
        if ((right.To & _recipient.Mask) == 0)
            return Verdict.Refuse(Reason.RecipientNotGranted, right.Clause);
        if (!right.Items.ContainsAll(items))
            return Verdict.Refuse(Reason.ItemBeyondPurpose, right.Clause, items.Except(right.Items));
        var verdict = Conditions(terms.Requires.Union(right.Conditions), items, Consented(), right.Clause);
        if (!verdict.Permitted)
            return verdict;
        verdict.Clauses = Gates(ClauseSet.Of(_policy.Vocabulary).With(right.Clause));
        verdict.ByLaw = true;
        verdict.Right = true;
        verdict.Exit = Exit.Disclosure;
        verdict.Obligations = (right.TellsOthers ? Obligations.TellJointUsers : Obligations.None)
            | (right.WarnsOfCancellation ? Obligations.WarnOfCancellation : Obligations.None);
        return verdict;
    }

    /// <summary>All items the purpose grants anybody, for people of these kinds.</summary>
    private static ItemSet OfPurpose(Entry entry, ulong kinds)
    {
        var items = ItemSet.Empty;
        foreach (ref readonly var grant in entry.Grants.AsSpan())
        {
            if ((kinds & ~grant.Subjects) == 0)
                items = items.Union(grant.Items);
        }
        return items;
    }

    private Verdict Conditions(ConditionSet required, ItemSet items, ItemSet consented, int clause)
    {
        var lacking = Lacking(required);
        if (!lacking.IsEmpty)
            return Verdict.Refuse(Reason.Condition, Gate(lacking.First, clause), items, lacking.First);
        if (required.Contains(Condition.Consent) && !consented.ContainsAll(items))
            return Verdict.Refuse(Reason.NoConsent, clause, items.Except(consented));
        return default;
    }

    /// <summary>The required facts which are not known to hold. Consent is never among them: it is decided from consents.</summary>
    private ConditionSet Lacking(ConditionSet required) => required.Without(Condition.Consent).Except(_facts.Known.Intersect(_facts.True));

    /// <summary>Items under a live consent that names this purpose and this recipient; unnamed, only inside the company.</summary>
    private ItemSet Consented()
    {
        var inside = _policy.TermsOf(_recipient).Sort is RecipientSort.Staff or RecipientSort.Self;
        var items = ItemSet.Empty;
        foreach (ref readonly var consent in _facts.Consents)
        {
            if (consent.Live && consent.Purpose.Exists && consent.Purpose == _purpose
                && (consent.Recipient == _recipient || (inside && !consent.Recipient.Exists)))
                items = items.Union(consent.Items);
        }
        return items;
    }

    /// <summary>A recipient's gate is a duty: the clause of the duty refuses.</summary>
    private int Gate(Condition condition, int otherwise)
    {
        if (condition != Condition.Attestation)
            return otherwise;
        foreach (ref readonly var gate in _policy.Gates.AsSpan())
        {
            if ((gate.Gates & _recipient.Mask) != 0)
                return gate.Clause;
        }
        return otherwise;
    }

    private ClauseSet Gates(ClauseSet clauses)
    {
        foreach (ref readonly var gate in _policy.Gates.AsSpan())
        {
            if ((gate.Gates & _recipient.Mask) != 0)
                clauses = clauses.With(gate.Clause);
        }
        return clauses;
    }

    private ClauseSet Cite(Entry entry)
    {
        var clauses = Gates(ClauseSet.Of(_policy.Vocabulary).With(entry.Clause));
        return entry.Parent >= 0 ? clauses.With(entry.Parent) : clauses;
    }

    private static Obligations Pseudonymise(Entry entry) => entry.Pseudonymise ? Obligations.Pseudonymise : Obligations.None;
}
