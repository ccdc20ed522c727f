using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Values;

namespace Azukari.Vault;

/// <summary>Personal data coming in: about what kind of person, through which channel, under which version they were shown.</summary>
public sealed record Acquisition
{
    /// <summary>As what kind of person the data is given; it stays with each item for good.</summary>
    public required SubjectKind SubjectKind { get; init; }

    /// <summary>
    /// Under which id, where the caller has chosen and kept one: taking in under an id that is in the vault already takes nobody in and gives
    /// the first result again, so a caller that lost the answer may ask again. A new random id when null.
    /// </summary>
    public SubjectId? Id { get; init; }

    /// <summary>The values, normalised (see <see cref="StoredValue"/>).</summary>
    public required IReadOnlyDictionary<ItemId, StoredValue> Values { get; init; }

    /// <summary>Through which channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The version of the policy that was shown.</summary>
    public required PolicyVersion PolicyVersion { get; init; }

    /// <summary>When the company acquired it, where that was before now (a file from elsewhere); now when null.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>Consents given in the same act.</summary>
    public IReadOnlyList<ConsentGrant> Consents { get; init; } = [];

    /// <summary>Whether the person was told of a recording before it began; null when nothing was recorded.</summary>
    public bool? ToldOfRecording { get; init; }

    /// <summary>The case it belongs to, as a code.</summary>
    /// <exception cref="ArgumentException">It is no code.</exception>
    public string? Case { get; init => field = value is null ? null : LedgerCode.Check(value, nameof(Case)); }

    /// <summary>Kind and number of items only.</summary>
    public override string ToString() => $"Acquisition[{SubjectKind}, {Values.Count} items]";
}

/// <summary>What became of an acquisition.</summary>
public abstract record AcquireResult
{
    private protected AcquireResult(EntryId entry) => EntryId = entry;

    /// <summary>The ledger entry.</summary>
    public EntryId EntryId { get; }
}

/// <summary>The person is in the vault: sealed, durable and recorded.</summary>
public sealed record Acquired : AcquireResult
{
    internal Acquired(SubjectId subject, EntryId entry) : base(entry) => SubjectId = subject;

    /// <summary>The new id.</summary>
    public SubjectId SubjectId { get; }
}

/// <summary>Refused: nothing that was given is kept.</summary>
public sealed record RefusedAcquisition : AcquireResult
{
    internal RefusedAcquisition(Refusal refusal, EntryId entry) : base(entry) => Refusal = refusal;

    /// <summary>The typed reason, with its clause.</summary>
    public Refusal Refusal { get; }
}

/// <summary>One row to be matched with the people in the vault by an identifying item, and taken in.</summary>
/// <param name="IdentifyBy">The item whose value identifies a person; searchable by exact value, and among the values.</param>
/// <param name="Acquisition">What the row says.</param>
public sealed record Reconciliation(ItemId IdentifyBy, Acquisition Acquisition)
{
    /// <summary>The identifying item only.</summary>
    public override string ToString() => $"Reconciliation[{IdentifyBy}]";
}

/// <summary>What became of a row.</summary>
public abstract record ReconcileResult
{
    private protected ReconcileResult()
    {
    }
}

/// <summary>Nobody had the identifying value: a new person.</summary>
public sealed record ReconciledCreated(SubjectId Subject) : ReconcileResult;

/// <summary>The person is there and every value of the row is what the vault holds: nothing was written.</summary>
public sealed record ReconciledUnchanged(SubjectId Subject) : ReconcileResult;

/// <summary>The person is there and these items were corrected or added.</summary>
public sealed record ReconciledCorrected(SubjectId Subject, IReadOnlyList<ItemId> Items) : ReconcileResult;

/// <summary>The policy refuses the row.</summary>
public sealed record ReconciledRefused(Refusal Refusal) : ReconcileResult;

/// <summary>Several people have the identifying value, or an earlier row of the same batch has it with other values: somebody must look.</summary>
public sealed record ReconciledAmbiguous(int Candidates) : ReconcileResult;
