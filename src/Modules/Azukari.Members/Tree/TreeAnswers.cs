using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Members.Tree;

/// <summary>What is asked of a tree, of today's or another day's.</summary>
internal static class TreeAnswers
{
    public static TreePlace Place(TreeIndex index, int place)
    {
        ref readonly var node = ref index[place];
        return new TreePlace(node.Id, node.Subject, node.Standing == Standing.Former, index.DepthOf(place), index.ChildrenOf(place).Count(), index.BelowOf(place));
    }

    public static SubjectId? Parent(TreeIndex index, SubjectId member) =>
        index.Find(member) is var place && place >= 0 && index.ParentOf(place) is var above && above >= 0 ? index[above].Subject : null;

    public static bool IsAncestor(TreeIndex index, SubjectId ancestor, SubjectId of) =>
        index.Find(ancestor) is var above && above >= 0 && index.Find(of) is var place && place >= 0 && index.IsAbove(above, place);

    public static TreePlace? Place(TreeIndex index, SubjectId member) => index.Find(member) is var place && place >= 0 ? Place(index, place) : null;

    public static IReadOnlyList<TreePlace> Path(TreeIndex index, SubjectId member) => Path(index, index.Find(member));

    public static IReadOnlyList<TreePlace> Path(TreeIndex index, int place)
    {
        var path = new List<TreePlace>();
        if (place >= 0)
            for (place = index.ParentOf(place); place >= 0; place = index.ParentOf(place)) path.Add(Place(index, place));
        path.Reverse();
        return path;
    }

    public static DownlinePage Page(TreeIndex index, SubjectId member, int level, int skip, int take)
    {
        var at = Level(index, member, level);
        return new DownlinePage(level, at.Count, [.. at.Skip(skip).Take(take).Select(place => Place(index, place))]);
    }

    public static IReadOnlyList<LevelTotal> Totals(TreeIndex index, SubjectId member)
    {
        var totals = new List<LevelTotal>();
        var (level, below) = (new List<int>(), new List<int>());
        if (index.Find(member) is var place && place >= 0) level.Add(place);
        Span<int> counts = stackalloc int[Standings.Count];
        while (level.Count > 0)
        {
            index.Descend(level, below);
            if (below.Count == 0) break;
            counts.Clear();
            foreach (var each in below) counts[(int)index[each].Standing]++;
            totals.Add(new LevelTotal(totals.Count + 1, counts[(int)Standing.Agent], counts[(int)Standing.Vip], counts[(int)Standing.Retail], counts[(int)Standing.Former]));
            (level, below) = (below, level);
        }

        return totals;
    }

    /// <summary>The first places below somebody, level by level; below each at most so many, and of them all at most so many.</summary>
    public static IReadOnlyList<TreeBranch> Branches(TreeIndex index, int top, int levels, int each, int most)
    {
        var branches = new List<TreeBranch>();
        var (level, below) = (new List<int>(), new List<int>());
        if (top >= 0) level.Add(top);
        for (var down = 1; down <= levels; down++)
        {
            below.Clear();
            foreach (var above in level)
            {
                foreach (var child in index.ChildrenOf(above).Take(each))
                {
                    if (branches.Count == most) return branches;
                    branches.Add(new TreeBranch(index[above].Id, down, Place(index, child)));
                    below.Add(child);
                }
            }

            (level, below) = (below, level);
        }

        return branches;
    }

    private static List<int> Level(TreeIndex index, SubjectId member, int level)
    {
        var (at, below) = (new List<int>(), new List<int>());
        if (index.Find(member) is var place && place >= 0) at.Add(place);
        for (var down = 0; down < level && at.Count > 0; down++)
        {
            index.Descend(at, below);
            (at, below) = (below, at);
        }

        return at;
    }
}
