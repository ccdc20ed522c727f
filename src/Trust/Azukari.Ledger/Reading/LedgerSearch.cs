using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>A search within one session, going on piece by piece: sealed entries from an index, those waiting from all there are (a second's worth).</summary>
internal sealed class LedgerSearch
{
    private const int FirstPiece = 64;
    private const int LastPiece = 4096;
    private readonly LedgerQuery _query;
    private readonly SealedSource _source;
    private readonly List<Met> _waiting; // in the query's order
    private readonly EntryPlace _start;
    private int _nextWaiting;

    private LedgerSearch(LedgerQuery query, SealedSource source, List<Met> waiting, EntryPlace start)
    {
        _query = query;
        _source = source;
        _waiting = waiting;
        _start = start;
    }

    /// <summary>How many index rows and entries may be looked at; default without end.</summary>
    public (long Rows, long Entries) Budget { get; set; } = (long.MaxValue, long.MaxValue);

    /// <summary>Set where the budget was used up before the end: what was looked at last.</summary>
    public (long Time, long Position)? Stopped { get; private set; }

    public static async Task<LedgerSearch> BeginAsync(StoreSession session, LedgerQuery query, EntryId? after, CancellationToken ct)
    {
        // First of all, so that a snapshot holds both.
        var start = after is { } id ? await PlaceAsync(session, id, ct).ConfigureAwait(false) : Edge(query);
        var keep = query.Limit == int.MaxValue ? int.MaxValue : query.Limit + 1;
        var waiting = await WaitingAsync(session, query, start, keep, ct).ConfigureAwait(false);
        return new LedgerSearch(query, await SealedSource.ChooseAsync(session, query, ct).ConfigureAwait(false), waiting, start);
    }

    /// <summary>What matches, in order, until the end or the end of the budget.</summary>
    public async IAsyncEnumerable<Met> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        (long Time, long Position)? beyond = Nearer(_start.AmongSealed, Edge(_query).AmongSealed);
        var (rows, entries) = (0L, 0L);
        for (var size = FirstPiece; beyond is { } from; size = Math.Min(size * 4, LastPiece))
        {
            if (rows >= Budget.Rows || entries >= Budget.Entries)
            {
                Stopped = from;
                foreach (var met in WaitingBefore(new EntryPlace(from.Time, false, from.Position)))
                    yield return met;
                yield break;
            }
            var piece = await _source.NextAsync(from, size, ct).ConfigureAwait(false);
            var json = piece.Found.Count == 0 ? [] : await _source.EntriesAsync(piece.Found, ct).ConfigureAwait(false);
            rows += piece.Looked;
            entries += piece.Found.Count;
            foreach (var (time, position) in piece.Found)
            {
                var place = new EntryPlace(time, false, position);
                if (!json.TryGetValue(position, out var bytes) || LedgerReader.Parse(bytes) is not { } entry || !_query.Matches(entry))
                    continue;
                foreach (var met in WaitingBefore(place))
                    yield return met;
                yield return new Met(place, entry);
            }
            beyond = piece.Until;
        }
        foreach (var met in _waiting.Skip(_nextWaiting))
            yield return met;
    }

    private IEnumerable<Met> WaitingBefore(EntryPlace place)
    {
        while (_nextWaiting < _waiting.Count && Order(_waiting[_nextWaiting].Place, place, _query.NewestFirst) < 0)
            yield return _waiting[_nextWaiting++];
    }

    private (long Time, long Position) Nearer((long Time, long Position) a, (long Time, long Position) b) =>
        a.CompareTo(b) < 0 == _query.NewestFirst ? a : b;

    // Where the query's own range begins, in its direction.
    private static EntryPlace Edge(LedgerQuery query) => query.NewestFirst
        ? query.To is { } to ? new EntryPlace(LedgerEntry.Micros(to), false, long.MinValue) : EntryPlace.Greatest
        : query.From is { } from ? new EntryPlace(LedgerEntry.Micros(from), false, long.MinValue) : EntryPlace.Least;

    private static int Order(EntryPlace a, EntryPlace b, bool newestFirst) => newestFirst ? b.CompareTo(a) : a.CompareTo(b);

    private static async Task<EntryPlace> PlaceAsync(StoreSession session, EntryId id, CancellationToken ct)
    {
        var found = await session.FirstAsync("SELECT time, position FROM sealed WHERE id = @id ORDER BY position LIMIT 1",
            r => (EntryPlace?)new EntryPlace(r.GetInt64(0), false, r.GetInt64(1)), ct, ("id", id.ToBytes())).ConfigureAwait(false);
        return found ?? await session.FirstAsync("SELECT arrival, entry FROM unsealed WHERE id = @id",
            r => (EntryPlace?)new EntryPlace(LedgerReader.Parse(r.Bytes(1)).Microseconds, true, r.GetInt64(0)), ct, ("id", id.ToBytes())).ConfigureAwait(false)
            ?? throw new ArgumentException("There is no such entry to go on from.", nameof(id));
    }

    // All of them are looked at, the first few in order are kept.
    private static async Task<List<Met>> WaitingAsync(StoreSession session, LedgerQuery query, EntryPlace start, int keep, CancellationToken ct)
    {
        var best = new PriorityQueue<Met, EntryPlace>(Comparer<EntryPlace>.Create((a, b) => Order(b, a, query.NewestFirst))); // the last in order comes out first
        var rows = session.StreamAsync("SELECT arrival, entry FROM unsealed", r => (Arrival: r.GetInt64(0), Entry: LedgerReader.Parse(r.Bytes(1))), ct);
        await foreach (var (arrival, entry) in rows.ConfigureAwait(false))
        {
            var place = new EntryPlace(entry.Microseconds, true, arrival);
            if (!query.Matches(entry) || Order(place, start, query.NewestFirst) <= 0)
                continue;
            best.Enqueue(new Met(place, entry), place);
            if (best.Count > keep)
                best.Dequeue();
        }
        return [.. best.UnorderedItems.Select(item => item.Element).Order(Comparer<Met>.Create((a, b) => Order(a.Place, b.Place, query.NewestFirst)))];
    }
}
