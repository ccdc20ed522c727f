using System.Net;
using Azukari.Mailings.Book;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Tests.Console;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Portal;

/// <summary>A mailing as the member who got it sees it: by its subject, with the use of the address in words, and the way out beside it.</summary>
public sealed class MailingListTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task Whoever_agreed_sees_what_came_and_why_and_starts_and_stops_it()
    {
        var (member, other) = (await host.MemberAsync(), await host.MemberAsync());
        Assert.EndsWith("?done=given", (await ConsoleHost.SendAsync(member.Browser, "/en/my/messages", "/en/my/consents/give", ("what", "purpose.member.9~"))).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains((await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Consents, consent => consent.Grant.Items.SequenceEqual([ItemId.Parse("email")]) && consent.WithdrawnAt is null);
        var book = host.Services.GetRequiredService<MailingBook>();
        var code = (await book.WriteAsync(new MailingDraft(
            MailingKind.Events, new MailingText(new LocalText("冬の体験会のご案内", "An open day this winter"), new LocalText("12月に開きます。", "In December.")), MailingAudience.Everybody, null), new Accessor("s-one"), Cancel))!;
        await book.ProposeAsync(code, 1, new Accessor("s-one"), Cancel);
        Assert.Equal(MailingAct.Done, await book.DecideAsync(code, 2, null, new Accessor("s-two"), Cancel));
        for (var tries = 0; tries < 200 && !(await member.PageAsync("/en/my/messages")).Contains(">Sent<", StringComparison.Ordinal); tries++) await Task.Delay(100, Cancel);

        var page = WebUtility.HtmlDecode(await member.PageAsync("/en/my/messages"));
        Assert.Contains("<h3>An open day this winter</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>冬の体験会のご案内</h3>", await member.PageAsync("/my/messages"), StringComparison.Ordinal);
        Assert.Contains("to send you news you agreed to", WebUtility.HtmlDecode(await member.PageAsync("/en/my/uses")), StringComparison.Ordinal);
        Assert.DoesNotContain("open day", await other.PageAsync("/en/my/messages"), StringComparison.Ordinal);
        Assert.EndsWith("?done=withdrawn", (await ConsoleHost.SendAsync(member.Browser, "/en/my/messages", "/en/my/consents/withdraw", ("what", "purpose.member.9~"))).Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
