using System.Net;
using System.Text.RegularExpressions;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.SignIn;
using Azukari.Tests.Console;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Azukari.Tests.Accounts;

/// <summary>What members do on their pages: signing in each way, seeing and ending sessions, getting back in.</summary>
public sealed partial class MemberPageTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_gives_a_cookie_no_script_reads_that_stays_with_this_host()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = host.Browser();
        using HttpResponseMessage answer = await AccountsHost.SignInAsync(browser, member.Number, AccountsHost.Password);

        Assert.Equal("/my", AccountsHost.To(answer));
        string cookie = AccountsHost.CookieOf(answer, MemberScheme.SecureCookie)!.ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
        using HttpResponseMessage page = await browser.GetAsync("/en/account", Cancel);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.True(page.Headers.CacheControl?.NoStore);
        using HttpResponseMessage again = await browser.GetAsync("/account/sign-in", Cancel);
        Assert.Equal("/my", AccountsHost.To(again));
    }

    [Fact]
    public async Task Whatever_is_wrong_the_page_says_the_same()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = host.Browser();
        var pages = new List<string>();
        foreach (string name in new[] { member.Email, member.Number, "nobody@example.jp", "M-000000", "@", "x" })
        {
            using HttpResponseMessage answer = await AccountsHost.SignInAsync(browser, name, "not-the-password-9");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            pages.Add(Token().Replace(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)), "").Replace($"value=\"{name}\"", "", StringComparison.Ordinal));
        }

        Assert.Single(pages.Distinct());
        Assert.Contains("サインインできません", pages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password-9", pages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_step_sign_in_asks_for_a_code_that_is_taken_once_or_a_recovery_code_that_is_used_up()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(member);
        (byte[] key, IReadOnlyList<string> codes) = await host.SwitchOnAsync(browser);
        Assert.Equal(10, codes.Distinct().Count());
        host.Clock.Now += TimeSpan.FromSeconds(30);

        string code = host.Codes.CodeNow(key);
        Assert.Equal("/my", await StepAsync(member, ("code", code)));
        Assert.Equal("/account/sign-in/code?wrong=code", await StepAsync(member, ("code", code)));
        Assert.Equal("/my", await StepAsync(member, ("recovery", " " + codes[3].ToUpperInvariant() + " ")));
        Assert.Equal("/account/sign-in/code?wrong=code", await StepAsync(member, ("recovery", codes[3])));
        Assert.Contains((AccountMessage.RecoveryCodeUsed, member.Subject), host.Messages.Of(member.Subject));
        Assert.Contains((AccountMessage.TwoStepChanged, member.Subject), host.Messages.Of(member.Subject));
    }

    [Fact]
    public async Task The_second_step_without_the_first_is_nothing_and_locks_like_a_password()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(member);
        (byte[] key, _) = await host.SwitchOnAsync(browser);
        host.Clock.Now += TimeSpan.FromSeconds(30);

        using HttpClient stranger = host.Browser();
        using (HttpResponseMessage alone = await ConsoleHost.SendAsync(stranger, "/account/sign-in/code", "/account/sign-in/code", ("code", host.Codes.CodeNow(key))))
            Assert.Equal("/account/sign-in/code?wrong=code", AccountsHost.To(alone));
        for (int i = 0; i < 4; i++) Assert.Equal("/account/sign-in/code?wrong=code", await StepAsync(member, ("code", "000000")));
        Assert.Equal("/account/sign-in?wrong=locked", await StepAsync(member, ("code", "000000")));
        using HttpResponseMessage locked = await AccountsHost.SignInAsync(stranger, member.Email, AccountsHost.Password);
        Assert.Contains("15分ほど", await locked.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_are_listed_without_addresses_and_one_ended_is_out_at_once()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient here = await host.SignedInAsync(member);
        using HttpClient there = await host.SignedInAsync(member);

        string page = await here.GetStringAsync("/account", Cancel);
        string other = Assert.Single(SessionId().Matches(page), m => m.Groups["id"].Value != "others").Groups["id"].Value;
        Assert.Contains("この端末", page, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", page, StringComparison.Ordinal);
        using (HttpResponseMessage ended = await ConsoleHost.SendAsync(here, "/account", "/account/sessions/end", ("session", other))) Assert.Equal("/account?done=ended", AccountsHost.To(ended));

        using HttpResponseMessage out1 = await there.GetAsync("/account", Cancel);
        Assert.Equal("/account/sign-in?return=%2Faccount&over=1", AccountsHost.To(out1));
        using HttpResponseMessage still = await here.GetAsync("/account", Cancel);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_just_the_cookie()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = host.Browser();
        using HttpResponseMessage answer = await AccountsHost.SignInAsync(browser, member.Email, AccountsHost.Password);
        string cookie = AccountsHost.CookieOf(answer, MemberScheme.SecureCookie)!.Split(';')[0];
        using (HttpResponseMessage done = await ConsoleHost.SendAsync(browser, "/account", "/account/sign-out")) Assert.Equal("/account/sign-in?out=1", AccountsHost.To(done));

        using HttpClient thief = Plain();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account") { Headers = { { "Cookie", cookie } } };
        using HttpResponseMessage refused = await thief.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
    }

    [Fact]
    public async Task A_new_password_signs_every_other_device_out_and_a_weak_one_is_told_why()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient here = await host.SignedInAsync(member);
        using HttpClient there = await host.SignedInAsync(member);
        using (HttpResponseMessage weak = await ConsoleHost.SendAsync(here, "/en/account", "/en/account/password", ("password", "password1234")))
        {
            Assert.StartsWith("/en/account?wrong=weak&why=", AccountsHost.To(weak), StringComparison.Ordinal);
            Assert.Contains("common words", await here.GetStringAsync(weak.Headers.Location, Cancel), StringComparison.Ordinal);
        }

        using (HttpResponseMessage set = await ConsoleHost.SendAsync(here, "/account", "/account/password", ("password", "mizuumi-ni-ukabu-44-fune"))) Assert.Equal("/account?done=password", AccountsHost.To(set));
        using HttpResponseMessage out1 = await there.GetAsync("/account", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, out1.StatusCode);
        using HttpResponseMessage kept = await here.GetAsync("/account", Cancel);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Contains((AccountMessage.PasswordChanged, member.Subject), host.Messages.Of(member.Subject));
    }

    [Fact]
    public async Task A_browser_never_used_before_is_told_of_and_one_that_was_is_not()
    {
        TestMember member = await host.MemberAsync(); // by the invitation's browser
        int Told() => host.Messages.Of(member.Subject).Count(m => m.Message == AccountMessage.NewDevice);
        Assert.Equal(0, Told());
        using HttpClient browser = await host.SignedInAsync(member);
        Assert.Equal(1, Told());
        using (await ConsoleHost.SendAsync(browser, "/account", "/account/sign-out"))
        using (await AccountsHost.SignInAsync(browser, member.Email, AccountsHost.Password)) Assert.Equal(1, Told());
    }

    [Fact]
    public async Task A_forgotten_password_is_set_by_a_link_that_works_once_and_leaves_the_second_factor()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(member);
        (byte[] key, _) = await host.SwitchOnAsync(browser);
        host.Clock.Now += TimeSpan.FromSeconds(30);
        using HttpClient other = host.Browser();
        string known = await ForgottenAsync(other, member.Email), unknown = await ForgottenAsync(other, "nobody@example.jp");
        Assert.Equal(known, unknown);

        string path = await LinkAsync(member);
        Assert.StartsWith("/account/invitation/", path, StringComparison.Ordinal);
        string page = await other.GetStringAsync(path, Cancel); // opening it uses nothing up
        Assert.DoesNotContain("data-passkey-make", page, StringComparison.Ordinal); // a mail alone makes no passkey
        using (HttpResponseMessage set = await ConsoleHost.SendAsync(other, path, path, ("password", "asagao-to-tsukimi-18-ko"))) Assert.Equal("/account/sign-in/code", AccountsHost.To(set));
        using (HttpResponseMessage done = await ConsoleHost.SendAsync(other, "/account/sign-in/code", "/account/sign-in/code", ("code", host.Codes.CodeNow(key)))) Assert.Equal("/my", AccountsHost.To(done));

        using HttpResponseMessage out1 = await browser.GetAsync("/account", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, out1.StatusCode);
        using HttpClient late = host.Browser();
        Assert.Contains("このリンクは使えません", await late.GetStringAsync(path, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_from_before_a_change_is_worth_nothing_after_and_so_is_one_of_half_an_hour_ago()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = host.Browser();
        await ForgottenAsync(browser, member.Number);
        string path = await LinkAsync(member);
        using HttpClient owner = await host.SignedInAsync(member);
        using (await ConsoleHost.SendAsync(owner, "/account", "/account/password", ("password", "yuubin-posuto-no-akai-7"))) { }
        Assert.Contains("このリンクは使えません", await browser.GetStringAsync(path, Cancel), StringComparison.Ordinal);

        TestMember another = await host.MemberAsync();
        await ForgottenAsync(browser, another.Email);
        string second = await LinkAsync(another);
        host.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.Contains("このリンクは使えません", await browser.GetStringAsync(second, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_sent_more_than_a_few_links()
    {
        TestMember member = await host.MemberAsync();
        for (int i = 0; i < 8; i++) await host.Get<SignInDesk>().ForgottenAsync(member.Email, english: false, Cancel);

        Assert.InRange(host.Messages.Of(member.Subject).Count(m => m.Message == AccountMessage.ForgottenPassword), 3, 4);
    }

    [Fact]
    public async Task Changing_what_one_signs_in_with_takes_a_fresh_proof_by_the_second_factor_or_where_there_is_none_the_password()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(member);
        host.Clock.Now += TimeSpan.FromMinutes(11);
        using (HttpResponseMessage asked = await ConsoleHost.SendAsync(browser, "/account", "/account/password", ("password", "kawa-wo-wataru-hashi-62")))
            Assert.Equal("/account/confirm?return=%2Faccount", AccountsHost.To(asked));
        using (HttpResponseMessage wrong = await ConsoleHost.SendAsync(browser, "/account/confirm", "/account/confirm/password", ("password", "not-the-password-9"), ("return", "/account")))
            Assert.Equal("/account/confirm?wrong=password&return=%2Faccount", AccountsHost.To(wrong));
        using (HttpResponseMessage proved = await ConsoleHost.SendAsync(browser, "/account/confirm", "/account/confirm/password", ("password", AccountsHost.Password), ("return", "/account")))
        {
            Assert.Equal("/account", AccountsHost.To(proved));
            Assert.NotNull(AccountsHost.CookieOf(proved, MemberScheme.SecureCookie)); // under another token
        }

        (byte[] key, _) = await host.SwitchOnAsync(browser);
        host.Clock.Now += TimeSpan.FromMinutes(11);
        using (HttpResponseMessage password = await ConsoleHost.SendAsync(browser, "/account/confirm", "/account/confirm/password", ("password", AccountsHost.Password), ("return", "/account")))
            Assert.Equal("/account/confirm?return=%2Faccount", AccountsHost.To(password)); // it proves nothing new now
        using (HttpResponseMessage off = await ConsoleHost.SendAsync(browser, "/account", "/account/two-step/off")) Assert.Equal("/account/confirm?return=%2Faccount", AccountsHost.To(off));
        using (HttpResponseMessage code = await ConsoleHost.SendAsync(browser, "/account/confirm", "/account/confirm", ("code", host.Codes.CodeNow(key)), ("return", "/account"))) Assert.Equal("/account", AccountsHost.To(code));
        using (HttpResponseMessage off = await ConsoleHost.SendAsync(browser, "/account", "/account/two-step/off")) Assert.Equal("/account?done=two-step-off", AccountsHost.To(off));
    }

    private async Task<string?> StepAsync(TestMember member, (string, string) field)
    {
        using HttpClient browser = host.Browser();
        using (HttpResponseMessage first = await AccountsHost.SignInAsync(browser, member.Email, AccountsHost.Password)) Assert.Equal("/account/sign-in/code", AccountsHost.To(first));
        using HttpResponseMessage second = await ConsoleHost.SendAsync(browser, "/account/sign-in/code", "/account/sign-in/code", field);
        return AccountsHost.To(second);
    }

    private static async Task<string> ForgottenAsync(HttpClient browser, string name)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/account/forgotten", "/account/forgotten", ("_handler", "forgotten"), ("Name", name));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Token().Replace(await answer.Content.ReadAsStringAsync(Cancel), "");
    }

    // It is looked up after the answer.
    private async Task<string> LinkAsync(TestMember member)
    {
        string? path = null;
        await Tests.Ledger.Eventually.HoldsAsync(() =>
        {
            path = host.Messages.LinkOf(member.Subject);
            return Task.FromResult(path is not null);
        });
        return path!;
    }

    private HttpClient Plain() => host.Console.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri("https://console.example.jp") });

    [GeneratedRegex("name=\"session\" value=\"(?<id>[^\"]+)\"")]
    private static partial Regex SessionId();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]+\"")]
    private static partial Regex Token();
}
