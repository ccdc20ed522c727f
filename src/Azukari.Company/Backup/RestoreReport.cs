using Azukari.Ledger;
using Azukari.Vault.Keys;

namespace Azukari.Company.Backup;

/// <summary>Where a restoration takes its parts from, and what else is known.</summary>
/// <param name="Data">A backup's folder, or the folder with backups: then the newest.</param>
/// <param name="Keys">As <paramref name="Data"/>.</param>
/// <param name="Ledger">As <paramref name="Data"/>.</param>
public sealed record RestoreSources(string Data, string Keys, string Ledger)
{
    /// <summary>The backup of the master key file; not needed where the master keys are in an HSM or in their place already.</summary>
    public string? Master { get; init; }

    /// <summary>A newer list of erasures, kept elsewhere.</summary>
    public string? Erasures { get; init; }

    /// <summary>A newer file of checkpoints, kept elsewhere.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Whether to go on where something is known to be lost.</summary>
    public bool AcceptLoss { get; init; }
}

/// <summary>What came back, and what did not.</summary>
public sealed record RestoreReport
{
    /// <summary>The parts' manifests.</summary>
    public required IReadOnlyList<BackupManifest> Manifests { get; init; }

    /// <summary>How many people of the backup had been erased since, and were erased again before anything was served.</summary>
    public required long ErasedAgain { get; init; }

    /// <summary>Whether people's data opens.</summary>
    public required Soundness Soundness { get; init; }

    /// <summary>Whether the ledger is as it was written.</summary>
    public required LedgerReport Ledger { get; init; }

    /// <summary>How many entries a checkpoint vouches for that the ledger does not hold any more.</summary>
    public required long EntriesLost { get; init; }

    /// <summary>Acts that the ledger has from after the data's moment, by kind: the data does not show them; they are to be done again.</summary>
    public required IReadOnlyDictionary<EntryKind, long> ActsLost { get; init; }

    /// <summary>Whether everything of the backups' moment is back and opens.</summary>
    public bool Whole => EntriesLost == 0 && ActsLost.Count == 0 && Ledger.Ok && Soundness is { WithoutKeys: 0, Damaged: 0 };
}
