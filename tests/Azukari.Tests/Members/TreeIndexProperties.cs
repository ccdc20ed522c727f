using Azukari.Members.Tree;
using Azukari.Vault;
using CsCheck;

namespace Azukari.Tests.Members;

/// <summary>The index against the plainest model there is: a dictionary of parents, walked one by one.</summary>
public sealed class TreeIndexProperties
{
    /// <summary>What happens to a tree: a newcomer below one of those there, or a move, a leaving, an erasure of one of them.</summary>
    private static readonly Gen<(int What, int One, int Other)[]> Lives = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 10_000], Gen.Int[0, 10_000]).Array[1, 120];

    [Fact]
    public void Whatever_happens_the_index_says_what_walking_the_parents_says() => Lives.Sample(life =>
    {
        var model = new Model();
        var index = TreeIndex.Build([]);
        foreach (var batch in life.Chunk(7))
        {
            var changed = new HashSet<long>();
            foreach (var (what, one, other) in batch) model.Live(what, one, other, changed);
            index.Apply([.. changed.Select(id => model.Nodes[id])]); // several changes at once, as a node that looked away sees them
        }

        var rebuilt = TreeIndex.Build([.. model.Nodes.Values]);
        return Same(index, model) && Same(rebuilt, model)
            && TreeComparison.Differences(index, [.. model.Nodes.Values]).Count == 0 && TreeComparison.Differences(rebuilt, [.. model.Nodes.Values]).Count == 0;
    }, iter: 300);

    [Fact]
    public void A_line_of_a_thousand_is_climbed_right_from_everywhere()
    {
        var nodes = Enumerable.Range(0, 1000).Select(i => new TreeNode(i + 1, i == 0 ? null : i, SubjectId.New(), Standing.Agent, i)).ToList();
        var index = TreeIndex.Build(nodes);
        for (var i = 0; i < 1000; i += 13)
            for (var j = 0; j < 1000; j += 7) Assert.Equal(i < j, index.IsAbove(index.Find((long)i + 1), index.Find((long)j + 1)));
    }

    [Fact]
    public void Two_who_change_places_in_one_look_end_where_they_are()
    {
        TreeNode Node(long id, long? parent) => new(id, parent, null, Standing.Agent, id);
        var index = TreeIndex.Build([Node(1, null), Node(2, 1), Node(3, 2), Node(4, 3)]);

        index.Apply([Node(3, 1), Node(2, 4)]); // 1 > 3 > 4 > 2

        Assert.Equal([1L, 3L, 4L, 2L], [.. Line(index, 2)]);
        Assert.Empty(TreeComparison.Differences(index, [Node(1, null), Node(3, 1), Node(4, 3), Node(2, 4)]));
    }

    [Fact]
    public void What_is_no_tree_is_told()
    {
        TreeNode Node(long id, long? parent) => new(id, parent, null, Standing.Agent, id);
        Assert.Throws<TreeDamagedException>(() => TreeIndex.Build([Node(1, 2), Node(2, 1)]));
        Assert.Throws<TreeDamagedException>(() => TreeIndex.Build([Node(1, 7)]));
        var index = TreeIndex.Build([Node(1, null), Node(2, 1)]);
        Assert.Throws<TreeDamagedException>(() => index.Apply([Node(1, 2)]));
        Assert.NotEmpty(TreeComparison.Differences(TreeIndex.Build([Node(1, null), Node(2, null)]), [Node(1, null), Node(2, 1)]));
    }

    private static List<long> Line(TreeIndex index, long id)
    {
        var line = new List<long>();
        for (var place = index.Find(id); place >= 0; place = index.ParentOf(place)) line.Insert(0, index[place].Id);
        return line;
    }

    private static bool Same(TreeIndex index, Model model)
    {
        var all = model.Nodes.Values.ToList();
        if (index.Count != all.Count) return false;
        foreach (var one in all)
        {
            var place = index.Find(one.Id);
            var children = index.ChildrenOf(place).Select(child => index[child].Id);
            if (!children.SequenceEqual(all.Where(node => node.Parent == one.Id).OrderBy(node => node.Ordinal).Select(node => node.Id))) return false;
            if (index.BelowOf(place) != all.Count(node => model.IsAbove(one.Id, node.Id)) || index.DepthOf(place) != model.Above(one.Id).Count()) return false;
            if (one.Subject is { } subject && index.Find(subject) != place) return false;
            foreach (var other in all)
                if (index.IsAbove(place, index.Find(other.Id)) != model.IsAbove(one.Id, other.Id)) return false;
        }

        return true;
    }

    private sealed class Model
    {
        private readonly List<long> _ids = [];

        public Dictionary<long, TreeNode> Nodes { get; } = [];

        public IEnumerable<long> Above(long id)
        {
            for (var above = Nodes[id].Parent; above is { } parent; above = Nodes[parent].Parent) yield return parent;
        }

        public bool IsAbove(long above, long id) => Above(id).Contains(above);

        public void Live(int what, int one, int other, HashSet<long> changed)
        {
            if (what < 5 || _ids.Count < 2)
            {
                var id = ((long)one * 20_011) + _ids.Count + 1;
                if (Nodes.ContainsKey(id)) return;
                Nodes[id] = new TreeNode(id, _ids.Count == 0 || what == 0 ? null : _ids[other % _ids.Count], SubjectId.New(), (Standing)(1 + (other % 3)), _ids.Count);
                _ids.Add(id);
                changed.Add(id);
                return;
            }

            var chosen = _ids[one % _ids.Count];
            var under = _ids[other % _ids.Count];
            Nodes[chosen] = what switch
            {
                < 8 when under != chosen && !IsAbove(chosen, under) => Nodes[chosen] with { Parent = what == 7 && other % 5 == 0 ? null : under },
                8 => Nodes[chosen] with { Standing = Standing.Former },
                9 => Nodes[chosen] with { Standing = Standing.Former, Subject = null },
                _ => Nodes[chosen],
            };
            changed.Add(chosen);
        }
    }
}
