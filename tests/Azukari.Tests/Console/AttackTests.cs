using System.Net;
using Azukari.Company.Settings;
using Microsoft.AspNetCore.Http;

namespace Azukari.Tests.Console;

/// <summary>What others try on a signed-in operator's browser, and what ends with an operator's duties.</summary>
public sealed class AttackTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_form_that_another_site_had_sent_is_not_offered_to_be_sent_again(string header, string value)
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/console/policy/publish/" + new string('0', 64)) { Content = new FormUrlEncodedContent([new("version", "2099-01")]) };
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await browser.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("2099-01", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://console.example.jp")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task One_of_our_own_pages_is(string header, string value)
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/console/policy/publish/" + new string('0', 64)) { Content = new FormUrlEncodedContent([new("version", "2099-01")]) };
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await browser.SendAsync(request, Cancel);

        Assert.Contains("2099-01", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/CONSOLE")]
    [InlineData("/EN/Console")]
    public async Task However_an_address_is_written_a_form_without_its_token_does_nothing_and_no_answer_is_kept(string start)
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);

        using HttpResponseMessage sent = await browser.PostAsync(start + "/ledger/verify/run", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
        using HttpResponseMessage file = await browser.GetAsync(start + "/policy/register.xlsx", Cancel);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.True(file.Headers.CacheControl?.NoStore, file.Headers.ToString());
    }

    [Fact]
    public async Task A_duty_or_a_login_taken_away_in_the_settings_ends_at_once()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Auditor);
        using (HttpResponseMessage before = await browser.GetAsync("/console/policy", Cancel)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        string file = host.Company.Options.SettingsPath;
        CompanySettings settings = await SettingsFile.ReadAsync(file, Cancel);
        try
        {
            var without = settings.Operators.ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);
            without[ConsoleHost.Auditor] = without[ConsoleHost.Auditor] with { Duties = new HashSet<Duty> { Duty.Rights } };
            await SettingsFile.WriteAsync(file, settings with { Operators = without }, Cancel);
            using (HttpResponseMessage refused = await browser.GetAsync("/console/policy", Cancel)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

            without.Remove(ConsoleHost.Auditor);
            await SettingsFile.WriteAsync(file, settings with { Operators = without }, Cancel);
            using HttpResponseMessage nobody = await browser.GetAsync("/console", Cancel);
            Assert.Equal(HttpStatusCode.Redirect, nobody.StatusCode);

            // Somebody is amid writing it: what it last said stands.
            await File.WriteAllTextAsync(file, "{ \"operators\": {", Cancel);
            using HttpResponseMessage still = await browser.GetAsync("/console", Cancel);
            Assert.Equal(HttpStatusCode.Redirect, still.StatusCode);
        }
        finally
        {
            await SettingsFile.WriteAsync(file, settings, Cancel);
        }

        using HttpResponseMessage again = await browser.GetAsync("/console/policy", Cancel);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Who_ends_all_sessions_ends_the_links_that_would_open_another()
    {
        string code = await host.Sessions.NewLinkAsync(ConsoleHost.Service, Cancel), other = await host.Sessions.NewLinkAsync(ConsoleHost.Auditor, Cancel);

        await host.Sessions.EndAllAsync(ConsoleHost.Service, Cancel);

        Assert.Null(await host.Sessions.WhoAsync(code, Cancel));
        Assert.Equal(ConsoleHost.Auditor, await host.Sessions.WhoAsync(other, Cancel));
    }

    [Theory]
    [InlineData("/console/sign-in")]
    [InlineData("/en/console/sign-in")]
    [InlineData("/console/error/500")]
    public async Task Nobody_sends_more_than_a_form_takes(string path)
    {
        using HttpClient stranger = host.Browser();
        using HttpResponseMessage answer = await stranger.PostAsync(path, new FormUrlEncodedContent([new("code", new string('x', 100_000))]), Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.7", false, false)]
    [InlineData("192.0.2.7", true, true)]
    [InlineData("127.0.0.1", false, true)]
    public async Task No_link_and_no_session_travels_unencrypted_beyond_this_machine(string from, bool encrypted, bool answered)
    {
        HttpContext answer = await host.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path, http.Request.Scheme) = ("GET", "/console/sign-in", encrypted ? "https" : "http");
            http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        }, Cancel);

        Assert.Equal(answered ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, answer.Response.StatusCode);
    }
}
