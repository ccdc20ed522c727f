using System.Net;
using System.Text.RegularExpressions;
using Azukari.Accounts.Contracts;
using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Portal;

/// <summary>The membership in the portal: its contract, the agent's link, and leaving by two presses.</summary>
public sealed class MembershipTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    private ApplicationBook Applications => host.Services.GetRequiredService<ApplicationBook>();

    [Fact]
    public async Task A_contract_is_received_printed_and_undone_within_its_days()
    {
        var (member, code) = await JoinedAsync();
        Assert.Contains("Receive your contract document", await member.PageAsync("/en/my"));
        Assert.DoesNotContain("contract.pdf", await member.PageAsync("/en/my"));
        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync("/my/membership/contract.pdf", Cancel)).StatusCode);

        using var received = await SendAsync(member, "/en/my/membership", "/en/my/membership/receive");
        Assert.Equal("/en/my/membership?done=received", received.Headers.Location!.ToString());
        var page = await member.PageAsync("/en/my/membership?done=received");
        Assert.Contains("You have received the contract document.", page);
        Assert.Contains("Last day of cooling-off", page);
        var home = WebUtility.HtmlDecode(await member.PageAsync("/en/my"));
        Assert.Contains("You can still undo your registration", home);
        Assert.Contains("20 days are left, today included.", home);
        Assert.Contains("href=\"/en/my/membership/contract.pdf\"", home);
        using var pdf = await member.Browser.GetAsync("/my/membership/contract.pdf", Cancel);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);

        Assert.Contains("Do you want to undo your registration?", await member.PageAsync("/en/my/membership/leave"));
        using var left = await SendAsync(member, "/en/my/membership/leave", "/en/my/membership/leave/sure");
        Assert.Equal("/en/join/undone", left.Headers.Location!.ToString());
        Assert.Equal(ApplicationState.Undone, (await Applications.FindAsync(code, Cancel))!.State);
        Assert.Equal(MemberStatus.Cancelled, (await host.Book.FindAsync(member.Id, Cancel))!.Status);
        Assert.Equal(HttpStatusCode.Redirect, (await member.Browser.GetAsync("/my", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_change_of_class_that_is_undone_leaves_the_membership_and_its_pages_say_so()
    {
        var (member, _) = await JoinedAsync("nyuukai-2@example.jp", "090-0000-8801");
        var again = (await ApplyAsync(MemberClass.Vip, "nyuukai-3@example.jp", "090-0000-8801"));
        Assert.Equal(member.Id, again.Same);
        Assert.Equal(Decided.Done, await Applications.JoinAsync(again.Code, [], new Accessor("tester"), Cancel));
        Assert.Contains("Undoing the change of class", await member.PageAsync("/en/my/membership"));
        using var received = await SendAsync(member, "/en/my/membership", "/en/my/membership/receive");
        var home = await member.PageAsync("/en/my");
        Assert.Contains("You can still undo the change of class", home);
        Assert.Contains("20 days are left, today included.", home);
        var page = await member.PageAsync("/en/my/membership/leave");
        Assert.Contains("Your class becomes what it was (Retail customer), and your membership goes on.", page);
        Assert.DoesNotContain("nobody can sign in any more", page);

        using var back = await SendAsync(member, "/en/my/membership/leave", "/en/my/membership/leave/sure");
        Assert.Equal("/en/my/membership?done=changed-back", back.Headers.Location!.ToString());
        page = await member.PageAsync("/en/my/membership?done=changed-back");
        Assert.Contains("Your membership has not ended", page);
        Assert.Contains("Retail customer (back to what it was, by cooling-off)", page);
        Assert.Contains("undid the change of class. Your membership goes on.", await member.PageAsync("/en/my/uses?show=own") + await member.PageAsync("/en/my/uses?show=acts"));
        Assert.Equal((MemberClass.Retail, MemberStatus.Active), ((await host.Book.FindAsync(member.Id, Cancel))!.Class, (await host.Book.FindAsync(member.Id, Cancel))!.Status));
        for (var tries = 0; tries < 100 && !host.LettersTo("nyuukai-2@example.jp").Any(letter => letter.Contains("区分の変更を取り消しました", StringComparison.Ordinal) || letter.Contains("class is undone", StringComparison.Ordinal)); tries++) await Task.Delay(100, Cancel);
        Assert.Contains(host.LettersTo("nyuukai-2@example.jp"), letter => letter.Contains("Your membership has not ended: it goes on as retail customer.", StringComparison.Ordinal));
        Assert.DoesNotContain(host.LettersTo("nyuukai-2@example.jp"), letter => letter.Contains("Your membership has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_came_otherwise_leaves_by_two_presses_too_and_gets_a_letter()
    {
        var member = await host.MemberAsync(MemberClass.Vip);
        var mail = host.LastMail;
        var page = WebUtility.HtmlDecode(await member.PageAsync("/my/membership"));
        Assert.Contains("VIPカスタマー", page);
        Assert.Contains("/join/outline/vip.pdf", page);
        Assert.Contains("このウェブサイトができる前に", page);
        Assert.Contains("href=\"/my/membership/leave\"", page);

        using var forged = await member.Browser.PostAsync("/my/membership/leave/sure", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var left = await SendAsync(member, "/my/membership/leave", "/my/membership/leave/sure");
        Assert.Equal("/join/left", left.Headers.Location!.ToString());
        using var visitor = host.Browser();
        Assert.Contains("退会の手続きが終わりました", WebUtility.HtmlDecode(await visitor.GetStringAsync("/join/left", Cancel)));
        Assert.Equal(MemberStatus.Withdrawn, (await host.Book.FindAsync(member.Id, Cancel))!.Status);
        Assert.True((await host.Services.GetRequiredService<MemberAccounts>().FindAsync(member.Id, Cancel))!.IsClosed);
        // The letter is there a moment before it is noted as sent.
        var desk = host.Services.GetRequiredService<MessageDesk>();
        for (var tries = 0; tries < 100 && (await desk.OfAsync(member.Id, 0, 10, Cancel)) is not [{ State: MessageState.Sent }]; tries++) await Task.Delay(100, Cancel);
        var line = Assert.Single(await desk.OfAsync(member.Id, 0, 10, Cancel));
        Assert.Equal((MessageState.Sent, null, null), (line.State, line.Reason, line.Clause));
        Assert.Contains(host.LettersTo(mail), letter => letter.Contains("退会の手続きが終わりました", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_an_agent_has_a_link_for_newcomers_and_it_names_nobody()
    {
        var (agent, customer) = (await host.MemberAsync(MemberClass.Agent), await host.MemberAsync());

        var page = WebUtility.HtmlDecode(await agent.PageAsync("/my/membership"));
        var link = Regex.Match(page, "https://my\\.example\\.jp(/join\\?ref=[0-9A-Z]+)").Groups[1].Value;
        using var visitor = host.Browser();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(link, Cancel)).StatusCode);
        Assert.DoesNotContain(CanaryWords.FamilyName, page);
        Assert.DoesNotContain("/join?ref=", await customer.PageAsync("/my/membership"));
    }

    private async Task<(SignedMember Member, string Code)> JoinedAsync(string mail = "nyuukai@example.jp", string? phone = null)
    {
        var accepted = await ApplyAsync(MemberClass.Retail, mail, phone);
        Assert.Equal(ApplicationState.Accepted, accepted.State);
        return (await host.SignInAsync(accepted.Subject), accepted.Code);
    }

    private async Task<Application> ApplyAsync(MemberClass @class, string mail, string? phone)
    {
        var person = SubjectId.New();
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = host.Value("name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"), [ItemId.Parse("address")] = host.Value("address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("email")] = host.Value("email", mail),
        };
        if (phone is not null) values[ItemId.Parse("mobile")] = host.Value("mobile", phone);
        var form = new NewApplication(person, @class, host.Company.Trust.Policies.InForce.Version, Channel.Web, values, null, "ja", true, ApplicationWords.Web);
        Assert.IsType<Submitted>(await Applications.SubmitAsync(form, Cancel));
        return (await Applications.ConfirmAsync(Applications.ConfirmSecret(person), true, Cancel))!;
    }

    private static async Task<HttpResponseMessage> SendAsync(SignedMember member, string page, string to)
    {
        var token = Regex.Match(await member.PageAsync(page), "name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"").Groups[1].Value;
        return await member.Browser.PostAsync(to, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), Cancel);
    }
}
