namespace Azukari.Policy.Deciding;

/// <summary>A value held of the person, as far as a decision must know: never the value itself.</summary>
/// <param name="Item">The item.</param>
/// <param name="AcquiredUnder">The version shown when it was acquired (or which the person's own correction moved it to). No version: refused.</param>
/// <param name="AcquiredAs">The kind of subject the person was then. No kind: refused.</param>
public readonly record struct ItemFact(ItemIndex Item, VersionIndex AcquiredUnder, SubjectIndex AcquiredAs);

/// <summary>A consent the person gave.</summary>
/// <param name="Purpose">For which purpose or ground. None covers nothing.</param>
/// <param name="Recipient">For which recipient kind. None covers staff and the person herself only: whoever is outside must be named.</param>
/// <param name="Items">For which items.</param>
/// <param name="Live">False once it is withdrawn or has ended.</param>
public readonly record struct ConsentFact(PurposeIndex Purpose, RecipientIndex Recipient, ItemSet Items, bool Live);

/// <summary>What a restriction stops.</summary>
public enum RestrictionScope
{
    /// <summary>Every use.</summary>
    All,
    /// <summary>Every use for a purpose, or on a ground.</summary>
    Purpose,
    /// <summary>Every use by a recipient kind.</summary>
    Recipient,
    /// <summary>Every use of some items.</summary>
    Items,
}

/// <summary>A restriction in force (利用停止).</summary>
/// <param name="Scope">What it stops. A value outside the list stops everything.</param>
/// <param name="Purpose">The purpose, for that scope.</param>
/// <param name="Recipient">The recipient, for that scope.</param>
/// <param name="Items">The items, for that scope.</param>
public readonly record struct RestrictionFact(RestrictionScope Scope, PurposeIndex Purpose = default, RecipientIndex Recipient = default, ItemSet Items = default);

/// <summary>What the person answered to a version.</summary>
public enum AnswerKind
{
    /// <summary>Taken note of.</summary>
    Acknowledged,
    /// <summary>Consented to; stronger than acknowledged.</summary>
    Consented,
}

/// <summary>The person's answer to a version.</summary>
public readonly record struct VersionAnswer(VersionIndex Version, AnswerKind Kind);

/// <summary>
/// The facts about one person a decision is made from. All indices belong to the archive that decides. Spans are only read. An empty value knows nothing
/// and so permits nothing that needs a fact.
/// </summary>
public readonly ref struct SubjectFacts
{
    /// <summary>The kind of subject the person is now. No kind: refused.</summary>
    public SubjectIndex Kind { get; init; }

    /// <summary>The values held; several of one item must each pass. Items requested and not held are absent, not refused.</summary>
    public ReadOnlySpan<ItemFact> Held { get; init; }

    /// <summary>The consents given.</summary>
    public ReadOnlySpan<ConsentFact> Consents { get; init; }

    /// <summary>The restrictions in force.</summary>
    public ReadOnlySpan<RestrictionFact> Restrictions { get; init; }

    /// <summary>The answers to versions.</summary>
    public ReadOnlySpan<VersionAnswer> Answers { get; init; }

    /// <summary>The conditions that were asked for and answered. <see cref="Condition.Consent"/> is never read here.</summary>
    public ConditionSet Known { get; init; }

    /// <summary>Of those, the ones that hold.</summary>
    public ConditionSet True { get; init; }

    /// <summary>Whether the request is bound to a case of the kind the purpose asks for (<see cref="Compiling.PolicyArchive.CaseOf"/>).</summary>
    public bool Case { get; init; }
}
