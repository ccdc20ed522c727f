using Azukari.Policy;

namespace Azukari.Vault;

/// <summary>What the vault knows about a person besides their data: no value.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Kind">What kind of person now.</param>
/// <param name="CreatedAt">When they came.</param>
/// <param name="Generation">Raised by each act that can change a decision.</param>
/// <param name="Items">What is held, sorted by item.</param>
/// <param name="Consents">Consents, live and withdrawn.</param>
/// <param name="Answers">Versions acknowledged or consented to.</param>
/// <param name="Restrictions">Restrictions, in effect and lifted.</param>
public sealed record SubjectDescription(
    SubjectId Subject, SubjectKind Kind, DateTimeOffset CreatedAt, long Generation, IReadOnlyList<HeldItem> Items,
    IReadOnlyList<HeldConsent> Consents, IReadOnlyList<HeldAnswer> Answers, IReadOnlyList<HeldRestriction> Restrictions);

/// <summary>How an item came to be held.</summary>
/// <param name="Item">Which.</param>
/// <param name="Version">Counts the corrections, from 1.</param>
/// <param name="AcquiredAt">When.</param>
/// <param name="Channel">Through which channel.</param>
/// <param name="PolicyVersion">Under which version.</param>
/// <param name="SubjectKind">As what kind of person.</param>
/// <param name="By">By whom.</param>
/// <param name="Until">Until when it is kept; null where the policy or an event yet to come does not say.</param>
public sealed record HeldItem(
    ItemId Item, long Version, DateTimeOffset AcquiredAt, Channel Channel, PolicyVersion PolicyVersion, SubjectKind SubjectKind, Accessor By, DateTimeOffset? Until)
{
    /// <summary>Whether what is held was typed by somebody else than the person since they gave it: a correction by staff, or by a file of the company's.</summary>
    public bool CorrectedByStaff { get; init; }
}

/// <summary>A consent on record.</summary>
public sealed record HeldConsent(ConsentId Id, ConsentGrant Grant, PolicyVersion PolicyVersion, DateTimeOffset GivenAt, DateTimeOffset? WithdrawnAt, Accessor By);

/// <summary>A person's answer to a version.</summary>
public sealed record HeldAnswer(PolicyVersion Version, bool Consented, DateTimeOffset At, Accessor By);

/// <summary>A restriction on record.</summary>
public sealed record HeldRestriction(RestrictionId Id, Restriction Scope, DateTimeOffset Since, DateTimeOffset? LiftedAt, Accessor By);
