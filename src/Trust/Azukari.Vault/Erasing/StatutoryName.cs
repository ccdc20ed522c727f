using Azukari.Ledger;
using Azukari.Values;

namespace Azukari.Vault;

/// <summary>The name that belongs to a pseudonym in provision records, kept after an erasure until a date.</summary>
/// <param name="Pseudonym">The person as the ledger calls them.</param>
/// <param name="Name">The name, as it was at the erasure.</param>
/// <param name="Until">The end of the duty to keep it.</param>
public sealed record StatutoryName(Pseudonym Pseudonym, StoredValue Name, DateTimeOffset Until)
{
    /// <summary>The pseudonym only.</summary>
    public override string ToString() => $"StatutoryName[{Pseudonym}]";
}
