using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;

namespace Azukari.Policy.Difference;

/// <summary>One access a version permits when its terms are met.</summary>
internal readonly record struct AccessKey(PurposeIndex Purpose, RecipientIndex Recipient, Exit Exit, ItemIndex Item, SubjectIndex Subject);

/// <summary>
/// Every access a version permits, item by item and kind by kind, with the alternative terms. Read off the same masks the decisions use; a test holds it
/// to them.
/// </summary>
internal static class AccessTable
{
    public static Dictionary<AccessKey, List<AccessTerms>> Of(CompiledPolicy policy)
    {
        var table = new Dictionary<AccessKey, List<AccessTerms>>();
        for (var place = 0; place < policy.Entries.Length; place++)
        {
            if (policy.Entries[place] is not { } entry)
                continue;
            for (var bit = 0; bit < policy.Recipients.Length; bit++)
            {
                var terms = policy.Recipients[bit];
                if (terms.Declared)
                    Add(table, policy, entry, new PurposeIndex(place), new RecipientIndex(bit), terms);
            }
        }
        return table;
    }

    private static void Add(
        Dictionary<AccessKey, List<AccessTerms>> table, CompiledPolicy policy, Entry entry, PurposeIndex purpose, RecipientIndex recipient, in RecipientTerms terms)
    {
        switch (entry.Kind)
        {
            case EntryKind.Right or EntryKind.Ground when (entry.To & recipient.Mask) != 0:
                var exit = entry.Kind == EntryKind.Right ? Exit.Disclosure : terms.Sort is RecipientSort.Staff or RecipientSort.Self ? Exit.None : Exit.Provision;
                Put(table, policy, purpose, recipient, exit, entry.Items, ulong.MaxValue, new AccessTerms(terms.Requires.Union(entry.Conditions), false, entry.WithinPurpose));
                break;
            case EntryKind.Purpose or EntryKind.IncidentalUse when entry.Approved:
                OfPurpose(table, policy, entry, purpose, recipient, terms);
                break;
            default:
                break;
        }
    }

    private static void OfPurpose(
        Dictionary<AccessKey, List<AccessTerms>> table, CompiledPolicy policy, Entry entry, PurposeIndex purpose, RecipientIndex recipient, in RecipientTerms terms)
    {
        var needsCase = entry.Case != CaseKind.None;
        if (terms.Sort == RecipientSort.JointUser)
        {
            if (!policy.JointPurposes.Any(p => p.Purposes.Contains(entry.JointName)))
                return;
            var joint = policy.JointItems.Aggregate(ItemSet.Empty, (set, j) => set.Union(j.Items)).Except(policy.IndividualNumbers);
            foreach (var users in policy.JointUsers)
            {
                if ((users.To & recipient.Mask) == 0)
                    continue;
                var theirs = users.Items.IsEmpty ? joint : joint.Intersect(users.Items);
                foreach (var grant in entry.Grants)
                {
                    Put(table, policy, purpose, recipient, Exit.JointUse, theirs.Intersect(grant.Items), grant.Subjects & users.Subjects & entry.Subjects,
                        new AccessTerms(terms.Requires, needsCase, false));
                }
            }
            return;
        }
        var (allowed, exit, conditions) = terms.Sort switch
        {
            RecipientSort.Staff or RecipientSort.Self => (policy.Declared, Exit.None, terms.Requires),
            RecipientSort.Authority when entry.Statutory => (policy.Declared, Exit.Provision, terms.Requires),
            RecipientSort.Entrustee => (Entrusted(policy, recipient), Exit.Entrustment, terms.Requires.With(Condition.ContractInForce)),
            _ => (ItemSet.Empty, Exit.None, terms.Requires),
        };
        if (!entry.Statutory)
            allowed = allowed.Except(policy.IndividualNumbers);
        foreach (var grant in entry.Grants)
        {
            if ((grant.To & recipient.Mask) != 0)
                Put(table, policy, purpose, recipient, exit, grant.Items.Intersect(allowed), grant.Subjects & entry.Subjects, new AccessTerms(conditions.Union(grant.When), needsCase, false));
        }
    }

    private static ItemSet Entrusted(CompiledPolicy policy, RecipientIndex recipient)
    {
        var items = ItemSet.Empty;
        foreach (var trust in policy.Entrustments.Where(t => (t.To & recipient.Mask) != 0))
        {
            if (trust.CoversPersonalData)
                items = items.Union(policy.Declared.Except(policy.IndividualNumbers));
            if (trust.CoversIndividualNumbers)
                items = items.Union(policy.IndividualNumbers);
        }
        return items;
    }

    private static void Put(
        Dictionary<AccessKey, List<AccessTerms>> table, CompiledPolicy policy, PurposeIndex purpose, RecipientIndex recipient, Exit exit, ItemSet items, ulong kinds, AccessTerms terms)
    {
        for (var bit = 0; bit < policy.Vocabulary.Subjects.Length; bit++)
        {
            var subject = new SubjectIndex(bit);
            if ((kinds & subject.Mask) == 0 || policy.Document.FindSubject(policy.Vocabulary[subject]) is null)
                continue;
            foreach (var item in items)
            {
                var key = new AccessKey(purpose, recipient, exit, item, subject);
                if (!table.TryGetValue(key, out var alternatives))
                    table.Add(key, alternatives = []);
                if (alternatives.Any(a => a.AreMetBy(terms)))
                    continue;
                alternatives.RemoveAll(terms.AreMetBy);
                alternatives.Add(terms);
            }
        }
    }
}
