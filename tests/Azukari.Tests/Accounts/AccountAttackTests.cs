using System.Net;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.SignIn;
using Azukari.Company.Settings;
using Azukari.Tests.Console;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Azukari.Tests.Accounts;

/// <summary>What a hostile member, a curious employee and a stranger try.</summary>
public sealed class AccountAttackTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Pages others would like somebody to land on after signing in.</summary>
    public static TheoryData<string> Elsewhere =>
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/account/../..//evil.example", "/my//evil.example", "/my/\tevil", "javascript:alert(1)", "/account/sign-out",
        "/en/account/sign-in?return=/my", "/console", "/policy", "myevil.example", "/myevil", "/accounts",
    ];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task Signing_in_leads_nowhere_but_to_ones_own_pages(string back)
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = host.Browser();
        using HttpResponseMessage answer = await AccountsHost.SignInAsync(browser, member.Email, AccountsHost.Password, "/account/sign-in?return=" + Uri.EscapeDataString(back));
        Assert.Equal("/my", AccountsHost.To(answer));
        using HttpResponseMessage proved = await ConsoleHost.SendAsync(browser, "/account/confirm", "/account/confirm/password", ("password", AccountsHost.Password), ("return", back));
        Assert.Equal("/my", AccountsHost.To(proved));
    }

    [Fact]
    public async Task A_session_planted_in_a_browser_is_not_the_one_that_is_signed_in()
    {
        TestMember attacker = await host.MemberAsync(), victim = await host.MemberAsync();
        using HttpClient planted = await host.SignedInAsync(attacker);
        using HttpResponseMessage signed = await ConsoleHost.SendAsync(planted, "/account/forgotten", "/account/sign-in", ("_handler", "sign-in"), ("Name", victim.Email), ("Password", AccountsHost.Password));

        Assert.NotNull(AccountsHost.CookieOf(signed, MemberScheme.SecureCookie));
        // The attacker's own session in that browser is over, and no session of theirs became the victim's.
        Assert.Equal(0, await LiveAsync(attacker));
        Assert.Equal(1, await LiveAsync(victim));
    }

    [Fact]
    public async Task Nobody_ends_the_sessions_or_removes_the_passkeys_of_another()
    {
        TestMember attacker = await host.MemberAsync(), victim = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(attacker), home = await host.SignedInAsync(victim);
        var session = (await host.Get<Azukari.Accounts.Sessions.MemberSessions>().ListAsync(victim.Account, Cancel))[0];
        using (await ConsoleHost.SendAsync(browser, "/account", "/account/sessions/end", ("session", session.Id.ToString("N")))) { }
        Assert.Equal(1, await LiveAsync(victim));
    }

    [Theory]
    [InlineData("/account/sessions/end")]
    [InlineData("/account/password")]
    [InlineData("/account/passkeys")]
    [InlineData("/account/passkeys/question")]
    [InlineData("/account/two-step/off")]
    [InlineData("/account/confirm/password")]
    [InlineData("/account/sign-out")]
    [InlineData("/account/two-step")]
    [InlineData("/account/recovery-codes")]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-in/question")]
    [InlineData("/account/forgotten")]
    [InlineData("/EN/Account/Password")]
    public async Task A_form_another_site_had_sent_does_nothing(string action)
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(member);
        string token = await ConsoleHost.TokenAsync(browser, "/account");
        using HttpClient stranger = host.Browser();
        string theirs = await ConsoleHost.TokenAsync(stranger, "/account/forgotten");

        foreach (string? sent in new[] { null, "x", theirs })
        {
            using HttpResponseMessage answer = await browser.PostAsync(action, new FormUrlEncodedContent(
                [.. sent is null ? [] : new[] { KeyValuePair.Create("__RequestVerificationToken", sent) }, new("password", "nagareboshi-wo-kazoe-3"), new("_handler", "sign-in"), new("session", "others")]), Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{action} {sent is null}: {answer.StatusCode}");
            Assert.DoesNotContain("nagareboshi", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.NotEqual(token, theirs);
    }

    [Fact]
    public async Task A_password_sent_with_a_form_that_is_over_is_on_no_page()
    {
        using HttpClient browser = host.Browser();
        using HttpResponseMessage answer = await browser.PostAsync("/console/sign-in/number", new FormUrlEncodedContent([new("number", "s-1"), new("password", "himitsu-no-kotoba-8")]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("himitsu-no-kotoba-8", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_links_secret_is_in_no_referrer_no_cache_and_no_log()
    {
        TestMember member = await host.MemberAsync();
        await host.Get<SignInDesk>().ForgottenAsync(member.Email, english: false, Cancel);
        string path = host.Messages.LinkOf(member.Subject)!, token = path.Split('/')[^1];
        using HttpClient browser = host.Browser();
        using (HttpResponseMessage page = await browser.GetAsync(path, Cancel))
        {
            Assert.Equal("strict-origin", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
            Assert.True(page.Headers.CacheControl?.NoStore);
        }

        using (HttpResponseMessage code = await browser.GetAsync("/console/sign-in?code=" + new string('A', 43), Cancel)) Assert.Equal("strict-origin", Assert.Single(code.Headers.GetValues("Referrer-Policy")));
        using (await ConsoleHost.SendAsync(browser, path, path, ("password", "short"))) { }
        using (await browser.GetAsync(path + "/nothing", Cancel)) { }
        Assert.DoesNotContain(host.Console.Trouble.Lines, line => line.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain((await host.Console.Company.Trust.Ledger.QueryAsync(new Azukari.Ledger.LedgerQuery(), Cancel).ToListAsync(Cancel)).Select(r => r.Entry.ToString()), e => e!.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_somebody_made_up_is_in_no_message_and_in_no_redirect()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = host.Console.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://evil.example") });
        using (await ConsoleHost.SendAsync(browser, "/account/forgotten", "/account/forgotten", ("_handler", "forgotten"), ("Name", member.Email))) { }
        await Tests.Ledger.Eventually.HoldsAsync(() => Task.FromResult(host.Messages.LinkOf(member.Subject) is not null));
        Assert.StartsWith("/account/invitation/", host.Messages.LinkOf(member.Subject), StringComparison.Ordinal);
        using HttpResponseMessage asked = await browser.GetAsync("/account", Cancel);
        Assert.StartsWith("/account/sign-in", AccountsHost.To(asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_links_page_of_staff_is_not_one_of_members_and_the_other_way_round()
    {
        var staff = await host.Staff.AddAsync("s-face", [], [], AccountsWorld.Administrator, Cancel);
        TestMember member = await host.MemberAsync();
        await host.Get<SignInDesk>().ForgottenAsync(member.Email, english: false, Cancel);
        string forgotten = host.Messages.LinkOf(member.Subject)!;
        using HttpClient browser = host.Browser();
        foreach (string path in new[] { staff.Link!.Path.Replace("/console/", "/account/", StringComparison.Ordinal), forgotten.Replace("/account/", "/console/", StringComparison.Ordinal) })
            Assert.Contains("このリンクは使えません", await browser.GetStringAsync(path, Cancel), StringComparison.Ordinal);
        using HttpResponseMessage password = await ConsoleHost.SendAsync(browser, "/account/forgotten", "/account/invitation/" + staff.Link.Token, ("password", AccountsHost.Password));
        Assert.Null(await host.Get<Azukari.Console.Staff.StaffNow>().FindAsync("s-face", Cancel));
    }

    [Fact]
    public async Task A_members_session_opens_no_page_of_the_console_and_staffs_none_of_a_members()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient browser = await host.SignedInAsync(member);
        using (HttpResponseMessage console = await browser.GetAsync("/console", Cancel)) Assert.StartsWith("/console/sign-in", AccountsHost.To(console), StringComparison.Ordinal);
        byte[] key = await host.StaffAsync("s-apart", [], [.. Duties.All]);
        using HttpClient staff = await host.StaffSignedInAsync("s-apart", key);
        foreach (string page in new[] { "/account", "/my", "/my/information" })
        {
            using HttpResponseMessage answer = await staff.GetAsync(page, Cancel);
            Assert.StartsWith("/account/sign-in", AccountsHost.To(answer), StringComparison.Ordinal);
        }
    }

    private async Task<int> LiveAsync(TestMember member) => (await host.Get<Azukari.Accounts.Sessions.MemberSessions>().ListAsync(member.Account, Cancel)).Count;
}
