using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Azukari.Tests.Site;

public sealed class WellKnownTests(SiteHost host) : IClassFixture<SiteHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Security_txt_has_what_rfc_9116_asks_and_expires_within_a_year()
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync("/.well-known/security.txt", Cancel);
        Dictionary<string, string> fields = (await answer.Content.ReadAsStringAsync(Cancel)).TrimEnd().Split('\n')
            .ToDictionary(line => line.Split(": ")[0], line => line.Split(": ")[1]);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", answer.Content.Headers.ContentType?.CharSet);
        Assert.StartsWith("mailto:", fields["Contact"]);
        Assert.Equal("ja, en", fields["Preferred-Languages"]);
        // No public address is set, and the Host is the visitor's to choose: nothing is made of it.
        Assert.Equal(["Contact", "Expires", "Preferred-Languages"], fields.Keys.Order());
        var expires = DateTimeOffset.Parse(fields["Expires"], CultureInfo.InvariantCulture);
        Assert.InRange(expires - host.Clock.Now, TimeSpan.FromDays(30), TimeSpan.FromDays(365));
    }

    [Fact]
    public async Task Gpc_json_says_that_the_signal_is_honoured()
    {
        using JsonDocument gpc = JsonDocument.Parse(await host.Visitor().GetStringAsync("/.well-known/gpc.json", Cancel));

        Assert.True(gpc.RootElement.GetProperty("gpc").GetBoolean());
        Assert.True(DateOnly.TryParse(gpc.RootElement.GetProperty("lastUpdate").GetString(), CultureInfo.InvariantCulture, out _));
    }

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/robots.txt", "User-agent")]
    public async Task Small_files_are_there(string path, string words) => Assert.Contains(words, await host.Visitor().GetStringAsync(path, Cancel));

    [Fact]
    public async Task The_old_icon_address_leads_to_the_mark()
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync("/favicon.ico", Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("<svg", await host.Visitor().GetStringAsync(answer.Headers.Location, Cancel));
    }

    [Theory]
    [InlineData("/policy.json", "2026-10")]
    [InlineData("/policy/2026-10.json", "2026-10")]
    [InlineData("/policy/2021-04.json", "2021-04")]
    public async Task The_policy_for_machines_is_not_sent_again_while_it_is_the_same(string path, string version)
    {
        using HttpResponseMessage first = await host.Visitor().GetAsync(path, Cancel);
        using JsonDocument policy = JsonDocument.Parse(await first.Content.ReadAsStringAsync(Cancel));
        EntityTagHeaderValue tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);

        Assert.Equal(version, policy.RootElement.GetProperty("version").GetString());
        Assert.Equal("application/json", first.Content.Headers.ContentType?.MediaType);
        Assert.False(tag.IsWeak);

        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        using HttpResponseMessage second = await host.Visitor().SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Two_versions_never_share_a_tag()
    {
        using HttpResponseMessage old = await host.Visitor().GetAsync("/policy/2021-04.json", Cancel);
        using HttpResponseMessage now = await host.Visitor().GetAsync("/policy/2026-10.json", Cancel);

        Assert.NotEqual(old.Headers.ETag, now.Headers.ETag);
    }

    [Theory]
    [InlineData("/policy", "/policy.json")]
    [InlineData("/en/policy", "/policy.json")]
    [InlineData("/policy/2021-04", "/policy/2021-04.json")]
    public async Task A_policy_page_names_its_form_for_machines(string path, string json) =>
        Assert.Contains($"<link rel=\"alternate\" type=\"application/json\" href=\"{json}\"", await host.Visitor().GetStringAsync(path, Cancel));

    [Fact]
    public async Task A_version_that_does_not_exist_has_no_file()
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync("/policy/1999-01.json", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
