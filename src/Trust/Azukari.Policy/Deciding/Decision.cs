using Azukari.Policy.Compiling;

namespace Azukari.Policy.Deciding;

/// <summary>By which way data leaves the company's own hands.</summary>
public enum Exit
{
    /// <summary>It does not.</summary>
    None,
    /// <summary>To the person, by her right (開示).</summary>
    Disclosure,
    /// <summary>To a joint user.</summary>
    JointUse,
    /// <summary>To an entrustee.</summary>
    Entrustment,
    /// <summary>To someone else, on a ground.</summary>
    Provision,
}

/// <summary>What whoever carries out a permitted access must do beside it.</summary>
[Flags]
public enum Obligations
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>What is shown or exported carries a watermark.</summary>
    Watermark = 1,
    /// <summary>Joint users and entrustees are told of the change.</summary>
    TellJointUsers = 2,
    /// <summary>A record of provision is made (APPI 29).</summary>
    ProvisionRecord = 4,
    /// <summary>The access is reviewed afterwards.</summary>
    ReviewAfter = 8,
    /// <summary>Results are pseudonymised where possible.</summary>
    Pseudonymise = 16,
    /// <summary>The person is warned that the registration may be cancelled, and confirms.</summary>
    WarnOfCancellation = 32,
}

/// <summary>
/// A request whose names are known to an archive. It can only be decided by the archive that resolved it; another refuses it as stale. The default value
/// is refused.
/// </summary>
public readonly struct ResolvedRequest
{
    internal ResolvedRequest(PolicyArchive? archive, PurposeIndex purpose, RecipientIndex recipient, ItemSet items, PurposeIndex ground, ConditionSet needs, CaseKind needsCase)
    {
        Archive = archive;
        Purpose = purpose;
        Recipient = recipient;
        Items = items;
        Ground = ground;
        Needs = needs;
        Case = needsCase;
    }

    internal PolicyArchive? Archive { get; }

    /// <summary>The purpose.</summary>
    public PurposeIndex Purpose { get; }

    /// <summary>Who receives.</summary>
    public RecipientIndex Recipient { get; }

    /// <summary>The items asked for; never empty.</summary>
    public ItemSet Items { get; }

    /// <summary>The ground named, or none.</summary>
    public PurposeIndex Ground { get; }

    /// <summary>The conditions a decision on this request may look at in any version; only these need be asked for. Never holds <see cref="Condition.Consent"/>.</summary>
    public ConditionSet Needs { get; }

    /// <summary>The kind of case the request must be bound to; <see cref="CaseKind.None"/> when none is needed.</summary>
    public CaseKind Case { get; }
}

/// <summary>What came of a decision. The default value is a refusal.</summary>
public readonly struct Decision
{
    internal Decision(ClauseSet clauses, Obligations obligations, Exit exit)
    {
        Permitted = true;
        Clauses = clauses;
        Obligations = obligations;
        Exit = exit;
    }

    internal Decision(Refusal refusal) => Refusal = refusal;

    /// <summary>Whether the whole request is permitted.</summary>
    public bool Permitted { get; }

    /// <summary>All clauses of the version in force that permit it, sorted; empty when refused.</summary>
    public ClauseSet Clauses { get; }

    /// <summary>What must be done beside it.</summary>
    public Obligations Obligations { get; }

    /// <summary>By which way it leaves.</summary>
    public Exit Exit { get; }

    /// <summary>Why it is refused; null exactly when it is permitted.</summary>
    public Refusal? Refusal { get; }
}
