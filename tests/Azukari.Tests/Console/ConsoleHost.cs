using System.Net;
using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Ledger;
using Azukari.Console.SignIn;
using Azukari.Policy;
using Azukari.Tests.Company;
using Azukari.Tests.Site;
using Azukari.Ui.Language;
using Azukari.Vault;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Console;

/// <summary>The program as it runs for a company with a few people and operators of different duties.</summary>
public sealed partial class ConsoleHost : WebApplicationFactory<WebHost>, IAsyncLifetime
{
    /// <summary>Every duty.</summary>
    public const string Manager = "tester";

    /// <summary>The duty <c>audit</c> only.</summary>
    public const string Auditor = "mihon-audit";

    /// <summary>The duty <c>rights</c> only.</summary>
    public const string Service = "mihon-service";

    /// <summary>How many entries an exported file takes here.</summary>
    public const int ExportLimit = 30;

    private Action<IServiceCollection>? _more;
    private string _data = "";

    public SetClock Clock { get; } = new(SiteHost.Tuesday);

    public LoggedTrouble Trouble { get; } = new();

    public string Data => _data;

    public CompanyCore Company => Services.GetRequiredService<CompanyCore>();

    public StaffSessions Sessions => Services.GetRequiredService<StaffSessions>();

    public async ValueTask InitializeAsync()
    {
        _data = await SampleCompanies.FolderAsync(people: 40);
        var options = CompanyOptions.From(_data, null, _ => null);
        var settings = await options.ReadSettingsAsync(TestContext.Current.CancellationToken);
        var operators = settings.Operators.ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);
        foreach (Persona persona in Personas.Staff) operators[persona.Login] = new Operator(persona.Login, persona.Roles.ToHashSet()) { Duties = persona.Duties.ToHashSet() };
        await SettingsFile.WriteAsync(options.SettingsPath, settings with { Operators = operators }, TestContext.Current.CancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("data", _data);
        builder.ConfigureLogging(logging => logging.AddProvider(Trouble));
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)).Replace(ServiceDescriptor.Singleton(new LedgerExportLimit(ExportLimit))));
        if (_more is { } more) builder.ConfigureServices(more);
    }

    /// <summary>What a test adds to the program, before it first asks it anything.</summary>
    public ConsoleHost With(Action<IServiceCollection> more)
    {
        _more = more;
        return this;
    }

    private static readonly Uri Address = new("https://console.example.jp");

    /// <summary>A browser that follows no redirects and keeps its cookies.</summary>
    public HttpClient Browser() => Browser(new CookieContainer());

    /// <summary>A browser somebody is signed in with, their second factor given.</summary>
    public async Task<HttpClient> SignedInAsync(string login)
    {
        CookieContainer cookies = new();
        HttpClient browser = await LinkedAsync(login, cookies);
        string token = (await Sessions.ProveAsync(cookies.GetCookies(Address)[StaffScheme.SecureCookie]!.Value, TestContext.Current.CancellationToken))!;
        cookies.Add(Address, new Cookie(StaffScheme.SecureCookie, token, "/") { Secure = true, HttpOnly = true });
        return browser;
    }

    /// <summary>A browser somebody has come to the console with by a link from the terminal, and no more.</summary>
    public Task<HttpClient> LinkedAsync(string login) => LinkedAsync(login, new CookieContainer());

    private async Task<HttpClient> LinkedAsync(string login, CookieContainer cookies)
    {
        HttpClient browser = Browser(cookies);
        string code = await Sessions.NewLinkAsync(login, TestContext.Current.CancellationToken);
        using HttpResponseMessage answer = await SendAsync(browser, $"/console/sign-in?code={code}", "/console/sign-in", ("code", code));
        Assert.Equal("/console", answer.Headers.Location?.ToString());
        return browser;
    }

    private HttpClient Browser(CookieContainer cookies) => CreateDefaultClient(Address, new CookieContainerHandler(cookies));

    /// <summary>Sends a form with the token of a page.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        string token = await TokenAsync(browser, page);
        return await browser.PostAsync(action, new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]), TestContext.Current.CancellationToken);
    }

    /// <summary>Puts a purpose into force: <c>staff.shipping~purpose.member.2</c>, with its case.</summary>
    public static async Task ChooseAsync(HttpClient browser, string purpose, string? of)
    {
        using HttpResponseMessage answer = await SendAsync(browser, "/console/purpose", "/console/purpose/choose", ("purpose", purpose), ("case", of ?? ""));
        Assert.Equal("/console/people", answer.Headers.Location?.ToString());
    }

    /// <summary>Somebody of a kind, acquired under the version in force so that nothing waits for their answer.</summary>
    /// <param name="items">Who has these items too.</param>
    public async Task<SubjectId> SomebodyAsync(string kind, params string[] items)
    {
        var cancel = TestContext.Current.CancellationToken;
        await foreach (SubjectId subject in Company.Trust.Vault.SubjectsAsync(SubjectKind.Parse(kind), cancel))
            if (await Company.Trust.Vault.DescribeAsync(subject, cancel) is { } found && found.Restrictions.All(r => r.LiftedAt is not null)
                && found.Items.All(i => i.PolicyVersion.Value == "2026-10") && items.All(item => found.Items.Any(i => i.Item.Value == item)))
                return subject;
        throw new InvalidOperationException($"The sample has no {kind} like this.");
    }

    /// <summary>A value as the console shows it in Japanese, read by the person's own right.</summary>
    public async Task<string> ValueAsync(SubjectId subject, string item)
    {
        ItemId id = ItemId.Parse(item);
        var result = await Company.Trust.Vault.ReadAsync(subject, [id], new AccessContext
        {
            Accessor = new Accessor("test"), As = RecipientKind.Parse("self"), Purpose = ClauseId.Parse("rights.disclosure"), Case = "request-1", IdentityConfirmed = true,
        }, TestContext.Current.CancellationToken);
        return Company.ShapeOf(id).ToDisplay(Assert.IsType<Granted<ItemValues>>(result).Values[id]!.Value, PageLanguage.Japanese);
    }

    /// <summary>The form token on a page.</summary>
    public static async Task<string> TokenAsync(HttpClient browser, string page) =>
        Token().Match(await browser.GetStringAsync(page, TestContext.Current.CancellationToken)).Groups["token"].Value;

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
