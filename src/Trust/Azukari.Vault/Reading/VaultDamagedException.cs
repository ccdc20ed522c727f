using Azukari.Policy;

namespace Azukari.Vault;

/// <summary>A sealed value does not open: its row was altered, or put in another's place. Names ids only.</summary>
public sealed class VaultDamagedException(SubjectId subject, ItemId item)
    : Exception($"The sealed value of item {item} of subject {subject} does not open: the row was altered or belongs elsewhere. Nothing was released. Restore the vault from a backup.");
