using Azukari.Ledger;
using Azukari.Policy.Loading;
using Azukari.Stores;

namespace Azukari.Vault.Publishing;

/// <summary>
/// Holds published documents against the ledger: the entry of a publication has the document's hash. The hash beside the document proves
/// nothing by itself, since whoever can change the one can change the other.
/// </summary>
internal sealed class PolicySeal(Store vault, LedgerBook ledger)
{
    private const string Label = "sha256:";
    private const int Group = 8;
    private const int Groups = 6;

    /// <summary>The first 192 bits of a document's SHA-256 in groups of eight digits, as the ledger's codes can hold it.</summary>
    public static string Of(ReadOnlySpan<byte> sha256)
    {
        var hex = Convert.ToHexStringLower(sha256);
        return Label + string.Join('-', Enumerable.Range(0, Groups).Select(i => hex.Substring(i * Group, Group)));
    }

    /// <exception cref="PolicyException">The ledger has no publication of this version with this hash under the entry named.</exception>
    public async Task RequireAsync(string version, byte[] sha256, byte[]? entry, CancellationToken ct)
    {
        var found = entry is { Length: EntryId.Size } ? await FindAsync(EntryId.FromBytes(entry), ct) : null;
        if (found is { Kind: EntryKind.Published } && found.PolicyVersion == version && found.Reason == Of(sha256)) return;
        throw new PolicyException(
            $"The version {version} in the vault is not the one whose publication is in the ledger. Nothing is decided by it: put back a copy of the vault's store that was not altered.");
    }

    // In the outbox while it waits; a row that has left it is in the ledger.
    private async Task<LedgerEntry?> FindAsync(EntryId id, CancellationToken ct) =>
        (await ledger.FindAsync(id, ct))?.Entry
        ?? await vault.ReadAsync((session, c) => session.FirstAsync("SELECT entry FROM outbox WHERE id = @id",
            r => LedgerEntry.FromCanonicalJson(r.Bytes(0)), c, ("id", id.ToBytes())), ct: ct)
        ?? (await ledger.FindAsync(id, ct))?.Entry;
}
