using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Ledger;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Company;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Members;

/// <summary>A company on an engine, opened by any number of nodes, and people with canary words who become its members.</summary>
internal sealed class MembersWorld : IAsyncDisposable
{
    public static readonly MemberActing Desk = new(new Accessor("tester"), "application-1");
    public static readonly Accessor Second = new("mihon-service");

    private readonly List<IAsyncDisposable> _opened = [];
    private readonly TestPlace _place;
    private int _people;

    private MembersWorld(TestPlace place, CompanyOptions options) => (_place, Options) = (place, options);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));

    public CompanyOptions Options { get; }

    public MembersNode First { get; private set; } = null!;

    public static async Task<MembersWorld> OpenAsync(StoreEngine engine)
    {
        var (place, options, _) = await SampleCompanies.CreateAsync(engine);
        var world = new MembersWorld(place, options);
        world.First = await world.NodeAsync();
        return world;
    }

    /// <summary>The company opened once more, as another process has it.</summary>
    public async Task<MembersNode> NodeAsync()
    {
        var company = await CompanyCore.OpenAsync(Options, Clock, Cancel);
        _opened.Add(company);
        var services = await CompanyStorage.OpenAsync(company, Clock, more => more.AddMemberServices(), Cancel);
        _opened.Add(services);
        var node = new MembersNode(company, services);
        await MembersModule.JoinAsync(services, Cancel);
        await node.Tree.CatchUpAsync(Cancel);
        return node;
    }

    /// <summary>Somebody in the vault who is no member yet.</summary>
    public async Task<SubjectId> PersonAsync(MemberClass @class = MemberClass.Retail)
    {
        var n = Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = Value("birth-date", "1980-04-01"),
            [ItemId.Parse("email")] = Value("email", CanaryWords.Mail(n)),
        };
        var taken = await First.Company.Trust.Vault.AcquireAsync(new Acquisition
        {
            SubjectKind = @class.Kind(), Values = values, Channel = Channel.Web, PolicyVersion = First.Version,
        }, Desk.By, Cancel);
        return Assert.IsType<Acquired>(taken, exactMatch: false).SubjectId;
    }

    /// <summary>Somebody who has applied.</summary>
    public async Task<SubjectId> ApplicantAsync(MemberClass @class = MemberClass.Agent, SubjectId? sponsor = null)
    {
        var subject = await PersonAsync(@class);
        Did(await First.Book.ApplyAsync(subject, @class, sponsor, Channel.Web, First.Version, Desk, Cancel));
        return subject;
    }

    /// <summary>A registered member.</summary>
    public async Task<SubjectId> MemberAsync(MemberClass @class = MemberClass.Agent, SubjectId? sponsor = null)
    {
        var subject = await ApplicantAsync(@class, sponsor);
        Did(await First.Book.ActivateAsync(subject, Desk, cancel: Cancel));
        return subject;
    }

    public static Membership Did(MemberResult result) => Assert.IsType<MemberDone>(result).Membership;

    public static MemberRefusal Refused(MemberResult result) => Assert.IsType<MemberRefused>(result).Why;

    public static TreeMove Did(TreeMoveResult result) => Assert.IsType<TreeMoveDone>(result).Move;

    public static TreeMoveRefusal Refused(TreeMoveResult result) => Assert.IsType<TreeMoveRefused>(result).Why;

    public static StoredValue Value(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out var error) ? stored : throw new InvalidOperationException($"The test's {shape} is none: {error}");

    /// <summary>What a desk reads of a person, by the gate.</summary>
    public async Task<AccessResult<ItemValues>> ReadAsync(SubjectId subject, string role, string purpose, params string[] items) =>
        await First.Company.Trust.Vault.ReadAsync(subject, [.. items.Select(ItemId.Parse)],
            new AccessContext { Accessor = Desk.By, As = RecipientKind.Parse(role), Purpose = ClauseId.Parse(purpose), Case = "application-1" }, Cancel);

    public async Task<string?> ValueAsync(SubjectId subject, string item)
    {
        var granted = Assert.IsType<Granted<ItemValues>>(await ReadAsync(subject, "staff.customer-service", "purpose.member.1", item));
        return granted.Values[ItemId.Parse(item)]?.Reveal();
    }

    /// <summary>The reason codes of a person's history, oldest first.</summary>
    public async Task<IReadOnlyList<string>> NotesAsync(SubjectId subject)
    {
        var notes = new List<string>();
        await foreach (var entry in First.Company.Trust.Vault.HistoryAsync(subject, Cancel))
            if (entry is { Kind: EntryKind.Registered, Reason: { } reason }) notes.Insert(0, reason);
        return notes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened)) await opened.DisposeAsync();
        await _place.DisposeAsync();
    }
}

/// <summary>One process that has the company open.</summary>
internal sealed record MembersNode(CompanyCore Company, ServiceProvider Services)
{
    public MemberBook Book => Services.GetRequiredService<MemberBook>();

    public MemberAttestations Attestations => Services.GetRequiredService<MemberAttestations>();

    public SponsorTree Tree => Services.GetRequiredService<SponsorTree>();

    public PolicyVersion Version => Company.Trust.Policies.InForce.Version;

    public Task<AzukariDb> DatabaseAsync() => Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(MembersWorld.Cancel);
}
