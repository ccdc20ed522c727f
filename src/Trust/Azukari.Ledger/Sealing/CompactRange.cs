namespace Azukari.Ledger;

/// <summary>
/// The right edge of an RFC 6962 tree: the roots of its perfect subtrees, one a set bit of the size. Grows leaf by leaf in memory
/// proportional to the logarithm of the size.
/// </summary>
internal sealed class CompactRange
{
    private readonly List<byte[]?> _levels = [];

    public long Size { get; private set; }

    public static CompactRange Load(long size, ReadOnlySpan<byte> edge)
    {
        var range = new CompactRange { Size = size };
        for (var level = 0; size >> level != 0; level++)
        {
            if ((size >> level & 1) == 0)
            {
                range._levels.Add(null);
                continue;
            }
            if (edge.Length < LedgerHash.Size)
                throw new FormatException("The tree's edge is too short.");
            range._levels.Add(edge[..LedgerHash.Size].ToArray());
            edge = edge[LedgerHash.Size..];
        }
        return edge.IsEmpty ? range : throw new FormatException("The tree's edge is too long.");
    }

    /// <summary>Adds a leaf; <paramref name="made"/> learns of every perfect node that came into being, lowest first.</summary>
    public void Append(byte[] leaf, Action<int, long, byte[]>? made = null)
    {
        var hash = leaf;
        var level = 0;
        made?.Invoke(0, Size, hash);
        for (var carry = Size; (carry & 1) == 1; carry >>= 1, level++)
        {
            hash = LedgerHash.Node(_levels[level]!, hash);
            _levels[level] = null;
            made?.Invoke(level + 1, carry >> 1, hash);
        }
        if (level == _levels.Count)
            _levels.Add(hash);
        else
            _levels[level] = hash;
        Size++;
    }

    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var hash in _levels)
            if (hash is not null)
                root = root is null ? hash : LedgerHash.Node(hash, root);
        return root ?? LedgerHash.EmptyRoot();
    }

    /// <summary>The edge's hashes, lowest level first, joined.</summary>
    public byte[] Save()
    {
        var edge = new List<byte>();
        foreach (var hash in _levels)
            if (hash is not null)
                edge.AddRange(hash);
        return [.. edge];
    }
}
