using System.Collections.Immutable;

namespace Azukari.Policy.Document;

/// <summary>A clause of the policy: what it says and what it rules.</summary>
/// <param name="Id">Its stable id.</param>
/// <param name="Number">Its number as printed; empty where none is printed.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Text">Its text.</param>
/// <param name="Law">The provisions behind it, as "APPI 17(1)".</param>
/// <param name="Refuses">Codes of the refusals that name this clause when they have no clause of their own.</param>
/// <param name="Note">An editor's note, printed as one; null when there is none.</param>
/// <param name="Rule">What it rules; <see cref="StatementRule"/> where it only states.</param>
/// <param name="Position">Where it stands in the file.</param>
public sealed record Clause(
    ClauseId Id, string Number, LocalText Heading, LocalText Text, ImmutableArray<string> Law, ImmutableArray<string> Refuses, LocalText? Note,
    ClauseRule Rule, SourcePosition Position)
{
    /// <summary>The heading of the part of the document that begins with this clause; null when none begins here. It rules nothing.</summary>
    public LocalText? Section { get; init; }

    /// <summary>What a purpose is called in the Data Privacy Vocabulary (<see cref="Standards.DpvTerms.Purposes"/>), for exports; empty where the file does not say.</summary>
    public ImmutableArray<string> Dpv { get; init; } = [];
}

/// <summary>What a clause rules. A closed hierarchy: nothing outside this assembly derives from it.</summary>
public abstract record ClauseRule
{
    private protected ClauseRule(SourcePosition position) => Position = position;

    /// <summary>Where the rule stands in the file.</summary>
    public SourcePosition Position { get; }
}

/// <summary>The clause states something and rules nothing.</summary>
public sealed record StatementRule(SourcePosition At) : ClauseRule(At);

/// <summary>A purpose of use and who may use which items for it.</summary>
/// <param name="Subjects">Whose data it may use.</param>
/// <param name="Case">The business a use must be bound to.</param>
/// <param name="Bounded">Whether the text sets bounds; the linter reports a purpose without.</param>
/// <param name="Statutory">The statute that makes it an Individual Number purpose ("MNA 9"); null for ordinary purposes.</param>
/// <param name="Pseudonymise">Whether results are to be pseudonymised where possible.</param>
/// <param name="Aim">What the linter must know of its aim; null mostly.</param>
/// <param name="Grants">Who may use what.</param>
/// <param name="At">Where it stands.</param>
public sealed record PurposeRule(
    ImmutableArray<SubjectKind> Subjects, CaseKind Case, bool Bounded, string? Statutory, bool Pseudonymise, PurposeAim? Aim, ImmutableArray<Grant> Grants,
    SourcePosition At) : ClauseRule(At);

/// <summary>An aim of a purpose which law or the linter treats on its own.</summary>
public enum PurposeAim
{
    /// <summary>Preventing fraud, crime and abusive complaints.</summary>
    FraudPrevention,
}

/// <summary>Recipients who may use items, for some subject kinds, when conditions hold. Grants of one purpose unite.</summary>
/// <param name="To">The recipients.</param>
/// <param name="Items">The items.</param>
/// <param name="Subjects">The subject kinds; those of the purpose where the file names none.</param>
/// <param name="When">All of these must hold.</param>
/// <param name="Position">Where it stands.</param>
public sealed record Grant(
    ImmutableArray<RecipientKind> To, ImmutableArray<ItemId> Items, ImmutableArray<SubjectKind> Subjects, ConditionSet When, SourcePosition Position);

/// <summary>Uses incidental to other purposes: only registered and approved ones, each within its parent.</summary>
/// <param name="Parents">The purposes a use may be incidental to.</param>
/// <param name="Approval">Who approves; null when the text does not say.</param>
/// <param name="Uses">The registered uses.</param>
/// <param name="At">Where it stands.</param>
public sealed record IncidentalRule(ImmutableArray<ClauseId> Parents, string? Approval, ImmutableArray<IncidentalUse> Uses, SourcePosition At) : ClauseRule(At);

/// <summary>A registered incidental use. It is requested under <see cref="Purpose"/>.</summary>
public sealed record IncidentalUse(
    string Id, ClauseId Purpose, ClauseId Parent, LocalText Label, ImmutableArray<RecipientKind> To, ImmutableArray<ItemId> Items, UseApproval? Approved,
    SourcePosition Position);

/// <summary>Who approved an incidental use, and when.</summary>
public sealed record UseApproval(string By, DateOnly On);

/// <summary>Which items are jointly used.</summary>
public sealed record JointItemsRule(ImmutableArray<ItemId> Items, SourcePosition At) : ClauseRule(At);

/// <summary>Who uses them jointly.</summary>
/// <param name="To">The recipient kinds.</param>
/// <param name="Subjects">Whose data; every kind where the file names none.</param>
/// <param name="OpenEnded">Whether others than those named may join.</param>
/// <param name="Named">The joint users by name.</param>
/// <param name="HandledAsEntrustment">Whether those the text calls joint users are entrustees in law and handled as such.</param>
/// <param name="At">Where it stands.</param>
public sealed record JointUsersRule(
    ImmutableArray<RecipientKind> To, ImmutableArray<SubjectKind> Subjects, bool OpenEnded, ImmutableArray<NamedUser> Named, bool HandledAsEntrustment,
    SourcePosition At) : ClauseRule(At)
{
    /// <summary>The jointly used items these recipients may use, a subset of <see cref="JointItemsRule"/>; empty when they may use all of them.</summary>
    public ImmutableArray<ItemId> Items { get; init; } = [];
}

/// <summary>A joint user by name.</summary>
public sealed record NamedUser(LocalText Name, string? Country, LocalText? Address, bool Specimen, SourcePosition Position)
{
    /// <summary>What people are told about the country's system and the joint user's measures, APPI 28; null when the policy does not say.</summary>
    public LocalText? Measures { get; init; }
}

/// <summary>For which purposes items are jointly used.</summary>
public sealed record JointPurposesRule(ImmutableArray<ClauseId> Purposes, SourcePosition At) : ClauseRule(At);

/// <summary>Who is responsible for the joint use.</summary>
public sealed record JointManagerRule(LocalText Name, CompanyDetail? Address, CompanyDetail? Representative, SourcePosition At) : ClauseRule(At);

/// <summary>What is collected, from whom and how.</summary>
/// <param name="Subjects">From whom.</param>
/// <param name="Items">What.</param>
/// <param name="Channels">By which ways.</param>
/// <param name="Consent">Items which need the person's consent in the same act, beside all special-care items.</param>
/// <param name="ToldFirst">Items for which the person must be told of the recording before it begins.</param>
/// <param name="At">Where it stands.</param>
public sealed record AcquisitionRule(
    ImmutableArray<SubjectKind> Subjects, ImmutableArray<AcquiredItem> Items, ImmutableArray<Channel> Channels, ImmutableArray<ItemId> Consent,
    ImmutableArray<ItemId> ToldFirst, SourcePosition At) : ClauseRule(At);

/// <summary>An item that is collected, and whether it must be given.</summary>
public sealed record AcquiredItem(ItemId Item, bool Required)
{
    /// <summary>From whom: the rule's subjects or some of them. Entries for one item never overlap.</summary>
    public ImmutableArray<SubjectKind> Subjects { get; init; } = [];
}

/// <summary>The terms under which data is entrusted. An entrustment always needs a contract in force.</summary>
public sealed record EntrustmentRule(
    ImmutableArray<RecipientKind> To, bool ContractRequired, ImmutableArray<EntrustmentCover> Covers, ReEntrustment ReEntrustment, SourcePosition At) : ClauseRule(At);

/// <summary>A ground on which data goes to someone outside.</summary>
/// <param name="To">To whom.</param>
/// <param name="Items">Which items; never an Individual Number.</param>
/// <param name="Requires">All of these must hold.</param>
/// <param name="WithinPurpose">Whether it must also keep to the purpose the request names.</param>
/// <param name="Review">Whether each provision is reviewed afterwards.</param>
/// <param name="Article">The article of the APPI that is the ground: "27(1)(2)"; null when there is none.</param>
/// <param name="At">Where it stands.</param>
public sealed record GroundRule(
    ImmutableArray<RecipientKind> To, ImmutableArray<ItemId> Items, ConditionSet Requires, bool WithinPurpose, bool Review, string? Article,
    SourcePosition At) : ClauseRule(At);

/// <summary>A right of the person.</summary>
/// <param name="Of">Which.</param>
/// <param name="To">Who exercises it.</param>
/// <param name="Items">On which items; never an Individual Number.</param>
/// <param name="IdentityConfirmed">Whether the identity must be confirmed first.</param>
/// <param name="Deadline">By when it is answered; null when the policy does not say.</param>
/// <param name="Refusals">The reasons for which it may be refused.</param>
/// <param name="WarnsOfCancellation">Whether exercising it may cancel the registration, of which the person is warned.</param>
/// <param name="Published">Whether the procedure is published.</param>
/// <param name="At">Where it stands.</param>
public sealed record RightRule(
    RightKind Of, ImmutableArray<RecipientKind> To, ImmutableArray<ItemId> Items, bool IdentityConfirmed, Period? Deadline, ImmutableArray<RightRefusal> Refusals,
    bool WarnsOfCancellation, bool Published, SourcePosition At) : ClauseRule(At);

/// <summary>A duty that recurs. Where it gates recipients, it must be attested before they see anything.</summary>
/// <param name="Who">Who has it; empty when it is the company's own.</param>
/// <param name="Owner">The role that sees to it.</param>
/// <param name="Every">How often it is due; null when the policy does not say.</param>
/// <param name="Evidence">What shows that it was done.</param>
/// <param name="Gates">The recipients which receive nothing before.</param>
/// <param name="At">Where it stands.</param>
public sealed record DutyRule(
    ImmutableArray<SubjectKind> Who, string Owner, Period? Every, string Evidence, ImmutableArray<RecipientKind> Gates, SourcePosition At) : ClauseRule(At);

/// <summary>Measures of protection.</summary>
public sealed record MeasureRule(ImmutableArray<MeasureKind> Kinds, bool Published, SourcePosition At) : ClauseRule(At);

/// <summary>How the policy changes.</summary>
public sealed record RevisionRule(RevisionNotice Notice, RevisionEffect Effective, SourcePosition At) : ClauseRule(At);

/// <summary>How far liability is excluded.</summary>
public sealed record LiabilityRule(LiabilityExclusion Excludes, SourcePosition At) : ClauseRule(At);
