using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azukari.Api.Clients;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Company;
using Azukari.Tests.Site;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Api;

/// <summary>The program over a fresh company on an engine, its clients, and the ways tests call it. The people in it carry canary words.</summary>
internal sealed class ApiWorld : WebApplicationFactory<WebHost>
{
    public const string Shipping = "purpose.member.2", Service = "purpose.member.6";

    private readonly TestPlace _place;
    private readonly Dictionary<string, string> _settings;
    private readonly Dictionary<string, string> _secrets = [];
    private int _people;

    private readonly bool _isFirst;

    private ApiWorld(TestPlace place, Dictionary<string, string> settings, bool isFirst) => (_place, _settings, _isFirst) = (place, settings, isFirst);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public SetClock Clock { get; } = new(SiteHost.Tuesday);

    public LoggedTrouble Trouble { get; } = new();

    /// <summary>What the program complained of, but for the clock: the test's own stands still, and days from the database server's.</summary>
    public IEnumerable<string> Complaints => Trouble.Lines.Where(line => !line.Contains("ledger.clock", StringComparison.Ordinal));

    public CompanyCore Company => Services.GetRequiredService<CompanyCore>();

    public string Data => Path.Combine(_place.Folder, "data");

    public string? Postgres => (_place.Location as PostgresDatabase)?.ConnectionString;

    public static async Task<ApiWorld> OpenAsync(StoreEngine engine, params (string Name, string Value)[] settings) =>
        new((await SampleCompanies.CreateAsync(engine)).Place, settings.ToDictionary(s => s.Name, s => s.Value), isFirst: true);

    /// <summary>The same company in another host, as another node has it.</summary>
    public ApiWorld AnotherNode() => new(_place, _settings, isFirst: false);

    /// <summary>A caller with a client's token. The client is registered when it is new.</summary>
    public async Task<HttpClient> CallerAsync(string id, string recipient, string? to = null, string[]? purposes = null, string[]? scopes = null)
    {
        if (!_secrets.ContainsKey(id)) await RegisterAsync(id, recipient, to, purposes ?? [], scopes ?? [.. ApiScope.All]);
        return await CallerAsync(id, _secrets[id]);
    }

    public async Task<HttpClient> CallerAsync(string id, string secret)
    {
        var caller = Anybody();
        var token = await TokenAsync(caller, id, secret);
        Assert.Equal(HttpStatusCode.OK, token.Status);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Json.GetProperty("access_token").GetString());
        return caller;
    }

    public async Task<string> RegisterAsync(string id, string recipient, string? to, string[] purposes, string[] scopes)
    {
        await using var scope = Services.CreateAsyncScope();
        var secret = await scope.ServiceProvider.GetRequiredService<ClientRegistry>().AddAsync(
            new ApiClient(id, RecipientKind.Parse(recipient), to, purposes.Select(ClauseId.Parse).ToHashSet(), scopes.ToHashSet()), "tester", Cancel);
        return _secrets[id] = secret!;
    }

    public async Task RegistryAsync(Func<ClientRegistry, Task> act)
    {
        await using var scope = Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<ClientRegistry>());
    }

    /// <summary>The client of the sample's shipping department, with every scope.</summary>
    public Task<HttpClient> ShippingAsync() => CallerAsync("shipping", "staff.shipping", purposes: [Shipping]);

    public HttpClient Anybody() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri("https://privacy.example.jp") });

    public static async Task<Answer> TokenAsync(HttpClient caller, string id, string secret, string? scope = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret };
        if (scope is not null) form["scope"] = scope;
        using var content = new FormUrlEncodedContent(form);
        return await Answer.OfAsync(await caller.PostAsync("/connect/token", content, Cancel));
    }

    /// <summary>A person in the vault, straight through the trust core.</summary>
    public async Task<string> PersonAsync()
    {
        var n = Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, Azukari.Values.StoredValue>();
        foreach (var (item, text) in Items(n))
        {
            Assert.True(Company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, DateOnly.FromDateTime(Clock.Now.DateTime), out var stored, out var error), error?.Rule);
            values[ItemId.Parse(item)] = stored;
        }

        var result = await Company.Trust.Vault.AcquireAsync(
            new Azukari.Vault.Acquisition { SubjectKind = SubjectKind.Parse("agent"), Values = values, Channel = Channel.Web, PolicyVersion = PolicyVersion.Parse("2026-10") },
            new Azukari.Vault.Accessor("tester"), Cancel);
        return Assert.IsType<Azukari.Vault.Acquired>(result).SubjectId.ToString();
    }

    /// <summary>What an agent gives, as typed.</summary>
    public static Dictionary<string, string> Items(int n) => new()
    {
        ["name"] = $"{CanaryWords.FamilyName} {CanaryWords.GivenName}",
        ["address"] = $"〒100-0001 東京都千代田区{CanaryWords.Town}1-{n} {CanaryWords.Building}",
        ["date-of-birth"] = "1980-05-05",
        ["mobile"] = $"090-0000-{n % 10000:D4}",
        ["email"] = CanaryWords.Mail(n),
    };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("data", Data);
        if (Postgres is { } connection) builder.UseSetting("postgres", connection);
        builder.UseSetting("Api:TokensPerMinute", "10000");
        foreach (var (name, value) in _settings) builder.UseSetting(name, value);
        builder.ConfigureLogging(logging => logging.AddProvider(Trouble));
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!_isFirst) return;
        try
        {
            await _place.DisposeAsync();
        }
        catch (IOException)
        {
            // The host's last look at its folder wrote a file while the folder went.
            await Task.Delay(500, CancellationToken.None);
            TestRun.DropFolder(_place.Folder);
        }
    }
}

/// <summary>An answer of the API, read whole.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? this[string member] => Json.TryGetProperty(member, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
            return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(ApiWorld.Cancel), response.Headers);
    }

    /// <summary>It is a problem of this kind, as RFC 9457 writes it.</summary>
    public Answer IsProblem(HttpStatusCode status, string code)
    {
        Assert.True(Status == status && this["type"] == "/problems/" + code, $"{(int)Status} {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(this["title"]));
        Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, Text, StringComparison.Ordinal));
        return this;
    }

    public Answer IsFine(HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(Status == status, $"{(int)Status} {Text}");
        return this;
    }

    /// <summary>Field and rule of each error.</summary>
    public IEnumerable<string> Errors => Json.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(error => $"{error.GetProperty("field").GetString()} {error.GetProperty("rule").GetString()}") : [];
}

/// <summary>Calls, as short as tests need them.</summary>
internal static class Calls
{
    public static Task<Answer> PostAsync(this HttpClient caller, string path, object body, string? key = null) => caller.SendAsync(HttpMethod.Post, path, body, key);

    public static async Task<Answer> SendAsync(this HttpClient caller, HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is string json) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        else if (body is not null) request.Content = JsonContent.Create(body);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await Answer.OfAsync(await caller.SendAsync(request, ApiWorld.Cancel));
    }
}
