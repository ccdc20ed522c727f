using Azukari.Policy.Deciding;

namespace Azukari.Tests.Policy;

/// <summary>People who joined under 2021-04 while 2026-10 is in force: what was narrowed is gone at once, what was widened waits as its notice says.</summary>
public sealed class ShippedVersionTests
{
    private static readonly ShippedWorld Joined2021 = ShippedWorld.Of("2026-10") with { GivenUnder = "2021-04" };

    [Fact]
    public void Protection_of_members_waits_for_acknowledgement()
    {
        Assert.Equal("version-not-acknowledged purpose.public.6", Joined2021.Asks("purpose.public.6", "staff.privacy-manager", "name orders"));
        Assert.Equal("permitted", (Joined2021 with { Answer = AnswerKind.Acknowledged }).Asks("purpose.public.6", "staff.privacy-manager", "name orders"));
        Assert.Equal("permitted", ShippedWorld.Of("2026-10").Asks("purpose.public.6", "staff.privacy-manager", "name orders"));
    }

    [Fact]
    public void The_carrier_announces_its_visit_only_to_those_who_acknowledged()
    {
        Assert.Equal("version-not-acknowledged purpose.member.7", Joined2021.Asks("purpose.member.7", "entrustee", "name email"));
        Assert.Equal("permitted", (Joined2021 with { Answer = AnswerKind.Acknowledged }).Asks("purpose.member.7", "entrustee", "name email"));
    }

    [Theory]
    [InlineData("affiliate", "returns", "purpose.member.3")]
    [InlineData("upline", "class", "purpose.member.1")]
    public void More_joint_use_waits_for_consent(string recipient, string item, string purpose)
    {
        Assert.StartsWith("version-not-acknowledged joint.", Joined2021.Asks(purpose, recipient, item), StringComparison.Ordinal);
        Assert.StartsWith("version-not-acknowledged joint.", (Joined2021 with { Answer = AnswerKind.Acknowledged }).Asks(purpose, recipient, item), StringComparison.Ordinal);
        Assert.Equal("permitted", (Joined2021 with { Answer = AnswerKind.Consented }).Asks(purpose, recipient, item));
    }

    [Theory]
    [InlineData("purpose.tax", "staff.finance-tax", "name address bonuses")]
    [InlineData("purpose.member.10.label-reprint", "staff.shipping", "name address")]
    [InlineData("purpose.member.10.failed-transfer", "staff.finance", "kana bank-account")]
    public void A_duty_by_law_and_registered_incidental_uses_need_publication_only(string purpose, string recipient, string items) =>
        Assert.Equal("permitted", Joined2021.Asks(purpose, recipient, items));

    [Theory]
    [InlineData("purpose.member.7", "staff.customer-service", "address", "item-beyond-purpose purpose.member.7")]
    [InlineData("purpose.member.4", "staff.marketing", "email", "no-consent purpose.member.4")]
    [InlineData("purpose.member.3", "staff.customer-service", "claims", "item-beyond-purpose purpose.member.3")]
    [InlineData("purpose.member.2", "affiliate", "name", "not-jointly-used joint.purpose")]
    [InlineData("purpose.member.1", "affiliate", "address", "not-jointly-used joint.items")]
    public void What_was_narrowed_is_gone_at_once_whatever_people_answered(string purpose, string recipient, string items, string answer) =>
        Assert.Equal(answer, (Joined2021 with { Answer = AnswerKind.Consented }).Asks(purpose, recipient, items));

    [Theory]
    [InlineData("purpose.member.2", "staff.shipping", "name address phone mobile")]
    [InlineData("purpose.member.3", "staff.finance", "kana bank-account bonuses")]
    [InlineData("purpose.member.1", "upline", "name rank")]
    public void Daily_work_goes_on_without_any_answer(string purpose, string recipient, string items) =>
        Assert.Equal("permitted", Joined2021.Asks(purpose, recipient, items));
}
