using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Ledger;

/// <summary>A ledger on a fresh store, and what tests do with it.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public const string Origin = "ledger.example.jp";
    private readonly List<IAsyncDisposable> _open = [];

    private LedgerWorld(TestPlace place, LedgerSigningKey key)
    {
        Place = place;
        Key = key;
    }

    public TestPlace Place { get; }

    public LedgerSigningKey Key { get; }

    public TestClock Clock { get; } = new();

    public string Checkpoints => Path.Combine(Place.Folder, "checkpoints");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<LedgerWorld> CreateAsync(StoreEngine engine) => new(await Vault.TrustPlaces.CreateAsync(engine), LedgerSigningKey.Create(Origin));

    /// <summary>A closed world again, for a test of its own.</summary>
    public static async Task<LedgerWorld> CopyAsync(LedgerWorld original) =>
        new(await TestStores.CopyAsync(original.Place), original.Key) { SealedOfSecond = original.SealedOfSecond };

    /// <summary>By default with no sealing in the background within a test's time, so that tests say when.</summary>
    public LedgerOptions Options(TimeSpan? sealEvery = null) => new()
    {
        Origin = Origin,
        SigningKey = Key,
        CheckpointFolder = Checkpoints,
        TimeProvider = Clock,
        SealEvery = sealEvery ?? TimeSpan.FromMinutes(30),
    };

    public async Task<Store> OpenStoreAsync()
    {
        var store = await Store.OpenAsync(Place.Location, LedgerSchema.Definition, Clock, Cancel);
        _open.Add(store);
        return store;
    }

    public async Task<LedgerBook> OpenAsync(LedgerOptions? options = null) =>
        await LedgerBook.OpenAsync(await OpenStoreAsync(), options ?? Options(), Cancel);

    public LedgerEntry Use(Pseudonym? subject = null, string purpose = "purpose.member.2") => LedgerEntry.Now(Clock, EntryKind.Used) with
    {
        Subject = subject,
        Accessor = "op.shipping-1",
        As = "staff.shipping",
        Purpose = purpose,
        Items = ["name", "address"],
        Clauses = ["purpose.member.2"],
        PolicyVersion = "2026-10",
        Case = "order:1042",
    };

    public LedgerEntry[] Uses(int count) => [.. Enumerable.Range(0, count).Select(_ => Use())];

    /// <summary>How many entries of the second writer are sealed; and a place a test remembers.</summary>
    public long SealedOfSecond { get; set; }

    public long Noted { get; set; }

    /// <summary>Changes the database behind the ledger's back.</summary>
    public async Task TamperAsync(Func<StoreTransaction, CancellationToken, Task> change)
    {
        var store = await OpenStoreAsync();
        await store.WriteAsync(change, Cancel);
        await CloseStoresAsync();
    }

    public Task<LedgerReport> VerifyAsync(bool withFile = true) => LedgerVerifier.VerifyAsync(Place.Location, new VerifyOptions
    {
        Key = Key.Verifier,
        CheckpointFiles = withFile && File.Exists(CheckpointFile.In(Checkpoints)) ? [CheckpointFile.In(Checkpoints)] : [],
    }, Cancel);

    /// <summary>Closes the stores, so that files can be copied or changed.</summary>
    public async Task CloseStoresAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        _open.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseStoresAsync();
        await Place.DisposeAsync();
    }
}
