namespace Azukari.Policy.Deciding;

/// <summary>An item someone wants to acquire, and whether the person consented to that in the same act.</summary>
public readonly record struct AcquiredFact(ItemId Item, bool Consented = false);

/// <summary>What someone wants to acquire from a person. Ids and facts only, no value.</summary>
/// <param name="Kind">The kind of person.</param>
/// <param name="Items">The items; at least one.</param>
/// <param name="Channel">By which way.</param>
/// <param name="VersionShown">The version of the policy the person was shown.</param>
/// <param name="ToldOfRecording">Whether the caller was told first that the call is recorded.</param>
/// <param name="Addition">Whether items are added to what is already held, so that required items need not be among them.</param>
public readonly record struct AcquisitionRequest(
    SubjectKind Kind, IReadOnlyCollection<AcquiredFact> Items, Channel Channel, PolicyVersion VersionShown, bool ToldOfRecording = false, bool Addition = false);

/// <summary>Whether items may be acquired: the clauses that collect them, or the refusal. The default value is a refusal without a reason and must not be shown.</summary>
public readonly struct AcquisitionDecision
{
    internal AcquisitionDecision(in ClauseSet clauses)
    {
        Permitted = true;
        Clauses = clauses;
    }

    internal AcquisitionDecision(Refusal refusal) => Refusal = refusal;

    /// <summary>Whether all of it may be acquired.</summary>
    public bool Permitted { get; }

    /// <summary>The clauses of the version in force that collect the items, sorted.</summary>
    public ClauseSet Clauses { get; }

    /// <summary>Why not; null exactly when it is permitted.</summary>
    public Refusal? Refusal { get; }
}
