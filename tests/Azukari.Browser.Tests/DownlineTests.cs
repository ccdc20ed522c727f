using System.Globalization;
using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Browser.Tests;

/// <summary>An agent's group in a browser: the training and pledge done by hand, then names, picture and a person, on every screen.</summary>
public sealed class DownlineTests(Browsers browsers)
{
    private static readonly string[] Paths = ["/my/downline", "/my/downline/picture", "/my/downline/pledge", "/my/downline/people/{code}", "/my/downline/people/{code}?for=event"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_learns_pledges_sees_and_is_seen_looking()
    {
        (PortalMember agent, SubjectId below) = await LineAsync();
        await using Visit visit = await agent.VisitAsync(390);
        await visit.OpenAsync("/en/my/downline");
        await visit.Page.GetByText("Take the training").First.ClickAsync();
        foreach (string answer in (string[])["q1-b", "q2-c", "q3-b", "q4-b", "pledge"]) await visit.Page.Locator($"#{answer}").CheckAsync();
        await visit.Page.GetByText("Answer and pledge").ClickAsync();
        await visit.Page.GetByText("The pledge is not made yet.").WaitForAsync();
        foreach (string answer in (string[])["q1-b", "q2-c", "q3-a", "q4-b", "pledge"]) await visit.Page.Locator($"#{answer}").CheckAsync();
        await visit.Page.GetByText("Answer and pledge").ClickAsync();
        await visit.Page.GetByText("Your pledge is recorded.").WaitForAsync();

        await visit.OpenAsync($"/en/my/downline/people/{Code(below)}");
        await visit.Page.Locator("#for-event").CheckAsync();
        await visit.Page.GetByText("Look (it is recorded)").ClickAsync();
        await visit.Page.GetByText("Seen by Member").WaitForAsync();
        Assert.True(await visit.Page.Locator(".my-watermark").IsVisibleAsync());
        visit.HasNoTrouble();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task Its_pages_fit_every_screen_and_axe_finds_nothing(string language)
    {
        (PortalMember agent, SubjectId below) = await LineAsync();
        await using Visit visit = await agent.VisitAsync();
        foreach (bool pledged in (bool[])[false, true])
        {
            if (pledged) await PledgeAsync(agent.Id);
            foreach (string path in Paths) await visit.IsForEverybodyAsync(language + path.Replace("{code}", Code(below), StringComparison.Ordinal));
        }
    }

    /// <summary>An agent with people on three levels, more on the first than a picture shows, one of whom has left. Gives a person of the first.</summary>
    internal async Task<(PortalMember Agent, SubjectId Below)> LineAsync()
    {
        PortalMember agent = await PortalMember.CreateAsync(browsers);
        var book = browsers.Services.GetRequiredService<MemberBook>();
        var acting = new MemberActing(new Accessor("tester"), "application-1");
        await book.RaiseRankAsync(agent.Id, MemberRank.Gold, acting, Cancel);
        var first = await BelowAsync(agent.Id, MemberClass.Agent, 1);
        var second = await BelowAsync(first, MemberClass.Agent, 2);
        await BelowAsync(second, MemberClass.Retail, 3);
        await BelowAsync(second, MemberClass.Vip, 4);
        for (int i = 5; i < 13; i++) await BelowAsync(agent.Id, i % 2 == 0 ? MemberClass.Vip : MemberClass.Retail, i);
        await book.WithdrawAsync(await BelowAsync(first, MemberClass.Retail, 13), acting, Cancel);
        return (agent, first);
    }

    internal async Task PledgeAsync(SubjectId agent) => Assert.IsType<MemberDone>(await browsers.Services.GetRequiredService<MemberAttestations>().RecordAsync(
        agent, browsers.Services.GetRequiredService<CompanyCore>().Trust.Policies.InForce.Version, new MemberActing(new Accessor("tester"), "training-2026"), Cancel));

    internal string Code(SubjectId member) => browsers.Services.GetRequiredService<SponsorTree>().PlaceOf(member)!.Place.ToString("x", CultureInfo.InvariantCulture);

    private async Task<SubjectId> BelowAsync(SubjectId sponsor, MemberClass @class, int number)
    {
        var company = browsers.Services.GetRequiredService<CompanyCore>();
        var version = company.Trust.Policies.InForce.Version;
        string[] given = ["花子", "太郎", "さくら", "健", "明日香", "一郎"];
        (string Item, string Text)[] values =
        [
            ("name", $"見本 {given[number % given.Length]}"), ("kana", "ミホン タロウ"), ("date-of-birth", "1985-04-01"), ("address", "〒100-0001 東京都千代田区千代田1-1"),
            ("mobile", $"070-0000-{2000 + number}"), ("email", $"mihon{number}@example.jp"), ("bank-account", "0001-001-普通-1234567-ミホン タロウ"),
        ];
        var taken = (Acquired)await company.Trust.Vault.AcquireAsync(new Acquisition
        {
            SubjectKind = @class.Kind(), Channel = Channel.Web, PolicyVersion = version,
            Values = values.ToDictionary(v => ItemId.Parse(v.Item), v => company.ShapeOf(ItemId.Parse(v.Item)).TryNormalise(v.Text, new DateOnly(2026, 11, 24), out var stored, out _) ? stored : throw new InvalidOperationException(v.Item)),
        }, new Accessor("tester"), Cancel);
        var book = browsers.Services.GetRequiredService<MemberBook>();
        var acting = new MemberActing(new Accessor("tester"), "application-1");
        Assert.IsType<MemberDone>(await book.ApplyAsync(taken.SubjectId, @class, sponsor, Channel.Web, version, acting, Cancel));
        Assert.IsType<MemberDone>(await book.ActivateAsync(taken.SubjectId, acting, cancel: Cancel));
        return taken.SubjectId;
    }
}
