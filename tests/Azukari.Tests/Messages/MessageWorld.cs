using System.Collections.Immutable;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Operating;
using Azukari.Company.Settings;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Messages.Sending;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Company;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using MimeKit;

namespace Azukari.Tests.Messages;

/// <summary>A company on an engine, its queue of messages, and people with canary words to write to.</summary>
internal sealed class MessageWorld : IAsyncDisposable
{
    public static readonly Accessor Op = new("tester");

    private readonly List<IAsyncDisposable> _opened = [];
    private readonly TestPlace _place;
    private int _people;

    private MessageWorld(TestPlace place, CompanyOptions options) => (_place, Options) = (place, options);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));

    public CompanyOptions Options { get; }

    public Node First { get; private set; } = null!;

    public string Folder => Path.Combine(Options.Folder, "outbox");

    public static async Task<MessageWorld> OpenAsync(StoreEngine engine, Func<MessageSettings, MessageSettings>? settings = null)
    {
        var (place, options, _) = await SampleCompanies.CreateAsync(engine);
        var world = new MessageWorld(place, options);
        if (settings is not null)
        {
            var now = await options.ReadSettingsAsync(Cancel);
            await SettingsFile.WriteAsync(options.SettingsPath, now with { Messages = settings(now.Messages!) }, Cancel);
        }

        world.First = await world.NodeAsync();
        return world;
    }

    /// <summary>The company opened once more, as another process has it.</summary>
    public async Task<Node> NodeAsync()
    {
        var views = new ServiceCollection().AddMessageTemplates(TestTemplates.All).BuildServiceProvider();
        var company = await CompanyCore.OpenAsync(Options, Clock, Cancel, views: views.GetServices<ModuleViews>());
        var services = await CompanyStorage.OpenAsync(company, Clock, more =>
        {
            more.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production });
            more.AddMessageQueue();
            more.AddMessageTemplates(TestTemplates.All);
        }, Cancel);
        _opened.Add(company);
        _opened.Add(services);
        return new Node(company, services);
    }

    /// <summary>Somebody with a name, an address and a mail address.</summary>
    public async Task<SubjectId> PersonAsync(bool consents = false, bool withMail = true, string kind = "retail", Channel channel = Channel.Web)
    {
        var n = Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
        };
        if (withMail) values[ItemId.Parse("email")] = Value("email", CanaryWords.Mail(n));
        var vault = First.Company.Trust.Vault;
        var taken = Assert.IsType<Acquired>(await vault.AcquireAsync(new Acquisition
        {
            SubjectKind = SubjectKind.Parse(kind), Values = values, Channel = channel, PolicyVersion = First.Company.Trust.Policies.InForce.Version,
        }, Op, Cancel), exactMatch: false);
        if (consents)
            Assert.IsType<ConsentGiven>(await vault.ConsentAsync(taken.SubjectId, new ConsentGrant(ClauseId.Parse("purpose.member.4"), null, [ItemId.Parse("email")]), Op, Cancel));
        return taken.SubjectId;
    }

    public static StoredValue Value(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out var error) ? stored : throw new InvalidOperationException($"The test's {shape} is none: {error}");

    public static MessageOrder Confirm(SubjectId subject, string key = "application-1", string language = "ja") => new()
    {
        Template = "test.confirm", Subject = subject, Case = "application-1", Language = language, DedupeKey = key,
        Fields = new MessageFields().Link("link", "/join/confirm/kdj39fk20s").Moment("until", new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero)),
    };

    public static MessageOrder News(SubjectId subject, string key = "campaign-1") => new() { Template = "test.news", Subject = subject, Case = "campaign-1", DedupeKey = key };

    public IReadOnlyList<MimeMessage> Letters() => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))] : [];

    public async Task<MessageRow> RowAsync(MessageId id) => (await RowsAsync()).Single(row => row.Id == id.Value);

    public async Task<IReadOnlyList<MessageRow>> RowsAsync()
    {
        await using var db = await First.Databases.CreateDbContextAsync(Cancel);
        return await db.Set<MessageRow>().AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened)) await opened.DisposeAsync();
        await _place.DisposeAsync();
    }

    /// <summary>One process.</summary>
    internal sealed record Node(CompanyCore Company, ServiceProvider Services)
    {
        public Outbox Outbox => Services.GetRequiredService<Outbox>();

        public IDbContextFactory<AzukariDb> Databases => Services.GetRequiredService<IDbContextFactory<AzukariDb>>();

        public MessageQueue Queue => Services.GetRequiredService<MessageQueue>();

        /// <summary>Works on all that is due, one after the other, until nothing is or the server is away.</summary>
        /// <returns>How many were worked on.</returns>
        public async Task<int> SendAsync(IPost? post = null)
        {
            var own = post ?? Services.GetRequiredService<Posts>().Open();
            try
            {
                var delivery = Services.GetRequiredService<MessageDelivery>();
                var worked = 0;
                while (await Queue.TakeAsync(Cancel) is { } row)
                {
                    worked++;
                    if (await delivery.DeliverAsync(row, own, Cancel) == MessageDelivery.Next.Pause) break;
                }

                return worked;
            }
            finally
            {
                if (post is null) await own.DisposeAsync();
            }
        }
    }
}

/// <summary>Templates as modules declare them.</summary>
internal static class TestTemplates
{
    public static MessageTemplate Confirm { get; } = new()
    {
        Id = "test.confirm", Version = 1, Kind = MessageKind.Service, Purpose = ClauseId.Parse("purpose.member.1"), As = RecipientKind.Parse("staff.customer-service"),
        Items = [ItemId.Parse("name")],
        Fields = [new MessageField("link", MessageFieldKind.Link, "/join/confirm/specimen"), new MessageField("until", MessageFieldKind.Moment, "2026-10-02T01:00:00Z")],
        Subject = new LocalText("メールアドレスのご確認", "Please confirm your e-mail address"),
        Text = new LocalText("{name} 様\n\n次のリンクを開いてください。\n{link}\n\n{until} まで有効です。", "Dear {name},\n\nplease open this link:\n{link}\n\nIt works until {until}."),
        Lifetime = TimeSpan.FromDays(1),
    };

    public static MessageTemplate News { get; } = new()
    {
        Id = "test.news", Version = 1, Kind = MessageKind.Advertising, Purpose = ClauseId.Parse("purpose.member.4"), As = RecipientKind.Parse("staff.marketing"),
        Subject = new LocalText("秋の新商品のご案内", "New this autumn"), Text = new LocalText("新商品ができました。", "There is something new."),
    };

    public static ImmutableArray<MessageTemplate> All { get; } = [Confirm, News];
}
