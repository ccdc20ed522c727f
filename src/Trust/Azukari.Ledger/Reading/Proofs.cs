using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Shows that an entry stands in the ledger at its place, to anyone who has the ledger's verifier key.</summary>
/// <param name="EntryJson">The entry's canonical JSON.</param>
/// <param name="Salt">The entry's salt, 16 bytes.</param>
/// <param name="Position">Its place, from 0.</param>
/// <param name="Path">The audit path, lowest first.</param>
/// <param name="Checkpoint">The signed checkpoint the path leads to.</param>
public sealed record InclusionProof(byte[] EntryJson, byte[] Salt, long Position, IReadOnlyList<byte[]> Path, Checkpoint Checkpoint)
{
    /// <summary>The entry.</summary>
    public LedgerEntry Entry => LedgerEntry.FromCanonicalJson(EntryJson);

    /// <summary>The hash that stands for the entry in the tree, 32 bytes.</summary>
    public byte[] LeafHash => LedgerHash.Leaf(Salt, EntryJson);

    /// <summary>Whether the proof holds. Pure: needs nothing but the key.</summary>
    public bool Verify(LedgerVerifierKey key) =>
        Checkpoint.IsSignedBy(key)
        && MerkleProofs.VerifyInclusion(LeafHash, Position, Checkpoint.Size, Path, Checkpoint.RootBytes);
}

/// <summary>Shows that a later state of the ledger begins with an earlier one.</summary>
/// <param name="OldSize">The entries of the earlier state.</param>
/// <param name="NewSize">The entries of the later state.</param>
/// <param name="Path">The hashes, lowest first.</param>
public sealed record ConsistencyProof(long OldSize, long NewSize, IReadOnlyList<byte[]> Path)
{
    /// <summary>Whether the proof holds between two checkpoints, both signed by the key.</summary>
    public bool Verify(LedgerVerifierKey key, Checkpoint older, Checkpoint newer) =>
        older.IsSignedBy(key) && newer.IsSignedBy(key) && older.Size == OldSize && newer.Size == NewSize
        && MerkleProofs.VerifyConsistency(OldSize, NewSize, older.RootBytes, newer.RootBytes, Path);
}

/// <summary>Makes proofs from the stored tree.</summary>
internal static class Prover
{
    public static async Task<InclusionProof?> InclusionAsync(StoreSession session, EntryId id, CancellationToken ct)
    {
        var row = await session.FirstAsync("SELECT position, salt, entry FROM sealed WHERE id = @id ORDER BY position LIMIT 1",
            r => ((long Position, byte[] Salt, byte[] Json)?)(r.GetInt64(0), r.Bytes(1), r.Bytes(2)), ct, ("id", id.ToBytes())).ConfigureAwait(false);
        if (row is not { } found || await Sealer.LastAsync(session, ct).ConfigureAwait(false) is not { } checkpoint)
            return null;
        var path = await MerkleProofs.InclusionAsync(Tiles.Source(session, ct), found.Position, checkpoint.Size).ConfigureAwait(false);
        return new InclusionProof(found.Json, found.Salt, found.Position, path, checkpoint);
    }

    public static async Task<ConsistencyProof> ConsistencyAsync(StoreSession session, long oldSize, long newSize, CancellationToken ct)
    {
        var size = await session.ScalarAsync<long>("SELECT size FROM tree WHERE id = 1", ct).ConfigureAwait(false);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newSize, size);
        return new ConsistencyProof(oldSize, newSize, await MerkleProofs.ConsistencyAsync(Tiles.Source(session, ct), oldSize, newSize).ConfigureAwait(false));
    }
}
