namespace Azukari.Policy.Compiling;

/// <summary>What a name stands for in one version.</summary>
internal enum EntryKind
{
    Purpose,
    IncidentalClause,
    IncidentalUse,
    Right,
    Ground,
    Entrustment,
    JointUsers,
}

/// <summary>One version's rule behind a name, as masks.</summary>
internal sealed record Entry(EntryKind Kind, int Clause)
{
    /// <summary>Clauses cited beside <see cref="Clause"/> (an incidental use's parent); -1 for none.</summary>
    public int Parent { get; init; } = -1;

    public ulong Subjects { get; init; }

    public ulong To { get; init; }

    /// <summary>The items of a ground or right; for joint users those they are narrowed to, empty when they are not.</summary>
    public ItemSet Items { get; init; }

    public ConditionSet Conditions { get; init; }

    public CaseKind Case { get; init; }

    public bool Statutory { get; init; }

    public bool Pseudonymise { get; init; }

    public bool Approved { get; init; } = true;

    public bool WithinPurpose { get; init; }

    public bool Review { get; init; }

    /// <summary>Whether it is a duty or exception by law which a restriction does not stop.</summary>
    public bool ByLaw { get; init; }

    public bool WarnsOfCancellation { get; init; }

    public bool TellsOthers { get; init; }

    public CompiledGrant[] Grants { get; init; } = [];

    /// <summary>For incidental uses: the clause under which joint use may name it.</summary>
    public PurposeIndex JointName { get; init; }
}

internal readonly record struct CompiledGrant(ulong To, ItemSet Items, ulong Subjects, ConditionSet When);

internal readonly record struct JointItems(int Clause, ItemSet Items);

internal sealed record JointPurposes(int Clause, PurposeIndex[] Purposes);

internal readonly record struct EntrustmentTerms(int Clause, ulong To, bool CoversIndividualNumbers, bool CoversPersonalData);

internal readonly record struct DutyGate(int Clause, ulong Gates);

internal readonly record struct RecipientTerms(bool Declared, RecipientSort Sort, bool Abroad, ConditionSet Requires);

internal readonly record struct Collected(int Clause, ulong Subjects, ItemSet Items, ItemSet Required, ItemSet Consent, ItemSet ToldFirst, uint Channels);
