using Azukari.Policy.Document;

namespace Azukari.Policy.Deciding;

/// <summary>
/// Why something is refused: a closed hierarchy. Every refusal has a stable code and names a clause of the version in force; it holds ids and labels of
/// the policy, never a value of a person, so it may be shown, logged and recorded.
/// </summary>
public abstract record Refusal
{
    private readonly PolicyDocument _policy;

    private protected Refusal(string code, Clause clause, PolicyDocument policy)
    {
        Code = code;
        Clause = clause.Id;
        Heading = clause.Heading;
        _policy = policy;
    }

    /// <summary>The stable code, one of <see cref="RefusalCodes.All"/>.</summary>
    public string Code { get; }

    /// <summary>The clause that refuses.</summary>
    public ClauseId Clause { get; }

    /// <summary>The heading of that clause.</summary>
    public LocalText Heading { get; }

    /// <summary>What a person reads, in "en" or, for anything else, Japanese.</summary>
    public string Sentence(string language) => RefusalTexts.Sentence(this, _policy, language);

    /// <summary>The parts of the sentence which the code alone does not give.</summary>
    internal virtual Particulars Particulars => default;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Code} ({Clause})";
}

/// <summary>What a sentence speaks of.</summary>
internal readonly record struct Particulars(
    IReadOnlyList<ItemId>? Items = null, string? Name = null, Condition? Condition = null, PolicyVersion? Version = null, bool Kept = false);

/// <summary>No version has such a purpose, right or ground.</summary>
public sealed record UnknownPurpose : Refusal
{
    internal UnknownPurpose(ClauseId purpose, Clause clause, PolicyDocument policy) : base(RefusalCodes.UnknownPurpose, clause, policy) => Purpose = purpose;

    /// <summary>What was asked for.</summary>
    public ClauseId Purpose { get; }

    internal override Particulars Particulars => new(Name: Purpose.Value);
}

/// <summary>No version declares such an item, or no item was named.</summary>
public sealed record UnknownItem : Refusal
{
    internal UnknownItem(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.UnknownItem, clause, policy) => Items = items;

    /// <summary>The unknown ones; empty when none was named at all.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items);
}

/// <summary>No version declares such a recipient.</summary>
public sealed record UnknownRecipient : Refusal
{
    internal UnknownRecipient(RecipientKind recipient, Clause clause, PolicyDocument policy) : base(RefusalCodes.UnknownRecipient, clause, policy) => Recipient = recipient;

    /// <summary>What was asked for.</summary>
    public RecipientKind Recipient { get; }

    internal override Particulars Particulars => new(Name: Recipient.Value);
}

/// <summary>The kind of the person, now or when data was acquired, is unknown.</summary>
public sealed record UnknownSubjectKind : Refusal
{
    internal UnknownSubjectKind(Clause clause, PolicyDocument policy) : base(RefusalCodes.UnknownSubjectKind, clause, policy)
    {
    }
}

/// <summary>The purpose is of another version than the one in force.</summary>
public sealed record PurposeOutOfForce : Refusal
{
    internal PurposeOutOfForce(ClauseId purpose, Clause clause, PolicyDocument policy) : base(RefusalCodes.PurposeOutOfForce, clause, policy) => Purpose = purpose;

    /// <summary>What was asked for.</summary>
    public ClauseId Purpose { get; }

    internal override Particulars Particulars => new(Name: Purpose.Value);
}

/// <summary>The person, or the person as she was when an item was acquired, is not among those the purpose is about.</summary>
public sealed record SubjectOutOfScope : Refusal
{
    internal SubjectOutOfScope(Clause clause, PolicyDocument policy) : base(RefusalCodes.SubjectOutOfScope, clause, policy)
    {
    }
}

/// <summary>The purpose grants nothing to the recipient.</summary>
public sealed record RecipientNotGranted : Refusal
{
    internal RecipientNotGranted(RecipientKind recipient, Clause clause, PolicyDocument policy) : base(RefusalCodes.RecipientNotGranted, clause, policy) => Recipient = recipient;

    /// <summary>Who asked.</summary>
    public RecipientKind Recipient { get; }

    internal override Particulars Particulars => new(Name: Recipient.Value);
}

/// <summary>Items go beyond what the purpose, right or ground allows the recipient.</summary>
public sealed record ItemBeyondPurpose : Refusal
{
    internal ItemBeyondPurpose(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.ItemBeyondPurpose, clause, policy) => Items = items;

    /// <summary>The items beyond.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items);
}

/// <summary>Items or the purpose are not of the joint use.</summary>
public sealed record NotJointlyUsed : Refusal
{
    internal NotJointlyUsed(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.NotJointlyUsed, clause, policy) => Items = items;

    /// <summary>The items that are not jointly used; empty when it is the purpose or the joint user.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items);
}

/// <summary>Data would leave the company and no ground covers the recipient.</summary>
public sealed record NoGround : Refusal
{
    internal NoGround(Clause clause, PolicyDocument policy) : base(RefusalCodes.NoGround, clause, policy)
    {
    }
}

/// <summary>There is no contract in force with the recipient.</summary>
public sealed record NoContract : Refusal
{
    internal NoContract(Clause clause, PolicyDocument policy) : base(RefusalCodes.NoContract, clause, policy)
    {
    }
}

/// <summary>No live consent covers recipient, items and purpose.</summary>
public sealed record NoConsent : Refusal
{
    internal NoConsent(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.NoConsent, clause, policy) => Items = items;

    /// <summary>The items without consent.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items);
}

/// <summary>The person has restricted the use.</summary>
public sealed record Restricted : Refusal
{
    internal Restricted(Clause clause, PolicyDocument policy) : base(RefusalCodes.Restricted, clause, policy)
    {
    }
}

/// <summary>Whether a condition holds is not known.</summary>
public sealed record MissingFact : Refusal
{
    internal MissingFact(Condition condition, Clause clause, PolicyDocument policy) : base(RefusalCodes.MissingFact, clause, policy) => Condition = condition;

    /// <summary>The condition.</summary>
    public Condition Condition { get; }

    internal override Particulars Particulars => new(Condition: Condition);
}

/// <summary>A condition does not hold.</summary>
public sealed record ConditionNotMet : Refusal
{
    internal ConditionNotMet(Condition condition, Clause clause, PolicyDocument policy) : base(RefusalCodes.ConditionNotMet, clause, policy) => Condition = condition;

    /// <summary>The condition.</summary>
    public Condition Condition { get; }

    internal override Particulars Particulars => new(Condition: Condition);
}

/// <summary>An item was acquired before a version widened its use, and the person has not answered the widening the way that version declares.</summary>
public sealed record VersionNotAcknowledged : Refusal
{
    internal VersionNotAcknowledged(PolicyVersion version, NoticeKind how, IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy)
        : base(RefusalCodes.VersionNotAcknowledged, clause, policy)
    {
        Version = version;
        How = how;
        Items = items;
    }

    /// <summary>The version that widened.</summary>
    public PolicyVersion Version { get; }

    /// <summary>What answer it needs.</summary>
    public NoticeKind How { get; }

    /// <summary>The items acquired before.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items, Version: Version);
}

/// <summary>The clause covers registered incidental uses only, and this is none.</summary>
public sealed record IncidentalNotRegistered : Refusal
{
    internal IncidentalNotRegistered(ClauseId purpose, Clause clause, PolicyDocument policy) : base(RefusalCodes.IncidentalNotRegistered, clause, policy) => Purpose = purpose;

    /// <summary>What was asked for.</summary>
    public ClauseId Purpose { get; }

    internal override Particulars Particulars => new(Name: Purpose.Value);
}

/// <summary>The incidental use is registered and not approved.</summary>
public sealed record IncidentalNotApproved : Refusal
{
    internal IncidentalNotApproved(ClauseId purpose, Clause clause, PolicyDocument policy) : base(RefusalCodes.IncidentalNotApproved, clause, policy) => Purpose = purpose;

    /// <summary>What was asked for.</summary>
    public ClauseId Purpose { get; }

    internal override Particulars Particulars => new(Name: Purpose.Value);
}

/// <summary>Individual Numbers serve their statutory purpose only (MNA 9, 19).</summary>
public sealed record IndividualNumberReserved : Refusal
{
    internal IndividualNumberReserved(Clause clause, PolicyDocument policy) : base(RefusalCodes.IndividualNumberReserved, clause, policy)
    {
    }
}

/// <summary>The request is bound to no case of the kind the purpose needs.</summary>
public sealed record NoCase : Refusal
{
    internal NoCase(CaseKind kind, Clause clause, PolicyDocument policy) : base(RefusalCodes.NoCase, clause, policy) => Kind = kind;

    /// <summary>The kind of case needed.</summary>
    public CaseKind Kind { get; }

    internal override Particulars Particulars => new(Name: PolicyWords.Of(Kind));
}

/// <summary>There is no such person.</summary>
public sealed record NoSuchSubject : Refusal
{
    internal NoSuchSubject(Clause clause, PolicyDocument policy) : base(RefusalCodes.NoSuchSubject, clause, policy)
    {
    }
}

/// <summary>The person has been erased.</summary>
public sealed record Erased : Refusal
{
    internal Erased(Clause clause, PolicyDocument policy) : base(RefusalCodes.Erased, clause, policy)
    {
    }
}

/// <summary>The request was resolved by another archive: versions changed in between. Resolve it again.</summary>
public sealed record StaleRequest : Refusal
{
    internal StaleRequest(Clause clause, PolicyDocument policy) : base(RefusalCodes.StaleRequest, clause, policy)
    {
    }
}
