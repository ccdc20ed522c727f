using Azukari.Policy;

namespace Azukari.Tests.Policy;

/// <summary>Decisions of working days under the shipped policies, each with the clause a refused person is shown.</summary>
public sealed class ShippedDecisionTests
{
    [Theory]
    // Parcels
    [InlineData("2021-04", "purpose.member.2", "staff.shipping", "name address mobile", "permitted")]
    [InlineData("2026-10", "purpose.member.2", "staff.shipping", "name address mobile", "permitted")]
    [InlineData("2026-10", "purpose.member.4", "staff.shipping", "address", "recipient-not-granted purpose.member.4")]
    [InlineData("2026-10", "purpose.member.2", "staff.shipping", "name bank-account", "item-beyond-purpose purpose.member.2")]
    [InlineData("2026-10", "purpose.member.2", "staff.it-administrator", "name", "recipient-not-granted purpose.member.2")]
    [InlineData("2026-10", "purpose.member.2", "staff.auditor", "name", "recipient-not-granted purpose.member.2")]
    // Letters and mails: an address for a mailing goes to the mailing house only, since 2026 a mail address needs consent
    [InlineData("2021-04", "purpose.member.4", "staff.marketing", "name email address", "permitted")]
    [InlineData("2026-10", "purpose.member.4", "staff.marketing", "name email", "no-consent purpose.member.4")]
    [InlineData("2026-10", "purpose.member.4", "staff.marketing", "address", "item-beyond-purpose purpose.member.4")]
    [InlineData("2026-10", "purpose.member.4", "entrustee", "name address", "permitted")]
    // The line above: never more than the allow-list, since 2026 less of it
    [InlineData("2021-04", "purpose.member.1", "upline", "name date-of-birth", "permitted")]
    [InlineData("2026-10", "purpose.member.1", "upline", "name date-of-birth", "not-jointly-used joint.items")]
    [InlineData("2026-10", "purpose.member.1", "upline", "name rank", "permitted")]
    [InlineData("2026-10", "purpose.member.3", "upline", "bonuses", "not-jointly-used joint.upline")]
    [InlineData("2026-10", "purpose.member.3", "affiliate", "bonuses", "permitted")]
    [InlineData("2021-04", "purpose.member.2", "upline", "date-of-birth", "item-beyond-purpose purpose.member.2")]
    [InlineData("2021-04", "purpose.member.3", "upline", "bank-account", "not-jointly-used joint.items")]
    [InlineData("2026-10", "purpose.member.2", "upline", "name", "not-jointly-used joint.purpose")]
    // Individual Numbers
    [InlineData("2021-04", "purpose.member.3", "staff.finance", "individual-number", "individual-number-reserved principle.purpose")]
    [InlineData("2021-04", "purpose.tax", "staff.finance", "individual-number", "unknown-purpose principle.purpose")]
    [InlineData("2026-10", "purpose.tax", "staff.finance-tax", "individual-number name address bonuses", "permitted")]
    [InlineData("2026-10", "purpose.tax", "staff.finance", "individual-number", "recipient-not-granted purpose.tax")]
    [InlineData("2026-10", "purpose.member.3", "staff.finance-tax", "individual-number", "individual-number-reserved principle.purpose")]
    [InlineData("2026-10", "rights.disclosure", "self", "individual-number", "individual-number-reserved principle.purpose")]
    // Incidental work
    [InlineData("2021-04", "purpose.member.10", "staff.shipping", "name", "incidental-not-registered purpose.member.10")]
    [InlineData("2021-04", "purpose.member.10.label-reprint", "staff.shipping", "name", "incidental-not-registered purpose.member.10")]
    [InlineData("2026-10", "purpose.member.10.label-reprint", "staff.shipping", "name address", "permitted")]
    [InlineData("2026-10", "purpose.member.10.label-reprint", "staff.shipping", "name email", "item-beyond-purpose purpose.member.10")]
    // Protection covers members since 2026
    [InlineData("2021-04", "purpose.public.6", "staff.privacy-manager", "name evidence", "subject-out-of-scope purpose.public.6")]
    [InlineData("2026-10", "purpose.public.6", "staff.privacy-manager", "name evidence sponsor", "permitted")]
    // Unknown words
    [InlineData("2026-10", "purpose.member.11", "staff.shipping", "name", "unknown-purpose principle.purpose")]
    [InlineData("2026-10", "purpose.member.2", "staff.sales", "name", "unknown-recipient principle.purpose")]
    [InlineData("2026-10", "purpose.member.2", "staff.shipping", "name shoe-size", "unknown-item principle.purpose")]
    public void An_agent_is_asked_about(string version, string purpose, string recipient, string items, string answer) =>
        Assert.Equal(answer, ShippedWorld.Of(version).Asks(purpose, recipient, items));

    [Theory]
    [InlineData("purpose.member.2", "staff.shipping", "name", "permitted")]
    [InlineData("purpose.member.2", "staff.shipping", "name", "no-case purpose.member.2", false)]
    public void Delivery_is_bound_to_an_order(string purpose, string recipient, string items, string answer, bool bound = true) =>
        Assert.Equal(answer, (ShippedWorld.Of("2026-10") with { Case = bound }).Asks(purpose, recipient, items));

    [Fact]
    public void Nothing_reaches_a_carrier_without_a_contract() =>
        Assert.Equal("no-contract principle.entrustment",
            (ShippedWorld.Of("2026-10") with { Untrue = [Condition.ContractInForce] }).Asks("purpose.member.2", "entrustee", "name address"));

    [Theory]
    [InlineData(Condition.AncestorOfHigherRank, "condition-not-met joint.items")]
    [InlineData(Condition.Attestation, "condition-not-met agent.duty")]
    public void Someone_above_sees_nothing_without_rank_and_attestation(Condition lacking, string answer) =>
        Assert.Equal(answer, (ShippedWorld.Of("2026-10") with { Untrue = [lacking] }).Asks("purpose.member.1", "upline", "name rank"));

    [Fact]
    public void Nobody_abroad_receives_anything_unless_people_were_told_of_the_country()
    {
        foreach (var version in new[] { "2021-04", "2026-10" })
            Assert.StartsWith("condition-not-met", (ShippedWorld.Of(version) with { Untrue = [Condition.CountryInformation] }).Asks("purpose.member.3", "affiliate", "bonuses"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("purpose.public.7", "staff.hr", "name resume", "permitted")]
    [InlineData("purpose.member.2", "staff.shipping", "name address", "subject-out-of-scope purpose.member.2")]
    [InlineData("purpose.public.7", "staff.marketing", "name", "recipient-not-granted purpose.public.7")]
    public void An_applicant_is_asked_about(string purpose, string recipient, string items, string answer) =>
        Assert.Equal(answer, (ShippedWorld.Of("2026-10") with { Kind = "applicant" }).Asks(purpose, recipient, items));

    [Fact]
    public void What_was_given_as_an_applicant_never_serves_a_purpose_for_members() =>
        Assert.Equal("subject-out-of-scope purpose.member.2", (ShippedWorld.Of("2026-10") with { Kind = "agent", GivenAs = "applicant" }).Asks("purpose.member.2", "staff.shipping", "name address"));

    [Fact]
    public void Marketing_loses_sight_of_whoever_leaves_and_finance_may_still_settle_accounts()
    {
        var left = ShippedWorld.Of("2026-10") with { Kind = "former-member", GivenAs = "agent" };
        Assert.Equal("subject-out-of-scope purpose.member.8", left.Asks("purpose.member.8", "staff.marketing", "name"));
        Assert.Equal("permitted", left.Asks("purpose.member.3", "staff.finance", "kana bank-account bonuses"));
        Assert.Equal("subject-out-of-scope principle.purpose", left.Asks("purpose.member.3", "upline", "name"));
    }

    [Fact]
    public void Health_is_read_only_with_consent()
    {
        var person = ShippedWorld.Of("2026-10") with { Kind = "vip" };
        Assert.Equal("no-consent purpose.member.6", person.Asks("purpose.member.6", "staff.customer-service", "health"));
        Assert.Equal("permitted", (person with { Consents = true }).Asks("purpose.member.6", "staff.customer-service", "health"));
    }

    [Fact]
    public void A_restriction_stops_use_and_neither_disclosure_nor_a_duty_by_law()
    {
        var person = ShippedWorld.Of("2026-10") with { Restricted = true };
        Assert.Equal("restricted rights.suspension", person.Asks("purpose.member.2", "staff.shipping", "name"));
        Assert.Equal("permitted", person.Asks("rights.disclosure", "self", "name address orders"));
        Assert.Equal("permitted", person.Asks("purpose.tax", "staff.finance-tax", "individual-number"));
    }

    [Theory]
    [InlineData("provision.law", "authority", "name bank-account", null, "permitted")]
    [InlineData("provision.law", "third-party", "name", null, "no-ground provision.law")]
    [InlineData("purpose.member.3", "adviser", "name bonuses", "provision.adviser", "permitted")]
    [InlineData("purpose.member.3", "adviser", "name card", "provision.adviser", "item-beyond-purpose provision.adviser")]
    [InlineData("purpose.member.3", "adviser", "name bonuses", null, "no-ground principle.provision")]
    [InlineData("purpose.member.3", "third-party", "name", "provision.consent", "no-consent provision.consent")]
    [InlineData("purpose.member.3", "third-party", "name", null, "no-ground principle.provision")]
    [InlineData("purpose.member.3", "successor", "bonuses", "provision.succession", "permitted")]
    [InlineData("purpose.member.3", "successor", "health", "provision.succession", "item-beyond-purpose purpose.member.3")]
    public void Whatever_leaves_names_a_ground(string purpose, string recipient, string items, string? ground, string answer) =>
        Assert.Equal(answer, ShippedWorld.Of("2026-10").Asks(purpose, recipient, items, ground));

    [Theory]
    [InlineData(Condition.CounselApproval)]
    [InlineData(Condition.DocumentReference)]
    public void An_authority_receives_nothing_without_its_document_and_counsel(Condition lacking) =>
        Assert.Equal("condition-not-met provision.law", (ShippedWorld.Of("2026-10") with { Untrue = [lacking] }).Asks("provision.law", "authority", "name"));
}
