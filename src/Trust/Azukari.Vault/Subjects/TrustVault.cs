using System.Runtime.CompilerServices;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Values;
using Azukari.Vault.Erasing;
using Azukari.Vault.Hosting;
using Azukari.Vault.Reading;
using Azukari.Vault.Retaining;
using Azukari.Vault.Searching;
using Azukari.Vault.Writing;

namespace Azukari.Vault;

/// <summary>
/// People's personal data: taken in, read, searched, corrected, restricted and erased, each act decided by a clause and in the ledger
/// before its result is seen. Expected refusals are results; an exception means a broken store, a damaged row or a caller's mistake.
/// </summary>
public sealed partial class TrustVault
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
        _searcher.SearchAsync([new SearchCriterion(item, query)], context, cap, [], null, ct);

    /// <summary>Finds the people whom every one of some criteria fits. All items are decided on together, per hit; no term is recorded anywhere.</summary>
    /// <param name="criteria">One to twelve; one at least that the index knows (<see cref="SearchMatch.Area"/> only narrows).</param>
    /// <param name="cap">The most hits, 1 to 1000.</param>
    /// <param name="orders">Items to put the hits in order by, inside the vault: what is given out is who comes before whom. An item used so stands in the entry of each hit.</param>
    public Task<SearchResult> SearchAsync(
        IReadOnlyList<SearchCriterion> criteria, AccessContext context, int cap = 50, IReadOnlyList<ItemId>? orders = null, CancellationToken ct = default) =>
        _searcher.SearchAsync(criteria, context, cap, orders ?? [], null, ct);

    /// <summary>
    /// Narrows people found before to those whom more criteria fit: a search among them, decided per hit and recorded as one. Every criterion may be one that
    /// only narrows (<see cref="SearchMatch.Area"/>).
    /// </summary>
    /// <param name="found">Among whom: 1 to 1000; somebody erased since is not found.</param>
    public Task<SearchResult> NarrowAsync(
        IReadOnlyList<SubjectId> found, IReadOnlyList<SearchCriterion> criteria, AccessContext context, IReadOnlyList<ItemId>? orders = null, CancellationToken ct = default) =>
        _searcher.SearchAsync(criteria, context, found.Count, orders ?? [], found, ct);

    /// <summary>What is held of a person, and how it came: no value. Null for people erased or unknown.</summary>
    public Task<SubjectDescription?> DescribeAsync(SubjectId subject, CancellationToken ct = default) => _describer.DescribeAsync(subject, ct);

    /// <summary>
    /// What accesses to single items would come to now. Releases nothing and is no promise: the access decides anew. For a page that asks for what
    /// it may have, and says of the rest which clause is missing. Null for people erased or unknown.
    /// </summary>
    public Task<IReadOnlyList<ForeseenItem>?> ForeseeAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct = default) =>
        new Foresight(_parts).LookAsync(subject, items, context, ct);

    /// <summary>The same of some people at once, 1 to 1000, read in one snapshot; who is erased or unknown is left out.</summary>
    public Task<IReadOnlyDictionary<SubjectId, IReadOnlyList<ForeseenItem>>> ForeseeManyAsync(
        IReadOnlyList<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subjects.Count, 1000);
        return new Foresight(_parts).LookAsync(subjects, items, context, ct);
    }

    /// <summary>
    /// Whether somebody may have to do with items of a person, so that they may write them: permitted when one of the contexts is, as for a read, but that a restriction and
    /// a version not answered keep nobody from putting data right. For a host whose callers act for purposes of their own. Gives out nothing.
    /// </summary>
    /// <param name="contexts">At least one; a refusal is recorded under the one it came nearest to.</param>
    /// <param name="needsCase">Whether a purpose that is bound to a case takes one here too.</param>
    /// <returns>The refusal, recorded; null when it is permitted, and for people erased or unknown, about whom the act itself has the answer.</returns>
    public Task<HandlingRefused?> CheckHandlingAsync(SubjectId subject, IReadOnlyList<ItemId> items, IReadOnlyList<AccessContext> contexts, bool needsCase = true, CancellationToken ct = default) =>
        new Handling(_parts).CheckAsync(subject, items, contexts, needsCase, any: false, ct);

    /// <summary>
    /// Whether somebody has to do with a person at all: with one of the items, for one of the contexts, as <see cref="CheckHandlingAsync"/> decides it. For acts that give out nothing and are about the
    /// person, not about items.
    /// </summary>
    /// <param name="items">At least one: what is held of the person.</param>
    /// <param name="contexts">At least one; a refusal is recorded under the one it came nearest to.</param>
    /// <returns>The refusal, recorded; null when it is permitted, and for people erased or unknown.</returns>
    public Task<HandlingRefused?> CheckConcernAsync(SubjectId subject, IReadOnlyList<ItemId> items, IReadOnlyList<AccessContext> contexts, CancellationToken ct = default) =>
        new Handling(_parts).CheckAsync(subject, items, contexts, needsCase: false, any: true, ct);

    /// <summary>Whether this was a person's id, and the person was erased: tells the erased from the unknown.</summary>
    public Task<bool> IsErasedAsync(SubjectId subject, CancellationToken ct = default) => _describer.IsErasedAsync(subject, ct);

    /// <summary>The ids of everybody erased: a module removes what it keeps of them before it adds itself (<see cref="TrustModules"/>).</summary>
    public IAsyncEnumerable<SubjectId> ErasedAsync(CancellationToken ct = default) => _describer.ErasedAsync(ct);

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
