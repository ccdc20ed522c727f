using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Tests.Company;
using Azukari.Tests.Site;
using Azukari.Values;
using Azukari.Vault;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Azukari.Tests.Portal;

/// <summary>The program as it runs for a company whose members sign in; the members carry canary words.</summary>
public sealed class PortalHost : WebApplicationFactory<WebHost>, IAsyncLifetime
{
    public static readonly Accessor Desk = new("tester");

    private string _data = "";
    private int _people;

    public LoggedTrouble Trouble { get; } = new();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public CompanyCore Company => Services.GetRequiredService<CompanyCore>();

    public MemberBook Book => Services.GetRequiredService<MemberBook>();

    public async ValueTask InitializeAsync()
    {
        _data = await SampleCompanies.FolderAsync();
        var options = CompanyOptions.From(_data, null, _ => null);
        var settings = await options.ReadSettingsAsync(Cancel);
        await SettingsFile.WriteAsync(options.SettingsPath, settings with { Messages = new MessageSettings { From = "mihon@example.jp", Folder = "outbox" } }, Cancel);
    }

    /// <summary>The texts of the letters an address was sent.</summary>
    public IReadOnlyList<string> LettersTo(string address) => Directory.Exists(Path.Combine(_data, "outbox"))
        ? [.. Directory.GetFiles(Path.Combine(_data, "outbox"), "*.eml").Select(file => MimeMessage.Load(file)).Where(letter => letter.To.Mailboxes.Any(to => to.Address == address)).Select(letter => letter.TextBody ?? "")] : [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("data", _data);
        builder.ConfigureLogging(logging => logging.AddProvider(Trouble));
    }

    /// <summary>A browser that follows no redirects and keeps its cookies.</summary>
    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri("https://my.example.jp") });

    /// <summary>A member with an account, signed in.</summary>
    /// <param name="proved">Whether they have just proved who they are by a second factor.</param>
    public async Task<SignedMember> MemberAsync(MemberClass @class = MemberClass.Retail, bool active = true, bool proved = false, PolicyVersion? under = null)
    {
        var subject = await PersonAsync(@class, under);
        var acting = new MemberActing(Desk, "application-1");
        Assert.IsType<MemberDone>(await Book.ApplyAsync(subject, @class, null, Channel.Web, Company.Trust.Policies.InForce.Version, acting, Cancel));
        if (active) Assert.IsType<MemberDone>(await Book.ActivateAsync(subject, acting, cancel: Cancel));
        return await SignInAsync(subject, proved);
    }

    public async Task<SignedMember> SignInAsync(SubjectId subject, bool proved = false)
    {
        await Services.GetRequiredService<MemberAccounts>().CreateAsync(subject, Desk, "application-1", Cancel);
        var book = Services.GetRequiredService<AccountBook>();
        var account = (await book.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        await book.ActivateAsync(account.Id, Cancel);
        var opened = await Services.GetRequiredService<MemberSessions>().OpenAsync(account, "test", "browser", "password", proved, Cancel);
        var browser = Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{MemberScheme.SecureCookie}={opened.Token}");
        return new SignedMember(subject, browser);
    }

    /// <summary>The address of the last person made.</summary>
    public string LastMail => CanaryWords.Mail(_people);

    /// <summary>Somebody in the vault who is no member yet.</summary>
    public async Task<SubjectId> PersonAsync(MemberClass @class, PolicyVersion? under = null)
    {
        var n = Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = Value("name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("kana")] = Value("kana", "ミホン ハナコ"),
            [ItemId.Parse("address")] = Value("address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = Value("date-of-birth", "1980-04-01"),
            [ItemId.Parse("mobile")] = Value("mobile", $"090-0000-{1000 + n}"),
            [ItemId.Parse("email")] = Value("email", CanaryWords.Mail(n)),
        };
        var taken = await Company.Trust.Vault.AcquireAsync(
            new Acquisition { SubjectKind = @class.Kind(), Values = values, Channel = Channel.Web, PolicyVersion = under ?? Company.Trust.Policies.InForce.Version }, Desk, Cancel);
        return Assert.IsType<Acquired>(taken).SubjectId;
    }

    public StoredValue Value(string item, string text) =>
        Company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out _) ? stored : throw new InvalidOperationException(item);

    /// <summary>An access of the staff, as a desk makes it.</summary>
    public async Task<AccessResult<ItemValues>> LookAsync(SubjectId subject, string @as, string purpose, string @case, params string[] items) =>
        await Company.Trust.Vault.ReadAsync(subject, [.. items.Select(ItemId.Parse)], new AccessContext { Accessor = new Accessor("s-kodama"), As = RecipientKind.Parse(@as), Purpose = ClauseId.Parse(purpose), Case = @case }, Cancel);
}

/// <summary>A member and the browser they are signed in with.</summary>
public sealed record SignedMember(SubjectId Id, HttpClient Browser)
{
    public Task<string> PageAsync(string path) => Browser.GetStringAsync(path, PortalHost.Cancel);
}
