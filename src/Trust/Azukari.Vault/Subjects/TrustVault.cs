using System.Runtime.CompilerServices;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Values;
using Azukari.Vault.Erasing;
using Azukari.Vault.Hosting;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Retaining;
using Azukari.Vault.Searching;
using Azukari.Vault.Writing;

namespace Azukari.Vault;

/// <summary>
/// People's personal data: taken in, read, searched, corrected, restricted and erased, each act decided by a clause and in the ledger
/// before its result is seen. Expected refusals are results; an exception means a broken store, a damaged row or a caller's mistake.
/// </summary>
public sealed class TrustVault
{
    private readonly TrustParts _parts;
    private readonly ViewRegister _views;
    private readonly Acquirer _acquirer;
    private readonly Reconciler _reconciler;
    private readonly BulkReader _bulk;
    private readonly Searcher _searcher;
    private readonly Corrector _corrector;
    private readonly PersonActs _acts;
    private readonly Eraser _eraser;
    private readonly Expirer _expirer;
    private readonly StatutoryRecords _statutory;
    private readonly Describer _describer;

    internal TrustVault(TrustParts parts, ViewRegister views, Gate gate, ActRunner runner, Eraser eraser, StatutoryRecords statutory)
    {
        (_parts, _views, Gate, _eraser, _statutory) = (parts, views, gate, eraser, statutory);
        _acquirer = new Acquirer(parts);
        _corrector = new Corrector(runner);
        _reconciler = new Reconciler(parts, _acquirer, runner);
        _bulk = new BulkReader(parts, gate);
        _searcher = new Searcher(parts);
        _acts = new PersonActs(runner);
        _expirer = new Expirer(parts, runner, statutory);
        _describer = new Describer(parts);
        Documents = new DocumentVault(parts, gate, runner);
    }

    internal Gate Gate { get; }

    /// <summary>People's documents.</summary>
    public DocumentVault Documents { get; }

    /// <summary>Takes a person in. Durable and recorded when the task completes; of a refused acquisition nothing is kept.</summary>
    public async Task<AcquireResult> AcquireAsync(Acquisition acquisition, Accessor by, CancellationToken ct = default)
    {
        if (acquisition.Id is not { } id) return (await _acquirer.AcquireAsync([acquisition], by, ct))[0];
        if (await AcquiredBeforeAsync(id, ct) is { } before) return before;
        try
        {
            return (await _acquirer.AcquireAsync([acquisition], by, ct))[0];
        }
        catch (Exception error) when (error is System.Data.Common.DbException or Stores.StoreException)
        {
            // Another attempt under this id came first: the row of a person can be written once.
            if (await AcquiredBeforeAsync(id, ct) is { } first) return first;
            throw;
        }
    }

    /// <summary>Takes many people in, at one commit a store for the batch; each is decided on its own. Results in the order given.</summary>
    public async Task<IReadOnlyList<AcquireResult>> AcquireManyAsync(IReadOnlyList<Acquisition> batch, Accessor by, CancellationToken ct = default) =>
        await _acquirer.AcquireAsync(batch, by, ct);

    /// <summary>
    /// Matches rows with the people in the vault by an identifying item, and creates, corrects or leaves alone. Compares inside the vault
    /// and releases no value. Repeating a batch changes nothing. Results in the order given.
    /// </summary>
    /// <exception cref="ArgumentException">An identifying item is not searchable by exact value, or not among a row's values.</exception>
    public Task<IReadOnlyList<ReconcileResult>> ReconcileAsync(IReadOnlyList<Reconciliation> rows, Accessor by, CancellationToken ct = default) =>
        _reconciler.ReconcileAsync(rows, by, ct);

    /// <summary>Reads a registered view of a person. The context's purpose, recipient kind and ground must be the view's.</summary>
    /// <exception cref="InvalidOperationException">The view was not registered before the vault was opened.</exception>
    /// <exception cref="ArgumentException">The context names another purpose, recipient kind or ground than the view.</exception>
    public async Task<AccessResult<TView>> ReadAsync<TView>(SubjectId subject, AccessContext context, CancellationToken ct = default) where TView : IView<TView>
    {
        var view = Require<TView>(context);
        return As<TView>(await Gate.ReadAsync(subject, view.Items, context, ct));
    }

    /// <summary>Reads items of a person: dynamic access for the API and the command line, through the same gate as views.</summary>
    /// <returns>The values, a null for each item not held; or the refusal. Recorded either way.</returns>
    public Task<AccessResult<ItemValues>> ReadAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct = default) =>
        Gate.ReadAsync(subject, items, context, ct);

    /// <summary>
    /// Reads items of many, in constant memory: chunks of 256, each decided, recorded and rechecked on its own. A person's withdrawal
    /// acknowledged before their chunk is decided is always seen.
    /// </summary>
    public IAsyncEnumerable<AccessResult<ItemValues>> ReadManyAsync(IAsyncEnumerable<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct = default) =>
        _bulk.ReadAsync(subjects, items, context, ct);

    /// <summary>Reads items of everybody of a kind, in the order of their random ids; see <see cref="ReadManyAsync(IAsyncEnumerable{SubjectId}, IReadOnlyList{ItemId}, AccessContext, CancellationToken)"/>.</summary>
    public IAsyncEnumerable<AccessResult<ItemValues>> ReadManyAsync(SubjectKind kind, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct = default) =>
        _bulk.ReadAsync(_bulk.OfKindAsync(kind, ct), items, context, ct);

    /// <summary>The ids of everybody of a kind (of all kinds when null), erased people left out. Ids tell nothing, so this is no access.</summary>
    public IAsyncEnumerable<SubjectId> SubjectsAsync(SubjectKind? kind = null, CancellationToken ct = default) => _bulk.OfKindAsync(kind, ct);

    /// <summary>Reads a registered view of many.</summary>
    /// <inheritdoc cref="ReadAsync{TView}" path="/exception"/>
    public async IAsyncEnumerable<AccessResult<TView>> ReadManyAsync<TView>(IAsyncEnumerable<SubjectId> subjects, AccessContext context, [EnumeratorCancellation] CancellationToken ct = default)
        where TView : IView<TView>
    {
        var view = Require<TView>(context);
        await foreach (var result in _bulk.ReadAsync(subjects, view.Items, context, ct)) yield return As<TView>(result);
    }

    /// <summary>Finds people by the value of an item, as somebody types it. Decided per hit; the term is nowhere recorded.</summary>
    /// <param name="cap">The most hits, 1 to 1000.</param>
    public Task<SearchResult> SearchAsync(ItemId item, string query, AccessContext context, int cap = 50, CancellationToken ct = default) =>
        _searcher.SearchAsync([new SearchCriterion(item, query)], context, cap, [], ct);

    /// <summary>Finds the people whom every one of some criteria fits. All items are decided on together, per hit; no term is recorded anywhere.</summary>
    /// <param name="criteria">One to twelve; one at least that the index knows (<see cref="SearchMatch.Area"/> only narrows).</param>
    /// <param name="cap">The most hits, 1 to 1000.</param>
    /// <param name="orders">Items to put the hits in order by, inside the vault: what is given out is who comes before whom. An item used so stands in the entry of each hit.</param>
    public Task<SearchResult> SearchAsync(
        IReadOnlyList<SearchCriterion> criteria, AccessContext context, int cap = 50, IReadOnlyList<ItemId>? orders = null, CancellationToken ct = default) =>
        _searcher.SearchAsync(criteria, context, cap, orders ?? [], ct);

    /// <summary>Corrects, adds or (with a null value) deletes items. A value the vault already holds changes nothing and is not recorded.</summary>
    /// <param name="channel">By which way it came; the web for the person, paper for staff, when null.</param>
    public Task<ActResult> CorrectAsync(SubjectId subject, IReadOnlyDictionary<ItemId, StoredValue?> changes, CorrectionBy correction, Accessor by,
        Channel? channel = null, string? @case = null, IReadOnlyList<ConsentGrant>? consents = null, CancellationToken ct = default) =>
        _corrector.CorrectAsync(subject, changes, new CorrectionTerms(correction, channel ?? (correction is CorrectionBy.Self ? Channel.Web : Channel.Paper),
            (correction as CorrectionBy.Self)?.VersionShown, ToldOfRecording: false, @case, consents ?? []), by, ct);

    /// <summary>Records a consent. <see cref="ConsentGiven"/> when durable.</summary>
    public Task<ActResult> ConsentAsync(SubjectId subject, ConsentGrant grant, Accessor by, CancellationToken ct = default) => _acts.ConsentAsync(subject, grant, by, null, ct);

    /// <summary>As above, under an id the caller has chosen: the same consent under the same id changes nothing, so it may be asked for again.</summary>
    public Task<ActResult> ConsentAsync(SubjectId subject, ConsentGrant grant, Accessor by, ConsentId id, CancellationToken ct = default) => _acts.ConsentAsync(subject, grant, by, id, ct);

    /// <summary>Withdraws a consent. When the task completes, no read that was not released yet uses it any more.</summary>
    public Task<ActResult> WithdrawAsync(SubjectId subject, ConsentId consent, Accessor by, CancellationToken ct = default) => _acts.WithdrawAsync(subject, consent, by, ct);

    /// <summary>Records that the person took note of a version, or consented to it. A weaker answer than one on record changes nothing.</summary>
    public Task<ActResult> AcknowledgeAsync(SubjectId subject, PolicyVersion version, bool consented, Accessor by, CancellationToken ct = default) =>
        _acts.AcknowledgeAsync(subject, version, consented, by, ct);

    /// <summary>Restricts the use of a person's data (APPI 35). <see cref="RestrictionSet"/> when in effect.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, CancellationToken ct = default) => _acts.RestrictAsync(subject, restriction, by, null, null, ct);

    /// <summary>As above, in a case: a request by right.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, string @case, CancellationToken ct = default) =>
        _acts.RestrictAsync(subject, restriction, by, null, LedgerCode.Check(@case, nameof(@case)), ct);

    /// <summary>As above, under an id the caller has chosen: the same restriction under the same id changes nothing, so it may be asked for again.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, RestrictionId id, CancellationToken ct = default) => _acts.RestrictAsync(subject, restriction, by, id, null, ct);

    /// <summary>Lifts a restriction.</summary>
    public Task<ActResult> LiftAsync(SubjectId subject, RestrictionId restriction, Accessor by, CancellationToken ct = default) => _acts.LiftAsync(subject, restriction, by, ct);

    /// <summary>From now the person is of another kind. What they gave before keeps the kind it was given as.</summary>
    public Task<ActResult> ChangeKindAsync(SubjectId subject, SubjectKind kind, Accessor by, string? @case = null, CancellationToken ct = default) => _acts.ChangeKindAsync(subject, kind, by, @case, ct);

    /// <summary>Records what a module did about a person, of which nothing stands here: in their history, durable when the task completes.</summary>
    /// <param name="what">A code of what, for instance <c>member:suspended</c>; never a value.</param>
    public Task<ActResult> NoteAsync(SubjectId subject, string what, Accessor by, string? @case = null, CancellationToken ct = default) =>
        _acts.NoteAsync(subject, what, by, @case, null, [], ct);

    /// <summary>As above, about items and who outside has received them.</summary>
    /// <param name="recipient">A code of who: a recipient kind, a recipient's or an accessor's code.</param>
    /// <param name="items">Which items.</param>
    public Task<ActResult> NoteAsync(SubjectId subject, string what, Accessor by, string @case, string recipient, IReadOnlyCollection<ItemId> items, CancellationToken ct = default) =>
        _acts.NoteAsync(subject, what, by, @case, LedgerCode.Check(recipient, nameof(recipient)), items, ct);

    /// <summary>Erases a person. Null when there is no such person; erasing again finishes what is left and gives the certificate again.</summary>
    public Task<ErasureCertificate?> EraseAsync(SubjectId subject, Accessor by, string? reason = null, CancellationToken ct = default) => _eraser.EraseAsync(subject, by, reason, ct);

    /// <summary>Deletes whatever's retention has ended by a moment, recorded per person. Repeating it changes nothing.</summary>
    public Task<ExpireResult> ExpireAsync(DateTimeOffset now, Accessor by, CancellationToken ct = default) => _expirer.ExpireAsync(now, by, ct);

    /// <summary>Notes an event from which the retention of items runs: the end of a membership, of a case, of a transaction.</summary>
    public Task<ActResult> StartRetentionAsync(SubjectId subject, RetentionStart start, DateTimeOffset at, Accessor by, IReadOnlyCollection<ItemId>? only = null, CancellationToken ct = default) =>
        _expirer.StartAsync(subject, start, at, only, by, ct);

    /// <summary>Undoes <see cref="StartRetentionAsync"/>: who left has come back, and what was to end does not. Documents keep the end they were given.</summary>
    public Task<ActResult> StopRetentionAsync(SubjectId subject, RetentionStart start, Accessor by, CancellationToken ct = default) => _expirer.StopAsync(subject, start, by, ct);

    /// <summary>Who used what of a person's data, when and for what: newest first, without values. Empty for people erased or unknown.</summary>
    public async IAsyncEnumerable<LedgerEntry> HistoryAsync(SubjectId subject, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if ((await _parts.Keys.ReadAsync(subject, ct)).Pseudonym() is not { } bytes) yield break;
        var pseudonym = Pseudonym.FromBytes(bytes);
        var seen = new HashSet<EntryId>();
        foreach (var waiting in await _parts.Outbox.WaitingAsync(pseudonym, ct))
            if (await _parts.Ledger.FindAsync(waiting.Id, ct) is null && seen.Add(waiting.Id)) yield return waiting;
        await foreach (var record in _parts.Ledger.HistoryAsync(pseudonym, ct: ct))
            if (seen.Count == 0 || !seen.Contains(record.Entry.Id)) yield return record.Entry;
    }

    /// <summary>As above, from after an entry of that person's history on: what comes before it in time. For reading a long history page by page.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="after">The last entry that was read. One that is not in this person's history gives nothing, whoever it is about.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async IAsyncEnumerable<LedgerEntry> HistoryAsync(SubjectId subject, EntryId after, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if ((await _parts.Keys.ReadAsync(subject, ct)).Pseudonym() is not { } bytes) yield break;
        var pseudonym = Pseudonym.FromBytes(bytes);
        var last = await _parts.Ledger.FindAsync(after, ct);
        if (last is not null && last.Entry.Subject != pseudonym) yield break;
        if (last?.Position is { } position)
        {
            await foreach (var record in _parts.Ledger.HistoryAsync(pseudonym, position, ct: ct)) yield return record.Entry;
            yield break;
        }

        // Not sealed yet, so among the newest: what was read is read over.
        var met = false;
        await foreach (var entry in HistoryAsync(subject, ct))
        {
            if (met) yield return entry;
            met |= entry.Id == after;
        }
    }

    /// <summary>What is held of a person, and how it came: no value. Null for people erased or unknown.</summary>
    public Task<SubjectDescription?> DescribeAsync(SubjectId subject, CancellationToken ct = default) => _describer.DescribeAsync(subject, ct);

    /// <summary>
    /// What accesses to single items would come to now. Releases nothing and is no promise: the access decides anew. For a page that asks for what
    /// it may have, and says of the rest which clause is missing. Null for people erased or unknown.
    /// </summary>
    public Task<IReadOnlyList<ForeseenItem>?> ForeseeAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct = default) =>
        new Foresight(_parts).LookAsync(subject, items, context, ct);

    /// <summary>Whether this was a person's id, and the person was erased: tells the erased from the unknown.</summary>
    public Task<bool> IsErasedAsync(SubjectId subject, CancellationToken ct = default) => _describer.IsErasedAsync(subject, ct);

    /// <summary>The ids of everybody erased: a module removes what it keeps of them before it adds itself (<see cref="TrustModules"/>).</summary>
    public IAsyncEnumerable<SubjectId> ErasedAsync(CancellationToken ct = default) => _describer.ErasedAsync(ct);

    /// <summary>
    /// Records an access that the host refused before the policy was asked: an operator who tried a role the settings do not give.
    /// </summary>
    /// <param name="subject">About whom, where it was about one person; in that person's history when known.</param>
    /// <param name="context">What was asked.</param>
    /// <param name="clause">The clause the host refuses by.</param>
    /// <param name="reason">The reason code.</param>
    /// <returns>The entry, durable.</returns>
    public async Task<EntryId> RecordRefusalAsync(SubjectId? subject, AccessContext context, ClauseId clause, string reason, CancellationToken ct = default)
    {
        var entry = Entries.RefusedByHost(_parts.Clock, await PseudonymAsync(subject, ct), context, _parts.Policies.Required.Version, clause, reason);
        await _parts.Ledger.AppendAsync(entry, ct);
        _parts.AfterRefusal.Refused(entry);
        return entry.Id;
    }

    /// <summary>Records an act that the host refused: an operator who tried what the settings do not let them do.</summary>
    /// <inheritdoc cref="RecordRefusalAsync(SubjectId?, AccessContext, ClauseId, string, CancellationToken)"/>
    public async Task<EntryId> RecordRefusalAsync(SubjectId? subject, Accessor by, ClauseId clause, string reason, CancellationToken ct = default)
    {
        var entry = Entries.RefusedByHost(_parts.Clock, await PseudonymAsync(subject, ct), by, _parts.Policies.Required.Version, clause, reason);
        await _parts.Ledger.AppendAsync(entry, ct);
        return entry.Id;
    }

    /// <summary>
    /// Records that somebody of the staff looks at what is recorded about a person (<see cref="HistoryAsync(SubjectId, CancellationToken)"/>, <see cref="DescribeAsync"/>) or
    /// at who there is. To be awaited before it is shown; a person looking at their own needs none.
    /// </summary>
    /// <param name="subject">About whom; null for a list of people.</param>
    /// <param name="by">Who looks.</param>
    /// <param name="what">A code: <c>history</c>, <c>description</c>, <c>subjects</c>.</param>
    /// <returns>The entry, durable.</returns>
    public async Task<EntryId> RecordInspectionAsync(SubjectId? subject, Accessor by, string what, CancellationToken ct = default)
    {
        var entry = Entries.Act(_parts.Clock, EntryKind.Inspected, await PseudonymAsync(subject, ct), by, _parts.Policies.Required.Version, reason: what);
        await _parts.Ledger.AppendAsync(entry, ct);
        return entry.Id;
    }

    /// <summary>
    /// What the ledger calls a person, to look entries about them up; null for people erased or unknown. Looking so is an inspection: record it
    /// first (<see cref="RecordInspectionAsync"/>), and keep the answer no longer than the look takes, since an erasure cuts this link.
    /// </summary>
    public async Task<Pseudonym?> PseudonymOfAsync(SubjectId subject, CancellationToken ct = default) => Entries.Of(await PseudonymAsync(subject, ct));

    /// <summary>The names kept after erasures for provision records, on a statutory ground named in the context; each decided and recorded.</summary>
    public IAsyncEnumerable<StatutoryName> StatutoryNamesAsync(AccessContext context, CancellationToken ct = default) => _statutory.ReadAsync(context, ct);

    /// <summary>Fills the blind index anew under new keys. Returns how many values were indexed; 0 while another process is at it.</summary>
    public Task<long> RebuildIndexAsync(IProgress<long>? progress = null, CancellationToken ct = default) => IndexRebuild.RunAsync(_parts, progress, ct);

    private async Task<Acquired?> AcquiredBeforeAsync(SubjectId id, CancellationToken ct)
    {
        if (await DescribeAsync(id, ct) is null) return null;
        EntryId? first = null;
        await foreach (var entry in HistoryAsync(id, ct))
            if (entry.Kind == EntryKind.Acquired) first = entry.Id;
        return first is { } recorded ? new Acquired(id, recorded) : null;
    }

    private async Task<byte[]?> PseudonymAsync(SubjectId? subject, CancellationToken ct) =>
        subject is { } id ? (await _parts.Keys.ReadManyAsync([id], ct)).GetValueOrDefault(id)?.Pseudonym() : null;

    private ViewDeclaration Require<TView>(AccessContext context) where TView : IView<TView>
    {
        var view = TView.Declaration;
        if (!_views.Has<TView>()) throw new InvalidOperationException($"The view {view.Id} is not registered. Add it to the views before the vault is opened.");
        if (context.Purpose != view.Purpose || context.As != view.Recipient || context.Ground != view.Ground)
            throw new ArgumentException($"The context names another purpose, recipient or ground than the view {view.Id} declares.", nameof(context));
        return view;
    }

    private static AccessResult<TView> As<TView>(AccessResult<ItemValues> result) where TView : IView<TView> => result switch
    {
        Granted<ItemValues> granted => new Granted<TView>(granted.Subject, granted.EntryId, TView.Read(granted.Values), granted.PolicyVersion, granted.Clauses, granted.Obligations),
        RefusedAccess<ItemValues> refused => new RefusedAccess<TView>(refused.Subject, refused.EntryId, refused.Refusal),
        _ => throw new InvalidOperationException("An access is granted or refused."),
    };
}
