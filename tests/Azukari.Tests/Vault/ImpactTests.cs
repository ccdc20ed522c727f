using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>What a publication would do: people and consents counted, the ledger replayed.</summary>
public sealed class ImpactTests
{
    private static readonly PolicyDocument Without = VaultPolicies.Load(
        VaultPolicies.First.Source.Replace("        - { to: [staff.care], items: [health], when: [consent] }\n", "", StringComparison.Ordinal)
            .Replace("version: \"2024-01\"", "version: \"2024-06\"", StringComparison.Ordinal), "without-health.yaml");

    [Theory, EngineData]
    public async Task People_and_consents_are_counted_as_describing_each_of_them_would(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var grant = new ConsentGrant(Care, RecipientKind.Parse("staff.care"), [Health]);
        List<SubjectId> people = [];
        for (var i = 0; i < 6; i++) people.Add(await world.MemberAsync(core, world.Person(i < 2 ? V1 : V2)));
        for (var i = 0; i < 4; i++) await core.Vault.ConsentAsync(people[i], grant, Op, Cancel);
        var withdrawn = (await core.Vault.DescribeAsync(people[0], Cancel))!.Consents.Single().Id;
        await core.Vault.WithdrawAsync(people[0], withdrawn, Op, Cancel);
        await core.Vault.EraseAsync(people[5], Op, ct: Cancel);
        await core.Vault.EraseAsync(people[3], Op, ct: Cancel);

        var impact = await core.Publications.ImpactAsync(PolicyDiff.Compare(VaultPolicies.Second, Without), Cancel);

        var concerned = Assert.Single(impact.Concerned);
        Assert.Equal((Member, 4L), (concerned.Kind, concerned.People));
        Assert.Equal([("2024-01", 2L), ("2025-01", 2L)], concerned.ByVersion.Select(v => (v.Key, v.Value)));
        var lost = Assert.Single(impact.Consents);
        Assert.Equal((Care, 2L), (lost.Purpose, lost.Count)); // of four one was withdrawn and one person erased
        Assert.Equal([Health], lost.Items);
        Assert.Empty((await core.Publications.ImpactAsync(PolicyDiff.Compare(VaultPolicies.First, VaultPolicies.First), Cancel)).Concerned);
    }

    [Theory, EngineData]
    public async Task A_replay_counts_what_would_be_refused_by_reason_with_examples_sealed_or_not(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var member = await world.MemberAsync(core, world.Person(V2));
        var from = world.Clock.GetUtcNow();
        List<string> phoned = [];
        for (var i = 0; i < 5; i++) phoned.Add((await GrantedAsync(core, member, ForShipping, Name, Phone)).EntryId.ToString());
        await GrantedAsync(core, member, ForShipping, Name, Address);
        await core.Ledger.SealAsync(Cancel);
        await GrantedAsync(core, member, ForCare, Email);
        var to = world.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);

        var report = await core.Publications.ReplayAsync(VaultPolicies.Narrowed, from, to, ct: Cancel);

        Assert.Equal((7L, 5L, 2L, 0L), (report.Total, report.Count(ReplayOutcome.Refused), report.Count(ReplayOutcome.Permitted), report.Count(ReplayOutcome.Depends)));
        var refused = report.Uses[0];
        Assert.Equal((EntryKind.Used, "purpose.ship", "staff.ship", 5L), (refused.Use.Kind, refused.Use.Purpose, refused.Use.As, refused.Use.Count));
        Assert.Equal(["name", "phone"], refused.Use.Items);
        Assert.Equal(("item-beyond-purpose", Ship), (refused.Refusal!.Code, refused.Refusal.Clause));
        Assert.Equal(UseCombination.MostExamples, refused.Use.Examples.Count);
        Assert.Subset(phoned.ToHashSet(), refused.Use.Examples.Select(e => e.ToString()).ToHashSet());
        Assert.Null(report.ReachesTo);
        var newest = await core.Publications.ReplayAsync(VaultPolicies.Narrowed, from, to, most: 2, ct: Cancel);
        Assert.Equal((2L, 2L, 0L), (newest.LookedAt, newest.Total, newest.Count(ReplayOutcome.Refused)));
        Assert.InRange(newest.ReachesTo!.Value, from, to);
        Assert.Equal(0, (await core.Publications.ReplayAsync(VaultPolicies.Narrowed, to, to + TimeSpan.FromDays(1), ct: Cancel)).Total);
    }

    [Theory, EngineData]
    public async Task A_use_that_takes_more_than_before_depends(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First);
        await using var _ = world;
        var member = await world.MemberAsync(core);
        await GrantedAsync(core, member, ForShipping, Name);
        var approved = VaultPolicies.Load(
            VaultPolicies.First.Source.Replace("{ to: [staff.ship], items: [name, address] }", "{ to: [staff.ship], items: [name, address], when: [approval] }", StringComparison.Ordinal)
                .Replace("version: \"2024-01\"", "version: \"2024-07\"", StringComparison.Ordinal), "approved.yaml");

        var report = await core.Publications.ReplayAsync(approved, DateTimeOffset.UnixEpoch, world.Clock.GetUtcNow() + TimeSpan.FromSeconds(1), ct: Cancel);

        var use = Assert.Single(report.Uses);
        Assert.Equal(ReplayOutcome.Depends, use.Outcome);
        Assert.Contains(use.TakesNow, terms => terms.Conditions.Contains(Condition.Approval));
    }
}
