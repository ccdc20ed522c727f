using System.Net;
using Azukari.Accounts;
using Azukari.Accounts.SignIn;
using Azukari.Join;
using Azukari.Join.Applications;
using Azukari.Join.Public;
using Azukari.Tests.Site;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Tests.Join;

/// <summary>How many forms one network may send, and what is said to whom there were too many from.</summary>
public sealed class DoorTests(DoorTests.NarrowHost host) : IClassFixture<DoorTests.NarrowHost>
{
    private const int Most = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)] // one household has the first 64 bits
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void Forms_and_sign_ins_count_networks_alike(string one, string other, bool same)
    {
        using var forms = new JoinDoor(Options.Create(new JoinOptions { FormsFromOneAddress = 5 }));
        using var signIns = new AddressLimit(Options.Create(new AccountsOptions { AttemptsPerMinute = 5 }));
        foreach (Func<HttpContext, bool> lets in (Func<HttpContext, bool>[])[forms.Lets, signIns.Take])
        {
            for (var i = 0; i < 5; i++) Assert.True(lets(From(one)));
            Assert.False(lets(From(one)));
            Assert.Equal(!same, lets(From(other)));
        }
    }

    [Fact]
    public async Task Too_many_forms_are_answered_in_words_and_with_when_to_come_again_and_nothing_is_taken()
    {
        // Two on their way before: one to confirm, one with its contract.
        var (first, second) = (JoinVisitor.Mail(51), JoinVisitor.Mail(52));
        await new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = first, ["family-kana"] = "いちばんめ" } }.ApplyAsync();
        await new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = second, ["family-kana"] = "にばんめ" } }.ApplyAsync();
        var (confirm, done) = (await JoinVisitor.LinkAsync(host, first, "/join/confirm/"), await JoinVisitor.LinkAsync(host, second, "/join/confirm/"));
        await new JoinVisitor(host, done).SendAsync("", ("electronic", "yes"));
        var papers = await JoinVisitor.LinkAsync(host, second, "/join/papers/");
        var applications = host.Services.GetRequiredService<ApplicationBook>();

        var visitor = new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = JoinVisitor.Mail(53) } };
        for (var sent = 5; sent < Most; sent++) Assert.Equal(HttpStatusCode.OK, (await visitor.CheckAsync()).Status);
        foreach (var (path, button) in new[] { ("/join/retail", "check"), (confirm, ""), (papers, "receive"), ("/join/address/anything", "") })
        {
            foreach (var (language, title, text) in new[] { ("", "しばらくお待ちください", "10分ほど待ってから"), ("/en", "Please wait a little", "about ten minutes") })
            {
                var body = new FormUrlEncodedContent([new(PageForm.Field, PageForm.Name), new("do", button)]);
                using var answer = await host.Visitor().PostAsync(language + path, body, Cancel);
                var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
                Assert.True(answer.StatusCode == HttpStatusCode.TooManyRequests, $"{language}{path} answers {answer.StatusCode}");
                Assert.Equal(TimeSpan.FromMinutes(10), answer.Headers.RetryAfter?.Delta);
                Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
                Assert.Contains(text, html, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("<h1>しばらくお待ちください", (await new JoinVisitor(host, path).OpenAsync()).Html, StringComparison.Ordinal); // looking is no form
        }

        Assert.Equal(ApplicationState.Unconfirmed, (await applications.OfConfirmationAsync(confirm["/join/confirm/".Length..], Cancel))!.State);
        Assert.Null((await applications.OfPapersAsync(papers["/join/papers/".Length..], Cancel))!.ReceivedOn);
        Assert.Equal(2, (await applications.ListAsync(new ApplicationQuery(), 1, 50, Cancel)).Total);
        Assert.Empty(host.Trouble.Lines);
    }

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

    /// <summary>A company that takes few forms from one network.</summary>
    public sealed class NarrowHost : SiteHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Join:FormsFromOneAddress", $"{Most}");
        }
    }
}
