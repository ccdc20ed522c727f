namespace Azukari.Members.Tree;

/// <summary>Holds an index against the rows it stands for, by other means than those it was built by: parents walked one by one.</summary>
internal static class TreeComparison
{
    private const int Most = 100;

    /// <summary>What differs, as sentences with random ids; at most a hundred.</summary>
    public static IReadOnlyList<string> Differences(TreeIndex index, IReadOnlyList<TreeNode> nodes)
    {
        var found = new List<string>();
        var rows = nodes.ToDictionary(node => node.Id);
        var below = new Dictionary<long, int>(nodes.Count);
        var depths = new Dictionary<long, int>(nodes.Count);
        if (index.Count != nodes.Count) found.Add($"{index.Count} places in memory, {nodes.Count} in the database");
        foreach (var node in nodes)
        {
            var steps = 0;
            for (var above = node.Parent; above is { } id; above = rows.TryGetValue(id, out var row) ? row.Parent : null)
            {
                below[id] = below.GetValueOrDefault(id) + 1;
                if (++steps > nodes.Count) return [.. found, $"the place {node.Id:x} stands below itself in the database"];
            }

            depths[node.Id] = steps;
        }

        foreach (var node in nodes)
        {
            if (found.Count >= Most) return found;
            var place = index.Find(node.Id);
            if (place < 0)
            {
                found.Add($"the place {node.Id:x} is not in memory");
                continue;
            }

            if (index[place] != node) found.Add($"the place {node.Id:x} is remembered otherwise than it is");
            var parent = index.ParentOf(place);
            if ((parent < 0 ? null : index[parent].Id) != node.Parent) found.Add($"the place {node.Id:x} stands below another in memory");
            if (index.DepthOf(place) != depths[node.Id]) found.Add($"the place {node.Id:x} has the depth {index.DepthOf(place)} in memory, and {depths[node.Id]} in the database");
            if (index.BelowOf(place) != below.GetValueOrDefault(node.Id)) found.Add($"{index.BelowOf(place)} stand below the place {node.Id:x} in memory, and {below.GetValueOrDefault(node.Id)} in the database");
            if (node.Subject is { } subject && index.Find(subject) != place) found.Add($"the person of the place {node.Id:x} is remembered elsewhere");
            if (!IsReachedByJumps(index, place)) found.Add($"the places above {node.Id:x} are not all found from it");
        }

        return found;
    }

    private static bool IsReachedByJumps(TreeIndex index, int place)
    {
        for (var above = index.ParentOf(place); above >= 0; above = index.ParentOf(above))
            if (!index.IsAbove(above, place) || index.IsAbove(place, above)) return false;
        return !index.IsAbove(place, place) && (index.ParentOf(place) is var parent && (parent < 0 || index.ChildrenOf(parent).Contains(place)));
    }
}
