using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// The tree on disk, as C2SP tlog-tiles have it: tile (level, number) holds up to 256 hashes of the perfect nodes at tree level 8·level.
/// Only tiles at the right edge grow; a full one never changes again.
/// </summary>
internal static class Tiles
{
    public const int Height = 8;
    public const int Width = 1 << Height;

    public static async Task<byte[]?> ReadAsync(StoreSession session, int level, long number, CancellationToken ct) =>
        await session.FirstAsync("SELECT hashes FROM tiles WHERE level = @level AND number = @number", r => r.Bytes(0), ct,
            ("level", (long)level), ("number", number)).ConfigureAwait(false);

    /// <summary>Perfect nodes computed from tiles, each tile read once.</summary>
    public static MerkleProofs.NodeSource Source(StoreSession session, CancellationToken ct)
    {
        var read = new Dictionary<(int, long), byte[]>();
        return async (level, index) =>
        {
            var tileLevel = level / Height;
            var height = level % Height;
            var first = index << height;
            var number = first >> Height;
            if (!read.TryGetValue((tileLevel, number), out var tile))
                read[(tileLevel, number)] = tile = await ReadAsync(session, tileLevel, number, ct).ConfigureAwait(false) ?? [];
            var from = (int)(first & (Width - 1));
            var count = 1 << height;
            if (tile.Length < (from + count) * LedgerHash.Size)
                throw new LedgerDamagedException("The ledger's tree lacks nodes that must be there. Run azukari ledger verify.");
            var hashes = new byte[count][];
            for (var i = 0; i < count; i++)
                hashes[i] = tile.AsSpan((from + i) * LedgerHash.Size, LedgerHash.Size).ToArray();
            for (; count > 1; count >>= 1)
                for (var i = 0; i < count / 2; i++)
                    hashes[i] = LedgerHash.Node(hashes[2 * i], hashes[(2 * i) + 1]);
            return hashes[0];
        };
    }
}

/// <summary>Collects new nodes into tiles and writes those that changed.</summary>
internal sealed class TileWriter(StoreTransaction transaction)
{
    private readonly Dictionary<(int Level, long Number), List<byte>> _open = [];
    private readonly List<(int Level, long Index, byte[] Hash)> _made = [];

    public void Add(int level, long index, byte[] hash)
    {
        if (level % Tiles.Height == 0)
            _made.Add((level / Tiles.Height, index, hash));
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        foreach (var (level, index, hash) in _made)
        {
            var key = (level, index >> Tiles.Height);
            if (!_open.TryGetValue(key, out var tile))
                _open[key] = tile = [.. (index & (Tiles.Width - 1)) == 0 ? [] : await Tiles.ReadAsync(transaction, level, key.Item2, ct).ConfigureAwait(false) ?? []];
            if (tile.Count != (index & (Tiles.Width - 1)) * LedgerHash.Size)
                throw new LedgerDamagedException("The ledger's tree does not fit its size; nothing more is sealed. Run azukari ledger verify.");
            tile.AddRange(hash);
        }
        foreach (var ((level, number), tile) in _open)
            await transaction.ExecuteAsync(
                """
                INSERT INTO tiles (level, number, hashes) VALUES (@level, @number, @hashes)
                ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
                """, ct, ("level", (long)level), ("number", number), ("hashes", tile.ToArray())).ConfigureAwait(false);
    }
}
