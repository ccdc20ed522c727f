using System.Net;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>A membership at the console: what an act means is said first, it is done after a second press, and what cannot be done is said in words.</summary>
public sealed class MembershipPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string Registration = "staff.customer-service~purpose.member.1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MemberBook Book => host.Services.GetRequiredService<MemberBook>();

    private TrustVault Vault => host.Company.Trust.Vault;

    [Fact]
    public async Task A_membership_is_suspended_after_a_second_press_and_goes_on_again_with_who_when_and_why_on_the_page()
    {
        var agent = await MemberAsync("agent", MemberClass.Agent);
        using HttpClient service = await AtDeskAsync("application-401");
        string overview = $"/en/console/people/{agent}/membership", suspend = overview + "/suspend", reinstate = overview + "/reinstate";
        Assert.Contains($"href=\"{overview}\"", await service.GetStringAsync($"/en/console/people/{agent}", Cancel), StringComparison.Ordinal);
        string page = await ReadAsync(service, overview);
        Assert.Contains($"href=\"{suspend}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{reinstate}\"", page, StringComparison.Ordinal); // said, and why not
        Assert.Contains("does not allow it as it stands now", page, StringComparison.Ordinal);

        string means = await ReadAsync(service, suspend);
        Assert.Contains("Signing in goes on", means, StringComparison.Ordinal);
        Assert.Contains("sees nothing of members below", means, StringComparison.Ordinal);
        Assert.Contains("value=\"application-401\"", means, StringComparison.Ordinal); // the case of the purpose
        string unclear = await AnswerAsync(service, suspend, ("reason", ""), ("case", "なんとなく"));
        Assert.Contains("href=\"#reason\"", unclear, StringComparison.Ordinal);
        Assert.Contains("href=\"#case\"", unclear, StringComparison.Ordinal);
        Assert.Contains("value=\"なんとなく\"", unclear, StringComparison.Ordinal);
        Assert.Contains("This suspends the membership. Go on?", await AnswerAsync(service, suspend, ("reason", "unpaid"), ("case", "9")), StringComparison.Ordinal);
        Assert.Contains("<option value=\"unpaid\" selected", await AnswerAsync(service, suspend, ("reason", "unpaid"), ("case", "9"), ("confirm", "no")), StringComparison.Ordinal);
        Assert.Equal(MemberStatus.Active, (await Book.FindAsync(agent, Cancel))!.Status);

        await DoneAsync(service, suspend, $"{overview}?said=suspend", ("reason", "unpaid"), ("case", "9"));
        Assert.Equal(MemberStatus.Suspended, (await Book.FindAsync(agent, Cancel))!.Status);
        LedgerEntry noted = await Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Reason == "member:suspended", Cancel);
        Assert.Equal((EntryKind.Registered, "request-9", ConsoleHost.Service), (noted.Kind, noted.Case, noted.Accessor));
        page = await ReadAsync(service, overview + "?said=suspend");
        Assert.Contains("The membership is suspended", page, StringComparison.Ordinal);
        Assert.Contains("Status: active → suspended", page, StringComparison.Ordinal);
        Assert.Contains("not paid", page, StringComparison.Ordinal);
        Assert.Contains("<code>request-9</code>", page, StringComparison.Ordinal);
        Assert.Contains(ConsoleHost.Service, page, StringComparison.Ordinal);

        // Somebody else was quicker: said in words, with what was typed.
        string late = await AnswerAsync(service, suspend, ("reason", "investigation"), ("case", "request-10"), ("confirm", "yes"));
        Assert.Contains("This cannot be done", late, StringComparison.Ordinal);
        Assert.Contains("<option value=\"investigation\" selected", late, StringComparison.Ordinal);
        Assert.Contains("value=\"request-10\"", late, StringComparison.Ordinal);
        Assert.Contains("does not allow it", await AnswerAsync(service, overview + "/class", ("to", "retail"), ("reason", "own-wish"), ("case", "request-10"), ("confirm", "yes")), StringComparison.Ordinal);

        await DoneAsync(service, reinstate, $"{overview}?said=reinstate", ("reason", "paid"), ("case", "request-9"));
        Assert.True(await Vault.HistoryAsync(agent, Cancel).AnyAsync(e => e.Reason == "member:reinstated" && e.Case == "request-9", Cancel));
        Assert.Contains("suspension ended (member:reinstated)", await ReadAsync(service, $"/en/console/people/{agent}/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_becomes_something_else_only_after_what_it_means_for_those_below_was_shown()
    {
        var agent = await MemberAsync("agent", MemberClass.Agent);
        var below = await MemberAsync("vip", MemberClass.Vip, agent);
        using HttpClient service = await AtDeskAsync("application-402");
        string overview = $"/console/people/{agent}/membership", change = overview + "/class", rank = overview + "/rank";
        Assert.True((await Book.RaiseRankAsync(agent, MemberRank.Silver, new MemberActing(new Accessor("test"), "request-1"), Cancel)).Done);
        Assert.DoesNotContain("value=\"bronze\"", await ReadAsync(service, rank), StringComparison.Ordinal);
        Assert.Contains("元には戻せません", await AnswerAsync(service, rank, ("to", "gold"), ("reason", "reached"), ("case", "11")), StringComparison.Ordinal);
        await DoneAsync(service, rank, $"{overview}?said=rank", ("to", "gold"), ("reason", "reached"), ("case", "11"));
        Assert.Contains("ランクは下がりません", await AnswerAsync(service, rank, ("to", "silver"), ("reason", "reached"), ("case", "11"), ("confirm", "yes")), StringComparison.Ordinal);

        string means = await AnswerAsync(service, change, ("to", "retail"), ("reason", "own-wish"), ("case", "12"));
        Assert.Contains("下の 1 人（直下 1 人）は、今の位置と系列のまま残ります", means, StringComparison.Ordinal);
        Assert.Contains("<b>リテールカスタマー</b>", means, StringComparison.Ordinal);
        Assert.DoesNotContain("概要書面", means, StringComparison.Ordinal);
        Assert.Contains("区分を選んでください", await AnswerAsync(service, change, ("to", "king"), ("reason", "own-wish"), ("case", "12"), ("confirm", "yes")), StringComparison.Ordinal);
        await DoneAsync(service, change, $"{overview}?said=class", ("to", "retail"), ("reason", "own-wish"), ("case", "12"));
        Assert.Equal(MemberClass.Retail, (await Book.FindAsync(agent, Cancel))!.Class);
        var tree = host.Services.GetRequiredService<SponsorTree>();
        Assert.Equal(agent, tree.ParentOf(below));
        Assert.Contains("区分: エージェント → リテールカスタマー", await ReadAsync(service, overview), StringComparison.Ordinal);
        Assert.Contains("ランクがあるのはエージェントだけです", await ReadAsync(service, rank), StringComparison.Ordinal);
        Assert.Contains("すでにその区分です", await AnswerAsync(service, change, ("to", "retail"), ("reason", "own-wish"), ("case", "12"), ("confirm", "yes")), StringComparison.Ordinal);
        Assert.Contains("概要書面も契約書面も渡らず", await ReadAsync(service, change), StringComparison.Ordinal);
        await DoneAsync(service, change, $"{overview}?said=class", ("to", "agent"), ("reason", "mistake"), ("case", "12"));
        Assert.Equal(MemberRank.Gold, (await Book.FindAsync(agent, Cancel))!.Rank);
    }

    [Fact]
    public async Task Who_has_neither_the_duty_nor_a_purpose_that_reaches_it_sees_and_does_nothing()
    {
        var agent = await MemberAsync("agent", MemberClass.Agent);
        string overview = $"/console/people/{agent}/membership", suspend = overview + "/suspend";
        foreach (string login in new[] { Personas.Shipping.Login, ConsoleHost.Auditor })
        {
            using HttpClient other = await host.SignedInAsync(login);
            using HttpResponseMessage looked = await other.GetAsync(overview, Cancel), acted = await ConsoleHost.SendAsync(other, "/console", suspend, ("_handler", "act"), ("reason", "unpaid"), ("case", "9"), ("confirm", "yes"));
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (looked.StatusCode, acted.StatusCode));
        }

        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        Assert.Contains("先に目的を選んでください", await ReadAsync(service, overview), StringComparison.Ordinal);
        using HttpResponseMessage without = await ConsoleHost.SendAsync(service, "/console", suspend, ("_handler", "act"), ("reason", "unpaid"), ("case", "9"), ("confirm", "yes"));
        Assert.Contains("先に目的を選んでください", WebUtility.HtmlDecode(await without.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        await ConsoleHost.ChooseAsync(service, Registration, "application-403");
        using HttpResponseMessage nobody = await service.GetAsync($"/console/people/{SubjectId.New()}/membership", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        Assert.True((await Vault.RestrictAsync(agent, new Restriction.OfItems([ItemId.Parse("class")]), new Accessor("test"), Cancel)).Done);
        using HttpResponseMessage withheld = await service.GetAsync(overview, Cancel), refused = await ConsoleHost.SendAsync(
            service, "/console", suspend, ("_handler", "act"), ("reason", "unpaid"), ("case", "9"), ("confirm", "yes"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (withheld.StatusCode, refused.StatusCode));
        Assert.Contains("目的を変える", await withheld.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(await Vault.HistoryAsync(agent, Cancel).AnyAsync(e => e.Kind == EntryKind.Refused && e.Accessor == ConsoleHost.Service && e.Items.Contains("class"), Cancel));
        Assert.Equal(MemberStatus.Active, (await Book.FindAsync(agent, Cancel))!.Status);
        foreach (var restriction in (await Vault.DescribeAsync(agent, Cancel))!.Restrictions.Where(one => one.LiftedAt is null)) await Vault.LiftAsync(agent, restriction.Id, new Accessor("test"), Cancel);
    }

    private async Task<SubjectId> MemberAsync(string kind, MemberClass @class, SubjectId? sponsor = null)
    {
        var acting = new MemberActing(new Accessor("test"), "application-400");
        SubjectId who = await host.SomebodyAsync(kind);
        if (await Book.FindAsync(who, Cancel) is null)
        {
            Assert.True((await Book.ApplyAsync(who, @class, sponsor, Channel.Web, host.Company.Trust.Policies.InForce.Version, acting, Cancel)).Done);
            Assert.True((await Book.ActivateAsync(who, acting, null, Cancel)).Done);
        }

        return who;
    }

    private async Task<HttpClient> AtDeskAsync(string of)
    {
        HttpClient browser = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(browser, Registration, of);
        return browser;
    }

    private static async Task<string> ReadAsync(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel));

    private static async Task<string> AnswerAsync(HttpClient browser, string page, params (string, string)[] fields)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console", page, [("_handler", "act"), .. fields]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task DoneAsync(HttpClient browser, string page, string to, params (string, string)[] fields)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console", page, [("_handler", "act"), .. fields, ("confirm", "yes")]);
        Assert.EndsWith(to, answer.Headers.Location?.ToString(), StringComparison.Ordinal);
    }
}
