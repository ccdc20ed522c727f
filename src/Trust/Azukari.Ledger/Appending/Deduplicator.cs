using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Finds which entries of a drain are in the ledger already, sealed or not.</summary>
internal static class Deduplicator
{
    /// <remarks>
    /// Drains of the same entries by two processes exclude each other: on SQLite by the write lock, on PostgreSQL by an advisory lock held
    /// to the end of the transaction. The look-up is one statement, so an entry on its way from unsealed to sealed is seen in one of them.
    /// </remarks>
    public static HashSet<EntryId> Known(StoreTransaction transaction, List<Pending> batch)
    {
        var ids = batch.Where(pending => pending.Dedupe).SelectMany(pending => pending.Entries).Select(entry => entry.Id).Distinct().ToList();
        if (transaction.Engine == StoreEngine.Postgres)
        {
            transaction.Execute("SELECT pg_advisory_xact_lock(hashtext('azukari ledger drain'))");
            return [.. transaction.List(
                "SELECT id FROM unsealed WHERE id = ANY(@ids) UNION SELECT id FROM sealed WHERE id = ANY(@ids)",
                r => EntryId.FromBytes(r.Bytes(0)), ("ids", ids.Select(id => id.ToBytes()).ToArray()))];
        }

        var list = "[" + string.Join(',', ids.Select(id => $"\"{Convert.ToHexString(id.ToBytes())}\"")) + "]";
        return [.. transaction.List(
            """
            SELECT id FROM unsealed WHERE id IN (SELECT unhex(value) FROM json_each(@ids))
            UNION ALL SELECT id FROM sealed WHERE id IN (SELECT unhex(value) FROM json_each(@ids))
            """, r => EntryId.FromBytes(r.Bytes(0)), ("ids", list))];
    }
}
