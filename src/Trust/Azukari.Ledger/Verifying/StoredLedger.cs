using System.Data.Common;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>A writer's row: where its chain stands, and up to where it is sealed.</summary>
internal sealed record StoredWriter(long Number, WriterId Id, long Seq, byte[] Head, long SealedSeq, byte[] SealedHead);

/// <summary>An entry's row. The columns beside the JSON are null where they are not kept (unsealed, exports).</summary>
internal sealed record StoredEntry(long? Position, long Writer, long Seq, byte[] Salt, byte[] Link, byte[] Json)
{
    public StoredColumns? Columns { get; init; }

    public byte[]? Id { get; init; }

    public byte[]? Subject { get; init; }
}

/// <summary>What a sealed row repeats of its entry, for look-ups.</summary>
internal sealed record StoredColumns(long Time, string Kind, string? Accessor, string? Purpose);

/// <summary>A mark as stored.</summary>
internal sealed record StoredMark(long Trait, long Time, long Position, long? Accessor);

/// <summary>Reads the ledger's rows as they stand, in chunks, so that one session serves all.</summary>
internal sealed class StoredLedger(StoreSession session)
{
    public const int Chunk = 1024;

    public Task<List<StoredWriter>> WritersAsync(CancellationToken ct) => session.ListAsync(
        "SELECT number, id, seq, head, sealed_seq, sealed_head FROM writers ORDER BY number",
        r => new StoredWriter(r.GetInt64(0), WriterId.FromBytes(Padded(r.Bytes(1))), r.GetInt64(2), r.Bytes(3), r.GetInt64(4), r.Bytes(5)), ct);

    public Task<List<StoredEntry>> SealedAsync(long from, int limit, CancellationToken ct) => session.ListAsync(
        """
        SELECT position, writer, seq, salt, link, entry, id, subject, time, kind, accessor, purpose
        FROM sealed WHERE position >= @from ORDER BY position LIMIT @limit
        """,
        r => new StoredEntry(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.Bytes(3), r.Bytes(4), r.Bytes(5))
        {
            Id = r.Bytes(6),
            Subject = r.BytesOrNull(7),
            Columns = new StoredColumns(r.GetInt64(8), r.GetString(9), r.TextOrNull(10), r.TextOrNull(11)),
        }, ct, ("from", from), ("limit", (long)limit));

    public Task<List<(long Arrival, StoredEntry Entry)>> UnsealedAsync(long after, CancellationToken ct) => session.ListAsync(
        "SELECT arrival, writer, seq, salt, link, entry, id, subject FROM unsealed WHERE arrival > @after ORDER BY arrival LIMIT @limit",
        r => (r.GetInt64(0), new StoredEntry(null, r.GetInt64(1), r.GetInt64(2), r.Bytes(3), r.Bytes(4), r.Bytes(5))
        {
            Id = r.Bytes(6),
            Subject = r.BytesOrNull(7),
        }), ct, ("after", after), ("limit", (long)Chunk));

    public Task<List<(long Size, string Note)>> CheckpointsAsync(long above, CancellationToken ct) => session.ListAsync(
        "SELECT size, note FROM checkpoints WHERE size > @above ORDER BY size LIMIT @limit",
        r => (r.GetInt64(0), r.GetString(1)), ct, ("above", above), ("limit", (long)Chunk));

    public Task<byte[]?> TileAsync(int level, long number, CancellationToken ct) => Tiles.ReadAsync(session, level, number, ct);

    public Task<long> TileCountAsync(CancellationToken ct) => session.ScalarAsync<long>("SELECT count(*) FROM tiles", ct);

    public async Task<(long Size, byte[] Edge)> TreeAsync(CancellationToken ct) =>
        await session.FirstAsync("SELECT size, edge FROM tree WHERE id = 1", r => ((long, byte[])?)(r.GetInt64(0), r.Bytes(1)), ct).ConfigureAwait(false) ?? (0, []);

    public Task<Marking> MarkingAsync(CancellationToken ct) => Marking.ReadAsync(session, locking: false, ct);

    public Task<List<StoredTrait>> TraitsAsync(CancellationToken ct) => StoredTrait.AllAsync(session, ct);

    public Task<List<StoredMark>> MarksAsync(StoredMark after, CancellationToken ct) => session.ListAsync(
        """
        SELECT trait, time, position, accessor FROM marks
        WHERE (trait, time, position) > (@trait, @time, @position) ORDER BY trait, time, position LIMIT @limit
        """, r => new StoredMark(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.LongOrNull(3)), ct,
        ("trait", after.Trait), ("time", after.Time), ("position", after.Position), ("limit", 4L * Chunk));

    public Task<List<(long Trait, long Day, long Entries)>> DailyAsync(long trait, long day, CancellationToken ct) => session.ListAsync(
        "SELECT trait, day, entries FROM daily WHERE (trait, day) > (@trait, @day) ORDER BY trait, day LIMIT @limit",
        r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), ct, ("trait", trait), ("day", day), ("limit", (long)Chunk));

    /// <summary>The database's own check of pages and indexes. Always true on PostgreSQL, which has none without extensions.</summary>
    public async Task<bool> IsSoundAsync(CancellationToken ct)
    {
        if (session.Engine != StoreEngine.Sqlite)
            return true;
        try
        {
            return await session.ScalarAsync<string>("PRAGMA integrity_check(1)", ct).ConfigureAwait(false) == "ok";
        }
        catch (DbException error) when (StoreErrors.IsDamage(error))
        {
            return false;
        }
    }

    // A tampered id may have any length; it then simply begins another chain than the entries'.
    private static byte[] Padded(byte[] id)
    {
        Array.Resize(ref id, WriterId.Size);
        return id;
    }
}
