using System.Net;
using Azukari.Accounts;
using Azukari.Tests.Console;
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
        ("/console/sign-in", "/console/sign-in/passkey", [("ticket", "none"), ("credential", "{}")], false),
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
            }

            using HttpResponseMessage looked = await browser.GetAsync(door.Page, Cancel);
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode); // looking is no attempt
        }
    }
}
