using System.Collections.Immutable;
using Azukari.Ledger;

namespace Azukari.Vault;

/// <summary>A step of an erasure.</summary>
public enum ErasureStep
{
    /// <summary>The erasure is decided: from here no read succeeds, whatever crashes.</summary>
    Decided,

    /// <summary>What the law makes the company keep was moved under the statutory key, with its end date; or there was nothing.</summary>
    StatutoryKept,

    /// <summary>The keys are destroyed and the person is on the list of erasures: no table, replica or old backup of the data opens any more.</summary>
    KeysDestroyed,

    /// <summary>Freed pages and logs of the key store were overwritten.</summary>
    KeyStoreScrubbed,

    /// <summary>The sealed rows, consents and index entries are removed.</summary>
    RowsRemoved,

    /// <summary>The ledger has the entry.</summary>
    Recorded,
}

/// <summary>What an erasure cannot reach, for the certificate to say.</summary>
public enum ErasureLimit
{
    /// <summary>Files exported before.</summary>
    ExportedFiles,

    /// <summary>Mail and letters sent before.</summary>
    SentMessages,

    /// <summary>Copies of the key store made before, until the master key is rotated.</summary>
    KeyBackupsUntilRotation,

    /// <summary>The key store's freed space: a long reader kept it from being overwritten; the next scrub does it.</summary>
    KeyStoreNotYetScrubbed,

    /// <summary>The master keys are away, so nobody can tell what the law keeps: the person's keys wait for them, and no read succeeds.</summary>
    KeysUntilMasterKeysAreBack,
}

/// <summary>What was done to erase a person, and what that does not reach. Holds no value and no name.</summary>
/// <param name="Subject">Who was erased.</param>
/// <param name="At">When the erasure was decided.</param>
/// <param name="Done">The steps done, in order.</param>
/// <param name="Limits">What it does not reach.</param>
/// <param name="StatutoryUntil">Until when a name is kept for provision records; null when nothing is kept.</param>
/// <param name="EntryId">The ledger entry; null when the person had been erased before.</param>
public sealed record ErasureCertificate(
    SubjectId Subject, DateTimeOffset At, ImmutableArray<ErasureStep> Done, ImmutableArray<ErasureLimit> Limits, DateTimeOffset? StatutoryUntil, EntryId? EntryId)
{
    /// <summary>How many documents (all versions counted) had their keys destroyed; 0 when the person had been erased before.</summary>
    public long Documents { get; init; }
}
