using Azukari.Hsm;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Hsm;
using Azukari.Values;
using Azukari.Vault;
using Azukari.Vault.Keys;

namespace Azukari.Tests.Vault;

/// <summary>A trust core on a fresh place, its keys and clock, and the ways tests use it. The people in it carry canary words.</summary>
internal sealed class VaultWorld : IAsyncDisposable
{
    public static readonly ItemId Name = ItemId.Parse("name"), Address = ItemId.Parse("address"), Phone = ItemId.Parse("phone"), Email = ItemId.Parse("email"),
        Number = ItemId.Parse("number"), Health = ItemId.Parse("health"), TaxId = ItemId.Parse("tax-id"), Note = ItemId.Parse("note"),
        Survey = ItemId.Parse("survey"), Contract = ItemId.Parse("contract");

    public static readonly SubjectKind Member = SubjectKind.Parse("member"), Applicant = SubjectKind.Parse("applicant");
    public static readonly ClauseId Care = ClauseId.Parse("purpose.care"), Ship = ClauseId.Parse("purpose.ship");
    public static readonly PolicyVersion V1 = VaultPolicies.First.Version, V2 = VaultPolicies.Second.Version;
    public static readonly Accessor Op = new("op.care-1");

    private readonly List<TrustCore> _cores = [];
    private readonly List<IDisposable> _masters = [];
    private int _people;

    private VaultWorld(TestPlace place) => Place = place;

    /// <summary>The token that holds the master keys, with a backup token; null where they are in a file.</summary>
    public (SoftToken Main, SoftToken Backup)? Tokens { get; private init; }

    public TestPlace Place { get; }

    public TestClock Clock { get; } = new();

    public LedgerSigningKey SigningKey { get; } = LedgerSigningKey.Create("vault.example.jp");

    public TestFacts Facts { get; } = new();

    public ViewRegister Views { get; set; } = new();

    public string MasterKeyFile => Path.Combine(Place.Folder, "keys", "master-keys.json");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A world whose core is open and the first version published; the second too where asked.</summary>
    public static Task<(VaultWorld World, TrustCore Core)> OpenAsync(StoreEngine engine, params PolicyDocument[] policies) => OpenAsync(engine, "file", policies);

    /// <param name="provider">Where the master keys are: <c>file</c> or <c>pkcs11</c>.</param>
    public static async Task<(VaultWorld World, TrustCore Core)> OpenAsync(StoreEngine engine, string provider, params PolicyDocument[] policies)
    {
        var world = new VaultWorld(await TrustPlaces.CreateAsync(engine)) { Tokens = provider == "pkcs11" ? (SoftHsm.NewToken(), SoftHsm.NewToken()) : null };
        var core = await world.OpenCoreAsync();
        foreach (var policy in policies.Length == 0 ? [VaultPolicies.First] : policies) await core.Publications.PublishAsync(policy, Op, Cancel);
        return (world, core);
    }

    /// <summary>A world on a place of the test's own choosing, which it disposes.</summary>
    public static VaultWorld At(TestPlace place) => new(place);

    public static async Task<VaultWorld> EmptyAsync(StoreEngine engine) => new(await TestStores.CreateAsync(engine));

    /// <summary>Another core on the same stores, as another process has it.</summary>
    public async Task<TrustCore> OpenCoreAsync(Func<TrustOptions, TrustOptions>? with = null, bool ownMasters = true)
    {
        var masters = ownMasters ? await MastersAsync() : null!; // else the caller gives others
        var options = new TrustOptions
        {
            Stores = Place.Location,
            MasterKeys = masters,
            SigningKey = SigningKey,
            CheckpointFolder = Path.Combine(Place.Folder, "checkpoints"),
            ErasureListFile = Path.Combine(Place.Folder, "keys", "erasures.list"),
            Facts = [Facts],
            Clock = Clock,
            Views = Views,
            SealEvery = TimeSpan.FromMinutes(30),
            TidyEvery = TimeSpan.FromMinutes(30),
        };
        var core = await TrustCore.OpenAsync(with?.Invoke(options) ?? options, Cancel);
        _cores.Add(core);
        return core;
    }

    /// <summary>The master keys of this world once more, as another process opens them.</summary>
    public async Task<IMasterKeys> MastersAsync()
    {
        IMasterKeys masters = Tokens is { } tokens
            ? await Pkcs11MasterKeys.OpenAsync(tokens.Main.Options with { Backup = tokens.Backup.Options }, Clock, ct: Cancel) : FileMasterKeys.Open(MasterKeyFile, Clock);
        _masters.Add((IDisposable)masters);
        return masters;
    }

    public Acquisition Person(PolicyVersion? version = null, int? number = null, params (ItemId Item, string Text)[] more)
    {
        var n = number ?? Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [Name] = Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [Address] = Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1 {CanaryWords.Building}"),
            [Phone] = Value("phone", $"090-0000-{n % 10000:D4}"),
            [Email] = Value("email", CanaryWords.Mail(n)),
            [Number] = Value("member-number", CanaryWords.MemberNumber(n)),
        };
        foreach (var (item, text) in more) values[item] = StoredValue.FromText(text);
        return new Acquisition { SubjectKind = Member, Values = values, Channel = Channel.Web, PolicyVersion = version ?? V1 };
    }

    public static StoredValue Value(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, new DateOnly(2026, 4, 1), out var stored, out var error)
            ? stored : throw new InvalidOperationException($"The test's {shape} is none: {error}");

    public async Task<SubjectId> MemberAsync(TrustCore core, Acquisition? acquisition = null)
    {
        var result = await core.Vault.AcquireAsync(acquisition ?? Person(), Op, Cancel);
        return Assert.IsType<Acquired>(result, exactMatch: false).SubjectId;
    }

    public static AccessContext As(string recipient, string purpose, string? @case = null, string? ground = null, string accessor = "op.care-1", string? to = null) => new()
    {
        Accessor = new Accessor(accessor),
        As = RecipientKind.Parse(recipient),
        Purpose = ClauseId.Parse(purpose),
        Case = @case,
        Ground = ground is null ? null : ClauseId.Parse(ground),
        To = to,
    };

    public static AccessContext ForCare { get; } = As("staff.care", "purpose.care");

    public static AccessContext ForShipping { get; } = As("staff.ship", "purpose.ship", "order:7");

    public static async Task<Granted<ItemValues>> GrantedAsync(TrustCore core, SubjectId subject, AccessContext context, params ItemId[] items)
    {
        var result = await core.Vault.ReadAsync(subject, items, context, Cancel);
        return result as Granted<ItemValues> ?? throw new InvalidOperationException($"Refused: {((RefusedAccess<ItemValues>)result).Refusal}");
    }

    public static async Task<RefusedAccess<ItemValues>> RefusedAsync(TrustCore core, SubjectId subject, AccessContext context, params ItemId[] items) =>
        Assert.IsType<RefusedAccess<ItemValues>>(await core.Vault.ReadAsync(subject, items, context, Cancel));

    public static async Task<List<LedgerEntry>> HistoryAsync(TrustCore core, SubjectId subject)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in core.Vault.HistoryAsync(subject, Cancel)) entries.Add(entry);
        return entries;
    }

    public static async Task<List<LedgerEntry>> LedgerAsync(TrustCore core)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var record in core.Ledger.QueryAsync(new LedgerQuery(), Cancel)) entries.Add(record.Entry);
        return entries;
    }

    /// <summary>Closes a core, or ends it as a kill would.</summary>
    public async Task CloseAsync(TrustCore core, bool kill = false)
    {
        _cores.Remove(core);
        if (kill) await core.AbandonAsync(ledger => ledger.AbandonAsync());
        else await core.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var core in _cores) await core.DisposeAsync();
        foreach (var masters in _masters) masters.Dispose();
        SigningKey.Dispose();
        await Place.DisposeAsync();
    }
}

/// <summary>Facts a test sets; unknown unless set.</summary>
internal sealed class TestFacts : IFactSource
{
    private readonly Dictionary<Condition, bool> _facts = [];

    public List<Condition> Asked { get; } = [];

    public bool? this[Condition condition]
    {
        set
        {
            if (value is { } known) _facts[condition] = known;
            else _facts.Remove(condition);
        }
    }

    public ValueTask<FactAnswer> AskAsync(Condition condition, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        lock (Asked) Asked.Add(condition);
        return new(_facts.TryGetValue(condition, out var holds) ? holds ? FactAnswer.True : FactAnswer.False : FactAnswer.Unknown);
    }
}
