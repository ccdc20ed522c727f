namespace Azukari.Ledger;

/// <summary>RFC 6962 (RFC 9162) proofs: how they are made from a tree's perfect nodes, and the pure functions that check them.</summary>
public static class MerkleProofs
{
    /// <summary>Gives the hash of the perfect node at (level, index): the root over leaves index·2^level to (index+1)·2^level - 1.</summary>
    public delegate ValueTask<byte[]> NodeSource(int level, long index);

    /// <summary>The audit path of leaf <paramref name="position"/> in the tree of <paramref name="size"/> leaves.</summary>
    public static async ValueTask<IReadOnlyList<byte[]>> InclusionAsync(NodeSource nodes, long position, long size)
    {
        if (position < 0 || position >= size)
            throw new ArgumentOutOfRangeException(nameof(position), "The position must lie inside the tree.");
        var path = new List<byte[]>();
        long from = 0, to = size;
        while (to - from > 1)
        {
            var middle = from + Split(to - from);
            if (position < middle)
            {
                path.Add(await RootAsync(nodes, middle, to).ConfigureAwait(false));
                to = middle;
            }
            else
            {
                path.Add(await RootAsync(nodes, from, middle).ConfigureAwait(false));
                from = middle;
            }
        }
        path.Reverse();
        return path;
    }

    /// <summary>The proof that the tree of <paramref name="oldSize"/> leaves is a beginning of the tree of <paramref name="newSize"/>.</summary>
    public static async ValueTask<IReadOnlyList<byte[]>> ConsistencyAsync(NodeSource nodes, long oldSize, long newSize)
    {
        if (oldSize < 0 || oldSize > newSize)
            throw new ArgumentOutOfRangeException(nameof(oldSize), "The old tree is not larger than the new one.");
        var proof = new List<byte[]>();
        if (oldSize == 0 || oldSize == newSize)
            return proof;
        long from = 0, to = newSize;
        var whole = true; // the old tree is, so far, a whole subtree its verifier already knows
        while (oldSize != to)
        {
            var middle = from + Split(to - from);
            if (oldSize <= middle)
            {
                proof.Add(await RootAsync(nodes, middle, to).ConfigureAwait(false));
                to = middle;
            }
            else
            {
                proof.Add(await RootAsync(nodes, from, middle).ConfigureAwait(false));
                from = middle;
                whole = false;
            }
        }
        if (!whole)
            proof.Add(await RootAsync(nodes, from, to).ConfigureAwait(false));
        proof.Reverse();
        return proof;
    }

    /// <summary>The root over leaves <paramref name="from"/> to <paramref name="to"/> (exclusive), as RFC 6962's MTH.</summary>
    public static async ValueTask<byte[]> RootAsync(NodeSource nodes, long from, long to)
    {
        if (from == to)
            return LedgerHash.EmptyRoot();
        var length = to - from;
        if ((length & (length - 1)) == 0 && from % length == 0)
        {
            var level = System.Numerics.BitOperations.TrailingZeroCount(length);
            return await nodes(level, from >> level).ConfigureAwait(false);
        }
        var middle = from + Split(length);
        var left = await RootAsync(nodes, from, middle).ConfigureAwait(false);
        var right = await RootAsync(nodes, middle, to).ConfigureAwait(false);
        return LedgerHash.Node(left, right);
    }

    /// <summary>Whether the path proves that <paramref name="leaf"/> stands at <paramref name="position"/> under <paramref name="root"/>.</summary>
    public static bool VerifyInclusion(ReadOnlySpan<byte> leaf, long position, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (position < 0 || position >= size)
            return false;
        var node = position;
        var last = size - 1;
        var hash = leaf.ToArray();
        foreach (var sibling in path)
        {
            if (last == 0 || sibling.Length != LedgerHash.Size)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = LedgerHash.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = LedgerHash.Node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the proof shows that the tree with the old root is a beginning of the tree with the new root.</summary>
    public static bool VerifyConsistency(long oldSize, long newSize, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
            return false;
        if (oldSize == newSize)
            return proof.Count == 0 && oldRoot.SequenceEqual(newRoot);
        if (oldSize == 0)
            return proof.Count == 0 && oldRoot.SequenceEqual(LedgerHash.EmptyRoot());
        foreach (var hash in proof)
            if (hash.Length != LedgerHash.Size)
                return false;

        var power = (oldSize & (oldSize - 1)) == 0;
        if (!power && proof.Count == 0)
            return false;
        var node = oldSize - 1;
        var last = newSize - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }
        var first = power ? oldRoot.ToArray() : proof[0];
        var (oldHash, newHash) = (first, first);
        foreach (var hash in proof.Skip(power ? 0 : 1))
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                oldHash = LedgerHash.Node(hash, oldHash);
                newHash = LedgerHash.Node(hash, newHash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newHash = LedgerHash.Node(newHash, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldRoot.SequenceEqual(oldHash) && newRoot.SequenceEqual(newHash);
    }

    // The largest power of two smaller than the length.
    private static long Split(long length) => 1L << System.Numerics.BitOperations.Log2((ulong)(length - 1));
}
