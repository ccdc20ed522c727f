using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>A sealed entry as an index gives it.</summary>
internal readonly record struct Candidate(long Time, long Position);

/// <summary>What an index gives, piece by piece, in the order of time.</summary>
/// <param name="Found">Candidates, in order.</param>
/// <param name="Until">Everything up to here was looked at; null where nothing is left beyond.</param>
/// <param name="Looked">How many index rows it took.</param>
internal sealed record Piece(List<Candidate> Found, (long Time, long Position)? Until, int Looked);

/// <summary>Chooses the index that answers a query and reads from it. Every statement here is in <see cref="SearchSql"/>, and its plan is tested.</summary>
internal sealed class SealedSource
{
    private const long FewEntries = 50_000;
    private readonly StoreSession _session;
    private readonly LedgerQuery _query;
    private readonly SearchSql _sql;
    private readonly List<StoredTrait>? _traits;
    private readonly HashSet<long>? _wanted;
    private TraitMerge? _merge;

    private SealedSource(StoreSession session, LedgerQuery query, SearchSql sql, List<StoredTrait>? traits, HashSet<long>? wanted)
    {
        _session = session;
        _query = query;
        _sql = sql;
        _traits = traits;
        _wanted = wanted;
    }

    /// <summary>Decides, by what is asked for and how much there is of it, where to look.</summary>
    public static async Task<SealedSource> ChooseAsync(StoreSession session, LedgerQuery query, CancellationToken ct)
    {
        SealedSource By(SearchIndex index, List<StoredTrait>? traits = null, HashSet<long>? wanted = null) =>
            new(session, query, new SearchSql(session.Engine, index, query.NewestFirst), traits, wanted);
        if (query.Subject is not null)
            return By(SearchIndex.Subject);
        if (!(await Marking.ReadAsync(session, locking: false, ct).ConfigureAwait(false)).Whole)
            return By(query.Kind is null ? SearchIndex.Time : SearchIndex.Kind);
        if (query is { Kind: null, Purpose: null, Recipient: null, Reason: null, Clause: null })
            return By(query.Accessor is null ? SearchIndex.Time : SearchIndex.Accessor);
        var traits = (await StoredTrait.AllAsync(session, ct).ConfigureAwait(false)).FindAll(trait => trait.MayMatch(query));
        if (query.Accessor is not null && traits.Sum(trait => trait.Entries) > FewEntries)
            return By(SearchIndex.Accessor, wanted: [.. traits.Select(trait => trait.Number)]);
        return By(SearchIndex.Trait, traits);
    }

    /// <summary>The next piece beyond a place.</summary>
    /// <param name="beyond">Exclusive; at first where to begin, then <see cref="Piece.Until"/> of the piece before.</param>
    /// <param name="count">How many index rows to look at, or candidates to give, at most.</param>
    public Task<Piece> NextAsync((long Time, long Position) beyond, int count, CancellationToken ct) => _sql.Index switch
    {
        SearchIndex.Trait => ByTraitAsync(beyond, count, ct),
        SearchIndex.Accessor => ByAccessorAsync(beyond, count, ct),
        SearchIndex.Subject => ReadAsync(beyond, count, ct, ("subject", _query.Subject!.Value.ToBytes())),
        SearchIndex.Kind => ReadAsync(beyond, count, ct, ("kind", _query.Kind!.Value.WireName())),
        SearchIndex.Time => ReadAsync(beyond, count, ct),
    };

    /// <summary>The entries of candidates, by position.</summary>
    public async Task<Dictionary<long, byte[]>> EntriesAsync(List<Candidate> candidates, CancellationToken ct)
    {
        var rows = await _session.ListAsync(_sql.Entries, r => (Position: r.GetInt64(0), Json: r.Bytes(1)), ct,
            ("positions", Many(candidates.ConvertAll(candidate => candidate.Position)))).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Position, row => row.Json);
    }

    private async Task<Piece> ReadAsync((long Time, long Position) beyond, int count, CancellationToken ct, params (string, object?)[] condition)
    {
        var found = await _session.ListAsync(_sql.Read, r => new Candidate(r.GetInt64(0), r.GetInt64(1)), ct, [.. Range(beyond, count), .. condition]).ConfigureAwait(false);
        return new Piece(found, found.Count < count ? null : (found[^1].Time, found[^1].Position), found.Count);
    }

    private async Task<Piece> ByAccessorAsync((long Time, long Position) beyond, int count, CancellationToken ct)
    {
        var (found, looked) = (new List<Candidate>(), 0);
        var last = beyond;
        var rows = _session.StreamAsync(_sql.Read, r => (Time: r.GetInt64(0), Position: r.GetInt64(1), Trait: r.GetInt64(2)), ct,
            [.. Range(beyond, count), ("accessor", Trait.AccessorMark(_query.Accessor))]);
        await foreach (var (time, position, trait) in rows.ConfigureAwait(false))
        {
            looked++;
            last = (time, position);
            if (_wanted is null || _wanted.Contains(trait))
                found.Add(new Candidate(time, position));
        }
        return new Piece(found, looked < count ? null : last, looked);
    }

    private async Task<Piece> ByTraitAsync((long Time, long Position) beyond, int count, CancellationToken ct)
    {
        if (_merge is null)
        {
            _merge = new TraitMerge(_session, _query, _sql, Range);
            await _merge.BeginAsync(_traits!, beyond, ct).ConfigureAwait(false);
        }
        var found = new List<Candidate>();
        while (found.Count < count && await _merge.NextAsync(ct).ConfigureAwait(false) is { } next)
            found.Add(next);
        return new Piece(found, found.Count < count ? null : (found[^1].Time, found[^1].Position), found.Count);
    }

    // One half of the range is where the search has come to, the other half the query's own.
    private (string, object?)[] Range((long Time, long Position) beyond, int count) =>
    [
        ("time", beyond.Time), ("position", beyond.Position),
        ("end", _query.NewestFirst ? Micros(_query.From, long.MinValue) : Micros(_query.To, long.MaxValue)),
        ("limit", (long)count),
    ];

    private static long Micros(DateTimeOffset? time, long none) => time is { } given ? LedgerEntry.Micros(given) : none;

    private object Many(List<long> numbers) => _session.Engine == StoreEngine.Postgres ? numbers.ToArray() : $"[{string.Join(',', numbers)}]";
}
