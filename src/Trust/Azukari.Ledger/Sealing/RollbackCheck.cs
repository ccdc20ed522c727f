using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>At opening: does the store still hold what the checkpoint file vouches for?</summary>
internal static class RollbackCheck
{
    public static async Task RunAsync(Store store, LedgerOptions options, CancellationToken ct)
    {
        if (options.AcceptRollback)
            return;
        if (await CheckpointFile.LastAsync(options.CheckpointFolder, ct).ConfigureAwait(false) is not { } written || written.Size == 0)
            return;
        var file = CheckpointFile.In(options.CheckpointFolder);
        var advice = $"Restore the newer ledger; or, where the loss is known and accepted, keep {file} as evidence elsewhere and open the ledger without it.";
        var root = await store.ReadAsync(async (session, c) =>
        {
            var size = await session.ScalarAsync<long>("SELECT size FROM tree WHERE id = 1", c).ConfigureAwait(false);
            if (size < written.Size)
                throw new LedgerDamagedException($"The ledger at {store.Location} holds {size} sealed entries, but {file} vouches for {written.Size}: it was put back to an earlier state. {advice}");
            return await MerkleProofs.RootAsync(Tiles.Source(session, c), 0, written.Size).ConfigureAwait(false);
        }, snapshot: true, ct).ConfigureAwait(false);
        if (!written.IsSignedBy(options.SigningKey.Verifier))
            throw new LedgerDamagedException($"The last checkpoint in {file} is not signed by this ledger's key {options.SigningKey.Verifier.Name}. Put the right key or the right file in place.");
        if (!written.RootBytes.SequenceEqual(root))
            throw new LedgerDamagedException($"The ledger at {store.Location} is not the one {file} vouches for: its first {written.Size} entries differ. {advice}");
    }
}
