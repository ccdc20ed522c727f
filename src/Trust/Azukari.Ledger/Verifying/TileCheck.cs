namespace Azukari.Ledger;

/// <summary>Compares the tree computed from the entries with the tiles on disk: a differing leaf names the entry.</summary>
internal sealed class TileCheck(StoredLedger stored, Verification verification)
{
    private readonly List<List<byte[]>> _open = [];
    private readonly List<long> _done = [];
    private readonly List<(int Level, byte[] Hash)> _made = [];

    public void Made(int level, long index, byte[] hash)
    {
        if (level % Tiles.Height == 0)
            _made.Add((level / Tiles.Height, hash));
    }

    /// <summary>Compares the tiles that have become full.</summary>
    public async Task AdvanceAsync(CancellationToken ct)
    {
        foreach (var (level, hash) in _made)
        {
            if (_open.Count == level)
            {
                _open.Add([]);
                _done.Add(0);
            }
            _open[level].Add(hash);
            if (_open[level].Count == Tiles.Width)
                await CompareAsync(level, ct).ConfigureAwait(false);
        }
        _made.Clear();
    }

    /// <summary>Compares the tiles at the right edge, and the number of tiles.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        for (var level = 0; level < _open.Count; level++)
            if (_open[level].Count > 0)
                await CompareAsync(level, ct).ConfigureAwait(false);
        if (verification.TreeKnown && await stored.TileCountAsync(ct).ConfigureAwait(false) > _done.Sum())
            verification.Report(new LedgerFinding(verification.Tree.Size, null, null, null, new Wrong("missing: the tree on disk is larger than what is there.", "ありません。ディスク上の木は、ここにあるものより大きいです。")));
    }

    private async Task CompareAsync(int level, CancellationToken ct)
    {
        var number = _done[level]++;
        var hashes = _open[level];
        var tile = await stored.TileAsync(level, number, ct).ConfigureAwait(false) ?? [];
        for (var i = 0; i < hashes.Count; i++)
        {
            var at = i * LedgerHash.Size;
            if (at + LedgerHash.Size <= tile.Length && tile.AsSpan(at, LedgerHash.Size).SequenceEqual(hashes[i]))
                continue;
            var shift = level * Tiles.Height;
            var from = ((number * Tiles.Width) + i) << shift;
            verification.Report(new LedgerFinding(from, null, null, null, new Wrong("the tree on disk holds another hash: the entry, its place or the tree was changed.", "ディスク上の木のハッシュが違います。記録、その位置、または木が変えられています。"))
            {
                Until = level == 0 ? null : from + (1L << shift) - 1,
                Vague = level > 0,
            });
            break;
        }
        if (tile.Length > hashes.Count * LedgerHash.Size && verification.TreeKnown)
            verification.Report(new LedgerFinding(verification.Tree.Size, null, null, null, new Wrong("missing: the tree on disk holds it.", "ありません。ディスク上の木には含まれています。")));
        hashes.Clear();
    }
}
