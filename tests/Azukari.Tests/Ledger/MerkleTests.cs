using Azukari.Ledger;
using CsCheck;

namespace Azukari.Tests.Ledger;

/// <summary>The tree, against the vectors of certificate transparency and against RFC 6962's definitions written out plainly.</summary>
public sealed class MerkleTests
{
    private static readonly byte[][] Inputs =
    [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];

    private static readonly Gen<(int, int)> Sizes = Gen.Int[1, 700].SelectMany(size => Gen.Int[0, size].Select(inner => (inner, size)));

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_are_those_of_certificate_transparency(int size, string root)
    {
        var range = new CompactRange();
        foreach (var input in Inputs.Take(size))
            range.Append(LedgerHash.LeafOf(input));

        Assert.Equal(root, Convert.ToHexStringLower(range.Root()));
    }

    [Fact]
    public void The_compact_range_gives_the_defined_root_at_every_size_and_survives_being_saved()
    {
        var leaves = Leaves(300);
        var range = new CompactRange();
        for (var size = 0; size <= leaves.Length; size++)
        {
            Assert.Equal(Root(leaves, 0, size), range.Root());
            range = CompactRange.Load(size, range.Save());
            if (size < leaves.Length)
                range.Append(leaves[size]);
        }
    }

    [Fact]
    public void Inclusion_proofs_hold_for_the_leaf_at_its_place_and_for_nothing_else() =>
        Sizes.Where(t => t.Item1 < t.Item2).SampleAsync(async sizes =>
        {
            var (position, size) = sizes;
            var leaves = Leaves(size);
            var root = Root(leaves, 0, size);
            var path = await MerkleProofs.InclusionAsync(Nodes(leaves), position, size);

            Assert.Equal(Path(position, leaves, 0, size), path);
            Assert.True(MerkleProofs.VerifyInclusion(leaves[position], position, size, path, root));
            Assert.False(MerkleProofs.VerifyInclusion(LedgerHash.LeafOf([1, 2, 3]), position, size, path, root));
            Assert.False(MerkleProofs.VerifyInclusion(leaves[position], position, size, path, LedgerHash.EmptyRoot()));
            Assert.False(MerkleProofs.VerifyInclusion(leaves[position], position, size, [.. path, root], root));
            if (size > 1)
            {
                Assert.False(MerkleProofs.VerifyInclusion(leaves[position], (position + 1) % size, size, path, root));
                Assert.False(MerkleProofs.VerifyInclusion(leaves[position], position, size, [.. path.Skip(1)], root));
            }
        }, iter: 300);

    [Fact]
    public void Consistency_proofs_hold_between_a_tree_and_its_beginning_and_for_nothing_else() =>
        Sizes.SampleAsync(async sizes =>
        {
            var (oldSize, newSize) = sizes;
            var leaves = Leaves(newSize);
            var (oldRoot, newRoot) = (Root(leaves, 0, oldSize), Root(leaves, 0, newSize));
            var proof = await MerkleProofs.ConsistencyAsync(Nodes(leaves), oldSize, newSize);

            Assert.True(MerkleProofs.VerifyConsistency(oldSize, newSize, oldRoot, newRoot, proof));
            Assert.False(MerkleProofs.VerifyConsistency(oldSize, newSize, LedgerHash.LeafOf([9]), newRoot, proof));
            if (oldSize is > 0)
                Assert.False(MerkleProofs.VerifyConsistency(oldSize, newSize, oldRoot, LedgerHash.LeafOf([9]), proof));
            Assert.False(MerkleProofs.VerifyConsistency(oldSize, newSize, oldRoot, newRoot, [.. proof, newRoot]));
            foreach (var at in Enumerable.Range(0, proof.Count))
            {
                var changed = proof.Select(hash => (byte[])hash.Clone()).ToList();
                changed[at][0] ^= 1;
                Assert.False(MerkleProofs.VerifyConsistency(oldSize, newSize, oldRoot, newRoot, changed));
            }
        }, iter: 300);

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => LedgerHash.LeafOf(BitConverter.GetBytes(i)))];

    private static MerkleProofs.NodeSource Nodes(byte[][] leaves) => (level, index) => new(Root(leaves, (int)(index << level), (int)((index + 1) << level)));

    // MTH and PATH, straight from RFC 6962, 2.1.
    private static byte[] Root(byte[][] leaves, int from, int to)
    {
        if (to == from)
            return LedgerHash.EmptyRoot();
        if (to - from == 1)
            return leaves[from];
        var k = Power(to - from);
        return LedgerHash.Node(Root(leaves, from, from + k), Root(leaves, from + k, to));
    }

    private static List<byte[]> Path(int m, byte[][] leaves, int from, int to)
    {
        if (to - from == 1)
            return [];
        var k = Power(to - from);
        return m < k
            ? [.. Path(m, leaves, from, from + k), Root(leaves, from + k, to)]
            : [.. Path(m - k, leaves, from + k, to), Root(leaves, from, from + k)];
    }

    private static int Power(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
