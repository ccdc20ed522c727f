using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// The ledger: append-only, durable before an append completes, sealed within about a second into a Merkle tree with signed checkpoints.
/// Safe for concurrent use; any number of processes may hold one on the same store. (Named a book because its namespace is Ledger.)
/// </summary>
public sealed class LedgerBook : IAsyncDisposable
{
    private readonly Store _store;
    private readonly LedgerOptions _options;
    private readonly GroupCommit _commit;
    private readonly Backfill _backfill;
    private readonly SealingLoop _sealing;
    private readonly LedgerReader _reader;
    private bool _closed;

    private LedgerBook(Store store, LedgerOptions options)
    {
        _store = store;
        _options = options;
        var holder = Guid.NewGuid().ToString("N");
        var marker = new Marker();
        _backfill = new Backfill(store, marker);
        _sealing = new SealingLoop(store, new Sealer(store, options, marker, OwnTransactions), _backfill, options, holder);
        _commit = new GroupCommit(store, holder, OwnTransactions, _sealing.Wake, options.MostAtOnce);
        _sealing.StepsBack = () => _commit.IsCrowded;
        _sealing.IsOurs = _commit.Owns;
        _reader = new LedgerReader(store);
    }

    internal SealingLoop Sealing => _sealing;

    /// <summary>On PostgreSQL, the appends and sealings of this process: they touch nothing but the ledger.</summary>
    internal KnownTransactions OwnTransactions { get; } = new();

    /// <summary>Opens the ledger over its store, and starts sealing in the background.</summary>
    /// <param name="store">Opened with <see cref="LedgerSchema.Definition"/>; the caller disposes it, after the ledger.</param>
    /// <exception cref="LedgerDamagedException">The checkpoint file vouches for more, or for other, entries than the store holds.</exception>
    public static async Task<LedgerBook> OpenAsync(Store store, LedgerOptions options, CancellationToken ct = default)
    {
        options.Check();
        if (store.Definition.Name != LedgerSchema.Definition.Name)
            throw new ArgumentException($"The ledger lives in a store of its own, not in {store.Definition.Name}.", nameof(store));
        await RollbackCheck.RunAsync(store, options, ct).ConfigureAwait(false);
        var ledger = new LedgerBook(store, options);
        ledger._sealing.Start();
        return ledger;
    }

    /// <summary>Records an entry. When the task completes, it is durable.</summary>
    /// <exception cref="IOException">It could not be made durable: nothing may be released. It may all the same have been written.</exception>
    /// <exception cref="InvalidOperationException">An entry with this id is there already.</exception>
    /// <remarks>Cancelling ends the wait, not the write.</remarks>
    public Task AppendAsync(LedgerEntry entry, CancellationToken ct = default) => EnqueueAsync([new PreparedEntry(entry)], dedupe: false, ct);

    /// <summary>Records entries whose codes were checked; see <see cref="AppendAsync(LedgerEntry, CancellationToken)"/>.</summary>
    internal Task<int> AppendAsync(AwaitedPending pending, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return LedgerTelemetry.ActsAreWatched ? WatchedAsync(pending, ct) : RecordAsync(pending, ct);
    }

    /// <summary>Records what many callers wait for, each on its own; who it belongs to is told by <see cref="Pending.Complete"/> or <see cref="Pending.Fail"/>.</summary>
    internal void AppendEach(ReadOnlySpan<Pending> pending) => _commit.Enqueue(pending);

    /// <summary>Whether traces or metrics of single acts are asked for, which belong to their callers.</summary>
    internal static bool IsWatched => LedgerTelemetry.ActsAreWatched;

    /// <summary>Records entries whose codes were checked, all or none.</summary>
    internal Task AppendAsync(PreparedEntry[] entries, CancellationToken ct) => entries.Length == 0 ? Task.CompletedTask : EnqueueAsync(entries, dedupe: false, ct);

    /// <summary>Records entries, all or none, next to each other. When the task completes, they are durable.</summary>
    /// <inheritdoc cref="AppendAsync(LedgerEntry, CancellationToken)" path="/exception" />
    public Task AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken ct = default) =>
        entries.Count == 0 ? Task.CompletedTask : EnqueueAsync([.. entries.Select(entry => new PreparedEntry(entry))], dedupe: false, ct);

    /// <summary>
    /// Records entries from an outbox: those whose id is in the ledger already are left out, also when another process drains the same at
    /// the same moment. Durable when the task completes; then the outbox rows may go.
    /// </summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="IOException">They could not be made durable. Drain them again.</exception>
    public Task<int> DrainAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken ct = default) =>
        entries.Count == 0 ? Task.FromResult(0) : EnqueueAsync([.. entries.Select(entry => new PreparedEntry(entry))], dedupe: true, ct);

    /// <inheritdoc cref="DrainAsync(IReadOnlyList{LedgerEntry}, CancellationToken)"/>
    internal Task<int> DrainAsync(PreparedEntry[] entries, CancellationToken ct = default) =>
        entries.Length == 0 ? Task.FromResult(0) : EnqueueAsync(entries, dedupe: true, ct);

    /// <summary>What was done with a person's data, newest first, sealed or not.</summary>
    /// <param name="subject">The person's pseudonym.</param>
    /// <param name="before">For the next page: the position of the last sealed entry seen. Unsealed entries come on the first page only.</param>
    /// <param name="limit">At most so many. Read piece by piece: who stops after a few entries has paid for a few, however long the history is.</param>
    public IAsyncEnumerable<LedgerRecord> HistoryAsync(Pseudonym subject, long? before = null, int limit = int.MaxValue, CancellationToken ct = default) =>
        _reader.HistoryAsync(subject, before, limit, ct);

    /// <summary>How many sealed entries were read for histories so far.</summary>
    internal long HistoryRows => _reader.HistoryRows;

    /// <summary>Where <see cref="HistoryAsync"/> begins to meet what was recorded before a time.</summary>
    internal Task<long> PositionAtAsync(DateTimeOffset time, CancellationToken ct) => _reader.PositionAtAsync(time, ct);

    /// <summary>When the first sealed entry about a person was made.</summary>
    internal Task<DateTimeOffset?> FirstAsync(Pseudonym subject, CancellationToken ct) => _reader.FirstAsync(subject, ct);

    /// <summary>When a person's data was last provided to, or received from, somebody outside, sealed or not; null where it never was.</summary>
    internal Task<DateTimeOffset?> LastProvisionAsync(Pseudonym subject, CancellationToken ct) => _reader.LastProvisionAsync(subject, ct);

    /// <summary>To whom a person's data was provided and with whom it was shared, sealed or not, in no order: what it costs grows with that alone.</summary>
    internal IAsyncEnumerable<LedgerEntry> LeftAsync(Pseudonym subject, CancellationToken ct) => _reader.LeftAsync(subject, ct);

    /// <summary>Entries by conditions, by time, sealed or not, all as of one moment: streamed, in constant memory.</summary>
    public IAsyncEnumerable<LedgerRecord> QueryAsync(LedgerQuery query, CancellationToken ct = default) => _reader.QueryAsync(query, ct);

    /// <summary>
    /// A page of entries by conditions, by time, sealed or not. Each condition but case and item alone is answered from an index; what a
    /// page costs is bounded, so a search for something rare may end early and go on with the next page.
    /// </summary>
    /// <param name="query">The conditions and the order. Its limit is the page's size: 1 to 1,000.</param>
    /// <param name="after">For the next page: <see cref="LedgerPage.Next"/> of the one before. Pages neither repeat nor leave out an entry
    /// that was there when the first was read, whatever is appended and sealed in between.</param>
    /// <exception cref="ArgumentException">There is no entry <paramref name="after"/>.</exception>
    /// <exception cref="LedgerDamagedException">An entry cannot be read. Run <c>azukari ledger verify</c>.</exception>
    public Task<LedgerPage> SearchAsync(LedgerQuery query, EntryId? after = null, CancellationToken ct = default) => _reader.SearchAsync(query, after, ct);

    /// <summary>
    /// How many sealed entries there are a day (Asia/Tokyo), from counts kept beside the ledger: at once, whatever the ledger's size. A
    /// convenience that proves nothing; <see cref="LedgerVerifier"/> says whether the counts agree with the entries.
    /// </summary>
    /// <param name="query">Kind, purpose, recipient, reason and clause narrow; the rest must be null.</param>
    /// <param name="by">What the counts are told apart by.</param>
    /// <param name="from">The first day; null for the first there is.</param>
    /// <param name="to">The day after the last; null for all.</param>
    public Task<LedgerCounts> CountAsync(LedgerQuery query, CountBy by, DateOnly? from = null, DateOnly? to = null, CancellationToken ct = default) =>
        LedgerCounts.ReadAsync(_store, query, by, from, to, ct);

    /// <summary>How far the search index reaches; after an upgrade, older entries are marked in the background.</summary>
    public async Task<SearchState> SearchStateAsync(CancellationToken ct = default)
    {
        var state = await _backfill.StateAsync(ct).ConfigureAwait(false);
        return new SearchState(Math.Min(state.Done, state.Goal), state.Goal);
    }

    /// <summary>Makes the search index and the counts anew from the entries, while the ledger serves; searches are slower meanwhile.</summary>
    /// <param name="progress">Told after each second of work.</param>
    public async Task RebuildSearchAsync(IProgress<SearchState>? progress = null, CancellationToken ct = default)
    {
        await _backfill.ResetAsync(ct).ConfigureAwait(false);
        await FinishSearchAsync(progress, ct).ConfigureAwait(false);
    }

    /// <summary>Marks what is not marked yet, without waiting for the background.</summary>
    /// <inheritdoc cref="RebuildSearchAsync" path="/param" />
    public async Task FinishSearchAsync(IProgress<SearchState>? progress = null, CancellationToken ct = default)
    {
        while (!await _backfill.RunAsync(TimeSpan.FromSeconds(1), ct).ConfigureAwait(false))
            progress?.Report(await SearchStateAsync(ct).ConfigureAwait(false));
        progress?.Report(await SearchStateAsync(ct).ConfigureAwait(false));
    }

    /// <summary>
    /// Counts what was done in a time, by combination of kind, purpose, recipient kind, ground, items and version; the newest entries, as many as the caller
    /// affords. Streamed: memory grows with the combinations, not with the entries.
    /// </summary>
    /// <param name="from">From this moment on.</param>
    /// <param name="to">Before this moment.</param>
    /// <param name="kinds">Of these kinds.</param>
    /// <param name="most">So many entries are looked at, at least one; those that wait to be sealed, a second's worth, are looked at all.</param>
    /// <param name="progress">Told every few thousand entries.</param>
    /// <exception cref="LedgerDamagedException">An entry cannot be read.</exception>
    public Task<CountedUses> CombinationsAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<EntryKind> kinds, long most = long.MaxValue - 1, IProgress<CountProgress>? progress = null, CancellationToken ct = default) =>
        new UseCombinations(_store).CountAsync(from, to, kinds, most, progress, ct);

    /// <summary>When somebody last did anything since a moment, and last acted as each of some kinds of recipient, sealed or not; in constant memory.</summary>
    /// <param name="accessor">Who.</param>
    /// <param name="from">From this moment on.</param>
    /// <param name="kinds">The kinds asked about: the search ends when each was met.</param>
    /// <param name="most">How many entries one look reads.</param>
    /// <exception cref="LedgerDamagedException">An entry cannot be read.</exception>
    public Task<LastActs> LastActsAsync(string accessor, DateTimeOffset from, IReadOnlyCollection<string> kinds, int most = 250_000, CancellationToken ct = default) =>
        LastActs.ReadAsync(_store, accessor, from, kinds, most, ct);

    /// <summary>The entry with this id; null where there is none.</summary>
    public Task<LedgerRecord?> FindAsync(EntryId id, CancellationToken ct = default) => _reader.FindAsync(id, ct);

    /// <summary>Seals what is durable now, without waiting for the background.</summary>
    /// <returns>A checkpoint over it.</returns>
    /// <exception cref="LedgerDamagedException">Something was tampered with; nothing is signed over it.</exception>
    public async Task<Checkpoint> SealAsync(CancellationToken ct = default)
    {
        await _sealing.SealAsync(ct).ConfigureAwait(false);
        return await CheckpointAsync(ct).ConfigureAwait(false); // the last batch may have been the background's, or another process's
    }

    /// <summary>What the checkpoints are verified with.</summary>
    public LedgerVerifierKey VerifierKey => _options.SigningKey.Verifier;

    /// <summary>The file outside the database where checkpoints are also written (<see cref="CheckpointFile"/>).</summary>
    public string CheckpointsOutside => CheckpointFile.In(_options.CheckpointFolder);

    /// <summary>The last whole checkpoint of that file; null where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<Checkpoint?> LastOutsideAsync(CancellationToken ct = default) => CheckpointFile.LastAsync(_options.CheckpointFolder, ct);

    /// <summary>Checkpoints of the database, the newest first; one that cannot be read is left out.</summary>
    /// <param name="below">Over fewer entries than so many; null from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    public Task<IReadOnlyList<Checkpoint>> CheckpointsAsync(long? below, int limit, CancellationToken ct = default) => _store.ReadAsync<IReadOnlyList<Checkpoint>>(async (session, c) =>
    {
        var notes = await session.ListAsync("SELECT note FROM checkpoints WHERE size < @below ORDER BY size DESC LIMIT @limit", r => r.GetString(0), c,
            ("below", below ?? long.MaxValue), ("limit", (long)limit)).ConfigureAwait(false);
        return [.. notes.Select(note => Checkpoint.TryParse(note, out var checkpoint) ? checkpoint : null).OfType<Checkpoint>()];
    }, ct: ct);

    /// <summary>The last signed checkpoint; of an empty ledger, one over the empty tree.</summary>
    public async Task<Checkpoint> CheckpointAsync(CancellationToken ct = default) =>
        await _store.ReadAsync((session, c) => Sealer.LastAsync(session, c), ct: ct).ConfigureAwait(false)
        ?? Checkpoint.Sign(_options.SigningKey, _options.Origin, 0, LedgerHash.EmptyRoot());

    /// <summary>Proves that an entry is in the ledger, under its last checkpoint; seals it first where need be. Null where there is no such entry.</summary>
    public async Task<InclusionProof?> ProveInclusionAsync(EntryId id, CancellationToken ct = default)
    {
        if (await FindAsync(id, ct).ConfigureAwait(false) is not { } found)
            return null;
        if (found.Position is null)
            await SealAsync(ct).ConfigureAwait(false);
        return await _store.ReadAsync((session, c) => Prover.InclusionAsync(session, id, c), snapshot: true, ct).ConfigureAwait(false);
    }

    /// <summary>Proves that the ledger at <paramref name="newSize"/> entries begins with the ledger at <paramref name="oldSize"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sizes are out of order, or beyond what is sealed.</exception>
    public Task<ConsistencyProof> ProveConsistencyAsync(long oldSize, long newSize, CancellationToken ct = default) =>
        _store.ReadAsync((session, c) => Prover.ConsistencyAsync(session, oldSize, newSize, c), snapshot: true, ct);

    /// <summary>
    /// Writes the whole ledger as newline-delimited JSON, as of one moment: a header, the writers' heads, every entry with its salt and
    /// place, every checkpoint behind the entries it vouches for. Checked offline by <see cref="LedgerVerifier.VerifyExportAsync"/>.
    /// </summary>
    /// <remarks>Holds pseudonyms and codes, never a value. With the salts, so treat it as confidential.</remarks>
    public Task ExportAsync(Stream output, CancellationToken ct = default) => _store.ReadAsync(async (session, c) =>
    {
        await LedgerExport.WriteAsync(session, _options.SigningKey.Verifier, output, c).ConfigureAwait(false);
        return true;
    }, snapshot: true, ct);

    /// <summary>Stops taking entries, makes what is queued durable, seals, and gives chain and lease back. The store stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        _closed = true;
        await Task.Run(() => _commit.Close(giveBack: true)).ConfigureAwait(false);
        await _sealing.StopAsync().ConfigureAwait(false);
        try
        {
            await _sealing.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is StoreException or LedgerDamagedException or IOException)
        {
            _options.SealingFailed?.Invoke(error); // the entries are durable; who opens the ledger next seals them
        }
        await _sealing.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends as a killed process would, for tests: nothing more is written, sealed or given back.</summary>
    internal async Task AbandonAsync()
    {
        _closed = true;
        await _sealing.DisposeAsync().ConfigureAwait(false);
        await Task.Run(_commit.Dispose).ConfigureAwait(false);
    }

    private Task<int> WatchedAsync(AwaitedPending pending, CancellationToken ct) =>
        LedgerTelemetry.WatchAsync(pending.Entries, _options.IsPolicyCode, () => RecordAsync(pending, ct));

    private Task<int> RecordAsync(AwaitedPending pending, CancellationToken ct)
    {
        _commit.Enqueue([pending]);
        return ct.CanBeCanceled ? pending.Done.WaitAsync(ct) : pending.Done;
    }

    private Task<int> EnqueueAsync(PreparedEntry[] entries, bool dedupe, CancellationToken ct) => AppendAsync(new AwaitedPending(entries, dedupe), ct);
}
