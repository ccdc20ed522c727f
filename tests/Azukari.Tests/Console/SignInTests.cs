using System.Net;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Console;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Company;
using Azukari.Tests.Site;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>Signing in: a link once, a session for a while.</summary>
public sealed class SignInTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_link_signs_in_once_within_ten_minutes_and_a_session_ends_by_time_idleness_or_word(StoreEngine engine)
    {
        var (copied, options, _) = await SampleCompanies.CreateAsync(engine);
        await using var place = copied;
        var clock = new SetClock(SiteHost.Tuesday);
        await using var company = await CompanyCore.OpenAsync(options, TimeProvider.System, Cancel);
        await using var storage = await CompanyStorage.OpenAsync(company, clock, services => services.AddStaffSessions(), Cancel);
        var sessions = storage.GetRequiredService<StaffSessions>();

        string code = await sessions.NewLinkAsync("tester", Cancel);
        Assert.Equal("tester", await sessions.WhoAsync(code, Cancel));
        Assert.Equal("tester", await sessions.WhoAsync(code, Cancel)); // looking uses nothing up
        NewSession?[] both = await Task.WhenAll(sessions.OpenAsync(code, Cancel), sessions.OpenAsync(code, Cancel));
        string token = Assert.Single(both, s => s is not null)!.Token;
        Assert.Null(await sessions.WhoAsync(code, Cancel));
        Assert.Equal("tester", await sessions.FindAsync(token, Cancel));
        Assert.Null(await sessions.FindAsync(code, Cancel));

        string late = await sessions.NewLinkAsync("tester", Cancel);
        clock.Now += StaffSessions.LinkLife;
        Assert.Null(await sessions.OpenAsync(late, Cancel));
        Assert.Equal("tester", await sessions.FindAsync(token, Cancel));

        for (int i = 0; i < 15; i++)
        {
            clock.Now += TimeSpan.FromMinutes(29);
            Assert.Equal("tester", await sessions.FindAsync(token, Cancel));
        }

        clock.Now += StaffSessions.Idle;
        Assert.Null(await sessions.FindAsync(token, Cancel));

        string second = (await sessions.OpenAsync(await sessions.NewLinkAsync("tester", Cancel), Cancel))!.Token;
        for (DateTimeOffset end = clock.Now + StaffSessions.Longest; clock.Now + TimeSpan.FromMinutes(20) < end;)
        {
            clock.Now += TimeSpan.FromMinutes(20);
            Assert.Equal("tester", await sessions.FindAsync(second, Cancel));
        }

        clock.Now += TimeSpan.FromMinutes(20);
        Assert.Null(await sessions.FindAsync(second, Cancel));

        string third = (await sessions.OpenAsync(await sessions.NewLinkAsync("tester", Cancel), Cancel))!.Token;
        Assert.Equal(1, await sessions.EndAllAsync("tester", Cancel));
        Assert.Null(await sessions.FindAsync(third, Cancel));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_code_nobody_made_is_nobodys(string? code) => Assert.Null(await host.Sessions.WhoAsync(code, Cancel));

    [Fact]
    public async Task Opening_the_link_says_who_signs_in_and_uses_nothing_up()
    {
        using HttpClient browser = host.Browser();
        string code = await host.Sessions.NewLinkAsync(ConsoleHost.Manager, Cancel);

        Assert.Contains($">{ConsoleHost.Manager}<", await browser.GetStringAsync($"/console/sign-in?code={code}", Cancel), StringComparison.Ordinal);
        Assert.Equal(ConsoleHost.Manager, await host.Sessions.WhoAsync(code, Cancel));
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_only_and_no_script_reads_it()
    {
        using HttpClient browser = host.Browser();
        string code = await host.Sessions.NewLinkAsync(ConsoleHost.Manager, Cancel);
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, $"/console/sign-in?code={code}", "/console/sign-in", ("code", code));

        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-azukari-staff=", StringComparison.Ordinal));
        Assert.All((string[])["path=/", "secure", "samesite=strict", "httponly", "max-age=28800"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(code, cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_also_for_who_kept_the_cookie()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console", "/console/sign-out");
        Assert.Equal("/console/sign-in?out=1", answer.Headers.Location?.ToString());

        using HttpResponseMessage after = await browser.GetAsync("/console", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Signing_out_and_a_link_that_comes_again_are_in_the_ledger()
    {
        using HttpClient browser = host.Browser();
        string code = await host.Sessions.NewLinkAsync("mihon-hr", Cancel);
        using HttpResponseMessage signedIn = await ConsoleHost.SendAsync(browser, $"/console/sign-in?code={code}", "/console/sign-in", ("code", code));
        using HttpClient other = host.Browser();
        using HttpResponseMessage again = await ConsoleHost.SendAsync(other, "/console/sign-in", "/console/sign-in", ("code", code));
        Assert.Equal("/console/sign-in?used=1", again.Headers.Location?.ToString());
        using HttpResponseMessage nobodys = await ConsoleHost.SendAsync(other, "/console/sign-in", "/console/sign-in", ("code", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal("/console/sign-in?used=1", nobodys.Headers.Location?.ToString());
        using HttpResponseMessage signedOut = await ConsoleHost.SendAsync(browser, "/console/account/two-step", "/console/sign-out");

        var mine = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Accessor = "mihon-hr" }, Cancel).Select(record => (record.Entry.Kind, record.Entry.Reason)).ToListAsync(Cancel);
        Assert.Equal([(EntryKind.Inspected, "console-sign-in"), (EntryKind.Refused, "sign-in-link"), (EntryKind.Inspected, "console-sign-out")], mine.Where(entry => entry.Reason is "console-sign-in" or "console-sign-out" or "sign-in-link"));
        Assert.Equal(["security.measures"], (await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Accessor = "mihon-hr", Kind = EntryKind.Refused }, Cancel).FirstAsync(Cancel)).Entry.Clauses);
    }

    [Theory]
    [InlineData("/console/policy?version=2021-04", "/console/policy?version=2021-04")]
    [InlineData("/en/console/policy/checks", "/en/console/policy/checks")]
    [InlineData("https://elsewhere.example/console", "/console")]
    [InlineData("//elsewhere.example/console", "/console")]
    [InlineData("/console/..//elsewhere.example", "/console")]
    [InlineData("/console\\elsewhere", "/console")]
    [InlineData("/policy", "/console")]
    [InlineData("/console/sign-out", "/console")]
    public async Task After_signing_in_one_comes_to_a_page_of_the_console_whatever_the_link_says(string asked, string reached)
    {
        using HttpClient browser = host.Browser();
        string code = await host.Sessions.NewLinkAsync(ConsoleHost.Manager, Cancel);
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, $"/console/sign-in?code={code}", "/console/sign-in", ("code", code), ("return", asked));

        Assert.Equal(reached, answer.Headers.Location?.ToString());
    }
}
