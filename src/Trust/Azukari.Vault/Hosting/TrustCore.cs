using Azukari.Ledger;
using Azukari.Policy.Compiling;
using Azukari.Stores;
using Azukari.Vault.Documents;
using Azukari.Vault.Erasing;
using Azukari.Vault.Health;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Retaining;
using Azukari.Vault.Searching;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Telling;
using Azukari.Vault.Writing;

namespace Azukari.Vault;

/// <summary>
/// Policy, vault and ledger, opened as one: what an application adopts. Any number of processes may hold one on the same stores (on
/// SQLite: of one machine). Safe for concurrent use.
/// </summary>
public sealed class TrustCore : IAsyncDisposable
{
    private readonly TrustParts _parts;
    private readonly Eraser _eraser;
    private readonly Store _ledgerStore;
    private readonly Janitor _janitor;
    private bool _closed;

    private TrustCore(TrustOptions options, TrustParts parts, Store ledgerStore)
    {
        _parts = parts;
        _ledgerStore = ledgerStore;
        Views = options.Views;
        var runner = new ActRunner(parts);
        var statutory = new StatutoryRecords(parts, options.StatutoryYears);
        _eraser = new Eraser(parts, runner, statutory);
        var gate = new Gate(parts);
        Publications = new Publications(parts, options.Views);
        Keys = new Keyring(parts);
        Health = new TrustHealth(parts, ledgerStore, options.MasterKeys);
        Vault = new TrustVault(parts, options.Views, gate, runner, _eraser, statutory);
        _janitor = new Janitor(parts, _eraser, options.TidyEvery);
    }

    /// <summary>The people and their data.</summary>
    public TrustVault Vault { get; }

    /// <summary>What was done with it.</summary>
    public LedgerBook Ledger => _parts.Ledger;

    /// <summary>The archive decisions are made by now; another one after a publication, here or in another process.</summary>
    /// <exception cref="InvalidOperationException">No policy was published.</exception>
    public PolicyArchive Policies => _parts.Policies.Required.Archive;

    /// <summary>Whether a policy was published, so that anything can be decided at all.</summary>
    public bool HasPolicy => _parts.Policies.Current is not null;

    /// <summary>Publishing versions of the policy.</summary>
    public Publications Publications { get; }

    /// <summary>The master keys' rotation.</summary>
    public Keyring Keys { get; }

    /// <summary>What the application's modules know, which they add when they are ready.</summary>
    public TrustModules Modules => _parts.Modules;

    /// <summary>Whether all of it can do its work.</summary>
    public TrustHealth Health { get; }

    /// <summary>The register of views.</summary>
    public ViewRegister Views { get; }

    internal TrustParts Parts => _parts;

    internal Store LedgerStore => _ledgerStore;

    /// <summary>
    /// Opens all stores, brings their tables up to date, finishes erasures (also of people a restored copy brought back) and whatever else
    /// was interrupted, drains the outbox and checks the views; only then is anything served.
    /// </summary>
    /// <exception cref="StrandedViewException">A view no clause permits; the message names it and the clause.</exception>
    /// <exception cref="MasterKeyException">The key store is a copy from before a rotation, or the master keys are not its own.</exception>
    /// <exception cref="StoreException">A store cannot be opened.</exception>
    /// <exception cref="LedgerDamagedException">The ledger is not what its checkpoints vouch for.</exception>
    public static async Task<TrustCore> OpenAsync(TrustOptions options, CancellationToken ct = default)
    {
        options.Check();
        var open = new Stack<IAsyncDisposable>();
        try
        {
            async Task<Store> Open(StoreLocation location, StoreDefinition definition)
            {
                var store = await Store.OpenAsync(location, definition with { Plain = options.Plain }, options.Clock, ct);
                open.Push(store);
                return store;
            }

            var keyStore = await Open(options.KeyStores ?? options.Stores, VaultStores.Keys);
            await new MasterVersions(keyStore, options.MasterKeys).CheckAsync(ct);
            var vault = await Open(options.Stores, VaultStores.Vault);
            var index = await Open(options.Stores, VaultStores.Index);
            var ledgerStore = await Open(options.Stores, LedgerSchema.Definition);
            PolicyShelf? policies = null; // known once the ledger is open
            var log = new TrustLog(options.Logging.CreateLogger("Azukari.Trust"));
            var ledger = await LedgerBook.OpenAsync(ledgerStore, new LedgerOptions
            {
                Origin = options.SigningKey.Verifier.Name,
                SigningKey = options.SigningKey,
                CheckpointFolder = options.CheckpointFolder,
                TimeProvider = options.Clock,
                SealEvery = options.SealEvery,
                AcceptRollback = options.AcceptLedgerRollback,
                MostAtOnce = options.LedgerMostAtOnce,
                IsPolicyCode = code => policies?.Current?.Knows(code) == true,
                SealingFailed = error => log.SealingFailed(error.GetType().Name),
            }, ct);
            open.Push(ledger);
            var core = new TrustCore(options, Compose(options, keyStore, vault, index, ledger, log), ledgerStore);
            policies = core._parts.Policies;
            await core.ResumeAsync(options, ct);
            return core;
        }
        catch
        {
            while (open.TryPop(out var each)) await each.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes what waits, seals the ledger, and closes all stores.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        await _janitor.DisposeAsync();
        await _parts.Ledger.DisposeAsync();
        await CloseStoresAsync();
    }

    /// <summary>What the background does every so often, at once; for tests.</summary>
    internal Task TidyAsync(CancellationToken ct) => _janitor.TidyAsync(ct);

    /// <summary>Ends as a killed process would, for tests: nothing more is written, sealed or tidied.</summary>
    internal async Task AbandonAsync(Func<LedgerBook, Task> abandonLedger)
    {
        _closed = true;
        await _janitor.AbandonAsync();
        await abandonLedger(_parts.Ledger);
        await CloseStoresAsync();
    }

    private static TrustParts Compose(TrustOptions options, Store keyStore, Store vault, Store index, LedgerBook ledger, TrustLog log)
    {
        var keys = new KeyStore(keyStore, options.MasterKeys, new ErasureList(options.ErasureList(), options.Clock));
        var writes = new VaultWrites(vault);
        var shelf = new PolicyShelf(vault, ledger);
        var modules = new TrustModules();
        var erasure = new KeyErasure(keys);
        return new TrustParts
        {
            Clock = options.Clock,
            Vault = vault,
            Index = index,
            Keys = keys,
            People = new PeopleReads(vault, keys),
            KeyErasure = erasure,
            EndingKeys = new EndingKeys(vault, writes, erasure),
            KeyScrub = new KeyScrub(keyStore),
            DocumentKeys = new DocumentKeys(keys),
            DocumentBytes = options.DocumentBytes,
            UnfinishedAfter = options.UnfinishedAfter,
            Ledger = ledger,
            Policies = shelf,
            Modules = modules,
            Decider = new Decider(options.Facts, modules),
            AfterRefusal = new AfterRefusal(options.Clock, options.AfterRefusalWindow),
            Writes = writes,
            Outbox = new Outbox(vault, writes, ledger, log),
            Telling = new NoticeBook(vault, writes, keys, ledger, options.Clock, log),
            LastUses = new LastUses(writes, options.Clock),
            BlindIndex = new BlindIndex(index, vault, writes, keys, shelf, log),
            Log = log,
        };
    }

    private async Task ResumeAsync(TrustOptions options, CancellationToken ct)
    {
        await _parts.Outbox.ResumeAsync(ct);
        await _parts.Policies.ReloadAsync(ct); // what the law keeps of the erased stands in them
        await _parts.EndingKeys.ResumeAsync(ct);
        var (listed, finished) = await _eraser.ResumeAsync(ct);
        var dropped = await Unfinished.RemoveAsync(_parts, _parts.Clock.GetUtcNow() - options.UnfinishedAfter, ct);
        await _parts.AfterRefusal.LookAsync(_parts.Ledger, ct);
        if (_parts.Policies.Current is { } policies)
        {
            Views.Check(policies.Archive);
            await IndexRebuild.RunIfLostAsync(_parts, ct);
            await _parts.BlindIndex.ResumeAsync(ct);
        }

        _parts.Log.Opened(listed, finished, dropped);
        _janitor.Start();
    }

    private async Task CloseStoresAsync()
    {
        await _ledgerStore.DisposeAsync();
        await _parts.Index.DisposeAsync();
        await _parts.Vault.DisposeAsync();
        await _parts.Keys.Store.DisposeAsync();
        _parts.Policies.Dispose();
        _parts.KeyScrub.Dispose();
    }
}
