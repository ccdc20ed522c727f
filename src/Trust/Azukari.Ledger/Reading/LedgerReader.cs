using System.Runtime.CompilerServices;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Reads entries, sealed or not, each from one moment of the store so that none is missed on its way.</summary>
internal sealed class LedgerReader(Store store)
{
    private const int MaxPage = 1000;
    private const int FirstPiece = 64;
    private const int LastPiece = 4096;

    // How far the order of sealing may differ from that of time: entries are sealed within a second or so, as they come in.
    private const int Disorder = 1000;
    private long _historyRows;

    /// <summary>The condition is word for word that of the index, or it would not be used.</summary>
    internal const string LastProvision = "SELECT time FROM sealed WHERE subject = @subject AND kind IN ('provided', 'received') ORDER BY time DESC LIMIT 1";

    /// <summary>What a page may cost: about a third of a second.</summary>
    internal (long Rows, long Entries) Budget { get; init; } = (400_000, 20_000);

    public async IAsyncEnumerable<LedgerRecord> HistoryAsync(Pseudonym subject, long? before, int limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var left = limit;
            if (before is null)
            {
                var waiting = await session.ListAsync("SELECT entry FROM unsealed WHERE subject = @subject ORDER BY arrival DESC",
                    r => Parse(r.Bytes(0)), ct, ("subject", subject.ToBytes())).ConfigureAwait(false);
                foreach (var entry in waiting.Take(left))
                    yield return new LedgerRecord(entry, null);
                left -= Math.Min(left, waiting.Count);
            }
            var below = before ?? long.MaxValue;
            for (var size = FirstPiece; left > 0; size = Math.Min(size * 4, LastPiece))
            {
                var (asked, met) = (Math.Min(left, size), 0);
                var rows = session.StreamAsync(PersonSql.History(store.Engine), Row, ct, ("subject", subject.ToBytes()), ("before", below), ("limit", (long)asked));
                await foreach (var row in rows.ConfigureAwait(false))
                {
                    (met, below) = (met + 1, row.Position!.Value);
                    yield return row;
                }
                if (met < asked)
                    yield break;
                left -= met;
            }
        }

        LedgerRecord Row(System.Data.Common.DbDataReader r)
        {
            Interlocked.Increment(ref _historyRows);
            return new LedgerRecord(Parse(r.Bytes(1)), r.GetInt64(0));
        }
    }

    /// <summary>How many sealed entries were read for histories so far: what a page costs, told in entries.</summary>
    internal long HistoryRows => Interlocked.Read(ref _historyRows);

    /// <summary>The position to read a history back from, to meet what was recorded before a time; a few that are younger may be among it.</summary>
    public Task<long> PositionAtAsync(DateTimeOffset time, CancellationToken ct) => store.ReadAsync(async (session, c) =>
        await session.FirstAsync("SELECT position FROM sealed WHERE time < @time ORDER BY time DESC, position DESC LIMIT 1", r => (long?)r.GetInt64(0), c,
            ("time", LedgerEntry.Micros(time))).ConfigureAwait(false) is { } position ? position + Disorder : 0, ct: ct);

    /// <summary>When the first sealed entry about a person was made; null where there is none.</summary>
    public Task<DateTimeOffset?> FirstAsync(Pseudonym subject, CancellationToken ct) => store.ReadAsync<DateTimeOffset?>(async (session, c) =>
        await session.FirstAsync(PersonSql.First(store.Engine), r => (long?)r.GetInt64(0), c, ("subject", subject.ToBytes())).ConfigureAwait(false) is { } time
            ? LedgerEntry.FromMicros(time) : null, ct: ct);

    public async IAsyncEnumerable<LedgerRecord> QueryAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        if (query.Limit <= 0)
            yield break;
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var search = await LedgerSearch.BeginAsync(session, query, after: null, ct).ConfigureAwait(false);
            var left = query.Limit;
            await foreach (var met in search.RunAsync(ct).ConfigureAwait(false))
            {
                yield return met.Record;
                if (--left == 0)
                    yield break;
            }
        }
    }

    public async Task<LedgerPage> SearchAsync(LedgerQuery query, EntryId? after, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MaxPage);
        return await store.ReadAsync(async (session, c) =>
        {
            var search = await LedgerSearch.BeginAsync(session, query, after, c).ConfigureAwait(false);
            search.Budget = Budget;
            var found = new List<LedgerRecord>();
            await foreach (var met in search.RunAsync(c).ConfigureAwait(false))
            {
                if (found.Count == query.Limit)
                    return new LedgerPage(found, found[^1].Entry.Id, null); // there is at least one more
                found.Add(met.Record);
            }
            if (search.Stopped is not { } stopped)
                return new LedgerPage(found, null, null);
            var last = await session.FirstAsync("SELECT id FROM sealed WHERE position = @position", r => r.Bytes(0), c, ("position", stopped.Position)).ConfigureAwait(false);
            return new LedgerPage(found, EntryId.FromBytes(last!), LedgerEntry.FromMicros(stopped.Time));
        }, snapshot: true, ct).ConfigureAwait(false);
    }

    /// <summary>When a person's data was last provided to, or received from, somebody outside; null where it never was.</summary>
    /// <remarks>One look-up in an index of provisions, whatever else is recorded about the person.</remarks>
    public Task<DateTimeOffset?> LastProvisionAsync(Pseudonym subject, CancellationToken ct) => store.ReadAsync<DateTimeOffset?>(async (session, c) =>
    {
        var waiting = await session.ListAsync("SELECT entry FROM unsealed WHERE subject = @subject", r => Parse(r.Bytes(0)), c, ("subject", subject.ToBytes())).ConfigureAwait(false);
        var last = await session.FirstAsync(LastProvision, r => (long?)r.GetInt64(0), c, ("subject", subject.ToBytes())).ConfigureAwait(false);
        foreach (var entry in waiting)
            if (entry.Kind is EntryKind.Provided or EntryKind.Received && !(last >= entry.Microseconds))
                last = entry.Microseconds;
        return last is { } time ? LedgerEntry.FromMicros(time) : null;
    }, snapshot: true, ct);

    /// <summary>What left with a person's data: to whom it was provided, and with whom it was shared. Sealed or not, in no order.</summary>
    /// <remarks>Two walks in indexes of what left, whatever else is recorded about the person.</remarks>
    public async IAsyncEnumerable<LedgerEntry> LeftAsync(Pseudonym subject, [EnumeratorCancellation] CancellationToken ct)
    {
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var statement in Left)
            {
                await foreach (var entry in session.StreamAsync(statement, r => Parse(r.Bytes(0)), ct, ("subject", subject.ToBytes())).ConfigureAwait(false))
                {
                    if (entry.Kind is EntryKind.Provided or EntryKind.Shared) yield return entry;
                }
            }
        }
    }

    /// <summary>The conditions are word for word those of the indexes.</summary>
    internal static readonly string[] Left =
    [
        "SELECT entry FROM unsealed WHERE subject = @subject",
        "SELECT entry FROM sealed WHERE subject = @subject AND kind IN ('provided', 'received')",
        "SELECT entry FROM sealed WHERE subject = @subject AND kind = 'shared'",
    ];

    public Task<LedgerRecord?> FindAsync(EntryId id, CancellationToken ct) => store.ReadAsync(
        (session, c) => session.FirstAsync(
            """
            SELECT entry, position FROM sealed WHERE id = @id
            UNION ALL SELECT entry, NULL FROM unsealed WHERE id = @id LIMIT 1
            """, r => (LedgerRecord?)new LedgerRecord(Parse(r.Bytes(0)), r.LongOrNull(1)), c, ("id", id.ToBytes())), ct: ct);

    internal static LedgerEntry Parse(byte[] json)
    {
        try
        {
            return LedgerEntry.FromCanonicalJson(json);
        }
        catch (FormatException error)
        {
            throw new LedgerDamagedException("The ledger holds an entry that cannot be read. Run azukari ledger verify.", error);
        }
    }
}
