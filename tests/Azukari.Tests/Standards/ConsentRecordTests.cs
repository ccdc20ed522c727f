using System.Text.Json.Nodes;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Policy.Standards;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Policy;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Standards;

/// <summary>Consents as records of ISO/IEC TS 27560.</summary>
public sealed class ConsentRecordTests
{
    private static readonly DateTimeOffset Given = new(2026, 4, 1, 1, 2, 3, TimeSpan.FromHours(9));

    [Theory, MemberData(nameof(Vocabulary.Policies), MemberType = typeof(Vocabulary))]
    public void Any_consent_a_policy_can_ask_for_has_the_published_form(string policy)
    {
        var document = Vocabulary.Policy(policy);
        RecipientKind?[] recipients = [null, .. document.Recipients.Select(recipient => (RecipientKind?)recipient.Id)];

        foreach (var clause in document.Clauses.Where(clause => clause.Rule is PurposeRule or GroundRule))
            foreach (var recipient in recipients)
                foreach (var withdrawn in new DateTimeOffset?[] { null, Given.AddDays(9) })
                {
                    var record = Record(document, clause.Id, recipient, withdrawn, []);
                    Assert.Empty(ConsentRecordShape.Problems(record));
                    Assert.Empty(Vocabulary.Unknown(record));
                }
    }

    [Fact]
    public void It_says_what_was_consented_to_and_when_it_ended()
    {
        var record = Record(ShippedPolicies.Second, ClauseId.Parse("purpose.member.2"), RecipientKind.Parse("entrustee"), Given.AddDays(9), [ItemId.Parse("address"), ItemId.Parse("name")]);
        var process = record["dpv:hasProcess"]![0]!;

        Assert.Equal("2026-03-31T16:02:03.000Z", (string?)record["dct:created"]);
        Assert.Equal("2026-04-09T16:02:03.000Z", (string?)record["dct:modified"]);
        Assert.Equal(["dpv:DeliveryOfGoods"], process["dpv:hasPurpose"]![0]!["skos:broader"]!.AsArray().Select(term => (string?)term));
        Assert.Equal(["address", "name"], process["dpv:hasPersonalData"]!.AsArray().Select(item => (string?)item!["dct:identifier"]));
        Assert.Equal(["group:entrustee"], process["dpv:hasRecipient"]!.AsArray().Select(to => (string?)to));
        Assert.Equal(["dpv:ConsentGiven", "dpv:ConsentWithdrawn"], process["dpv:hasConsentStatus"]!.AsArray().Select(status => (string?)status!["@type"]![0]));
        Assert.Equal("urn:azukari:seacret-direct-japan:2026-10", (string?)record["dpv:hasNotice"]![0]!["dpv:hasIdentifier"]);
        Assert.Equal("商品・書類の配送", (string?)process["dpv:hasPurpose"]![0]!["skos:prefLabel"]);
    }

    [Theory, EngineData]
    public async Task The_vaults_consents_leave_as_records_without_a_value(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(number: 1));
        var consent = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, new ConsentGrant(Care, null, [Name]), Op, Cancel));
        await core.Vault.ConsentAsync(subject, new ConsentGrant(Ship, RecipientKind.Parse("stranger"), [Email]), Op, Cancel);
        await core.Vault.WithdrawAsync(subject, consent.ConsentId, Op, Cancel);

        var records = ConsentRecords.Of((await core.Vault.DescribeAsync(subject, Cancel))!, core.Policies, "en", "JP").ToList();

        Assert.Equal(2, records.Count);
        Assert.All(records, record => Assert.Empty(ConsentRecordShape.Problems(record)));
        Assert.Equal([1, 2], records.Select(record => record["dpv:hasProcess"]![0]!["dpv:hasConsentStatus"]!.AsArray().Count).Order());
        Assert.All(records, record => Assert.Equal(subject.ToString(), (string?)record["dpv:hasDataSubject"]!["dpv:hasIdentifier"]));
        Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, string.Join('\n', records.Select(ConsentRecord.Line)), StringComparison.Ordinal));
    }

    [Fact]
    public void The_shape_finds_what_is_missing()
    {
        string[] roots = ["dct:conformsTo", "dpv:hasIdentifier", "dpv:hasDataSubject", "dct:created", "dct:creator", "dct:language", "dpv:hasNotice", "dpv:hasProcess", "dpv:hasEntity"];
        Assert.All(roots, key => Assert.NotEmpty(ConsentRecordShape.Problems(Without(record => record.Remove(key)))));
        string[] fields =
        [
            "dpv:hasPurpose", "dpv:hasPersonalData", "dpv:hasProcessing", "dpv:hasDataController", "dpv:hasDataSource", "dpv:hasStorageCondition", "dpv:hasRecipient",
            "dpv:hasLegalBasis", "dpv:hasJurisdiction", "dpv:hasConsentStatus", "dpv:hasConsentControl",
        ];
        Assert.All(fields, key => Assert.NotEmpty(ConsentRecordShape.Problems(Without(record => record["dpv:hasProcess"]![0]!.AsObject().Remove(key)))));
        Assert.NotEmpty(ConsentRecordShape.Problems(Without(record => record["dpv:hasProcess"]![0]!["dpv:hasRecipient"]!.AsArray().Add("group:nobody"))));
    }

    private static JsonObject Without(Action<JsonObject> damage)
    {
        var record = Record(ShippedPolicies.Second, ClauseId.Parse("purpose.member.2"), null, null, [ItemId.Parse("name")]);
        damage(record);
        return record;
    }

    private static JsonObject Record(PolicyDocument document, ClauseId purpose, RecipientKind? recipient, DateTimeOffset? withdrawn, IReadOnlyList<ItemId> items) => ConsentRecord.Of(
        new GivenConsent { Id = "c1", Subject = "s1", Purpose = purpose, Recipient = recipient, Items = items, GivenAt = Given, WithdrawnAt = withdrawn, RecordedBy = "desk-1" }, document, "ja", "JP");
}
