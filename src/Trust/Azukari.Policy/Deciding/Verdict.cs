namespace Azukari.Policy.Deciding;

/// <summary>The reasons the evaluator knows, in no order.</summary>
internal enum Reason
{
    None,
    PurposeOutOfForce,
    SubjectOutOfScope,
    RecipientNotGranted,
    ItemBeyondPurpose,
    NotJointlyUsed,
    NoGround,
    NoConsent,
    Condition,
    IncidentalNotRegistered,
    IncidentalNotApproved,
    IndividualNumberReserved,
    NoCase,
}

/// <summary>What one version says of one request, without the two-version rule and restrictions. Never allocates.</summary>
internal struct Verdict
{
    public Reason Reason;

    /// <summary>The rank of the clause that refuses; -1 where the version's <c>refuses</c> lists decide.</summary>
    public int RefusedBy;

    public ItemSet RefusedItems;

    public Condition Missing;

    public ClauseSet Clauses;

    public Obligations Obligations;

    public Exit Exit;

    /// <summary>Whether restrictions do not stop it: a right, a duty by law.</summary>
    public bool ByLaw;

    /// <summary>Whether it is the person's own right, to which the versions before have nothing to say.</summary>
    public bool Right;

    public readonly bool Permitted => Reason == Reason.None;

    public static Verdict Refuse(Reason reason, int clause = -1, ItemSet items = default, Condition missing = default) =>
        new() { Reason = reason, RefusedBy = clause, RefusedItems = items, Missing = missing };
}
