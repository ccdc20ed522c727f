using System.Net;
using Azukari.Accounts.Contracts;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Portal.Choices;
using Azukari.Tests.Console;
using Azukari.Vault;

namespace Azukari.Tests.Portal;

/// <summary>Consents, stops and answers to a new version: what the member decides takes effect at once.</summary>
public sealed class ChoiceTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly PolicyVersion Older = PolicyVersion.Parse("2021-04");

    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task A_consent_opens_the_use_it_is_for_and_its_withdrawal_closes_it()
    {
        var member = await host.MemberAsync();
        Task<AccessResult<ItemValues>> Look() => host.LookAsync(member.Id, "staff.marketing", "purpose.member.4", "campaign-1", "email");
        Assert.IsType<RefusedAccess<ItemValues>>(await Look());

        Assert.Equal("/my/consents?done=given", await SendAsync(member, "give", ("what", "purpose.member.4~")));
        Assert.IsType<Granted<ItemValues>>(await Look());
        Assert.Contains("同意しています", WebUtility.HtmlDecode(await member.PageAsync("/my/consents")));

        Assert.Equal("/my/consents?done=withdrawn", await SendAsync(member, "withdraw", ("what", "purpose.member.4~")));
        Assert.IsType<RefusedAccess<ItemValues>>(await Look());
    }

    [Fact]
    public async Task Giving_a_consent_twice_gives_it_once()
    {
        var member = await host.MemberAsync();
        await SendAsync(member, "give", ("what", "purpose.member.4~"));
        Assert.Equal("/my/consents?done=given", await SendAsync(member, "give", ("what", "purpose.member.4~")));

        Assert.Single((await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Consents);
    }

    [Fact]
    public async Task A_use_is_stopped_and_goes_on_again()
    {
        var member = await host.MemberAsync();
        Task<AccessResult<ItemValues>> Look() => host.LookAsync(member.Id, "staff.marketing", "purpose.member.4", "campaign-1", "name");
        Assert.IsType<Granted<ItemValues>>(await Look());

        Assert.Equal("/my/consents?done=stopped", await SendAsync(member, "stop", ("what", "purpose~purpose.member.4")));
        Assert.IsType<RefusedAccess<ItemValues>>(await Look());
        Assert.Equal("/my/consents?done=lifted", await SendAsync(member, "lift", ("what", "purpose~purpose.member.4")));
        Assert.IsType<Granted<ItemValues>>(await Look());
    }

    [Fact]
    public async Task Joint_use_by_those_above_can_be_stopped()
    {
        var member = await host.MemberAsync();
        Assert.Equal("/my/consents?done=stopped", await SendAsync(member, "stop", ("what", "recipient~upline")));

        var held = Assert.Single((await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Restrictions);
        Assert.Equal(new Restriction.ByRecipient(RecipientKind.Parse("upline")), held.Scope);
        Assert.Equal(Signed.Member, held.By);
    }

    [Theory]
    [InlineData("stop", "purpose~purpose.member.2")] // no parcel would come: a matter for customer service
    [InlineData("stop", "recipient~staff.shipping")]
    [InlineData("stop", "purpose~purpose.public.1")]
    [InlineData("give", "purpose.member.2~")]
    [InlineData("give", "nonsense")]
    [InlineData("withdraw", "nonsense")]
    [InlineData("lift", "purpose~purpose.member.4")]
    public async Task What_the_page_does_not_offer_is_not_done(string act, string what)
    {
        var member = await host.MemberAsync();
        Assert.Equal("/my/consents?done=nothing", await SendAsync(member, act, ("what", what)));

        var person = (await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!;
        Assert.Empty(person.Consents);
        Assert.Empty(person.Restrictions);
    }

    [Fact]
    public async Task A_stop_set_by_customer_service_is_theirs_to_lift()
    {
        var member = await host.MemberAsync();
        Assert.IsType<RestrictionSet>(await host.Company.Trust.Vault.RestrictAsync(member.Id, new Restriction.ForPurpose(ClauseId.Parse("purpose.member.4")), PortalHost.Desk, Cancel));

        Assert.Equal("/my/consents?done=nothing", await SendAsync(member, "lift", ("what", "purpose~purpose.member.4")));
        Assert.Contains("Ask them to lift it", await member.PageAsync("/en/my/consents"));
    }

    [Fact]
    public async Task A_version_that_came_since_is_answered_from_the_home_page_on()
    {
        var member = await host.MemberAsync(under: Older);
        Assert.Contains("The privacy policy has changed", await member.PageAsync("/en/my"));
        Assert.Contains("/en/policy/diff/2021-04/2026-10", await member.PageAsync("/en/my/consents"));

        Assert.Equal("/my/consents?done=nothing", await SendAsync(member, "answer", ("version", "2021-04"), ("answer", "noted")));
        Assert.Equal("/my/consents?done=answered", await SendAsync(member, "answer", ("version", "2026-10"), ("answer", "agreed")));
        var answer = Assert.Single((await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Answers);
        Assert.True(answer.Consented);
        Assert.DoesNotContain("The privacy policy has changed", await member.PageAsync("/en/my"));
        Assert.Contains("Version 2026-10 agreed to", await member.PageAsync("/en/my/consents"));
    }

    [Fact]
    public async Task Who_gave_everything_under_the_version_in_force_is_asked_nothing() =>
        Assert.DoesNotContain("The privacy policy has changed", await (await host.MemberAsync()).PageAsync("/en/my"));

    [Theory]
    [InlineData(MemberClass.Retail)]
    [InlineData(MemberClass.Agent)]
    public async Task Every_consent_the_page_offers_can_be_given(MemberClass @class)
    {
        var member = await host.MemberAsync(@class);
        var policy = host.Company.Trust.Policies.InForce.Document;
        var offered = OfferedChoices.Consents(policy, (await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!);
        Assert.NotEmpty(offered);
        foreach (var offer in offered) Assert.Equal("/my/consents?done=given", await SendAsync(member, "give", ("what", offer.Code)));

        Assert.All(OfferedChoices.Consents(policy, (await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!), offer => Assert.Single(offer.Live));
    }

    private static async Task<string> SendAsync(SignedMember member, string act, params (string Name, string Value)[] fields)
    {
        using var answer = await ConsoleHost.SendAsync(member.Browser, "/my/consents", $"/my/consents/{act}", fields);
        return answer.Headers.Location?.ToString() ?? answer.StatusCode.ToString();
    }
}
