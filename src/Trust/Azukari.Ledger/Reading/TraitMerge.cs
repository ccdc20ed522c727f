using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// Several traits' entries, each of which lies in the order of time, merged into one order. A trait is opened when its time comes and read in
/// pieces, so that no mark is read twice, whether a page is wanted or everything.
/// </summary>
internal sealed class TraitMerge(StoreSession session, LedgerQuery query, SearchSql sql, Func<(long Time, long Position), int, (string, object?)[]> range)
{
    private const int FirstPiece = 64;
    private const int LastPiece = 4096;
    private readonly PriorityQueue<Lane, (long Time, long Position)> _lanes =
        new(query.NewestFirst ? Comparer<(long, long)>.Create(static (a, b) => b.CompareTo(a)) : Comparer<(long, long)>.Default);

    private readonly long? _accessor = Trait.AccessorMark(query.Accessor);

    /// <summary>Makes ready to read beyond a place.</summary>
    public async Task BeginAsync(IEnumerable<StoredTrait> traits, (long Time, long Position) beyond, CancellationToken ct)
    {
        var live = traits.Where(trait => query.NewestFirst ? trait.First <= beyond.Time : trait.Last >= beyond.Time).ToList();
        if (session.Engine == StoreEngine.Postgres)
        {
            await OpenAllAsync(live, beyond, ct).ConfigureAwait(false);
            return;
        }
        foreach (var trait in live)
        {
            // The best it can have. Opening it costs a look into the index, so not before that would be next.
            var best = query.NewestFirst ? Math.Min(trait.Last, beyond.Time) : Math.Max(trait.First, beyond.Time);
            _lanes.Enqueue(new Lane(trait.Number, beyond), (best, query.NewestFirst ? long.MaxValue : long.MinValue));
        }
    }

    /// <summary>The next in order; null at the end.</summary>
    public async ValueTask<Candidate?> NextAsync(CancellationToken ct)
    {
        while (_lanes.TryDequeue(out var lane, out _))
        {
            if (lane.Ready.TryDequeue(out var next))
            {
                if (lane.Ready.TryPeek(out var head))
                    _lanes.Enqueue(lane, (head.Time, head.Position));
                else if (!lane.Done)
                    _lanes.Enqueue(lane, (next.Time, next.Position)); // no other comes between: it is read on when its turn is
                return next;
            }
            await ReadOnAsync(lane, ct).ConfigureAwait(false);
            if (lane.Ready.TryPeek(out var first))
                _lanes.Enqueue(lane, (first.Time, first.Position));
        }
        return null;
    }

    private async Task ReadOnAsync(Lane lane, CancellationToken ct)
    {
        if (lane.Done)
            return;
        var found = await session.ListAsync(_accessor is null ? sql.Read : sql.ReadOfAccessor, r => new Candidate(r.GetInt64(0), r.GetInt64(1)), ct,
            Args(range(lane.Beyond, lane.Size), ("trait", lane.Trait))).ConfigureAwait(false);
        lane.Take(found);
    }

    // One statement for all: on a server each costs a way there and back.
    private async Task OpenAllAsync(List<StoredTrait> live, (long Time, long Position) beyond, CancellationToken ct)
    {
        var lanes = live.ToDictionary(trait => trait.Number, trait => new Lane(trait.Number, beyond));
        var found = await session.ListAsync(_accessor is null ? sql.ReadAll : sql.ReadAllOfAccessor, r => (Trait: r.GetInt64(0), Candidate: new Candidate(r.GetInt64(1), r.GetInt64(2))), ct,
            Args(range(beyond, FirstPiece), ("traits", lanes.Keys.ToArray()))).ConfigureAwait(false);
        foreach (var all in found.GroupBy(row => row.Trait))
        {
            var lane = lanes[all.Key];
            var own = all.Select(row => row.Candidate).ToList();
            own.Sort((a, b) => (query.NewestFirst ? -1 : 1) * (a.Time, a.Position).CompareTo((b.Time, b.Position)));
            lane.Take(own);
            _lanes.Enqueue(lane, (own[0].Time, own[0].Position));
        }
    }

    private (string, object?)[] Args((string, object?)[] given, (string, object?) traits) => _accessor is null ? [.. given, traits] : [.. given, traits, ("accessor", _accessor)];

    private sealed class Lane(long trait, (long Time, long Position) beyond)
    {
        public long Trait { get; } = trait;

        public Queue<Candidate> Ready { get; private set; } = new();

        public (long Time, long Position) Beyond { get; private set; } = beyond;

        public int Size { get; private set; } = FirstPiece;

        public bool Done { get; private set; }

        public void Take(List<Candidate> found)
        {
            Done = found.Count < Size;
            if (found.Count > 0)
                Beyond = (found[^1].Time, found[^1].Position);
            Size = Math.Min(Size * 4, LastPiece);
            Ready = new(found);
        }
    }
}
