using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Operating;
using Azukari.Mailings;
using Azukari.Mailings.Book;
using Azukari.Mailings.Sending;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Messages.Sending;
using Azukari.Accounts.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Company;
using Azukari.Tests.Messages;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Azukari.Tests.Mailings;

/// <summary>A company on an engine with members, messages and mailings, opened by any number of nodes; people with canary words.</summary>
internal sealed class MailingWorld : IAsyncDisposable
{
    public static readonly Accessor Writer = new("s-marketing"), Other = new("s-privacy");

    private readonly List<IAsyncDisposable> _opened = [];
    private readonly TestPlace _place;
    private readonly CompanyOptions _options;
    private readonly Dictionary<SubjectId, string> _languages = [];
    private int _people;

    private MailingWorld(TestPlace place, CompanyOptions options) => (_place, _options) = (place, options);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));

    public Node First { get; private set; } = null!;

    public static async Task<MailingWorld> OpenAsync(StoreEngine engine)
    {
        var (place, options, _) = await SampleCompanies.CreateAsync(engine);
        var world = new MailingWorld(place, options);
        world.First = await world.NodeAsync();
        return world;
    }

    /// <summary>The company opened once more, as another process has it.</summary>
    public async Task<Node> NodeAsync()
    {
        var views = new ServiceCollection().AddMailingBook().BuildServiceProvider();
        var company = await CompanyCore.OpenAsync(_options, Clock, Cancel, views: views.GetServices<ModuleViews>());
        _opened.Add(company);
        var services = await CompanyStorage.OpenAsync(company, Clock, more =>
        {
            more.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production });
            more.AddMessageQueue();
            more.AddMemberServices();
            more.AddMailingBook();
            more.AddSingleton(new MemberLanguage((subject, _) => Task.FromResult(_languages.GetValueOrDefault(subject))));
        }, Cancel);
        _opened.Add(services);
        await MembersModule.JoinAsync(services, Cancel);
        return new Node(company, services);
    }

    /// <summary>A registered member, consenting to advertising by e-mail for some purposes.</summary>
    public async Task<SubjectId> MemberAsync(string consents = "purpose.member.4", MemberClass @class = MemberClass.Retail, string language = "ja", bool withMail = true, Channel channel = Channel.Web)
    {
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = MessageWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = MessageWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = MessageWorld.Value("birth-date", "1980-04-01"),
        };
        if (withMail) values[ItemId.Parse("email")] = MessageWorld.Value("email", CanaryWords.Mail(Interlocked.Increment(ref _people)));
        var vault = First.Company.Trust.Vault;
        var version = First.Company.Trust.Policies.InForce.Version;
        var subject = Assert.IsType<Acquired>(await vault.AcquireAsync(
            new Acquisition { SubjectKind = @class.Kind(), Values = values, Channel = channel, PolicyVersion = version }, Writer, Cancel), exactMatch: false).SubjectId;
        var acting = new MemberActing(new Accessor("tester"), "application-1");
        Assert.True((await First.Members.ApplyAsync(subject, @class, null, channel, version, acting, Cancel)).Done);
        Assert.True((await First.Members.ActivateAsync(subject, acting, cancel: Cancel)).Done);
        foreach (var purpose in consents.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.IsType<ConsentGiven>(await vault.ConsentAsync(subject, new ConsentGrant(ClauseId.Parse(purpose), null, [ItemId.Parse("email")]), Writer, Cancel));
        if (language != "ja") _languages[subject] = language;
        return subject;
    }

    public static MailingDraft Draft(MailingKind kind = MailingKind.Seminars, MailingAudience? audience = null, DateTimeOffset? at = null, string subject = "秋のセミナーのご案内") => new(
        kind, new MailingText(new LocalText(subject, "Seminar this autumn"), new LocalText("11月に体験会を開きます。\n\nお待ちしています。", "We hold a seminar in November.\n\nSee you there.")),
        audience ?? MailingAudience.Everybody, at);

    /// <summary>Written by one, proposed and approved by another.</summary>
    public async Task<string> ApprovedAsync(MailingDraft? draft = null)
    {
        var code = (await First.Book.WriteAsync(draft ?? Draft(), Writer, Cancel))!;
        Assert.Equal(MailingAct.Done, await First.Book.ProposeAsync(code, 1, Writer, Cancel));
        Assert.Equal(MailingAct.Done, await First.Book.DecideAsync(code, 2, null, Other, Cancel));
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened)) await opened.DisposeAsync();
        await _place.DisposeAsync();
    }

    /// <summary>One process.</summary>
    internal sealed record Node(CompanyCore Company, ServiceProvider Services)
    {
        public MailingBook Book => Services.GetRequiredService<MailingBook>();

        public MailingRun Run => Services.GetRequiredService<MailingRun>();

        public MemberBook Members => Services.GetRequiredService<MemberBook>();

        public MessageDesk Desk => Services.GetRequiredService<MessageDesk>();

        /// <summary>Steps until there is nothing to do for now.</summary>
        public async Task<int> StepsAsync()
        {
            var steps = 0;
            while (await Run.StepAsync(Cancel)) steps++;
            return steps;
        }

        /// <summary>Works on all messages that are due.</summary>
        public async Task<int> SendAsync(IPost post)
        {
            var (queue, delivery, worked) = (Services.GetRequiredService<MessageQueue>(), Services.GetRequiredService<MessageDelivery>(), 0);
            for (; await queue.TakeAsync(Cancel) is { } row; worked++) await delivery.DeliverAsync(row, post, Cancel);
            return worked;
        }

        /// <summary>Steps and sendings by turns, until neither has anything to do.</summary>
        public async Task FinishAsync(IPost post)
        {
            while (await StepsAsync() + await SendAsync(post) > 0) { }
        }

        public async Task<IReadOnlyList<MessageRow>> MessagesAsync()
        {
            await using var db = await Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
            return await db.Set<MessageRow>().AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancel);
        }
    }
}
