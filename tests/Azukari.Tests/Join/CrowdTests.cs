using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>The same person found among many who share the reading of the name, and many who share the postal code.</summary>
public sealed class CrowdTests
{
    private const int Many = 260; // more than one search takes in

    [Theory, EngineData]
    public async Task Who_has_both_the_reading_and_the_place_is_found_among_crowds_that_have_one_of_them(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var kind = SubjectKind.Parse("retail");
        Acquisition Person(string reading, string place) => new()
        {
            SubjectKind = kind, Channel = Channel.Web, PolicyVersion = world.First.Company.Trust.Policies.InForce.Version, Values = Values(reading, place),
        };
        var vault = world.First.Company.Trust.Vault;
        await vault.AcquireManyAsync([.. Enumerable.Range(0, Many).Select(_ => Person("ミホンヤマ ハナコ", "〒530-0001 大阪府大阪市北区梅田1-1"))], Desk, Cancel);
        await vault.AcquireManyAsync([.. Enumerable.Range(0, Many).Select(_ => Person("カクウダ タロウ", "〒100-0001 東京都千代田区千代田1-1"))], Desk, Cancel);
        var both = Assert.IsType<Acquired>(await vault.AcquireAsync(Person("ミホンヤマ ハナコ", "〒100-0001 東京都千代田区千代田2-2"), Desk, Cancel)).SubjectId;
        await vault.AcquireManyAsync([.. Enumerable.Range(0, Many).Select(_ => Person("ミホンヤマ ハナコ", "〒530-0001 大阪府大阪市北区梅田1-1"))], Desk, Cancel);

        var application = await world.JoinAsync(new NewApplication(
            SubjectId.New(), MemberClass.Retail, world.First.Company.Trust.Policies.InForce.Version, Channel.Web,
            new Dictionary<ItemId, StoredValue>(Values("ミホンヤマ ハナコ", "〒100-0001 東京都千代田区千代田9-9")) { [ItemId.Parse("email")] = Value("email", "mihon-crowd@example.jp") }, null, "ja", true, ApplicationWords.Web));

        Assert.Equal((ApplicationState.Waiting, both), (application.State, application.Same));
    }

    private static Dictionary<ItemId, StoredValue> Values(string reading, string place) => new()
    {
        [ItemId.Parse("name")] = Value("person-name", "見本山 花子"),
        [ItemId.Parse("kana")] = Value("kana", reading),
        [ItemId.Parse("address")] = Value("postal-address", place),
        [ItemId.Parse("date-of-birth")] = Value("birth-date", "1980-04-01"),
    };
}
