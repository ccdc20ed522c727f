using System.Net;
using Azukari.Ui.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Site;

public sealed class HeaderTests(SiteHost host, DevelopmentHost development) : IClassFixture<SiteHost>, IClassFixture<DevelopmentHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Answers => ["/", "/en/policy", "/nowhere", "/policy.json", "/.well-known/security.txt", "/_content/Azukari.Ui/theme.css", "/healthz", "/robots.txt"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_carries_the_security_headers_and_names_no_server(string path)
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync(path, Cancel);

        Assert.Equal(
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Contains("geolocation=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")));
        Assert.Empty(answer.Headers.Server);
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task Transport_is_strict_in_production_only()
    {
        using HttpResponseMessage production = await host.Visitor().GetAsync("/", Cancel);
        using HttpResponseMessage built = await development.Visitor().GetAsync("/", Cancel);

        Assert.Contains("max-age=", Assert.Single(production.Headers.GetValues("Strict-Transport-Security")));
        Assert.False(built.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("lib/bootstrap.min.css", 200_000)]
    [InlineData("theme.css", 4_000)]
    [InlineData("components.css", 8_000)]
    [InlineData("print.css", 1_000)]
    [InlineData("mark.svg", 200)]
    public async Task Files_of_the_design_system_are_served_whole_and_compressed(string file, int atLeast)
    {
        foreach (SiteHost running in (SiteHost[])[host, development])
        {
            byte[] plain = await running.Visitor().GetByteArrayAsync($"/_content/Azukari.Ui/{file}", Cancel);
            Assert.InRange(plain.Length, atLeast, 300_000);

            using var request = new HttpRequestMessage(HttpMethod.Get, $"/_content/Azukari.Ui/{file}") { Headers = { { "Accept-Encoding", "gzip" } } };
            using HttpResponseMessage packed = await running.Visitor().SendAsync(request, Cancel);
            Assert.Contains("gzip", packed.Content.Headers.ContentEncoding);
            int length = (await packed.Content.ReadAsByteArrayAsync(Cancel)).Length;
            // In Development a file may be watched, and is then packed without effort.
            Assert.True(length > 0 && (running == development || length < plain.Length), $"{file}: {plain.Length} packed to {length}");
        }
    }

    [Fact]
    public async Task Fingerprinted_files_are_kept_by_browsers_for_good()
    {
        string html = await host.Visitor().GetStringAsync("/", Cancel);
        string[] files = [.. html.Split('"').Where(part => part.StartsWith("/_content/", StringComparison.Ordinal)).Distinct()];

        Assert.True(files.Length >= 6, html);
        foreach (string file in files)
        {
            using HttpResponseMessage answer = await host.Visitor().GetAsync(file, Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, file);
            Assert.Contains("immutable", answer.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public async Task A_page_is_compressed_on_the_way()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/policy") { Headers = { { "Accept-Encoding", "br" } } };
        using HttpResponseMessage answer = await host.Visitor().SendAsync(request, Cancel);

        Assert.Contains("br", answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Cancel)).Length, 1, 40_000);
    }

    [Theory]
    [InlineData("/boom", "ただいま表示できません")]
    [InlineData("/en/boom", "Something went wrong on our side")]
    public async Task A_failure_shows_the_error_page_of_the_language_and_none_of_its_cause(string path, string words)
    {
        string data = await SiteHost.AnotherCompanyAsync();
        using WebApplicationFactory<Azukari.Web.WebHost> broken = host.WithWebHostBuilder(b => b.UseSetting("data", data).ConfigureServices(s => s.AddSingleton<IStartupFilter, Boom>()));
        using HttpResponseMessage answer = await broken.CreateClient().GetAsync(path, Cancel);
        string html = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains(words, html);
        Assert.DoesNotContain("a-planted-value", html);
        Assert.DoesNotContain("Exception", html);
        Assert.Contains(host.Trouble.Lines, line => line.Contains("A request ended in System.InvalidOperationException", StringComparison.Ordinal));
        Assert.All(host.Trouble.Lines, line => Assert.DoesNotContain("a-planted-value", line, StringComparison.Ordinal)); // a message may quote a person
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [Theory]
    [InlineData("/boom", "ただいま表示できません")]
    [InlineData("/connect/boom", "/problems/internal")]
    [InlineData("/console/boom", "")]
    public async Task A_form_that_fails_is_told_of_the_failure_not_of_its_method(string path, string words)
    {
        string data = await SiteHost.AnotherCompanyAsync();
        using WebApplicationFactory<Azukari.Web.WebHost> broken = host.WithWebHostBuilder(b => b.UseSetting("data", data).ConfigureServices(s => s.AddSingleton<IStartupFilter, Boom>()));
        using HttpResponseMessage answer = await broken.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost") }).PostAsync(path, new FormUrlEncodedContent([new("a", "b")]), Cancel);
        string html = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.Allow);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("a-planted-value", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Components_are_shown_to_builders_only()
    {
        Assert.Contains("部品一覧", await development.Visitor().GetStringAsync("/_design", Cancel));
        using HttpResponseMessage answer = await host.Visitor().GetAsync("/en/_design", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    // Fails inside the program's own error handling, as a broken page would.
    private sealed class Boom : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use((context, after) => context.Request.Path.Value!.EndsWith("/boom", StringComparison.Ordinal)
                ? throw new InvalidOperationException("planted: a-planted-value") : after(context));
        };
    }
}
