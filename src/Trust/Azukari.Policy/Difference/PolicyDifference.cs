using System.Collections.Immutable;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;

namespace Azukari.Policy.Difference;

/// <summary>
/// What another version of a policy permits, forbids, keeps and says differently. Semantic: the order of clauses and lists, names of sets and places in
/// the file make no difference.
/// </summary>
public sealed record PolicyDifference
{
    /// <summary>The version compared with.</summary>
    public required PolicyDocument Before { get; init; }

    /// <summary>The version compared.</summary>
    public required PolicyDocument After { get; init; }

    /// <summary>Accesses that only the later version permits.</summary>
    public required ImmutableArray<AccessChange> Gained { get; init; }

    /// <summary>Accesses that only the earlier version permits.</summary>
    public required ImmutableArray<AccessChange> Lost { get; init; }

    /// <summary>Accesses both permit, under other conditions.</summary>
    public required ImmutableArray<ConditionChange> Conditions { get; init; }

    /// <summary>What changes in joint use.</summary>
    public required JointUseChange JointUse { get; init; }

    /// <summary>Items collected from whom, only in the later version.</summary>
    public required ImmutableArray<CollectionChange> CollectedNow { get; init; }

    /// <summary>Items collected from whom, only in the earlier version.</summary>
    public required ImmutableArray<CollectionChange> CollectedNoMore { get; init; }

    /// <summary>Items kept for another time.</summary>
    public required ImmutableArray<RetentionChange> Retention { get; init; }

    /// <summary>Consents that were given for accesses the later version does not permit any more.</summary>
    public required ImmutableArray<AccessChange> ConsentsInvalidated { get; init; }

    /// <summary>Clauses that widen what may be done with data acquired before, and how people are told.</summary>
    public required ImmutableArray<Widening> Widenings { get; init; }

    /// <summary>Clauses added, removed or changed, in the order of the later version, removed ones last.</summary>
    public required ImmutableArray<ClauseChange> Clauses { get; init; }

    /// <summary>Widenings of which the later version does not say how people are told, or says too little: joint use needs consent. Each is an error.</summary>
    public IEnumerable<Widening> Undeclared => Widenings.Where(w => w.Declared is null || w.Declared < w.Needs);

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Gained.IsEmpty && Lost.IsEmpty && Conditions.IsEmpty && JointUse.IsEmpty && CollectedNow.IsEmpty && CollectedNoMore.IsEmpty
        && Retention.IsEmpty && Clauses.IsEmpty;
}

/// <summary>Accesses of one purpose and recipient.</summary>
/// <param name="Purpose">The purpose, right or ground.</param>
/// <param name="Recipient">Who.</param>
/// <param name="Exit">By which way it leaves, if it does.</param>
/// <param name="Items">Which items, in the order of the file.</param>
/// <param name="Subjects">About which kinds of people.</param>
/// <param name="Terms">Under which conditions; one of them is enough.</param>
public sealed record AccessChange(
    ClauseId Purpose, RecipientKind Recipient, Exit Exit, ImmutableArray<ItemId> Items, ImmutableArray<SubjectKind> Subjects, ImmutableArray<AccessTerms> Terms);

/// <summary>What must hold for an access.</summary>
/// <param name="Conditions">Conditions, all of them.</param>
/// <param name="BoundToCase">Whether a case is needed.</param>
/// <param name="WithinPurpose">For grounds: whether the access must keep to a purpose.</param>
public sealed record AccessTerms(ConditionSet Conditions, bool BoundToCase, bool WithinPurpose)
{
    /// <summary>Whether whoever meets the other terms meets these.</summary>
    internal bool AreMetBy(AccessTerms other) =>
        other.Conditions.ContainsAll(Conditions) && (!BoundToCase || other.BoundToCase) && (!WithinPurpose || other.WithinPurpose);
}

/// <summary>An access under other conditions.</summary>
/// <param name="Purpose">The purpose, right or ground.</param>
/// <param name="Recipient">Who.</param>
/// <param name="Exit">By which way it leaves, if it does.</param>
/// <param name="Items">Which items.</param>
/// <param name="Subjects">About which kinds of people.</param>
/// <param name="Before">The terms before; one of them was enough.</param>
/// <param name="After">The terms after; one of them is enough.</param>
/// <param name="Loosened">Whether something is enough now that was not.</param>
/// <param name="Tightened">Whether something is not enough any more.</param>
public sealed record ConditionChange(
    ClauseId Purpose, RecipientKind Recipient, Exit Exit, ImmutableArray<ItemId> Items, ImmutableArray<SubjectKind> Subjects, ImmutableArray<AccessTerms> Before,
    ImmutableArray<AccessTerms> After, bool Loosened, bool Tightened);

/// <summary>What changes in joint use.</summary>
public sealed record JointUseChange(
    ImmutableArray<ItemId> ItemsGained, ImmutableArray<ItemId> ItemsLost, ImmutableArray<RecipientKind> UsersGained, ImmutableArray<RecipientKind> UsersLost,
    ImmutableArray<NamedUser> NamedGained, ImmutableArray<NamedUser> NamedLost, ImmutableArray<ClauseId> PurposesGained, ImmutableArray<ClauseId> PurposesLost)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => ItemsGained.IsEmpty && ItemsLost.IsEmpty && UsersGained.IsEmpty && UsersLost.IsEmpty && NamedGained.IsEmpty && NamedLost.IsEmpty
        && PurposesGained.IsEmpty && PurposesLost.IsEmpty;
}

/// <summary>Items collected, or not any more, from a kind of people.</summary>
public sealed record CollectionChange(SubjectKind Subject, ImmutableArray<ItemId> Items);

/// <summary>An item kept for another time; null where a version does not say.</summary>
public sealed record RetentionChange(ItemId Item, Retention? Before, Retention? After);

/// <summary>A clause that widens what may be done with data acquired under the earlier version.</summary>
/// <param name="Clause">The clause.</param>
/// <param name="Declared">How people are told; null when the version does not say, and then consent is needed.</param>
/// <param name="Needs">The least that will do: consent for joint use, publication otherwise.</param>
/// <param name="JointUse">Whether it widens joint use.</param>
/// <param name="On">When people were told.</param>
/// <param name="Accesses">What it widens.</param>
public sealed record Widening(ClauseId Clause, NoticeKind? Declared, NoticeKind Needs, bool JointUse, DateOnly? On, ImmutableArray<AccessChange> Accesses);

/// <summary>A clause that differs. One of the two is null when it was added or removed.</summary>
/// <param name="Clause">Its id.</param>
/// <param name="Before">The clause before.</param>
/// <param name="After">The clause after.</param>
/// <param name="TextChanged">Whether number, heading, text or note differ.</param>
/// <param name="RuleChanged">Whether the rule differs.</param>
public sealed record ClauseChange(ClauseId Clause, Clause? Before, Clause? After, bool TextChanged, bool RuleChanged);
