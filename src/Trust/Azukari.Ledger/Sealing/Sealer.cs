using System.Text;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Gives entries their final order and place in the tree, a batch a transaction. Safe to run anywhere at once: the tree's row is the lock.</summary>
internal sealed class Sealer(Store store, LedgerOptions options, Marker marker, KnownTransactions own)
{
    public const int BatchSize = 2048;

    /// <summary>Seals one batch.</summary>
    /// <returns>How many entries, the checkpoint over the tree that holds them, and the numbers of the chains they came by.</returns>
    /// <exception cref="LedgerDamagedException">What is there does not fit what was signed or chained; nothing is sealed.</exception>
    public async Task<(int Count, Checkpoint? Checkpoint, IReadOnlyCollection<long> Writers)> SealBatchAsync(CancellationToken ct)
    {
        // SQLite has one writer: what can be read and checked before it is taken, is.
        var ahead = store.Engine == StoreEngine.Sqlite ? await store.ReadAsync(LookAheadAsync, snapshot: true, ct).ConfigureAwait(false) : null;
        if (ahead is { Rows.Count: 0 })
            return (0, null, []);
        var ((count, checkpoint, writers, known), mine) = await store.WriteAsync(async (transaction, c) =>
        {
            var batch = await SealAsync(transaction, ahead, c).ConfigureAwait(false);
            return (batch, batch.Count == 0 || ahead is not null ? default : await TransactionAsync(transaction, c).ConfigureAwait(false));
        }, ct).ConfigureAwait(false);
        if (mine.Number is not null)
            own.Add(mine.Number, mine.Server);
        if (known is not null)
            marker.Learn(known);
        return (count, checkpoint, writers);
    }

    private static async Task<(string Number, string Server)> TransactionAsync(StoreTransaction transaction, CancellationToken ct) =>
        await transaction.FirstAsync($"SELECT {PostgresMoment.TransactionColumns}", r => (r.GetString(0), r.GetString(1)), ct).ConfigureAwait(false);

    private static async Task<Batch> LookAheadAsync(StoreSession session, CancellationToken ct)
    {
        var size = await session.ScalarAsync<long>("SELECT size FROM tree WHERE id = 1", ct).ConfigureAwait(false);
        var rows = Row.Oldest(session);
        LedgerEntry? before = null;
        foreach (var row in rows)
        {
            row.Look(before);
            before = row.Entry ?? before;
        }
        return new Batch(size, rows);
    }

    private async Task<(int Count, Checkpoint? Checkpoint, IReadOnlyCollection<long> Writers, Marker.Known? Known)> SealAsync(StoreTransaction transaction, Batch? ahead, CancellationToken ct)
    {
        var sqlite = transaction.Engine == StoreEngine.Sqlite;
        var (size, edge) = await transaction.FirstAsync("SELECT size, edge FROM tree WHERE id = 1" + (sqlite ? "" : " FOR UPDATE"),
            r => (Size: r.GetInt64(0), Edge: r.Bytes(1)), ct).ConfigureAwait(false);
        // Nothing but sealing takes rows away, and no row comes before one that is there: at the same size, what was read is what waits.
        var rows = ahead?.Size == size ? ahead.Rows : sqlite ? Row.Oldest(transaction) : await transaction.ListAsync("SELECT arrival, writer, seq, id, subject, salt, link, entry FROM unsealed ORDER BY arrival LIMIT @limit",
            r => new Row(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.Bytes(3), r.BytesOrNull(4), r.Bytes(5), r.Bytes(6), r.Bytes(7)), ct,
            ("limit", (long)BatchSize)).ConfigureAwait(false);
        if (rows.Count == 0)
            return (0, null, [], null);

        var tree = CompactRange.Load(size, edge);
        await CheckSignedAsync(transaction, tree, ct).ConfigureAwait(false);
        var tiles = new TileWriter(transaction);
        var chains = new Dictionary<long, (long Seq, byte[] Head)>();
        var sealedRows = new List<SealedRow>(rows.Count);
        LedgerEntry? before = null;
        foreach (var row in rows)
        {
            if (!chains.TryGetValue(row.Writer, out var chain))
                chain = await transaction.FirstAsync("SELECT sealed_seq, sealed_head FROM writers WHERE number = @number",
                    r => (r.GetInt64(0), r.Bytes(1)), ct, ("number", row.Writer)).ConfigureAwait(false);
            var leaf = row.Look(before);
            before = row.Entry ?? before;
            var link = LedgerHash.Link(chain.Head ?? [], row.Seq, leaf);
            if (row.Seq != chain.Seq + 1 || !link.AsSpan().SequenceEqual(row.Link))
                throw new LedgerDamagedException($"An entry waiting to be sealed (writer {row.Writer}, number {row.Seq}) does not fit its writer's chain: it, or one before it, was changed or removed. Nothing more is sealed. Run azukari ledger verify.");
            chains[row.Writer] = (row.Seq, link);
            sealedRows.Add(new SealedRow(tree.Size, row, row.Entry ?? ReadEntry(row)));
            tree.Append(leaf, tiles.Add);
        }

        await SealedRow.InsertAsync(transaction, sealedRows, ct).ConfigureAwait(false);
        var known = await marker.MarkAsync(transaction, sealedRows.ConvertAll(row => (row.Position, row.Entry)), ct).ConfigureAwait(false);
        await tiles.FlushAsync(ct).ConfigureAwait(false);
        await transaction.ExecuteAsync("UPDATE tree SET size = @size, edge = @edge WHERE id = 1", ct, ("size", tree.Size), ("edge", tree.Save())).ConfigureAwait(false);
        foreach (var (writer, chain) in chains)
            await transaction.ExecuteAsync("UPDATE writers SET sealed_seq = @seq, sealed_head = @head WHERE number = @number", ct,
                ("seq", chain.Seq), ("head", chain.Head), ("number", writer)).ConfigureAwait(false);
        if (sqlite)
        {
            var gone = await transaction.ExecuteAsync("DELETE FROM unsealed WHERE arrival <= @last", ct, ("last", rows[^1].Arrival)).ConfigureAwait(false);
            if (gone != rows.Count)
                throw new LedgerDamagedException("Entries waiting to be sealed were changed by somebody who is not the ledger. Nothing more is sealed. Run azukari ledger verify.");
        }
        else // a lower arrival may yet be committed by another node: only these go
            await transaction.ExecuteAsync("DELETE FROM unsealed WHERE arrival = ANY(@rows)", ct, ("rows", rows.Select(row => row.Arrival).ToArray())).ConfigureAwait(false);
        return (rows.Count, await SignAsync(transaction, tree, ct).ConfigureAwait(false), chains.Keys, known);
    }

    /// <summary>The tree in the database must be the one last signed: nobody's change is ever signed over.</summary>
    private async Task CheckSignedAsync(StoreTransaction transaction, CompactRange tree, CancellationToken ct)
    {
        var last = await LastAsync(transaction, ct).ConfigureAwait(false);
        if (last is null ? tree.Size > 0 : last.Size != tree.Size || !last.IsSignedBy(options.SigningKey.Verifier) || !last.RootBytes.SequenceEqual(tree.Root()))
            throw new LedgerDamagedException("The ledger's tree is not the one last signed with this key. Nothing more is sealed. Run azukari ledger verify.");
    }

    public static async Task<Checkpoint?> LastAsync(StoreSession session, CancellationToken ct)
    {
        var note = await session.ScalarAsync<string>("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1", ct).ConfigureAwait(false);
        if (note is null)
            return null;
        return Checkpoint.TryParse(note, out var last) ? last
            : throw new LedgerDamagedException("The ledger's last checkpoint cannot be read or differs from its columns: it was changed. Nothing more is sealed. Run azukari ledger verify.");
    }

    private async Task<Checkpoint> SignAsync(StoreTransaction transaction, CompactRange tree, CancellationToken ct)
    {
        var checkpoint = Checkpoint.Sign(options.SigningKey, options.Origin, tree.Size, tree.Root());
        await transaction.ExecuteAsync("INSERT INTO checkpoints (size, note) VALUES (@size, @note)", ct,
            ("size", tree.Size), ("note", checkpoint.Note)).ConfigureAwait(false);
        return checkpoint;
    }

    private static LedgerEntry ReadEntry(Row row, LedgerEntry? before = null)
    {
        if (EntryReader.Guess(row.Json, before, row.Id, row.Subject) is { } again)
            return again; // id and person are the columns' own
        try
        {
            var entry = LedgerEntry.FromCanonicalJson(row.Json);
            if (entry.Id.ToBytes().AsSpan().SequenceEqual(row.Id) && (entry.Subject?.ToBytes() ?? []).AsSpan().SequenceEqual(row.Subject ?? []))
                return entry;
            throw new FormatException("A column is not what the entry says.");
        }
        catch (FormatException error)
        {
            throw new LedgerDamagedException($"An entry waiting to be sealed (writer {row.Writer}, number {row.Seq}) cannot be read or differs from its columns: it was changed. Nothing more is sealed. Run azukari ledger verify.", error);
        }
    }

    /// <summary>What waited when the tree had this size.</summary>
    private sealed record Batch(long Size, List<Row> Rows);

    internal sealed record Row(long Arrival, long Writer, long Seq, byte[] Id, byte[]? Subject, byte[] Salt, byte[] Link, byte[] Json)
    {
        private byte[]? _leaf;

        private static readonly HotStatement Select = new("SELECT arrival, writer, seq, id, subject, salt, link, entry FROM unsealed ORDER BY arrival LIMIT ?1");

        /// <summary>The next batch, on SQLite.</summary>
        public static List<Row> Oldest(StoreSession session)
        {
            var rows = new List<Row>(BatchSize);
            var row = session.Hot(Select);
            row.Bind(1, BatchSize);
            while (row.Step())
                rows.Add(new Row(row.Number(0), row.Number(1), row.Number(2), row.Bytes(3).ToArray(), row.IsNull(4) ? null : row.Bytes(4).ToArray(),
                    row.Bytes(5).ToArray(), row.Bytes(6).ToArray(), row.Bytes(7).ToArray()));
            row.Reset();
            return rows;
        }

        /// <summary>What the entry says; null where it has not been looked at, or cannot be read.</summary>
        public LedgerEntry? Entry { get; private set; }

        /// <summary>Hashes and reads the entry, once. That it cannot be read is said when its turn comes, behind its chain.</summary>
        /// <param name="before">An entry this one may be much like.</param>
        public byte[] Look(LedgerEntry? before)
        {
            if (_leaf is not null)
                return _leaf;
            _leaf = LedgerHash.Leaf(Salt, Json);
            try
            {
                Entry = ReadEntry(this, before);
            }
            catch (LedgerDamagedException)
            {
                Entry = null;
            }
            return _leaf;
        }
    }
}

/// <summary>An entry with its final place, on its way into the sealed table.</summary>
internal sealed record SealedRow(long Position, Sealer.Row Row, LedgerEntry Entry)
{
    private const string Columns = "position, id, time, kind, subject, accessor, purpose, writer, seq, salt, link, entry";

    private static readonly HotStatement InsertOne = new(
        $"INSERT INTO sealed ({Columns}) VALUES (?1, ?2, ?3, CAST(?4 AS TEXT), ?5, CAST(?6 AS TEXT), CAST(?7 AS TEXT), ?8, ?9, ?10, ?11, ?12)");

    public static async Task InsertAsync(StoreTransaction transaction, List<SealedRow> rows, CancellationToken ct)
    {
        if (transaction.Engine == StoreEngine.Sqlite)
        {
            InsertEach(transaction.Hot(InsertOne), rows);
            return;
        }
        await transaction.ExecuteAsync(
            $"""
            INSERT INTO sealed ({Columns})
            SELECT * FROM unnest(@positions, @ids, @times, @kinds, @subjects, @accessors, @purposes, @writers, @seqs, @salts, @links, @entries)
            """, ct,
            ("positions", rows.Select(r => r.Position).ToArray()), ("ids", rows.Select(r => r.Entry.Id.ToBytes()).ToArray()),
            ("times", rows.Select(r => r.Entry.Microseconds).ToArray()), ("kinds", rows.Select(r => r.Entry.Kind.WireName()).ToArray()),
            ("subjects", rows.Select(r => r.Entry.Subject?.ToBytes()).ToArray()), ("accessors", rows.Select(r => r.Entry.Accessor).ToArray()),
            ("purposes", rows.Select(r => r.Entry.Purpose).ToArray()), ("writers", rows.Select(r => r.Row.Writer).ToArray()),
            ("seqs", rows.Select(r => r.Row.Seq).ToArray()), ("salts", rows.Select(r => r.Row.Salt).ToArray()),
            ("links", rows.Select(r => r.Row.Link).ToArray()), ("entries", rows.Select(r => r.Row.Json).ToArray())).ConfigureAwait(false);
    }

    private static void InsertEach(StoreCursor insert, List<SealedRow> rows)
    {
        LedgerEntry? before = null; // what is bound stays bound: entries mostly repeat one another
        foreach (var (position, row, entry) in rows)
        {
            insert.Bind(1, position);
            insert.Bind(2, row.Id);
            insert.Bind(3, entry.Microseconds);
            if (before?.Kind != entry.Kind)
                BindText(insert, 4, entry.Kind.WireName());
            if (row.Subject is { } subject)
                insert.Bind(5, subject);
            else
                insert.BindNull(5);
            if (before is null || !ReferenceEquals(before.Accessor, entry.Accessor))
                BindText(insert, 6, entry.Accessor);
            if (before is null || !ReferenceEquals(before.Purpose, entry.Purpose))
                BindText(insert, 7, entry.Purpose);
            before = entry;
            insert.Bind(8, row.Writer);
            insert.Bind(9, row.Seq);
            insert.Bind(10, row.Salt);
            insert.Bind(11, row.Link);
            insert.Bind(12, row.Json);
            insert.Run();
        }
    }

    // Codes only, of bounded length.
    private static void BindText(StoreCursor cursor, int place, string? code)
    {
        if (code is null)
        {
            cursor.BindNull(place);
            return;
        }
        Span<byte> bytes = stackalloc byte[3 * LedgerCode.MaxLength];
        cursor.Bind(place, bytes[..Encoding.UTF8.GetBytes(code, bytes)]);
    }
}
