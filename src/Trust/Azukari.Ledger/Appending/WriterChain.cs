using System.Data.Common;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>This process's chain in the store: claimed at the first append, advanced with each batch, given back at close.</summary>
internal sealed class WriterChain(Store store, string holder)
{
    private long _number = -1;

    public long Seq { get; private set; }

    public byte[] Head { get; private set; } = [];

    public bool Claimed => _number >= 0;

    /// <summary>Takes a chain nobody holds, or begins a new one. A killed process's chain stays as it is.</summary>
    public void Claim() => (_number, Seq, Head) = store.Write(transaction =>
    {
        var skipLocked = store.Engine == StoreEngine.Postgres ? " FOR UPDATE SKIP LOCKED" : "";
        var free = transaction.List("SELECT number, seq, head FROM writers WHERE open = 0 ORDER BY number LIMIT 1" + skipLocked,
            r => (Number: r.GetInt64(0), Seq: r.GetInt64(1), Head: r.Bytes(2)));
        if (free.Count > 0)
        {
            transaction.Execute("UPDATE writers SET open = 1, holder = @holder WHERE number = @number", ("holder", holder), ("number", free[0].Number));
            return free[0];
        }
        var id = WriterId.New();
        var first = LedgerHash.FirstLink(id);
        var number = transaction.First(
            """
            INSERT INTO writers (id, seq, head, sealed_seq, sealed_head, holder, open)
            VALUES (@id, 0, @first, 0, @first, @holder, 1) RETURNING number
            """, r => r.GetInt64(0), ("id", id.ToBytes()), ("first", first), ("holder", holder));
        return (Number: number, Seq: 0L, Head: first);
    });

    /// <summary>Writes entries behind the head, within the transaction; the head in memory moves by <see cref="Advance"/> after the commit.</summary>
    public (long Seq, byte[] Head) Write(StoreTransaction transaction, IReadOnlyList<PreparedEntry> entries)
    {
        var seq = Seq;
        var head = Head;
        var links = new byte[entries.Count][];
        for (var i = 0; i < entries.Count; i++)
            links[i] = head = LedgerHash.Link(head, ++seq, entries[i].Leaf);
        var moved = transaction.Execute(
            "UPDATE writers SET seq = @seq, head = @head WHERE number = @number AND holder = @holder AND open = 1 AND seq = @from",
            ("seq", seq), ("head", head), ("number", _number), ("holder", holder), ("from", Seq));
        if (moved != 1)
            throw new ChainLostException();
        if (store.Engine == StoreEngine.Sqlite)
            InsertEach(transaction, entries, links);
        else
            InsertAll(transaction, entries, links);
        return (seq, head);
    }

    public void Advance((long Seq, byte[] Head) to) => (Seq, Head) = to;

    /// <summary>After a failure whose outcome is unknown: what the store says the head is.</summary>
    /// <returns>False where the chain is no longer this process's; it is then let go.</returns>
    public bool Reload()
    {
        var found = store.Write(transaction => transaction.List(
            "SELECT seq, head FROM writers WHERE number = @number AND holder = @holder AND open = 1",
            r => (Seq: r.GetInt64(0), Head: r.Bytes(1)), ("number", _number), ("holder", holder)));
        if (found.Count == 0)
        {
            _number = -1;
            return false;
        }
        Advance(found[0]);
        return true;
    }

    /// <summary>Lets another process go on with the chain. Where that fails it stays this process's, as after a kill: the next one begins a new chain.</summary>
    public void GiveBack()
    {
        for (var attempt = 1; Claimed && attempt <= 4; attempt++)
        {
            try
            {
                store.Write(transaction => transaction.Execute(
                    "UPDATE writers SET open = 0, holder = '' WHERE number = @number AND holder = @holder", ("number", _number), ("holder", holder)));
                break;
            }
            catch (Exception error) when (error is DbException or StoreException)
            {
                if (!StoreErrors.IsTransient(error))
                    break;
            }
        }
        _number = -1;
    }

    private void InsertEach(StoreTransaction transaction, IReadOnlyList<PreparedEntry> entries, byte[][] links)
    {
        var rows = new object?[entries.Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = [entries[i].Id.ToBytes(), _number, Seq + 1 + i, entries[i].Subject, entries[i].Salt, links[i], entries[i].Json];
        transaction.ExecuteEach(
            "INSERT INTO unsealed (id, writer, seq, subject, salt, link, entry) VALUES (@id, @writer, @seq, @subject, @salt, @link, @entry)", rows);
    }

    private void InsertAll(StoreTransaction transaction, IReadOnlyList<PreparedEntry> entries, byte[][] links)
    {
        var first = Seq + 1;
        transaction.Execute(
            """
            INSERT INTO unsealed (id, writer, seq, subject, salt, link, entry)
            SELECT u.id, @writer, u.seq, u.subject, u.salt, u.link, u.entry
            FROM unnest(@ids, @seqs, @subjects, @salts, @links, @entries) AS u (id, seq, subject, salt, link, entry)
            ORDER BY u.seq
            """,
            ("writer", _number),
            ("ids", entries.Select(e => e.Id.ToBytes()).ToArray()),
            ("seqs", entries.Select((_, i) => first + i).ToArray()),
            ("subjects", entries.Select(e => e.Subject).ToArray()),
            ("salts", entries.Select(e => e.Salt).ToArray()),
            ("links", links),
            ("entries", entries.Select(e => e.Json).ToArray()));
    }
}

/// <summary>Another process took the chain over, or the store was put back to an earlier state: a new chain is begun.</summary>
internal sealed class ChainLostException : Exception
{
    public ChainLostException()
        : base("This process's chain in the ledger has moved without it.")
    {
    }
}
