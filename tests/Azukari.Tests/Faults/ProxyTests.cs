using System.Net;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Stores;
using Azukari.Tests.Api;
using Azukari.Tests.Console;
using Azukari.Web;
using Azukari.Web.Proxies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Faults;

/// <summary>Behind a proxy that ends TLS: who is believed about who calls and how, and who is not.</summary>
public sealed class ProxyTests
{
    private const string Proxy = "10.0.0.5", Caller = "203.0.113.7", Reached = "Test-Reached-From";

    [Fact]
    public async Task Through_a_trusted_proxy_the_connection_is_the_callers()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite, ("Proxy:Trusted:0", "192.0.2.1"), ("Proxy:Trusted:1", "10.0.0.0/24"));
        await using var host = Behind(world);

        var page = await AskAsync(host, "/", Proxy, Caller, "https");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("max-age", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "/api/v1/policies", Proxy, Caller, "https")).StatusCode);
        // The proxy itself was called in clear.
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(host, "/api/v1/policies", Proxy, Caller, "http")).StatusCode);
        // Two proxies in a row, both trusted.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "/api/v1/policies", "192.0.2.1", $"{Caller}, 10.0.0.9", "https, https")).StatusCode);
        Assert.DoesNotContain("parts", await TextAsync(await AskAsync(host, "/health/ready", Proxy, Caller, "https")), StringComparison.Ordinal);

        using var browser = Browser(host, Proxy, Caller, "https");
        var code = await host.Services.GetRequiredService<StaffSessions>().NewLinkAsync("tester", Cancel);
        using var signedIn = await ConsoleHost.SendAsync(browser, $"/console/sign-in?code={code}", "/console/sign-in", ("code", code));
        var cookies = signedIn.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains("; secure", Assert.Single(cookies, cookie => cookie.StartsWith("__Host-azukari-staff=", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("/console", signedIn.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/account/two-step", Cancel)).StatusCode); // the factor to set up
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("192.0.2.1", null)]
    [InlineData(null, "true")] // the framework's own switch, which would believe everybody
    public async Task What_a_stranger_says_of_itself_is_not_believed(string? trusted, string? frameworks)
    {
        (string, string)[] settings = [.. trusted is null ? [] : new[] { ("Proxy:Trusted:0", trusted) }, .. frameworks is null ? [] : new[] { ("ForwardedHeaders_Enabled", frameworks) }];
        await using var world = await OpenAsync(StoreEngine.Sqlite, settings);
        await using var host = Behind(world);

        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(host, "/api/v1/policies", Caller, "127.0.0.1", "https")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(host, "/console/sign-in", Caller, "127.0.0.1", "https")).StatusCode);
        Assert.False((await AskAsync(host, "/", Caller, "127.0.0.1", "https")).Headers.Contains("Strict-Transport-Security"));
        Assert.DoesNotContain("parts", await TextAsync(await AskAsync(host, "/health/ready", Caller, "127.0.0.1", "https")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_counted_for_each_caller_behind_the_proxy_whatever_it_writes_before()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite, ("Proxy:Trusted:0", Proxy), ("Api:TokensPerMinute", "3"));
        await using var host = Behind(world);

        // The proxy appends whom it saw; what stands before, the caller wrote, another each time.
        var mine = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++) mine.Add((await TokenAsync(host, Proxy, $"198.51.100.{i}, {Caller}")).StatusCode);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], mine);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(host, Proxy, "203.0.113.8")).StatusCode);
    }

    [Theory]
    [InlineData("nginx.example.jp")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("*")]
    public void Whom_to_trust_is_an_address_or_a_network_and_never_everybody(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Proxy:Trusted:0", Proxy), new("Proxy:Trusted:1", setting)]).Build();

        var fault = Assert.Throws<SettingsException>(() => TrustedProxies.Read(new ForwardedHeadersOptions(), configuration));
        Assert.Contains("Proxy:Trusted", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Proxy:Trusted", fault.Japanese, StringComparison.Ordinal);
    }

    private static WebApplicationFactory<WebHost> Behind(ApiWorld world) =>
        world.WithWebHostBuilder(builder => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new ReachedFrom())));

    private static HttpClient Browser(WebApplicationFactory<WebHost> host, string from, string forwardedFor, string proto)
    {
        var browser = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://privacy.example.jp") });
        browser.DefaultRequestHeaders.Add(Reached, from);
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", proto);
        return browser;
    }

    private static async Task<HttpResponseMessage> AskAsync(WebApplicationFactory<WebHost> host, string path, string from, string forwardedFor, string proto)
    {
        using var browser = Browser(host, from, forwardedFor, proto);
        return await browser.GetAsync(path, Cancel);
    }

    private static async Task<HttpResponseMessage> TokenAsync(WebApplicationFactory<WebHost> host, string from, string forwardedFor)
    {
        using var browser = Browser(host, from, forwardedFor, "https");
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "nobody"), new("client_secret", "nothing")]);
        return await browser.PostAsync("/connect/token", form, Cancel);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancel);

    /// <summary>A connection in clear from the address the test names.</summary>
    private sealed class ReachedFrom : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(static (http, then) =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(http.Request.Headers[Reached].ToString());
                http.Request.Scheme = "http";
                return then(http);
            });
            next(app);
        };
    }
}
