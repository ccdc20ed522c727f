using Azukari.Company.Sample;
using Azukari.Policy;
using Azukari.Policy.Deciding;

namespace Azukari.Tests.Policy;

/// <summary>What the shipped policies let the company collect.</summary>
public sealed class ShippedAcquisitionTests
{
    [Theory]
    [InlineData("agent", "name kana date-of-birth gender address phone mobile fax email payment-method bank-account member-number registration-date", Channel.Paper, "permitted")]
    [InlineData("agent", "name address", Channel.Web, "required-item-missing registration.refusal")]
    [InlineData("retail", "name address", Channel.Web, "permitted")]
    [InlineData("retail", "name", Channel.Web, "required-item-missing registration.refusal")]
    [InlineData("retail", "name address residence-status", Channel.Web, "item-not-collected principle.acquisition")]
    [InlineData("agent", "name address date-of-birth residence-status", Channel.Web, "permitted")]
    [InlineData("agent", "name address date-of-birth individual-number", Channel.Paper, "permitted")]
    [InlineData("vip", "name address individual-number", Channel.Paper, "item-not-collected principle.acquisition")]
    [InlineData("agent", "name address date-of-birth resume", Channel.Paper, "item-not-collected principle.acquisition")]
    [InlineData("agent", "name address date-of-birth", Channel.Phone, "channel-not-declared collection.registration")]
    [InlineData("inquirer", "inquiry email", Channel.Inquiry, "permitted")]
    [InlineData("inquirer", "inquiry bank-account", Channel.Inquiry, "item-not-collected principle.acquisition")]
    [InlineData("inquirer", "inquiry health", Channel.Inquiry, "special-care-without-consent principle.acquisition")]
    [InlineData("inquirer", "inquiry +health", Channel.Inquiry, "permitted")]
    [InlineData("inquirer", "recording", Channel.Phone, "condition-not-met collection.recording")]
    [InlineData("applicant", "name resume", Channel.Paper, "permitted")]
    [InlineData("applicant", "name", Channel.Paper, "required-item-missing registration.refusal")]
    [InlineData("applicant", "name resume gender", Channel.Paper, "item-not-collected principle.acquisition")]
    public void Items_are_collected_as_the_policy_of_today_says(string kind, string items, Channel channel, string answer) =>
        Assert.Equal(answer, Collects("2026-10", kind, items, channel));

    [Theory]
    [InlineData("agent", "name fax", "name")]
    [InlineData("agent", "date-of-birth", "date-of-birth")]
    [InlineData("agent", "fax email bank-account", "")]
    [InlineData("retail", "date-of-birth", "")]
    [InlineData("retail", "address name", "name address")]
    [InlineData("former-member", "name address date-of-birth", "")]
    [InlineData("inquirer", "name", "")]
    [InlineData("applicant", "resume", "resume")]
    [InlineData("nobody", "name", "")]
    public void Only_what_the_registration_can_go_on_without_is_deleted_alone(string kind, string items, string needed) => Assert.Equal(
        needed, string.Join(' ', (ShippedWorld.Of("2026-10").Archive.DecideDeletion(SubjectKind.Parse(kind), items.Split(' ').Select(ItemId.Parse)) as RequiredItemMissing)?.Items.Select(item => item.Value) ?? []));

    [Theory]
    [InlineData("agent", "consultation", DeletionReason.NotNeeded, true, "collection.transaction")] // a record of dealings stays with the books
    [InlineData("agent", "consultation", DeletionReason.Untrue, true, null)]
    [InlineData("agent", "consultation", DeletionReason.Unlawful, true, null)]
    [InlineData("agent", "application-form", DeletionReason.NotNeeded, true, null)]
    [InlineData("inquirer", "recording", DeletionReason.NotNeeded, true, null)]
    [InlineData("applicant", "resume", DeletionReason.Untrue, true, "registration.refusal")] // the application rests on it
    [InlineData("applicant", "resume", DeletionReason.Untrue, false, null)]
    public void A_document_is_deleted_alone_unless_the_registration_or_the_books_need_it(string kind, string item, DeletionReason why, bool last, string? clause) =>
        Assert.Equal(clause, ShippedWorld.Of("2026-10").Archive.DecideDocumentDeletion(SubjectKind.Parse(kind), ItemId.Parse(item), why, last)?.Clause.Value);

    [Fact]
    public void Under_the_text_of_2021_no_Individual_Number_is_taken() =>
        Assert.Equal("item-not-collected principle.acquisition", Collects("2021-04", "agent", "name address date-of-birth individual-number", Channel.Paper));

    [Fact]
    public void A_call_is_recorded_once_the_caller_was_told() =>
        Assert.Equal("permitted", Collects("2026-10", "inquirer", "recording", Channel.Phone, told: true));

    [Fact]
    public void The_people_of_the_sample_company_give_nothing_the_policies_do_not_collect()
    {
        var archive = ShippedWorld.In2026;
        foreach (var person in SpecimenPeople.All())
        {
            string[] items =
            [
                "name", "kana", .. person.Address is null ? [] : new[] { "address" }, .. person.Born is null ? [] : new[] { "date-of-birth" },
                .. person.Gender is null ? [] : new[] { "gender" }, .. person.Texts.Keys,
            ];
            var shown = (person.AcquiredOn < SpecimenPeople.SecondPolicy ? ShippedPolicies.First : ShippedPolicies.Second).Version;
            Assert.True(PolicyWords.TryParse<Channel>(person.Channel, out var channel));
            var decision = archive.DecideAcquisition(new AcquisitionRequest(
                SubjectKind.Parse(person.Kind), [.. items.Select(i => new AcquiredFact(ItemId.Parse(i), false))], channel, shown));
            Assert.True(decision.Permitted, $"{person.Kind} under {shown} by {channel}: {decision.Refusal?.Sentence("en")}");
        }
    }

    private static string Collects(string version, string kind, string items, Channel channel, bool told = false)
    {
        var archive = ShippedWorld.Of(version).Archive;
        var facts = items.Split(' ').Select(i => new AcquiredFact(ItemId.Parse(i.TrimStart('+')), i[0] == '+')).ToArray();
        var decision = archive.DecideAcquisition(new AcquisitionRequest(SubjectKind.Parse(kind), facts, channel, archive.InForce.Version, told));
        return decision.Permitted ? "permitted" : $"{decision.Refusal!.Code} {decision.Refusal.Clause}";
    }
}
