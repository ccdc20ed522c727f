using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Azukari.Vault.Keys;
using Azukari.Vault.Reading;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>Many people whose ids follow one another are read along the trees, with whoever lies between; each answer is what the person alone would get.</summary>
public sealed class NeighbourTests
{
    private const int People = 48;

    [Theory, InlineData(StoreEngine.Sqlite, false), InlineData(StoreEngine.Sqlite, true), InlineData(StoreEngine.Postgres, false)]
    public async Task Each_of_many_is_answered_as_alone_whoever_lies_between(StoreEngine engine, bool plain)
    {
        var world = await VaultWorld.EmptyAsync(engine);
        await using var _ = world;
        var core = await world.OpenCoreAsync(options => options with { Plain = plain });
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);
        var all = await MixedAsync(world, core);
        Array.Sort(all);
        var alone = new Dictionary<SubjectId, string>();
        foreach (var subject in all) alone[subject] = await HotPathTests.ToldAsync(core, (await core.Vault.Gate.ReadAsync([subject], [Name, Note], ForCare, Cancel))[0]);
        Assert.True(alone.Values.Distinct().Count() > People / 3, "The people are too much alike.");

        foreach (var choice in Choices(all))
        {
            var at = 0;
            await foreach (var result in core.Vault.ReadManyAsync(choice.ToAsyncEnumerable(), [Name, Note], ForCare, Cancel))
            {
                Assert.Equal(choice[at++], result.Subject);
                if (alone.TryGetValue(result.Subject, out var told)) Assert.Equal(told, await HotPathTests.ToldAsync(core, result));
                else Assert.Equal("no-such-subject", Assert.IsType<RefusedAccess<ItemValues>>(result).Refusal.Code);
            }

            Assert.Equal(choice.Length, at);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_read_along_is_what_is_read_of_each(bool plain)
    {
        var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await world.OpenCoreAsync(options => options with { Plain = plain });
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);
        var all = await MixedAsync(world, core);
        Array.Sort(all);
        var plan = new AccessPlan(core.Parts.Policies.Required, [Name, Note], ForCare);
        foreach (var choice in Choices(all))
        {
            List<HotPerson> people = [.. choice.Select(subject => Begun(subject, plan))];
            HotPerson.ReadAll(core.Parts.Keys.Store, core.Parts.Keys.Masters, core.Parts.Vault, people);
            foreach (var person in people)
            {
                var one = Begun(person.Subject, plan);
                var keys = one.Read(core.Parts.Keys.Store, core.Parts.Keys.Masters, core.Parts.Vault, person.Subject, plan);
                Assert.Equal(Read(one, keys), Read(person, person.Keys));
            }
        }

        static HotPerson Begun(SubjectId subject, AccessPlan plan)
        {
            var person = HotPerson.Make();
            person.BeginWithId(subject, plan);
            return person;
        }

        static string Read(HotPerson person, SubjectKeys? keys) =>
            $"""
            {person.Subject} {person.Exists} {person.Generation} {person.PolicySequence} {keys?.IsLinked} {keys?.Has(KeyClass.Ordinary)}
            {(person.Exists ? $"{person.State} {Convert.ToHexString(person[person.Kind])} {person.Consents.Count} {person.Restrictions.Count} {person.Answers.Count}" : "")}
            {string.Join('\n', person.Items.ToArray().Select(item => $"{Convert.ToHexString(person[item.Item])} {item.Version} {item.AcquiredAt} {Convert.ToHexString(person[item.Policy])} {Convert.ToHexString(person[item.Sealed])}"))}
            """;
    }

    [Fact]
    public async Task A_crowd_is_cut_into_a_batch_for_each_processor_and_one_that_waits_for_the_disk()
    {
        var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await world.OpenCoreAsync();
        var (crowd, parts) = (core.Vault.Gate.Crowd, Environment.ProcessorCount + 1);
        Assert.Equal(16, crowd.AtOnce);
        Come(30 * parts);
        Assert.Equal(30, crowd.AtOnce);
        Come(70 * parts);
        Assert.Equal(64, crowd.AtOnce);

        void Come(int callers)
        {
            for (var i = 0; i < callers; i++) crowd.Enter();
        }
    }

    private static SubjectId[][] Choices(SubjectId[] all) =>
    [
        all, // nobody between
        [.. all.Where((_, at) => at % 2 == 0)], // somebody between
        [.. all.Where((_, at) => at % 5 == 1), SubjectId.New()], // somebody who is not there, in whatever order
        [.. all[..3], .. all[^3..]], // so many between that the rest is read one by one
        [.. all[..4], .. all[^20..]],
        [.. all.Reverse()], // not in order: one by one
        [.. all, .. all], // twice
    ];

    private static async Task<SubjectId[]> MixedAsync(VaultWorld world, TrustCore core)
    {
        var all = new SubjectId[People];
        for (var at = 0; at < People; at++)
        {
            all[at] = await world.MemberAsync(core, world.Person(at % 4 == 0 ? V1 : V2) with { Consents = at % 6 == 1 ? [new ConsentGrant(Care, null, [Health])] : [] });
            if (at % 3 == 0) await core.Vault.CorrectAsync(all[at], new Dictionary<ItemId, StoredValue?> { [Note] = StoredValue.FromText($"{CanaryWords.Building} {at}") }, new CorrectionBy.Staff(), Op, ct: Cancel);
            if (at % 7 == 2) await core.Vault.RestrictAsync(all[at], new Restriction.Everything(), Op, Cancel);
            if (at % 8 == 4) await core.Vault.AcknowledgeAsync(all[at], V2, consented: false, Op, Cancel);
            if (at % 11 == 5) await core.Vault.EraseAsync(all[at], Op, ct: Cancel);
        }

        return all;
    }
}
