using System.Net;
using System.Text.RegularExpressions;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Portal;

/// <summary>What the company wrote to a member, to that member: kinds, times and grounds, no text, no address, no link that works.</summary>
public sealed class MessageListTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task Each_message_is_listed_with_its_ground_and_none_of_its_secrets()
    {
        var (member, other) = (await host.MemberAsync(), await host.MemberAsync());
        var mail = host.LastMail;
        const string secret = "/account/invitation/kdj39fk20s-himitsu";
        await host.Services.GetRequiredService<Outbox>().EnqueueAsync(
            new MessageOrder { Template = "account.forgotten", Subject = member.Id, Case = "account-7", Fields = new MessageFields().Link("link", secret), DedupeKey = "one", Language = "ja" }, Cancel);
        for (var tries = 0; tries < 100 && !(await member.PageAsync("/en/my/messages")).Contains(">Sent<", StringComparison.Ordinal); tries++) await Task.Delay(100, Cancel);

        var page = WebUtility.HtmlDecode(await member.PageAsync("/en/my/messages"));
        Assert.Contains("Setting a password", page);
        Assert.Contains("Sent", page);
        Assert.Contains("About your own business", page);
        Assert.Contains("<code>account-7</code>", page);
        Assert.DoesNotContain("himitsu", page);
        Assert.DoesNotContain(mail, page);
        var record = Regex.Match(page, "/en/my/uses/[0-9a-f-]+").Value;
        Assert.Contains("read", await member.PageAsync(record), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("We have not sent you anything yet.", await other.PageAsync("/en/my/messages"));
        Assert.Contains("There are no older messages.", await member.PageAsync("/en/my/messages?page=9"));
    }

    [Fact]
    public async Task Advertising_is_stopped_beside_the_list()
    {
        var member = await host.MemberAsync();
        Assert.DoesNotContain(">Stop<", await member.PageAsync("/en/my/messages"));
        await host.Company.Trust.Vault.ConsentAsync(member.Id, new ConsentGrant(ClauseId.Parse("purpose.member.4"), null, [ItemId.Parse("email")]), PortalHost.Desk, Cancel);

        var page = await member.PageAsync("/en/my/messages");
        Assert.Contains(">Stop<", page);
        Assert.Contains("action=\"/en/my/consents/withdraw\"", page);
        Assert.Contains("action=\"/en/my/consents/give\"", page); // the other kinds are started there
    }

    [Fact]
    public async Task A_long_list_has_pages()
    {
        var member = await host.MemberAsync();
        var outbox = host.Services.GetRequiredService<Outbox>();
        for (var n = 0; n < 30; n++)
            await outbox.EnqueueAsync(new MessageOrder { Template = "account.forgotten", Subject = member.Id, Fields = new MessageFields().Link("link", "/account"), DedupeKey = $"long-{n}", Language = "ja" }, Cancel);

        Assert.Equal(25, Regex.Count(await member.PageAsync("/en/my/messages"), "<h3>Setting a password"));
        Assert.Equal(5, Regex.Count(await member.PageAsync("/en/my/messages?page=2"), "<h3>Setting a password"));
    }
}
