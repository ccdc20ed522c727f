using System.Collections.Immutable;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;

namespace Azukari.Policy.Difference;

/// <summary>Compares two versions of a policy by what they permit.</summary>
public static class PolicyDiff
{
    /// <summary>The difference from one version to another. They need not be neighbours; widenings are judged by the notices of the later one.</summary>
    public static PolicyDifference Compare(PolicyDocument before, PolicyDocument after)
    {
        var vocabulary = new Vocabulary(before.Version == after.Version ? [before, after with { Version = PolicyVersion.Parse("after") }] : [before, after]);
        var (old, now) = (new CompiledPolicy(before, vocabulary, new VersionIndex(0)), new CompiledPolicy(after, vocabulary, new VersionIndex(1)));
        now.Changed = PolicyArchive.ChangedSince(old, now);
        var (had, has) = (AccessTable.Of(old), AccessTable.Of(now));
        var gained = Group(vocabulary, has.Where(p => !had.ContainsKey(p.Key)));
        var lost = had.Where(p => !has.ContainsKey(p.Key)).ToArray();
        var changed = has.Where(p => had.ContainsKey(p.Key)).Select(p => (p.Key, Before: had[p.Key], After: p.Value))
            .Select(c => (c.Key, c.Before, c.After, Loosened: c.After.Any(a => !c.Before.Any(b => b.AreMetBy(a))), Tightened: c.Before.Any(b => !c.After.Any(a => a.AreMetBy(b)))))
            .Where(c => c.Loosened || c.Tightened).ToArray();
        return new PolicyDifference
        {
            Before = before, After = after, Gained = gained, Lost = Group(vocabulary, lost),
            Conditions = GroupChanges(vocabulary, changed),
            JointUse = Joint(before, after), CollectedNow = Collected(vocabulary, now, old), CollectedNoMore = Collected(vocabulary, old, now),
            Retention = Retention(before, after),
            ConsentsInvalidated = Group(vocabulary, lost.Where(p => p.Value.Any(t => t.Conditions.Contains(Condition.Consent)))),
            Widenings = WideningFinder.Find(old, now, has.Where(p => !had.ContainsKey(p.Key)).Concat(
                changed.Where(c => c.Loosened).Select(c => KeyValuePair.Create(c.Key, c.After)))),
            Clauses = Clauses(before, after),
        };
    }

    internal static ImmutableArray<AccessChange> Group(Vocabulary vocabulary, IEnumerable<KeyValuePair<AccessKey, List<AccessTerms>>> accesses) =>
    [
        .. accesses.GroupBy(a => (a.Key.Purpose, a.Key.Recipient, a.Key.Exit, a.Key.Item))
            .Select(g => (g.Key, Subjects: g.Select(a => a.Key.Subject).OrderBy(s => s.Bit).ToArray(), Terms: Terms(g.SelectMany(a => a.Value))))
            .GroupBy(g => (g.Key.Purpose, g.Key.Recipient, g.Key.Exit, Subjects: string.Join(' ', g.Subjects.Select(s => s.Bit)), Terms: string.Join(';', g.Terms)))
            .Select(g => new AccessChange(
                vocabulary[g.Key.Purpose], vocabulary[g.Key.Recipient], g.Key.Exit, [.. g.OrderBy(i => i.Key.Item.Bit).Select(i => vocabulary[i.Key.Item])],
                [.. g.First().Subjects.Select(s => vocabulary[s])], g.First().Terms))
            .OrderBy(c => vocabulary.Find(c.Purpose).Place).ThenBy(c => vocabulary.Find(c.Recipient).Bit).ThenBy(c => vocabulary.Find(c.Items[0]).Bit),
    ];

    private static ImmutableArray<ConditionChange> GroupChanges(
        Vocabulary vocabulary, IEnumerable<(AccessKey Key, List<AccessTerms> Before, List<AccessTerms> After, bool Loosened, bool Tightened)> changes) =>
    [
        .. changes.GroupBy(c => (c.Key.Purpose, c.Key.Recipient, c.Key.Exit, c.Loosened, c.Tightened,
                Before: string.Join(';', Terms(c.Before)), After: string.Join(';', Terms(c.After))))
            .Select(g => new ConditionChange(
                vocabulary[g.Key.Purpose], vocabulary[g.Key.Recipient], g.Key.Exit,
                [.. g.Select(c => c.Key.Item).Distinct().OrderBy(i => i.Bit).Select(i => vocabulary[i])],
                [.. g.Select(c => c.Key.Subject).Distinct().OrderBy(s => s.Bit).Select(s => vocabulary[s])],
                Terms(g.First().Before), Terms(g.First().After), g.Key.Loosened, g.Key.Tightened))
            .OrderBy(c => vocabulary.Find(c.Purpose).Place).ThenBy(c => vocabulary.Find(c.Recipient).Bit).ThenBy(c => vocabulary.Find(c.Items[0]).Bit),
    ];

    private static ImmutableArray<AccessTerms> Terms(IEnumerable<AccessTerms> terms) =>
        [.. terms.Distinct().OrderBy(t => t.Conditions.ToString(), StringComparer.Ordinal).ThenBy(t => t.BoundToCase).ThenBy(t => t.WithinPurpose)];

    private static JointUseChange Joint(PolicyDocument before, PolicyDocument after)
    {
        static ImmutableArray<T> Of<TRule, T>(PolicyDocument document, Func<TRule, IEnumerable<T>> values) where TRule : ClauseRule =>
            [.. document.Clauses.Select(c => c.Rule).OfType<TRule>().SelectMany(values).Distinct()];
        static IEnumerable<JointUsersRule> Users(JointUsersRule rule) => rule.HandledAsEntrustment ? [] : [rule];
        var (itemsBefore, itemsAfter) = (Of<JointItemsRule, ItemId>(before, r => r.Items), Of<JointItemsRule, ItemId>(after, r => r.Items));
        var (usersBefore, usersAfter) = (Of<JointUsersRule, RecipientKind>(before, r => Users(r).SelectMany(u => u.To)), Of<JointUsersRule, RecipientKind>(after, r => Users(r).SelectMany(u => u.To)));
        var (namedBefore, namedAfter) = (Of<JointUsersRule, NamedUser>(before, r => Users(r).SelectMany(u => u.Named)), Of<JointUsersRule, NamedUser>(after, r => Users(r).SelectMany(u => u.Named)));
        var (purposesBefore, purposesAfter) = (Of<JointPurposesRule, ClauseId>(before, r => r.Purposes), Of<JointPurposesRule, ClauseId>(after, r => r.Purposes));
        return new JointUseChange(
            [.. itemsAfter.Except(itemsBefore)], [.. itemsBefore.Except(itemsAfter)], [.. usersAfter.Except(usersBefore)], [.. usersBefore.Except(usersAfter)],
            [.. namedAfter.ExceptBy(namedBefore.Select(n => (n.Name, n.Country)), n => (n.Name, n.Country))],
            [.. namedBefore.ExceptBy(namedAfter.Select(n => (n.Name, n.Country)), n => (n.Name, n.Country))],
            [.. purposesAfter.Except(purposesBefore)], [.. purposesBefore.Except(purposesAfter)]);
    }

    private static ImmutableArray<CollectionChange> Collected(Vocabulary vocabulary, CompiledPolicy one, CompiledPolicy other) =>
    [
        .. vocabulary.Subjects.Select(s => (Subject: s, Items: CollectedFrom(one, s).Except(CollectedFrom(other, s)))).Where(c => !c.Items.IsEmpty)
            .Select(c => new CollectionChange(c.Subject, [.. vocabulary.NamesOf(c.Items)])),
    ];

    internal static ItemSet CollectedFrom(CompiledPolicy policy, SubjectKind kind)
    {
        var mask = policy.Vocabulary.Find(kind).Mask;
        return policy.Collected.Where(c => (c.Subjects & mask) != 0).Aggregate(ItemSet.Empty, (set, c) => set.Union(c.Items));
    }

    private static ImmutableArray<RetentionChange> Retention(PolicyDocument before, PolicyDocument after) =>
    [
        .. after.Items.Select(now => (Now: now, Old: before.FindItem(now.Id))).Where(p => p.Old is { } old && old.Retention != p.Now.Retention)
            .Select(p => new RetentionChange(p.Now.Id, p.Old!.Retention, p.Now.Retention)),
    ];

    private static ImmutableArray<ClauseChange> Clauses(PolicyDocument before, PolicyDocument after)
    {
        var changes = ImmutableArray.CreateBuilder<ClauseChange>();
        foreach (var now in after.Clauses)
        {
            var old = before.FindClause(now.Id);
            var text = old is null || (old.Number, old.Heading, old.Text, old.Note) != (now.Number, now.Heading, now.Text, now.Note);
            var rule = old is null || !RuleComparison.Same(old.Rule, now.Rule);
            if (text || rule)
                changes.Add(new ClauseChange(now.Id, old, now, text, rule));
        }
        foreach (var old in before.Clauses.Where(c => after.FindClause(c.Id) is null))
            changes.Add(new ClauseChange(old.Id, old, null, true, true));
        return changes.ToImmutable();
    }
}
