using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Azukari.Join.Contracts;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Portal;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Tests.Portal;

/// <summary>An agent's line in the portal: shape for every agent, names after the yearly pledge, nothing of those who rank as high.</summary>
public sealed class DownlineTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly MemberActing Acting = new(PortalHost.Desk, "application-1");

    private static readonly (string, string)[] Right = [("q1", "b"), ("q2", "c"), ("q3", "a"), ("q4", "b"), ("pledge", "yes")];

    private static CancellationToken Cancel => PortalHost.Cancel;

    private SponsorTree Tree => host.Services.GetRequiredService<SponsorTree>();

    [Fact]
    public async Task Without_the_pledge_the_shape_is_seen_and_no_name()
    {
        var agent = await host.MemberAsync(MemberClass.Agent);
        var vip = await BelowAsync(agent.Id, MemberClass.Vip);

        var list = await agent.PageAsync("/en/my/downline");
        Assert.Contains("1 introduced directly", list);
        Assert.Contains("you need this year", list);
        Assert.DoesNotContain(CanaryWords.FamilyName, list);
        Assert.DoesNotContain(CanaryWords.FamilyName, await agent.PageAsync("/en/my/downline/picture"));
        Assert.DoesNotContain(CanaryWords.FamilyName, await agent.PageAsync($"/en/my/downline/people/{Code(vip)}?for=event"));
        Assert.Contains("training and pledge are due", await agent.PageAsync("/en/my"));
        Assert.Empty(await LooksAsync(vip));
    }

    [Fact]
    public async Task Wrong_answers_are_told_and_nothing_is_pledged()
    {
        var agent = await host.MemberAsync(MemberClass.Agent);
        using var wrong = await PledgeAsync(agent, [("q1", "a"), .. Right[1..]]);
        using var unticked = await PledgeAsync(agent, Right[..4]);
        using var forged = await agent.Browser.PostAsync("/en/my/downline/pledge/send", new FormUrlEncodedContent([]), Cancel);

        Assert.Equal("/en/my/downline/pledge?wrong=q1", wrong.Headers.Location!.ToString());
        Assert.Contains("See “2. For the purpose only”", WebUtility.HtmlDecode(await agent.PageAsync("/en/my/downline/pledge?wrong=q1")));
        Assert.Contains("unpledged", unticked.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Null(await host.Services.GetRequiredService<MemberAttestations>().UntilAsync(agent.Id, Cancel));
    }

    [Fact]
    public async Task After_the_pledge_names_are_seen_and_the_people_see_that()
    {
        var agent = await host.MemberAsync(MemberClass.Agent);
        var vip = await BelowAsync(agent.Id, MemberClass.Vip);
        var equal = await BelowAsync(agent.Id, MemberClass.Agent);
        using var pledged = await PledgeAsync(agent, Right);
        Assert.Equal("/en/my/downline?done=pledged", pledged.Headers.Location!.ToString());

        var list = WebUtility.HtmlDecode(await agent.PageAsync("/en/my/downline?done=pledged"));
        Assert.Contains("Your pledge is recorded.", list);
        Assert.Single(Regex.Matches(list, CanaryWords.FamilyName));
        var own = await NumberAsync(agent.Id);
        Assert.Equal(3, Regex.Count(list, $"Member {own}, ")); // twice in the watermark, once in words
        Assert.Single(await LooksAsync(vip));
        Assert.Empty(await LooksAsync(equal)); // not asked for, so nothing refused stands in their record

        Assert.DoesNotContain(CanaryWords.FamilyName, await agent.PageAsync($"/en/my/downline/people/{Code(vip)}"));
        var card = WebUtility.HtmlDecode(await agent.PageAsync($"/en/my/downline/people/{Code(vip)}?for=event"));
        Assert.Contains(CanaryWords.FamilyName, card);
        Assert.Contains("-0000-", card); // the mobile number
        Assert.DoesNotContain(CanaryWords.Town, card);
        Assert.Equal(3, Regex.Count(card, $"Member {own}, "));
        Assert.Contains("Registered", await agent.PageAsync($"/en/my/downline/people/{Code(vip)}?for=support"));
        Assert.Equal(["purpose.member.6", "purpose.member.9", "purpose.member.9"], (await LooksAsync(vip)).Select(entry => entry.Purpose));
        Assert.Equal(3, Regex.Count(WebUtility.HtmlDecode(await agent.PageAsync("/en/my/downline/picture")), $"Member {own}, "));
        var member = await host.SignInAsync(vip);
        var nickname = host.Services.GetRequiredService<Referrals>().NicknameOf(agent.Id).In(CultureInfo.GetCultureInfo("en"));
        Assert.Contains($"Higher-ranked member of the line ({nickname})", await member.PageAsync("/en/my/uses"));

        var refused = WebUtility.HtmlDecode(await agent.PageAsync($"/en/my/downline/people/{Code(equal)}?for=event"));
        Assert.Contains("This cannot be shown.", refused);
        Assert.DoesNotContain(CanaryWords.FamilyName, refused);
        Assert.IsType<MemberDone>(await host.Book.RaiseRankAsync(agent.Id, MemberRank.Gold, Acting, Cancel));
        Assert.Contains(CanaryWords.FamilyName, await agent.PageAsync($"/en/my/downline/people/{Code(equal)}?for=event"));
    }

    [Fact]
    public async Task Nobody_outside_the_line_is_found_and_only_agents_have_one()
    {
        var (agent, other) = (await host.MemberAsync(MemberClass.Agent), await host.MemberAsync(MemberClass.Agent));
        var vip = await BelowAsync(other.Id, MemberClass.Vip);
        var customer = await host.SignInAsync(vip);
        using var pledged = await PledgeAsync(agent, Right);

        foreach (var path in (string[])[$"/my/downline/people/{Code(vip)}?for=event", $"/my/downline/people/{Code(agent.Id)}", "/my/downline/people/zz", $"/my/downline/picture?from={Code(vip)}"])
            Assert.Equal(HttpStatusCode.NotFound, (await agent.Browser.GetAsync(path, Cancel)).StatusCode);
        foreach (var path in (string[])["/my/downline", "/my/downline/picture", "/my/downline/pledge", $"/my/downline/people/{Code(vip)}"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await customer.Browser.GetAsync(path, Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await host.Browser().GetAsync(path, Cancel)).StatusCode);
        }

        Assert.DoesNotContain("/my/downline", await customer.PageAsync("/my"));
        Assert.Empty(await LooksAsync(vip));
    }

    [Fact]
    public async Task A_move_or_a_leaving_ends_the_sight_at_the_next_look()
    {
        var (agent, other) = (await host.MemberAsync(MemberClass.Agent), await host.MemberAsync(MemberClass.Agent));
        var (vip, gone) = (await BelowAsync(agent.Id, MemberClass.Vip), await BelowAsync(agent.Id, MemberClass.Vip));
        using var pledged = await PledgeAsync(agent, Right);
        Assert.Equal(2, Regex.Count(await agent.PageAsync("/en/my/downline"), CanaryWords.FamilyName));

        var move = Assert.IsType<TreeMoveDone>(await Tree.ProposeMoveAsync(vip, other.Id, Acting with { Reason = "wrong-sponsor" }, Cancel)).Move;
        Assert.IsType<TreeMoveDone>(await Tree.DecideMoveAsync(move.Id, true, new Accessor("mihon-service"), Cancel));
        Assert.IsType<MemberDone>(await host.Book.WithdrawAsync(gone, Acting, Cancel));

        Assert.Equal(HttpStatusCode.NotFound, (await agent.Browser.GetAsync($"/en/my/downline/people/{Code(vip)}?for=event", Cancel)).StatusCode);
        var list = await agent.PageAsync("/en/my/downline");
        Assert.Contains("Former member", list);
        Assert.DoesNotContain(CanaryWords.FamilyName, list);
        Assert.Contains("This person has left.", await agent.PageAsync($"/en/my/downline/people/{Code(gone)}?for=event"));
    }

    [Fact]
    public async Task A_long_line_has_pages_and_a_picture_that_counts_the_rest()
    {
        var agent = await host.MemberAsync(MemberClass.Agent);
        var first = await BelowAsync(agent.Id, MemberClass.Agent);
        for (var i = 0; i < 60; i++) await BelowAsync(agent.Id, MemberClass.Retail);
        var deep = await BelowAsync(first, MemberClass.Vip);
        using var pledged = await PledgeAsync(agent, Right);

        var (one, two) = (await agent.PageAsync("/en/my/downline"), await agent.PageAsync("/en/my/downline?level=1&page=2"));
        Assert.Equal(49, Regex.Count(one, CanaryWords.FamilyName)); // all of the page but the agent of the same rank
        Assert.Equal(11, Regex.Count(two, CanaryWords.FamilyName));
        Assert.Contains("1 people on level 2", await agent.PageAsync("/en/my/downline?level=2&page=9"));
        var picture = await agent.PageAsync("/en/my/downline/picture");
        Assert.Contains("55 more", picture);
        Assert.Equal(8, Regex.Count(picture, "<circle"));
        Assert.Contains("62 below in all", picture);
        var below = await agent.PageAsync($"/en/my/downline/picture?from={Code(first)}");
        Assert.Equal(2, Regex.Count(below, "<circle"));
        Assert.Contains($"/en/my/downline/people/{Code(deep)}", below);
        foreach (var html in new[] { one, picture, below })
        {
            Assert.DoesNotContain("<style", html);
            Assert.DoesNotContain(" style=", html);
            Assert.DoesNotContain(deep.ToString(), html);
            Assert.InRange(html.Length, 1, 100 * 1024);
        }

        Assert.Empty(host.Trouble.Lines);
    }

    [Fact]
    public async Task Looks_have_a_limit_a_day_that_is_said_and_recorded()
    {
        var options = host.Services.GetRequiredService<IOptions<PortalOptions>>().Value;
        var (agent, usual) = (await host.MemberAsync(MemberClass.Agent), options.UplineLooksADay);
        var people = new List<SubjectId>();
        for (var i = 0; i < 5; i++) people.Add(await BelowAsync(agent.Id, MemberClass.Vip));
        using var pledged = await PledgeAsync(agent, Right);
        try
        {
            options.UplineLooksADay = 7;
            Assert.Equal(5, Regex.Count(await agent.PageAsync("/en/my/downline"), CanaryWords.FamilyName));
            var second = await agent.PageAsync("/en/my/downline");
            Assert.Equal(2, Regex.Count(second, CanaryWords.FamilyName));
            Assert.Contains("You have reached today’s limit.".Replace('’', '\''), WebUtility.HtmlDecode(second));
            Assert.Contains("the data of 7 people", second);
            var card = await agent.PageAsync($"/en/my/downline/people/{Code(people[0])}?for=event");
            Assert.DoesNotContain(CanaryWords.FamilyName, card);
            Assert.Contains("the data of 7 people", card);
            var refused = (await LooksAsync(people[0]))[0];
            Assert.Equal((EntryKind.Refused, "upline-limit", MemberAccessor.Of(agent.Id).Code), (refused.Kind, refused.Reason, refused.Accessor));
            Assert.Equal(7, (await Task.WhenAll(people.Select(LooksAsync))).Sum(looks => looks.Count(look => look.Kind == EntryKind.Shared)));
        }
        finally
        {
            options.UplineLooksADay = usual;
        }
    }

    private async Task<SubjectId> BelowAsync(SubjectId sponsor, MemberClass @class)
    {
        var subject = await host.PersonAsync(@class);
        Assert.IsType<MemberDone>(await host.Book.ApplyAsync(subject, @class, sponsor, Channel.Web, host.Company.Trust.Policies.InForce.Version, Acting, Cancel));
        Assert.IsType<MemberDone>(await host.Book.ActivateAsync(subject, Acting, cancel: Cancel));
        return subject;
    }

    private static async Task<HttpResponseMessage> PledgeAsync(SignedMember agent, (string Name, string Value)[] answers)
    {
        var page = await agent.PageAsync("/en/my/downline/pledge");
        string Hidden(string name) => Regex.Match(page, $"name=\"{name}\"[^>]* value=\"([^\"]+)\"").Groups[1].Value;
        return await agent.Browser.PostAsync("/en/my/downline/pledge/send", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", Hidden("__RequestVerificationToken")), new("version", Hidden("version")), .. answers.Select(answer => KeyValuePair.Create(answer.Name, answer.Value))]), Cancel);
    }

    private string Code(SubjectId member) => Tree.PlaceOf(member)!.Place.ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> NumberAsync(SubjectId member) =>
        Assert.IsType<Granted<ItemValues>>(await host.LookAsync(member, "staff.customer-service", "purpose.member.1", "application-1", "member-number")).Values[ItemId.Parse("member-number")]!.Value.Reveal();

    /// <summary>What the line above did, newest first, as the person's own record has it.</summary>
    private async Task<List<LedgerEntry>> LooksAsync(SubjectId member)
    {
        var looks = new List<LedgerEntry>();
        await foreach (var entry in host.Company.Trust.Vault.HistoryAsync(member, Cancel))
            if (entry.As == "upline") looks.Add(entry);
        return looks;
    }
}
