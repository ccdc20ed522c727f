using Azukari.Members.Storage;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Azukari.Members.Tree;

/// <summary>Reads places from the database: the version and all that belongs to it at one moment.</summary>
internal static class TreeReader
{
    private const string Columns = "id, parent, subject, standing, ordinal";

    /// <summary>The tree's version now: one row by its key.</summary>
    public static Task<long> VersionAsync(AzukariDb db, CancellationToken cancel) => db.Set<TreeStateRow>().Select(state => state.Version).SingleAsync(cancel);

    /// <summary>Everything.</summary>
    public static async Task<(long Version, List<TreeNode> Nodes)> AllAsync(AzukariDb db, CancellationToken cancel)
    {
        await using var moment = await MomentAsync(db, cancel);
        return (await VersionAsync(db, cancel), await NodesAsync(db, cancel));
    }

    /// <summary>All places, within the caller's moment.</summary>
    public static async Task<List<TreeNode>> NodesAsync(AzukariDb db, CancellationToken cancel)
    {
        var nodes = new List<TreeNode>(await db.Set<TreeNodeRow>().CountAsync(cancel));
        await ReadAsync(db, $"SELECT {Columns} FROM tree_nodes", null, nodes, cancel);
        return nodes;
    }

    /// <summary>What has changed since a version; null where that is so much that everything is read sooner.</summary>
    public static async Task<(long Version, List<TreeNode>? Nodes)> SinceAsync(AzukariDb db, long since, int most, CancellationToken cancel)
    {
        await using var moment = await MomentAsync(db, cancel);
        var version = await VersionAsync(db, cancel);
        if (version < since || version - since > most) return (version, null); // a restored copy is older than what was read
        var nodes = new List<TreeNode>();
        await ReadAsync(db, $"SELECT {Columns} FROM tree_nodes WHERE id IN (SELECT node FROM tree_changes WHERE version > @since)", since, nodes, cancel);
        return (version, nodes);
    }

    private static async Task ReadAsync(AzukariDb db, string sql, long? since, List<TreeNode> nodes, CancellationToken cancel)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        if (since is { } version)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("since", version);
            command.Parameters.Add(parameter);
        }

        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            nodes.Add(new TreeNode(rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetInt64(1), rows.IsDBNull(2) ? null : SubjectId.FromBytes((byte[])rows.GetValue(2)),
                (Standing)rows.GetInt32(3), rows.GetInt64(4)));
    }

    /// <summary>A moment of the database that lasts. On SQLite the framework's transactions take the file for writing; this one does not.</summary>
    public static async Task<IAsyncDisposable> MomentAsync(AzukariDb db, CancellationToken cancel)
    {
        if (!db.Database.IsSqlite()) return await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        await db.Database.OpenConnectionAsync(cancel);
        var transaction = ((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return await db.Database.UseTransactionAsync(transaction, cancel) ?? throw new InvalidOperationException("The context has a transaction already.");
    }
}
