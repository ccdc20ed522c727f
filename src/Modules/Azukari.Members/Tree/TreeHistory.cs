using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Tree;

/// <summary>Makes the tree of an earlier moment: the links that held then, and what people were then, rolled back from what they are.</summary>
internal static class TreeHistory
{
    public static async Task<List<TreeNode>> ReadAsync(AzukariDb db, DateTimeOffset at, CancellationToken cancel)
    {
        await using var moment = await TreeReader.MomentAsync(db, cancel);
        var now = new Dictionary<long, TreeNode>();
        foreach (var node in await TreeReader.NodesAsync(db, cancel)) now[node.Id] = node;
        var (stood, classes) = await ThenAsync(db, at, cancel);
        var then = new Dictionary<long, TreeNode>();
        var since = new Dictionary<long, DateTimeOffset>();
        var links = db.Set<TreeLinkRow>().AsNoTracking().Where(link => link.From < at && (link.Until == null || link.Until >= at)).Select(link => new { link.Node, link.Parent, link.From }).AsAsyncEnumerable();
        await foreach (var link in links.WithCancellation(cancel))
        {
            // Of two links of one moment the later one counts: it has the other's end for its beginning.
            if (!now.TryGetValue(link.Node, out var node) || (since.TryGetValue(link.Node, out var other) && other > link.From)) continue;
            since[link.Node] = link.From;
            then[link.Node] = node with { Parent = link.Parent, Standing = StandingThen(node, stood, classes) };
        }

        return [.. then.Values];
    }

    private static Standing StandingThen(TreeNode node, Dictionary<SubjectId, MemberStatus> stood, Dictionary<SubjectId, MemberClass> classes)
    {
        if (node.Subject is not { } subject) return Standing.Former;
        var former = stood.TryGetValue(subject, out var status) ? status.HasEnded() : node.Standing == Standing.Former;
        return former ? Standing.Former : classes.TryGetValue(subject, out var @class) ? Standings.Of(@class) : node.Standing;
    }

    /// <summary>Status and class then, of those for whom one of them has changed since.</summary>
    private static async Task<(Dictionary<SubjectId, MemberStatus> Stood, Dictionary<SubjectId, MemberClass> Classes)> ThenAsync(AzukariDb db, DateTimeOffset at, CancellationToken cancel)
    {
        var (stood, classes) = (new Dictionary<SubjectId, MemberStatus>(), new Dictionary<SubjectId, MemberClass>());
        var changes = db.Set<MemberEventRow>().AsNoTracking().Where(line => line.At >= at && line.From != null).OrderBy(line => line.At).ThenBy(line => line.Ordinal).AsAsyncEnumerable();
        await foreach (var change in changes.WithCancellation(cancel))
        {
            // The first change since tells what was before it.
            if (change.Change == "status") stood.TryAdd(change.Subject, MemberWords.StatusOf(change.From!));
            else if (change.Change == "class") classes.TryAdd(change.Subject, MemberWords.ClassOf(change.From!));
        }

        // Who has left since has no class in the tree: the membership says which it was.
        foreach (var chunk in stood.Keys.Where(subject => !classes.ContainsKey(subject)).Chunk(256))
            foreach (var row in await db.Set<MemberRow>().AsNoTracking().Where(row => chunk.Contains(row.Subject)).Select(row => new { row.Subject, row.Class }).ToListAsync(cancel))
                classes[row.Subject] = MemberWords.ClassOf(row.Class);
        return (stood, classes);
    }
}
