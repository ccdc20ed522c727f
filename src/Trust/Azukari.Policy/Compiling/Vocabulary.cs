using System.Collections.Frozen;
using System.Collections.Immutable;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;

namespace Azukari.Policy.Compiling;

/// <summary>
/// The names of all versions of a policy and their bits. Items, subject kinds, recipients, purposes and versions are numbered in the order in which they
/// first appear, oldest version first: appending a version changes no number. Clauses are numbered in the order of their ids.
/// </summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<ItemId, ItemIndex> _items;
    private readonly FrozenDictionary<SubjectKind, SubjectIndex> _subjects;
    private readonly FrozenDictionary<RecipientKind, RecipientIndex> _recipients;
    private readonly FrozenDictionary<ClauseId, PurposeIndex> _purposes;
    private readonly FrozenDictionary<PolicyVersion, VersionIndex> _versions;
    private readonly FrozenDictionary<ClauseId, int> _ranks;

    internal Vocabulary(IReadOnlyList<PolicyDocument> oldestFirst)
    {
        Items = InOrder(oldestFirst.SelectMany(d => d.Items.Select(i => i.Id)), PolicyLoader.MaximumItems, "items");
        Subjects = InOrder(oldestFirst.SelectMany(d => d.Subjects.Select(s => s.Id)), PolicyLoader.MaximumKinds, "subject kinds");
        Recipients = InOrder(oldestFirst.SelectMany(d => d.Recipients.Select(r => r.Id)), PolicyLoader.MaximumKinds, "recipient kinds");
        Purposes = InOrder(oldestFirst.SelectMany(d => d.Clauses).SelectMany(PurposesOf), 4 * PolicyLoader.MaximumClauses, "purposes");
        Versions = InOrder(oldestFirst.Select(d => d.Version), 1024, "versions");
        Clauses = [.. oldestFirst.SelectMany(d => d.Clauses.Select(c => c.Id)).Distinct().Order()];
        if (Clauses.Length > PolicyLoader.MaximumClauses)
            throw new PolicyException($"All versions together have {Clauses.Length} clauses; at most {PolicyLoader.MaximumClauses} are possible.");
        _items = Items.Select((id, i) => (id, i)).ToFrozenDictionary(p => p.id, p => new ItemIndex(p.i));
        _subjects = Subjects.Select((id, i) => (id, i)).ToFrozenDictionary(p => p.id, p => new SubjectIndex(p.i));
        _recipients = Recipients.Select((id, i) => (id, i)).ToFrozenDictionary(p => p.id, p => new RecipientIndex(p.i));
        _purposes = Purposes.Select((id, i) => (id, i)).ToFrozenDictionary(p => p.id, p => new PurposeIndex(p.i));
        _versions = Versions.Select((id, i) => (id, i)).ToFrozenDictionary(p => p.id, p => new VersionIndex(p.i));
        _ranks = Clauses.Select((id, i) => (id, i)).ToFrozenDictionary(p => p.id, p => p.i);
    }

    /// <summary>All items, in the order of their bits.</summary>
    public ImmutableArray<ItemId> Items { get; }

    /// <summary>All subject kinds.</summary>
    public ImmutableArray<SubjectKind> Subjects { get; }

    /// <summary>All recipient kinds.</summary>
    public ImmutableArray<RecipientKind> Recipients { get; }

    /// <summary>All that a request may name: purposes, registered incidental uses, rights, grounds, and the clauses on entrustment and joint users.</summary>
    public ImmutableArray<ClauseId> Purposes { get; }

    /// <summary>All versions, oldest first.</summary>
    public ImmutableArray<PolicyVersion> Versions { get; }

    /// <summary>All clauses, sorted.</summary>
    public ImmutableArray<ClauseId> Clauses { get; }

    /// <summary>The item's place; no item when it is unknown.</summary>
    public ItemIndex Find(ItemId item) => _items.GetValueOrDefault(item);

    /// <summary>The kind's place; no kind when it is unknown.</summary>
    public SubjectIndex Find(SubjectKind kind) => _subjects.GetValueOrDefault(kind);

    /// <summary>The recipient's place; none when it is unknown.</summary>
    public RecipientIndex Find(RecipientKind recipient) => _recipients.GetValueOrDefault(recipient);

    /// <summary>The purpose's place; none when it is unknown.</summary>
    public PurposeIndex Find(ClauseId purpose) => _purposes.GetValueOrDefault(purpose);

    /// <summary>The version's place; none when it is unknown.</summary>
    public VersionIndex Find(PolicyVersion version) => _versions.GetValueOrDefault(version);

    /// <summary>The name of an item of this vocabulary.</summary>
    public ItemId this[ItemIndex item] => Items[item.Bit];

    /// <summary>The name of a subject kind of this vocabulary.</summary>
    public SubjectKind this[SubjectIndex kind] => Subjects[kind.Bit];

    /// <summary>The name of a recipient kind of this vocabulary.</summary>
    public RecipientKind this[RecipientIndex recipient] => Recipients[recipient.Bit];

    /// <summary>The name of a purpose of this vocabulary.</summary>
    public ClauseId this[PurposeIndex purpose] => Purposes[purpose.Place];

    /// <summary>The name of a version of this vocabulary.</summary>
    public PolicyVersion this[VersionIndex version] => Versions[version.Place];

    /// <summary>The set of the items known here; unknown ones are left out.</summary>
    public ItemSet SetOf(IEnumerable<ItemId> items)
    {
        var set = ItemSet.Empty;
        foreach (var item in items)
            set = set.With(Find(item));
        return set;
    }

    /// <summary>The names of a set, in the order of the bits.</summary>
    public ItemId[] NamesOf(ItemSet items)
    {
        var names = new ItemId[items.Count];
        var i = 0;
        foreach (var item in items)
            names[i++] = this[item];
        return names;
    }

    internal int RankOf(ClauseId clause) => _ranks[clause];

    internal ClauseId ClauseAt(int rank) => Clauses[rank];

    internal ulong MaskOf(IEnumerable<SubjectKind> kinds) => kinds.Aggregate(0UL, (mask, kind) => mask | Find(kind).Mask);

    internal ulong MaskOf(IEnumerable<RecipientKind> recipients) => recipients.Aggregate(0UL, (mask, recipient) => mask | Find(recipient).Mask);

    private static IEnumerable<ClauseId> PurposesOf(Clause clause) => clause.Rule switch
    {
        PurposeRule or RightRule or GroundRule or EntrustmentRule or JointUsersRule => [clause.Id],
        IncidentalRule incidental => [clause.Id, .. incidental.Uses.Select(u => u.Purpose)],
        _ => [],
    };

    private static ImmutableArray<T> InOrder<T>(IEnumerable<T> names, int maximum, string what)
    {
        ImmutableArray<T> distinct = [.. names.Distinct()];
        return distinct.Length <= maximum ? distinct
            : throw new PolicyException($"All versions together have {distinct.Length} {what}; at most {maximum} are possible.");
    }
}
