using System.Net;
using Azukari.Accounts;
using Azukari.Tests.Console;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Accounts;

/// <summary>How often one network may try to come in, by whichever door, and what is said to whom it was too often.</summary>
public sealed class AttemptLimitTests : IAsyncLifetime
{
    private const string Name = "daremo@example.jp";

    // Every door by which somebody tries: where its form stands, where it is sent, and what with.
    private static readonly (string Page, string Action, (string, string)[] Fields, bool KeepsTyped)[] Doors =
    [
        ("/account/sign-in", "/account/sign-in", [("_handler", "sign-in"), ("Name", Name), ("Password", "chigau-kotoba-4")], true),
        ("/account/forgotten", "/account/forgotten", [("_handler", "forgotten"), ("Name", Name)], true),
        ("/account/sign-in", "/account/sign-in/question", [], false),
        ("/account/sign-in", "/account/sign-in/passkey", [("ticket", "none"), ("credential", "{}")], false),
        ("/console/sign-in", "/console/sign-in/question", [], false),
        ("/console/sign-in", "/console/sign-in/passkey", [("ticket", "none"), ("credential", "{}"), ("return", "/console/ledger")], false),
        ("/account/sign-in", "/account/sign-in/code", [("code", "000000")], false),
        ("/account/sign-in", "/account/invitation/none", [("password", "chigau-kotoba-4")], false),
        ("/console/sign-in", "/console/sign-in/number", [("number", "s-daremo"), ("password", "chigau-kotoba-4")], false),
        ("/console/sign-in", "/console/sign-in/code", [("code", "000000")], false),
        ("/console/sign-in", "/console/invitation/none", [("password", "chigau-kotoba-4")], false),
    ];

    private readonly ConsoleHost _host = new ConsoleHost().With(static services =>
        services.Configure<AccountsOptions>(options => (options.AnswerAfterMilliseconds, options.AttemptsPerMinute) = (0, Doors.Length)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_door_counts_and_closes_with_429_the_pages_own_words_and_when_to_come_again()
    {
        using HttpClient browser = _host.Browser();
        foreach (var door in Doors)
        {
            using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, door.Page, door.Action, door.Fields);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Retry-After"), door.Action);
        }

        foreach (var door in Doors)
        {
            foreach (var (language, words) in new[] { ("", "短い間に何度も試されました。1分ほど待ってください。"), ("/en", "There were many attempts in a short time. Wait a minute.") })
            {
                using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, language + door.Page, language + door.Action, door.Fields);
                string html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
                Assert.True(answer.StatusCode == HttpStatusCode.TooManyRequests, $"{language}{door.Action} answers {answer.StatusCode}");
                Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
                Assert.Contains(words, html, StringComparison.Ordinal);
                if (door.KeepsTyped) Assert.Contains($"value=\"{Name}\"", html, StringComparison.Ordinal);
                Assert.DoesNotContain("chigau-kotoba-4", html, StringComparison.Ordinal);
                if (!door.Action.EndsWith("/passkey", StringComparison.Ordinal)) continue;
                // A page of its own leads back to where it was tried, and on from there to where one wanted to go; and says from when.
                string onward = door.Fields.FirstOrDefault(field => field.Item1 == "return").Item2 is { } wanted ? "?return=" + Uri.EscapeDataString(wanted) : "";
                Assert.Contains($"<a href=\"{language}{door.Page}{onward}\">", html, StringComparison.Ordinal);
                string from = DisplayDates.Time(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(_host.Clock.GetUtcNow().AddSeconds(119), DisplayDates.Tokyo).DateTime));
                Assert.Contains(language == "" ? $"{from}（日本時間）から" : $"from {from} (Japan time)", html, StringComparison.Ordinal);
            }

            using HttpResponseMessage looked = await browser.GetAsync(door.Page, Cancel);
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode); // looking is no attempt
        }
    }

    [Fact]
    public async Task Proving_it_again_counts_and_closes_likewise()
    {
        using HttpClient browser = await _host.SignedInAsync(ConsoleHost.Auditor);
        for (int i = 0; i < Doors.Length; i++)
        {
            using HttpResponseMessage wrong = await ConsoleHost.SendAsync(browser, "/en/console/account/confirm", "/en/console/account/confirm", ("code", "000000"));
            Assert.NotEqual(HttpStatusCode.TooManyRequests, wrong.StatusCode);
        }

        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/en/console/account/confirm", "/en/console/account/confirm", ("code", "000000"));
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        Assert.Contains("There were many attempts in a short time. Wait a minute.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }
}
