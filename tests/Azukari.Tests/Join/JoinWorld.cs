using Azukari.Accounts;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Operating;
using Azukari.Console;
using Azukari.Join;
using Azukari.Join.Applications;
using Azukari.Ledger;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Messages.Queue;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Accounts;
using Azukari.Tests.Company;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>A company that takes applications, on either engine, opened by any number of processes.</summary>
internal sealed class JoinWorld : IAsyncDisposable
{
    public static readonly Accessor Desk = new("tester");

    private readonly List<IAsyncDisposable> _opened = [];
    private readonly TestPlace _place;
    private int _people;

    private JoinWorld(TestPlace place, CompanyOptions options) => (_place, Options) = (place, options);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));

    public CompanyOptions Options { get; }

    public Node First { get; private set; } = null!;

    public static async Task<JoinWorld> OpenAsync(StoreEngine engine, Action<JoinOptions>? settings = null)
    {
        var (place, options, _) = await SampleCompanies.CreateAsync(engine);
        var world = new JoinWorld(place, options);
        world.First = await world.NodeAsync(settings);
        return world;
    }

    /// <summary>The company opened once more, as another process has it.</summary>
    public async Task<Node> NodeAsync(Action<JoinOptions>? settings = null)
    {
        var templates = new ServiceCollection().AddMessageTemplates(JoinMessages.All).BuildServiceProvider();
        var company = await CompanyCore.OpenAsync(Options, Clock, Cancel, views: [new ModuleViews(JoinViews.Register), .. templates.GetServices<ModuleViews>()]);
        _opened.Add(company);
        var services = await CompanyStorage.OpenAsync(company, Clock, more =>
        {
            more.AddStaffSessions();
            more.AddAccountBooks();
            more.AddSingleton<IAccountMessages, SentMessages>();
            more.AddMemberServices();
            more.AddMessageQueue();
            more.AddApplications();
            more.AddOptions<JoinOptions>().Configure(options => settings?.Invoke(options));
        }, Cancel);
        _opened.Add(services);
        await MembersModule.JoinAsync(services, Cancel);
        return new Node(company, services);
    }

    /// <summary>What a form hands in.</summary>
    public NewApplication Form(
        MemberClass @class = MemberClass.Retail, SubjectId? sponsor = null, bool electronic = true, bool mail = true, Channel channel = Channel.Web, string? phone = null)
    {
        var n = Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = Value("birth-date", "1980-04-01"),
        };
        if (mail) values[ItemId.Parse("email")] = Value("email", CanaryWords.Mail(n));
        if (phone is not null) values[ItemId.Parse("mobile")] = Value("phone", phone);
        return new NewApplication(SubjectId.New(), @class, First.Company.Trust.Policies.InForce.Version, channel, values, sponsor, "ja", electronic, ApplicationWords.Web);
    }

    /// <summary>Somebody who has handed in a form and confirmed the address.</summary>
    public async Task<Application> JoinAsync(NewApplication form)
    {
        Assert.IsType<Submitted>(await First.Book.SubmitAsync(form, Cancel));
        return (await First.Book.ConfirmAsync(First.Book.ConfirmSecret(form.Attempt), form.Electronic, Cancel))!;
    }

    public static StoredValue Value(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out var error) ? stored : throw new InvalidOperationException($"The test's {shape} is none: {error}");

    /// <summary>The templates of what waits to be sent to somebody, sorted.</summary>
    public async Task<IReadOnlyList<string>> LettersAsync(SubjectId subject)
    {
        var bytes = subject.ToBytes();
        await using var db = await First.DatabaseAsync();
        return await db.Set<MessageRow>().AsNoTracking().Where(row => row.Subject == bytes).OrderBy(row => row.Template).Select(row => row.Template).ToListAsync(Cancel);
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

    /// <summary>One process.</summary>
    internal sealed record Node(CompanyCore Company, ServiceProvider Services)
    {
        public ApplicationBook Book => Services.GetRequiredService<ApplicationBook>();

        public MemberBook Members => Services.GetRequiredService<MemberBook>();

        public SponsorTree Tree => Services.GetRequiredService<SponsorTree>();

        public MemberAccounts Accounts => Services.GetRequiredService<MemberAccounts>();

        public Task<AzukariDb> DatabaseAsync() => Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
    }
}
