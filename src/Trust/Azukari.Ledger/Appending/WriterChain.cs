using System.Data.Common;
using System.Text;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>This process's chain in the store: claimed at the first append, advanced with each batch, given back at close.</summary>
internal sealed class WriterChain(Store store, string holder)
{
    private static readonly HotStatement Insert = new(
        "INSERT INTO unsealed (id, writer, seq, subject, salt, link, entry) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    private static readonly HotStatement Move = new(
        "UPDATE writers SET seq = ?1, head = ?2 WHERE number = ?3 AND holder = CAST(?4 AS TEXT) AND open = 1 AND seq = ?5");

    private const string InsertMany = $"""
        WITH moved AS (
            UPDATE writers SET seq = $1, head = $2
            WHERE number = $3 AND holder = $4 AND open = 1 AND seq = $5 RETURNING number),
        written AS (
            INSERT INTO unsealed (id, writer, seq, subject, salt, link, entry)
            SELECT u.id, moved.number, u.seq, u.subject, u.salt, u.link, u.entry
            FROM moved, unnest($6, $7, $8, $9, $10, $11) AS u (id, seq, subject, salt, link, entry)
            ORDER BY u.seq RETURNING 1)
        SELECT (SELECT count(*) FROM written), {PostgresMoment.TransactionColumns}
        """;

    private readonly byte[] _holder = Encoding.UTF8.GetBytes(holder);
    private long _number = -1; // read by the sealer's thread too

    /// <summary>Its number in the store; below 0 while none is claimed.</summary>
    public long Number => Volatile.Read(ref _number);

    public long Seq { get; private set; }

    public byte[] Head { get; private set; } = [];

    public bool Claimed => Number >= 0;

    /// <summary>On PostgreSQL, the last statement's transaction, by number and server.</summary>
    public (string Number, string Server) Transaction { get; private set; }

    /// <summary>Whether its thread is telling callers what became of their entries, and then takes whatever is queued.</summary>
    public bool Answers { get; set; }

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

    /// <summary>Where the chain stands when these entries are behind its head.</summary>
    public ChainStep Next(IReadOnlyList<PreparedEntry> entries)
    {
        var seq = Seq;
        var head = Head;
        var links = new byte[entries.Count * LedgerHash.Size];
        for (var i = 0; i < entries.Count; i++)
        {
            var link = links.AsSpan(i * LedgerHash.Size, LedgerHash.Size);
            LedgerHash.Link(i == 0 ? head : links.AsSpan((i - 1) * LedgerHash.Size, LedgerHash.Size), ++seq, entries[i].Leaf, link);
        }
        return new ChainStep(seq, links[^LedgerHash.Size..], links);
    }

    /// <summary>Writes entries behind the head; the head in memory moves by <see cref="Advance"/> after the commit.</summary>
    /// <exception cref="ChainLostException">The chain is another's by now; on PostgreSQL nothing is written then, transaction or not.</exception>
    public void Write(StoreSession session, IReadOnlyList<PreparedEntry> entries, ChainStep step)
    {
        if (store.Engine == StoreEngine.Postgres)
        {
            InsertAll(session, entries, step);
            return;
        }
        var move = session.Hot(Move);
        move.Bind(1, step.Seq);
        move.Bind(2, step.Head);
        move.Bind(3, _number);
        move.Bind(4, _holder);
        move.Bind(5, Seq);
        if (move.Run() != 1)
            throw new ChainLostException();
        InsertEach(session, entries, step.Links);
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

    private void InsertEach(StoreSession session, IReadOnlyList<PreparedEntry> entries, byte[] links)
    {
        var insert = session.Hot(Insert);
        Span<byte> id = stackalloc byte[EntryId.Size];
        insert.Bind(2, _number);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            entry.Id.WriteTo(id);
            insert.Bind(1, id);
            insert.Bind(3, Seq + 1 + i);
            if (entry.Subject is { } subject)
            {
                subject.WriteTo(id);
                insert.Bind(4, id);
            }
            else
            {
                insert.BindNull(4);
            }
            insert.Bind(5, entry.Salt);
            insert.Bind(6, links.AsSpan(i * LedgerHash.Size, LedgerHash.Size));
            insert.Bind(7, entry.Json);
            insert.Run();
        }
    }

    // Head and entries in one statement: all or none of it without a transaction around it.
    private void InsertAll(StoreSession session, IReadOnlyList<PreparedEntry> entries, ChainStep step)
    {
        var (ids, seqs, subjects) = (new byte[entries.Count][], new long[entries.Count], new byte[]?[entries.Count]);
        var (salts, links, jsons) = (new byte[entries.Count][], new byte[entries.Count][], new byte[entries.Count][]);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            (ids[i], seqs[i], subjects[i]) = (entry.Id.ToBytes(), Seq + 1 + i, entry.Subject?.ToBytes());
            (salts[i], jsons[i]) = (entry.Salt.ToArray(), entry.Json.ToArray());
            links[i] = step.Links.AsSpan(i * LedgerHash.Size, LedgerHash.Size).ToArray();
        }

        var (written, transaction) = session.FirstPrepared(InsertMany, r => (r.GetInt64(0), (r.GetString(1), r.GetString(2))),
            step.Seq, step.Head, _number, holder, Seq, ids, seqs, subjects, salts, links, jsons);
        if (written != entries.Count)
            throw new ChainLostException();
        Transaction = transaction;
    }
}

/// <summary>How far a chain goes with some entries more, and the link of each.</summary>
internal readonly record struct ChainStep(long Seq, byte[] Head, byte[] Links);

/// <summary>Another process took the chain over, or the store was put back to an earlier state: a new chain is begun.</summary>
internal sealed class ChainLostException : Exception
{
    public ChainLostException()
        : base("This process's chain in the ledger has moved without it.")
    {
    }
}
