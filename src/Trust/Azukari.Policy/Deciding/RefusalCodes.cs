using System.Collections.Immutable;

namespace Azukari.Policy;

/// <summary>The stable codes of refusals. A policy names each once under <c>refuses</c>, so that every refusal has a clause.</summary>
public static class RefusalCodes
{
    public const string UnknownPurpose = "unknown-purpose";
    public const string UnknownItem = "unknown-item";
    public const string UnknownRecipient = "unknown-recipient";
    public const string UnknownSubjectKind = "unknown-subject-kind";
    public const string PurposeOutOfForce = "purpose-out-of-force";
    public const string SubjectOutOfScope = "subject-out-of-scope";
    public const string RecipientNotGranted = "recipient-not-granted";
    public const string ItemBeyondPurpose = "item-beyond-purpose";
    public const string NotJointlyUsed = "not-jointly-used";
    public const string NoGround = "no-ground";
    public const string NoContract = "no-contract";
    public const string NoConsent = "no-consent";
    public const string Restricted = "restricted";
    public const string MissingFact = "missing-fact";
    public const string ConditionNotMet = "condition-not-met";
    public const string VersionNotAcknowledged = "version-not-acknowledged";
    public const string IncidentalNotRegistered = "incidental-not-registered";
    public const string IncidentalNotApproved = "incidental-not-approved";
    public const string IndividualNumberReserved = "individual-number-reserved";
    public const string NoCase = "no-case";
    public const string NoSuchSubject = "no-such-subject";
    public const string Erased = "erased";
    public const string StaleRequest = "stale-request";
    public const string KindNotCollected = "kind-not-collected";
    public const string ItemNotCollected = "item-not-collected";
    public const string ChannelNotDeclared = "channel-not-declared";
    public const string SpecialCareWithoutConsent = "special-care-without-consent";
    public const string RequiredItemMissing = "required-item-missing";
    public const string UnknownVersion = "unknown-version";

    /// <summary>Every code.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        UnknownPurpose, UnknownItem, UnknownRecipient, UnknownSubjectKind, PurposeOutOfForce, SubjectOutOfScope, RecipientNotGranted, ItemBeyondPurpose,
        NotJointlyUsed, NoGround, NoContract, NoConsent, Restricted, MissingFact, ConditionNotMet, VersionNotAcknowledged, IncidentalNotRegistered,
        IncidentalNotApproved, IndividualNumberReserved, NoCase, NoSuchSubject, Erased, StaleRequest, KindNotCollected, ItemNotCollected, ChannelNotDeclared,
        SpecialCareWithoutConsent, RequiredItemMissing, UnknownVersion,
    ];
}
