using System.Buffers.Binary;
using System.Security.Cryptography;
using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Tree;

/// <summary>
/// Changes of the tree, inside the caller's transaction. Each first raises the tree's version, whose one row holds whoever comes next until
/// the transaction ends: the database puts all changes of all nodes in one order, and what is read after that is what the change rests on.
/// </summary>
internal static class TreeWriter
{
    /// <summary>Takes the tree, and gives the version of the first of so many changes.</summary>
    public static async Task<long> TakeAsync(AzukariDb db, int changes, CancellationToken cancel)
    {
        await db.Set<TreeStateRow>().ExecuteUpdateAsync(set => set.SetProperty(state => state.Version, state => state.Version + changes), cancel);
        return await db.Set<TreeStateRow>().Select(state => state.Version).SingleAsync(cancel) - changes + 1;
    }

    /// <summary>A new place for a person below another place, or at the top.</summary>
    public static async Task<long> AddAsync(AzukariDb db, SubjectId subject, long? parent, Standing standing, DateTimeOffset at, MemberActing acting, CancellationToken cancel)
    {
        return Plant(db, subject, parent, standing, at, acting, await TakeAsync(db, 1, cancel));
    }

    /// <summary>As above, at a version that was taken.</summary>
    public static long Plant(AzukariDb db, SubjectId subject, long? parent, Standing standing, DateTimeOffset at, MemberActing acting, long version)
    {
        var node = new TreeNodeRow { Id = NewId(), Parent = parent, Subject = subject, Standing = (int)standing, Ordinal = version };
        db.Add(node);
        db.Add(Link(node.Id, parent, at, acting, approver: null));
        db.Add(new TreeChangeRow { Version = version, Node = node.Id });
        return node.Id;
    }

    /// <summary>What a person's place is counted as from now; nothing where the person has none.</summary>
    public static async Task StandAsync(AzukariDb db, SubjectId subject, Standing standing, CancellationToken cancel)
    {
        if (await db.Set<TreeNodeRow>().SingleOrDefaultAsync(node => node.Subject == subject, cancel) is not { } node || node.Standing == (int)standing) return;
        var version = await TakeAsync(db, 1, cancel);
        node.Standing = (int)standing;
        db.Add(new TreeChangeRow { Version = version, Node = node.Id });
    }

    /// <summary>Cuts the people from their places: what stays is a former member's.</summary>
    public static async Task CutAsync(AzukariDb db, IReadOnlyCollection<SubjectId> subjects, CancellationToken cancel)
    {
        var nodes = new List<TreeNodeRow>();
        foreach (var subject in subjects)
            if (await db.Set<TreeNodeRow>().SingleOrDefaultAsync(node => node.Subject == subject, cancel) is { } node) nodes.Add(node);
        if (nodes.Count == 0) return;
        var version = await TakeAsync(db, nodes.Count, cancel);
        foreach (var node in nodes)
        {
            (node.Subject, node.Standing) = (null, (int)Standing.Former);
            db.Add(new TreeChangeRow { Version = version++, Node = node.Id });
        }
    }

    /// <summary>
    /// Hangs a place, with all below it, under another. False when that would make it stand below itself, as the database has it after the
    /// tree was taken: two moves at once cannot make a cycle together.
    /// </summary>
    public static async Task<bool> MoveAsync(AzukariDb db, long moved, long? under, DateTimeOffset at, MemberActing acting, string approver, CancellationToken cancel)
    {
        var version = await TakeAsync(db, 1, cancel);
        if (under is { } parent && (await UpFromAsync(db, parent, cancel)).Contains(moved)) return false;
        var node = await db.Set<TreeNodeRow>().SingleAsync(n => n.Id == moved, cancel);
        await db.Set<TreeLinkRow>().Where(link => link.Node == moved && link.Until == null).ExecuteUpdateAsync(set => set.SetProperty(link => link.Until, at), cancel);
        node.Parent = under;
        db.Add(Link(moved, under, at, acting, approver));
        db.Add(new TreeChangeRow { Version = version, Node = moved });
        return true;
    }

    /// <summary>A place and all above it, nearest first, as the database has them.</summary>
    public static Task<List<long>> UpFromAsync(AzukariDb db, long node, CancellationToken cancel) => db.Database.SqlQueryRaw<long>("""
        WITH RECURSIVE up (id, parent, height) AS (
            SELECT id, parent, 0 FROM tree_nodes WHERE id = {0}
            UNION ALL SELECT n.id, n.parent, up.height + 1 FROM tree_nodes n JOIN up ON n.id = up.parent)
        SELECT id AS "Value" FROM up ORDER BY height
        """, node).ToListAsync(cancel);

    /// <summary>62 random bits.</summary>
    public static long NewId() => BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) & 0x3FFF_FFFF_FFFF_FFFF;

    private static TreeLinkRow Link(long node, long? parent, DateTimeOffset at, MemberActing acting, string? approver) => new()
    {
        Id = Guid.CreateVersion7(at), Node = node, Parent = parent, From = at, Accessor = acting.By.Code, Approver = approver, Reason = acting.Reason, Case = acting.Case,
    };
}
