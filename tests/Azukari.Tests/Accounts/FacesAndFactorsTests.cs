using System.Net;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Messages.Contracts;
using Azukari.Tests.Console;
using Azukari.Tests.Site;
using Azukari.Values;
using Microsoft.AspNetCore.Http;

namespace Azukari.Tests.Accounts;

/// <summary>Nothing of anybody's travels in clear, a link from the terminal is one factor of two, and nobody's mailbox is filled by typing its address.</summary>
public sealed class FacesAndFactorsTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/account/sign-in", true)]
    [InlineData("/en/account/forgotten", true)]
    [InlineData("/Account/sign-in", true)]
    [InlineData("/my", true)]
    [InlineData("/en/join/agent", true)]
    [InlineData("/policy", false)]
    public async Task Pages_that_take_or_show_what_is_somebodys_are_not_answered_in_clear_beyond_this_machine(string path, bool guarded)
    {
        async Task<HttpContext> AskAsync(string from, string scheme) => await host.Console.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path, http.Request.Scheme) = ("GET", path, scheme);
            http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        }, Cancel);
        HttpContext clear = await AskAsync("192.0.2.7", "http");
        Assert.Equal(guarded, clear.Response.StatusCode == StatusCodes.Status400BadRequest);
        if (guarded)
        {
            using StreamReader words = new(clear.Response.Body);
            Assert.Contains("https", await words.ReadToEndAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal(0, clear.Response.Headers.SetCookie.Count);
        }

        Assert.NotEqual(StatusCodes.Status400BadRequest, (await AskAsync("192.0.2.7", "https")).Response.StatusCode);
        Assert.NotEqual(StatusCodes.Status400BadRequest, (await AskAsync("127.0.0.1", "http")).Response.StatusCode);
    }

    [Fact]
    public async Task A_link_from_the_terminal_opens_nothing_before_the_second_factor_its_operator_set_up()
    {
        using HttpClient first = await host.Console.SignedInAsync(ConsoleHost.Auditor);
        using (HttpResponseMessage account = await first.GetAsync("/console/account", Cancel)) Assert.Equal(HttpStatusCode.OK, account.StatusCode);
        Account own = (await host.Book.FindAsync(AccountKind.Staff, ConsoleHost.Auditor, Cancel))!;
        byte[] key = OneTimeCodes.NewKey();
        await host.Book.SetAuthenticatorAsync(own.Id, host.Codes.Close(own.Id, key), 0, Cancel);

        using HttpClient half = await host.Console.LinkedAsync(ConsoleHost.Auditor);
        foreach (string page in new[] { "/console", "/console/audit", "/console/account", "/console/staff/emergencies", "/en/console/people" })
        {
            using HttpResponseMessage answer = await half.GetAsync(page, Cancel);
            Assert.Equal($"{(page.StartsWith("/en", StringComparison.Ordinal) ? "/en" : "")}/console/account/confirm?return={Uri.EscapeDataString(page)}", AccountsHost.To(answer));
        }

        using (HttpResponseMessage sent = await ConsoleHost.SendAsync(half, "/console/account/confirm", "/console/account/two-step/off"))
            Assert.Equal("/console/account/confirm", AccountsHost.To(sent));
        Assert.NotNull((await host.Book.FindAsync(own.Id, Cancel))!.TotpKey);
        using (HttpResponseMessage wrong = await ConsoleHost.SendAsync(half, "/console/account/confirm", "/console/account/confirm", ("code", "000000"), ("return", "/console/audit")))
            Assert.StartsWith("/console/account/confirm?wrong=code", AccountsHost.To(wrong), StringComparison.Ordinal);
        using (HttpResponseMessage right = await ConsoleHost.SendAsync(half, "/console/account/confirm", "/console/account/confirm", ("code", host.Codes.CodeNow(key)), ("return", "/console/audit")))
            Assert.Equal("/console/audit", AccountsHost.To(right));
        using HttpResponseMessage open = await half.GetAsync("/console/audit", Cancel);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task Who_came_by_a_link_and_has_no_second_factor_gets_no_further_than_setting_one_up(string language)
    {
        string login = language.Length == 0 ? ConsoleHost.Service : ConsoleHost.Manager, enrol = language + "/console/account/two-step";
        using HttpClient half = await host.Console.LinkedAsync(login);
        foreach (string page in new[] { "/console", "/console/people", "/console/account", "/console/account/recovery-codes", "/console/account/confirm", "/console/staff/emergencies", "/console/people/found/x" })
        {
            using HttpResponseMessage answer = await half.GetAsync(language + page, Cancel);
            Assert.Equal($"{enrol}?return={Uri.EscapeDataString(language + page)}", AccountsHost.To(answer));
        }

        foreach (string form in new[] { "/console/account/password", "/console/account/confirm", "/console/account/passkeys/remove", "/console/account/two-step/off", "/console/account/sessions/end", "/console/purpose/choose", "/console/ledger/export" })
        {
            using HttpResponseMessage sent = await ConsoleHost.SendAsync(half, enrol, language + form, ("password", AccountsHost.Password));
            Assert.Equal((HttpStatusCode.SeeOther, enrol), (sent.StatusCode, AccountsHost.To(sent)));
        }

        string shown = await half.GetStringAsync($"{enrol}?return={Uri.EscapeDataString(language + "/console/people")}", Cancel);
        Assert.DoesNotContain("con-side", shown, StringComparison.Ordinal); // no way on, and one out
        Assert.Contains($"action=\"{language}/console/sign-out\"", shown, StringComparison.Ordinal);
        Assert.Contains($"action=\"{language}/console/account/passkeys\"", shown, StringComparison.Ordinal);
        (_, IReadOnlyList<string> codes) = await host.SwitchOnAsync(half, $"{enrol}?return={Uri.EscapeDataString(language + "/console/people")}");
        Assert.Equal(10, codes.Count);
        using (HttpResponseMessage open = await half.GetAsync(language + "/console/people", Cancel)) Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        // The next link is one factor of two, and enrolment is closed to it.
        using HttpClient next = await host.Console.LinkedAsync(login);
        using HttpResponseMessage again = await next.GetAsync(enrol, Cancel);
        Assert.Equal($"{language}/console/account/confirm?return={Uri.EscapeDataString(enrol)}", AccountsHost.To(again));
    }

    [Fact]
    public async Task A_link_taken_up_and_left_lying_sets_nothing_up()
    {
        using HttpClient half = await host.Console.LinkedAsync("mihon-hr");
        using (HttpResponseMessage page = await half.GetAsync("/console/account/two-step", Cancel)) Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        host.Clock.Now += TimeSpan.FromMinutes(11);
        using HttpResponseMessage late = await half.GetAsync("/console", Cancel);
        Assert.Equal("/console/sign-in?return=%2Fconsole&over=1", AccountsHost.To(late));
    }

    [Fact]
    public void Three_letters_an_hour_go_to_an_address_somebody_typed()
    {
        SetClock clock = new(SiteHost.Tuesday);
        LettersToAddress letters = new(clock);
        EmailAddress To(string text) => EmailAddress.FromStored(StoredValue.FromText(text));
        for (int i = 0; i < LettersToAddress.Most; i++) Assert.True(letters.Take(To("hako@example.jp")));
        Assert.False(letters.Take(To("hako@example.jp")));
        Assert.False(letters.Take(To("HAKO@example.jp")));
        Assert.True(letters.Take(To("betsu@example.jp")));
        letters.GiveBack(To("hako@example.jp")); // one that did not go
        Assert.True(letters.Take(To("hako@example.jp")));
        Assert.False(letters.Take(To("hako@example.jp")));
        clock.Now += LettersToAddress.Window;
        Assert.True(letters.Take(To("hako@example.jp")));
    }
}
