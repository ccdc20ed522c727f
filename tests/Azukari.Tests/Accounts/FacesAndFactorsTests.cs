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
        using (HttpResponseMessage alone = await first.GetAsync("/console/audit", Cancel)) Assert.Equal(HttpStatusCode.OK, alone.StatusCode); // none is set up: the machine vouches
        using (HttpResponseMessage account = await first.GetAsync("/console/account", Cancel)) Assert.Equal(HttpStatusCode.OK, account.StatusCode);
        Account own = (await host.Book.FindAsync(AccountKind.Staff, ConsoleHost.Auditor, Cancel))!;
        byte[] key = OneTimeCodes.NewKey();
        await host.Book.SetAuthenticatorAsync(own.Id, host.Codes.Close(own.Id, key), 0, Cancel);

        using HttpClient half = await host.Console.SignedInAsync(ConsoleHost.Auditor);
        foreach (string page in new[] { "/console", "/console/audit", "/console/account", "/console/staff/emergencies", "/en/console/people" })
        {
            using HttpResponseMessage answer = await half.GetAsync(page, Cancel);
            Assert.Equal($"{(page.StartsWith("/en", StringComparison.Ordinal) ? "/en" : "")}/console/account/confirm?return={Uri.EscapeDataString(page)}", AccountsHost.To(answer));
        }

        using (HttpResponseMessage sent = await ConsoleHost.SendAsync(half, "/console/account/confirm", "/console/account/two-step/off")) Assert.Equal(HttpStatusCode.Unauthorized, sent.StatusCode);
        Assert.NotNull((await host.Book.FindAsync(own.Id, Cancel))!.TotpKey);
        using (HttpResponseMessage wrong = await ConsoleHost.SendAsync(half, "/console/account/confirm", "/console/account/confirm", ("code", "000000"), ("return", "/console/audit")))
            Assert.StartsWith("/console/account/confirm?wrong=code", AccountsHost.To(wrong), StringComparison.Ordinal);
        using (HttpResponseMessage right = await ConsoleHost.SendAsync(half, "/console/account/confirm", "/console/account/confirm", ("code", host.Codes.CodeNow(key)), ("return", "/console/audit")))
            Assert.Equal("/console/audit", AccountsHost.To(right));
        using HttpResponseMessage open = await half.GetAsync("/console/audit", Cancel);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
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
