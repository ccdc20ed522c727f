using System.Collections.Immutable;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;

namespace Azukari.Policy.Difference;

/// <summary>Which clauses widen what may be done with data that was, or could be, acquired under the version before.</summary>
internal static class WideningFinder
{
    public static ImmutableArray<Widening> Find(CompiledPolicy before, CompiledPolicy after, IEnumerable<KeyValuePair<AccessKey, List<AccessTerms>>> gained)
    {
        var vocabulary = after.Vocabulary;
        var byClause = new SortedDictionary<int, (bool Strict, List<KeyValuePair<AccessKey, List<AccessTerms>>> Accesses)>();
        var collected = vocabulary.Subjects.ToDictionary(s => s, s => PolicyDiff.CollectedFrom(before, s));
        foreach (var access in gained)
        {
            // A right widens nothing against the person; and what was never collected from such people was never acquired before.
            if (access.Key.Exit == Exit.Disclosure || !collected[vocabulary[access.Key.Subject]].Contains(access.Key.Item))
                continue;
            var granting = Granting(after, access.Key, out var strict);
            foreach (var clause in granting)
            {
                if (!byClause.TryGetValue(clause, out var widening))
                    byClause.Add(clause, widening = (false, []));
                widening.Accesses.Add(access);
                byClause[clause] = (widening.Strict || strict, widening.Accesses);
            }
        }
        return
        [
            .. byClause.Select(p => new Widening(
                vocabulary.ClauseAt(p.Key), after.Notices[p.Key], p.Value.Strict ? NoticeKind.Consented : NoticeKind.Published, IsJoint(after, p.Key),
                after.Document.Notices.FirstOrDefault(n => n.Clauses.Contains(vocabulary.ClauseAt(p.Key)))?.On, PolicyDiff.Group(vocabulary, p.Value.Accesses))),
        ];
    }

    /// <summary>The changed clauses the access is cited with; its own clause where none of them changed.</summary>
    private static List<int> Granting(CompiledPolicy after, AccessKey access, out bool strict)
    {
        strict = false;
        var entry = after.EntryOf(access.Purpose)!;
        var changed = new List<int>();
        if (entry.Kind == EntryKind.Ground)
        {
            changed.Add(entry.Clause);
            return changed;
        }
        var request = new ResolvedRequest(null, access.Purpose, access.Recipient, ItemSet.Of(access.Item), default, ConditionSet.Empty, CaseKind.None);
        var verdict = PolicyArchive.Structurally(after, request, access.Subject);
        for (var clauses = verdict.Clauses.GetEnumerator(); clauses.MoveNext();)
        {
            if (after.Changed[clauses.Rank])
                changed.Add(clauses.Rank);
        }
        if (access.Exit == Exit.JointUse && changed.Any(c => IsJoint(after, c)))
        {
            // New joint users, items or purposes are what widens; the purpose's own change is judged by its own accesses.
            changed.RemoveAll(c => !IsJoint(after, c));
            strict = true;
        }
        if (changed.Count == 0)
        {
            changed.Add(entry.Clause);
            strict = true;
        }
        return changed;
    }

    private static bool IsJoint(CompiledPolicy policy, int clause) =>
        policy.ClauseAt(clause).Rule is JointItemsRule or JointUsersRule { HandledAsEntrustment: false } or JointPurposesRule;
}
