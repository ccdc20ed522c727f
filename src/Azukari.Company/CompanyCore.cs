using Azukari.Company.Operating;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Places;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azukari.Company;

/// <summary>
/// A company, opened: its settings and its trust core. Any number of processes may have one folder (or one PostgreSQL database) open; each
/// seals what it recorded when it is disposed.
/// </summary>
public sealed class CompanyCore : IAsyncDisposable
{
    /// <summary>The ledger's name in its checkpoints; a company of one's own names its own.</summary>
    private const string Origin = "azukari.example/sample";

    private readonly CompanyKeys _masterKeys;
    private readonly LedgerSigningKey _signingKey;
    private readonly OperatorsNow _operators;
    private readonly Stack<IAsyncDisposable> _attached = new();
    private int _closed;

    private CompanyCore(
        CompanyOptions options, CompanySettings settings, TrustCore trust, CompanyKeys masterKeys, LedgerSigningKey signingKey, ApplicationSeal seal, PlaceBook places)
    {
        Options = options;
        Settings = settings;
        _operators = new OperatorsNow(options.SettingsPath, settings);
        Trust = trust;
        _masterKeys = masterKeys;
        _signingKey = signingKey;
        Seal = seal;
        Places = places;
    }

    public CompanyOptions Options { get; }

    /// <summary>The settings as they were when the company was opened.</summary>
    public CompanySettings Settings { get; }

    /// <summary>Who works here, by the settings as they are now: what is taken away in the file ends at once.</summary>
    public IReadOnlyDictionary<string, Operator> Operators => _operators.Look();

    /// <summary>Vault, ledger, policies and keys.</summary>
    public TrustCore Trust { get; }

    /// <summary>Seals what the programs keep for themselves in the platform's database: keys of cookies and of tokens.</summary>
    public ApplicationSeal Seal { get; }

    /// <summary>Postal codes and banks: the company's own files of <c>places/</c> in the data folder, or those shipped.</summary>
    public PlaceBook Places { get; }

    /// <summary>Signs the ledger's checkpoints, and backups.</summary>
    internal LedgerSigningKey SigningKey => _signingKey;

    /// <summary>Whether master keys still lie elsewhere than the settings say, so that <c>azukari keys move</c> has something to do.</summary>
    public bool IsMovingKeys => _masterKeys.Keys is Azukari.Vault.Keys.MovingMasterKeys;

    /// <summary>Where the company's stores are.</summary>
    public StoreLocation Location => LocationOf(Options, Settings);

    /// <summary>The master key file.</summary>
    public static string MasterKeyFile(CompanyOptions options, CompanySettings settings) => Path.Combine(options.Resolve(settings.Keys), "master.json");

    /// <summary>Opens the company of a data folder: stores migrated, half-done work resumed, views checked.</summary>
    /// <param name="logging">Where the trust core logs ids, counts and codes; nowhere when null.</param>
    /// <param name="views">What the modules of the program read, beside the company's own views.</param>
    /// <exception cref="SettingsException">No company there, or a setting that cannot be used.</exception>
    public static async Task<CompanyCore> OpenAsync(CompanyOptions options, TimeProvider clock, CancellationToken cancel, ILoggerFactory? logging = null, IEnumerable<ModuleViews>? views = null)
    {
        var settings = await options.ReadSettingsAsync(cancel);
        var core = await OpenAsync(options, settings, clock, cancel, logging, views);
        try
        {
            SettingsCheck.Against(core.Trust.Policies, settings);
            return core;
        }
        catch
        {
            await core.DisposeAsync();
            throw;
        }
    }

    internal static async Task<CompanyCore> OpenAsync(CompanyOptions options, CompanySettings settings, TimeProvider clock, CancellationToken cancel, ILoggerFactory? logging = null, IEnumerable<ModuleViews>? views = null)
    {
        var register = CompanyViews.Register();
        foreach (var module in views ?? []) module.Register(register);
        PrivateFiles.CreateFolder(options.Folder);
        var places = OpenPlaces(options);
        var keys = options.Resolve(settings.Keys);
        var checkpoints = options.Resolve(settings.Checkpoints);
        PrivateFiles.CreateFolder(keys);
        PrivateFiles.CreateFolder(checkpoints);
        var master = await CompanyKeys.OpenAsync(options, settings, clock, cancel);
        LedgerSigningKey? signing = null;
        try
        {
            signing = await LedgerSigningKey.LoadOrCreateAsync(keys, Origin, cancel);
            var trust = await TrustCore.OpenAsync(
                new TrustOptions
                {
                    Stores = LocationOf(options, settings),
                    MasterKeys = master.Keys,
                    SigningKey = signing,
                    CheckpointFolder = checkpoints,
                    ErasureListFile = Path.Combine(keys, "erasures.list"),
                    Views = register,
                    Facts = [new ContractFacts(settings.Contracts, clock), new AttestedFacts()],
                    Clock = clock,
                    Logging = logging ?? NullLoggerFactory.Instance,
                },
                cancel);
            try
            {
                return new CompanyCore(options, settings, trust, master, signing, await trust.Keys.SealOfAsync("platform", cancel), places);
            }
            catch
            {
                await trust.DisposeAsync();
                throw;
            }
        }
        catch
        {
            signing?.Dispose();
            master.Dispose();
            throw;
        }
    }

    /// <summary>The shape the policies give an item, which also asks <see cref="Places"/> of what comes in.</summary>
    /// <exception cref="KeyNotFoundException">No published version declares the item.</exception>
    public Shape ShapeOf(ItemId item) =>
        Trust.Policies.Versions.Reverse().Select(version => version.Document.FindItem(item)).FirstOrDefault(found => found is not null) is { } declared
            ? Places.Checked(Shapes.Find(declared.Shape)!)
            : throw new KeyNotFoundException($"No version of the policy declares an item {item}.");

    /// <summary>
    /// Null when the operator may act in the role asked for. Otherwise the refusal, which is in the ledger: somebody who tries another's
    /// role leaves a trace.
    /// </summary>
    /// <param name="subject">About whom, where the act is about one person.</param>
    public async Task<RoleRefused?> CheckRoleAsync(AccessContext context, SubjectId? subject, CancellationToken cancel)
    {
        if (Operators.TryGetValue(context.Accessor.Code, out var known) && known.Roles.Contains(context.As.Value)) return null;
        return await RefuseRoleAsync(context, subject, cancel);
    }

    /// <summary>Refuses somebody whose roles were looked up elsewhere; in the ledger.</summary>
    /// <inheritdoc cref="CheckRoleAsync" path="/param"/>
    public async Task<RoleRefused> RefuseRoleAsync(AccessContext context, SubjectId? subject, CancellationToken cancel)
    {
        var clause = LeastPrivilege;
        var entry = await Trust.Vault.RecordRefusalAsync(subject, context, clause, RoleRefused.Code, cancel);
        return new RoleRefused(context.Accessor.Code, context.As, clause, entry);
    }

    /// <summary>Null when the operator has one of the duties. Otherwise the refusal, which is in the ledger as soon as a policy is published.</summary>
    /// <param name="subject">About whom, where the act is about one person.</param>
    /// <param name="any">Any of these will do.</param>
    public async Task<DutyRefused?> CheckDutyAsync(Accessor by, SubjectId? subject, IReadOnlyList<Duty> any, CancellationToken cancel)
    {
        if (Operators.TryGetValue(by.Code, out var known) && any.Any(known.Duties.Contains)) return null;
        return await RefuseDutyAsync(by, subject, any, cancel);
    }

    /// <summary>Refuses somebody whose duties were looked up elsewhere; in the ledger as soon as a policy is published.</summary>
    /// <inheritdoc cref="CheckDutyAsync" path="/param"/>
    public async Task<DutyRefused> RefuseDutyAsync(Accessor by, SubjectId? subject, IReadOnlyList<Duty> any, CancellationToken cancel) =>
        new(by.Code, any, Trust.HasPolicy ? await Trust.Vault.RecordRefusalAsync(subject, by, LeastPrivilege, DutyRefused.Code, cancel) : null);

    /// <summary>Refuses whoever came with a sign-in link of somebody that is used, over, or of somebody who is no operator any more; in the ledger as soon as a policy is published.</summary>
    /// <param name="by">Whose link it was. Who came with it is not known.</param>
    public async Task RefuseLinkAsync(Accessor by, CancellationToken cancel)
    {
        if (Trust.HasPolicy) await Trust.Vault.RecordRefusalAsync(null, by, LeastPrivilege, "sign-in-link", cancel);
    }

    private static PlaceBook OpenPlaces(CompanyOptions options)
    {
        try
        {
            return PlaceBook.Open(options.Resolve("places"));
        }
        catch (PlaceFileException wrong)
        {
            throw new SettingsException($"{wrong.File}:{wrong.Line}", wrong.Japanese, wrong.English);
        }
    }

    private static StoreLocation LocationOf(CompanyOptions options, CompanySettings settings) =>
        settings.Postgres is { } connection ? new PostgresDatabase(connection) : new SqliteFolder(options.Folder);

    /// <summary>The clause of the version in force by which somebody is refused what is not theirs to do.</summary>
    public ClauseId LeastPrivilege
    {
        get
        {
            var policy = Trust.Policies.InForce.Document;
            return (policy.Clauses.FirstOrDefault(c => c.Rule is MeasureRule measure && measure.Kinds.Contains(MeasureKind.LeastPrivilege)) ?? policy.Clauses[0]).Id;
        }
    }

    /// <summary>Has something that works with this company closed before it: a module's part of a command. Not for concurrent use.</summary>
    public void Attach(IAsyncDisposable part) => _attached.Push(part);

    /// <summary>Writes what waits, seals the ledger, closes the stores, forgets the keys. Doing it again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1) return;
        while (_attached.TryPop(out var attached)) await attached.DisposeAsync();
        await Trust.DisposeAsync();
        Seal.Dispose();
        _signingKey.Dispose();
        _masterKeys.Dispose();
    }
}
