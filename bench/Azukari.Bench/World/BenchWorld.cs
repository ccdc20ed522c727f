using Azukari.Bench.Measuring;
using Azukari.Company.Operating;
using Azukari.Company.Sample;
using Azukari.Ledger;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Stores;
using Azukari.Vault;
using Azukari.Vault.Keys;

namespace Azukari.Bench.World;

/// <summary>The company's trust core over many people, opened as its programs open it, and a look at its ledger from outside.</summary>
internal sealed class BenchWorld : IAsyncDisposable
{
    public static readonly Accessor By = new("bench");

    private readonly BenchPlace _place;
    private readonly FileMasterKeys _masters;
    private readonly LedgerSigningKey _signing;
    private readonly Store _ledger;

    private BenchWorld(BenchPlace place, int people, TrustCore core, FileMasterKeys masters, LedgerSigningKey signing, Store ledger) =>
        (_place, People, Core, _masters, _signing, _ledger) = (place, people, core, masters, signing, ledger);

    public int People { get; }

    public TrustCore Core { get; }

    public BenchPlace Place => _place;

    /// <summary>What shipping states when it prints a label.</summary>
    public static AccessContext Shipping { get; } = new()
    {
        Accessor = By, As = ParcelLabel.Declaration.Recipient, Purpose = ParcelLabel.Declaration.Purpose, Case = "order-bench",
    };

    /// <summary>Opens the world of a place, seeding it first where it is empty.</summary>
    public static async Task<BenchWorld> OpenAsync(BenchPlace place, int people, Func<TrustOptions, TrustOptions>? with, CancellationToken cancel)
    {
        if (!place.IsSeeded) await Seeder.FillAsync(place, people, cancel);
        return await OpenCoreAsync(place, people, with, cancel);
    }

    public ValueTask DisposeAsync() => CloseAsync(closePlace: true);

    public async ValueTask CloseAsync(bool closePlace)
    {
        await Core.DisposeAsync();
        await _ledger.DisposeAsync();
        _signing.Dispose();
        _masters.Dispose();
        if (closePlace) await _place.DisposeAsync();
    }

    internal static async Task<BenchWorld> OpenCoreAsync(BenchPlace place, int people, Func<TrustOptions, TrustOptions>? with, CancellationToken cancel)
    {
        Directory.CreateDirectory(place.KeyFolder);
        var masters = FileMasterKeys.Open(Path.Combine(place.KeyFolder, "master.json"), TimeProvider.System);
        var signing = await LedgerSigningKey.LoadOrCreateAsync(place.KeyFolder, "azukari.example/bench", cancel);
        var options = new TrustOptions
        {
            Stores = place.Location,
            MasterKeys = masters,
            SigningKey = signing,
            CheckpointFolder = Path.Combine(place.Folder, "checkpoints"),
            ErasureListFile = Path.Combine(place.KeyFolder, "erasures.list"),
            Views = CompanyViews.Register(),
            AcceptLedgerRollback = true,
        };
        var core = await TrustCore.OpenAsync(with?.Invoke(options) ?? options, cancel);
        var ledger = await Store.OpenAsync(place.Location, LedgerSchema.Definition, TimeProvider.System, cancel);
        return new BenchWorld(place, people, core, masters, signing, ledger);
    }

    /// <summary>How many entries lie durably in the ledger, read by a connection of the bench's own.</summary>
    public Task<long> EntriesAsync(CancellationToken cancel) => _ledger.ReadAsync((session, c) => session.ScalarAsync<long>(
        "SELECT (SELECT size FROM tree WHERE id = 1) + (SELECT count(*) FROM unsealed)", c), snapshot: true, cancel);

    /// <summary>Seals what waits to be sealed, so that no run pays for the one before it.</summary>
    public Task SettleAsync(CancellationToken cancel) => Core.Ledger.SealAsync(cancel);

    /// <summary>Seals, and on SQLite writes the ledger's log back, so that what is measured next pays for neither.</summary>
    public async Task WriteBackAsync(CancellationToken cancel)
    {
        await SettleAsync(cancel);
        if (_ledger.Engine == StoreEngine.Sqlite) await _ledger.ScrubAsync(cancel);
    }

    /// <summary>Whether a commit waits for the disk.</summary>
    /// <exception cref="MeasurementException">It does not.</exception>
    public async Task RequireDurableAsync(CancellationToken cancel)
    {
        var postgres = _place.Location is PostgresDatabase;
        foreach (var setting in postgres ? (string[])["fsync", "synchronous_commit", "full_page_writes"] : ["synchronous"])
        {
            var value = await _ledger.WriteAsync((tx, c) => tx.ScalarAsync<string>(postgres ? $"SELECT current_setting('{setting}')" : $"PRAGMA {setting}", c), cancel);
            if (value is not ("on" or "2")) throw new MeasurementException($"{setting} is {value}: commits would not wait for the disk.");
        }
    }

    /// <summary>The company's policies, oldest first.</summary>
    internal static IEnumerable<PolicyDocument> Policies() => SamplePolicies.Find().Select(file =>
        PolicyLoader.Load(File.ReadAllBytes(file), Path.GetFileName(file)).Document ?? throw new MeasurementException($"{file} does not load."));
}
