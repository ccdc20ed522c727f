using System.Net;
using Azukari.Join.Contracts;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Portal.Home;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Portal;

/// <summary>The home page says to each kind of member what the membership is to them.</summary>
public sealed class HomeTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly MemberActing Acting = new(PortalHost.Desk, "application-1");

    private static readonly ItemId Number = ItemId.Parse("member-number"), Email = ItemId.Parse("email");

    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task A_retail_customer_sees_since_when_the_terms_and_what_a_vip_membership_is()
    {
        var member = await host.MemberAsync();
        var card = Card(await member.PageAsync("/en/my"));
        Assert.Contains("buying our products for your own use.", card);
        Assert.Contains("Retail customer since", card);
        Assert.Contains(DisplayDates.Day(JapanTime.Today(TimeProvider.System), PageLanguage.English), card);
        Assert.Contains("href=\"/en/join/outline/retail.pdf\"", card);
        Assert.Contains("What is a VIP customer?", card);
        Assert.Contains("Our staff first make sure it is you, then decide.", card);
        Assert.Contains("href=\"/en/join/outline/vip.pdf\"", card);
        Assert.Contains("href=\"/en/join/vip\"", card);
        Assert.DoesNotContain("Introduced by", card);
        Assert.DoesNotContain("Members above you", card);

        var japanese = Card(await member.PageAsync("/my"));
        Assert.Contains("リテールカスタマーになった日", japanese);
        Assert.Contains("VIPカスタマーとは", japanese);
        foreach (var leads in new[] { "/join/vip", "/join/outline/vip.pdf", "/join/outline/retail.pdf", "/my/consents" })
        {
            using var there = await member.Browser.GetAsync(leads, Cancel);
            Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        }
    }

    [Fact]
    public async Task A_vip_customer_sees_the_day_they_became_one_apart_from_the_day_they_registered()
    {
        var (subject, number) = (await host.PersonAsync(MemberClass.Retail), MemberNumber.Issue(10_203_040));
        var registered = new DateTimeOffset(2021, 5, 6, 0, 0, 0, TimeSpan.FromHours(9));
        await host.Company.Trust.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [Number] = number.ToStored() }, new CorrectionBy.Staff(), PortalHost.Desk, Channel.Module, "import-1", ct: Cancel);
        Assert.IsType<MemberDone>(Assert.Single(await host.Book.TakeInAsync([new KnownMember(subject, MemberClass.Retail, null, number, registered, Channel.Import, PolicyVersion.Parse("2026-10"))], Acting, Cancel)));
        var member = await host.SignInAsync(subject);
        Assert.Contains("6 May 2021", Card(await member.PageAsync("/en/my")));
        Assert.IsType<MemberDone>(await host.Book.ChangeClassAsync(subject, MemberClass.Vip, Acting, Cancel));

        var card = Card(await member.PageAsync("/en/my"));
        Assert.Contains("at members' prices.", card);
        var since = card[card.IndexOf("VIP customer since", StringComparison.Ordinal)..];
        Assert.Contains(DisplayDates.Day(JapanTime.Today(TimeProvider.System), PageLanguage.English), since[..since.IndexOf("</dd>", StringComparison.Ordinal)]);
        var first = card[card.IndexOf(">Registered<", StringComparison.Ordinal)..];
        Assert.Contains("6 May 2021", first[..first.IndexOf("</dd>", StringComparison.Ordinal)]);
        Assert.Contains("href=\"/en/join/outline/vip.pdf\"", card);
        Assert.DoesNotContain("What is a VIP customer?", card);
        Assert.DoesNotContain("/join/vip\"", card);
        Assert.Contains("VIPカスタマーになった日", Card(await member.PageAsync("/my")));
    }

    [Fact]
    public async Task An_agent_sees_rank_and_group_and_no_way_to_another_class()
    {
        var agent = await host.MemberAsync(MemberClass.Agent);
        var page = WebUtility.HtmlDecode(await agent.PageAsync("/en/my"));
        var card = Card(page);
        Assert.Contains("Agent since", card);
        Assert.Contains(">Rank<", card);
        Assert.Contains("href=\"/en/join/outline/agent.pdf\"", card);
        Assert.DoesNotContain("What is a VIP customer?", card);
        Assert.Contains("Your group", page);
        foreach (var customer in new[] { MemberClass.Retail, MemberClass.Vip })
        {
            var other = await (await host.MemberAsync(customer)).PageAsync("/en/my");
            Assert.DoesNotContain("Your group", other);
            Assert.DoesNotContain(">Rank<", Card(other));
        }
    }

    [Theory]
    [InlineData(MemberClass.Retail)]
    [InlineData(MemberClass.Vip)]
    public async Task A_customer_sees_who_introduced_them_by_nickname_only_and_that_those_above_may_look(MemberClass @class)
    {
        var agent = await host.MemberAsync(MemberClass.Agent);
        var nickname = host.Services.GetRequiredService<Referrals>().NicknameOf(agent.Id).In(PageLanguage.English);
        var member = await BelowAsync(agent.Id, @class);

        var card = Card(await member.PageAsync("/en/my"));
        Assert.Contains("Introduced by", card);
        Assert.Contains(nickname, card);
        Assert.DoesNotContain(await NumberAsync(agent.Id), card);
        Assert.Contains("Members above you in your line who rank higher and have made this year's pledge may see some of your data.", card);

        Assert.IsType<RestrictionSet>(await host.Company.Trust.Vault.RestrictAsync(member.Id, new Restriction.ByRecipient(RecipientKind.Parse("upline")), PortalHost.Desk, Cancel));
        card = Card(await member.PageAsync("/en/my"));
        Assert.Contains("The use of your data by members above you is stopped.", card);
        Assert.DoesNotContain("may see some of your data", card);

        Assert.IsType<MemberDone>(await host.Book.SuspendAsync(agent.Id, Acting, Cancel));
        Assert.DoesNotContain("Introduced by", Card(await member.PageAsync("/en/my")));
    }

    [Fact]
    public async Task Who_has_only_applied_or_is_suspended_is_told_of_no_class()
    {
        var applicant = await host.MemberAsync(active: false);
        Assert.DoesNotContain("id=\"standing\"", await applicant.PageAsync("/en/my"));

        var member = await host.MemberAsync();
        Assert.Contains("id=\"standing\"", await member.PageAsync("/en/my"));
        Assert.IsType<MemberDone>(await host.Book.SuspendAsync(member.Id, Acting, Cancel));
        var page = await member.PageAsync("/en/my");
        Assert.Contains("Your membership is suspended", page);
        Assert.DoesNotContain("id=\"standing\"", page);
    }

    [Fact]
    public async Task An_address_that_staff_typed_is_to_be_confirmed()
    {
        var member = await host.MemberAsync(MemberClass.Vip);
        Assert.DoesNotContain("Your e-mail address is not confirmed", await member.PageAsync("/en/my"));
        await host.Company.Trust.Vault.CorrectAsync(
            member.Id, new Dictionary<ItemId, StoredValue?> { [Email] = host.Value("email", "kakunin@example.jp") }, new CorrectionBy.Staff(), PortalHost.Desk, Channel.Web, "request-1", ct: Cancel);

        var page = await member.PageAsync("/en/my");
        Assert.Contains("Your e-mail address is not confirmed", page);
        Assert.Contains("href=\"/en/my/information/email\"", page);
        Assert.DoesNotContain("kakunin@example.jp", page);
    }

    [Fact]
    public void A_class_counts_from_its_last_change_that_was_not_undone_and_not_before_the_registration()
    {
        DateTimeOffset At(int day) => new(2026, 4, day, 1, 0, 0, TimeSpan.FromHours(9));
        MemberEvent Change(int day, string to, string? reason = null) => new(At(day), MemberChange.Class, null, to, PortalHost.Desk, null, reason);
        var member = new Membership(SubjectId.New(), MemberClass.Retail, MemberStatus.Active, At(1), At(3), null);

        Assert.Null(ClassSince.Of(member with { RegisteredAt = null }, [Change(1, "retail")]));
        Assert.Equal(new DateOnly(2026, 4, 3), ClassSince.Of(member, []));
        Assert.Equal(new DateOnly(2026, 4, 3), ClassSince.Of(member, [Change(1, "retail")]));
        Assert.Equal(new DateOnly(2026, 4, 9), ClassSince.Of(member, [Change(1, "retail"), Change(9, "vip")]));
        Assert.Equal(new DateOnly(2026, 4, 3), ClassSince.Of(member, [Change(1, "retail"), Change(9, "vip"), Change(12, "retail", "cooling-off")]));
        Assert.Equal(new DateOnly(2026, 4, 9), ClassSince.Of(member, [Change(1, "retail"), Change(9, "vip"), Change(12, "agent"), Change(20, "vip", "cooling-off")]));
    }

    private async Task<SignedMember> BelowAsync(SubjectId sponsor, MemberClass @class)
    {
        var subject = await host.PersonAsync(@class);
        Assert.IsType<MemberDone>(await host.Book.ApplyAsync(subject, @class, sponsor, Channel.Web, host.Company.Trust.Policies.InForce.Version, Acting, Cancel));
        Assert.IsType<MemberDone>(await host.Book.ActivateAsync(subject, Acting, cancel: Cancel));
        return await host.SignInAsync(subject);
    }

    private async Task<string> NumberAsync(SubjectId member) =>
        Assert.IsType<Granted<ItemValues>>(await host.LookAsync(member, "staff.customer-service", "purpose.member.1", "application-1", "member-number")).Values[Number]!.Value.Reveal();

    // What the page says of the membership, and nothing around it.
    private static string Card(string html)
    {
        var from = html[html.IndexOf("id=\"standing\"", StringComparison.Ordinal)..];
        return WebUtility.HtmlDecode(from[..from.IndexOf("</section>", StringComparison.Ordinal)]);
    }
}
