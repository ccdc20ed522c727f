using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Members;

/// <summary>joint.upline and agent.duty: who stands above sees what the policy lets them, after this year's pledge, while of higher rank.</summary>
public sealed class UplineTests
{
    [Theory, EngineData]
    public async Task An_agent_above_who_has_pledged_sees_the_jointly_used_items_and_it_is_recorded(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var agent = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Vip, agent);

        Assert.Equal("condition-not-met attestation", await LookAsync(world, agent, member));
        Did(await world.First.Attestations.RecordAsync(agent, world.First.Version, Desk, Cancel));
        Assert.Equal("vip", await LookAsync(world, agent, member));
        Assert.Equal("attested:agent.duty", (await world.NotesAsync(agent))[^1]);
        world.Clock.Advance(TimeSpan.FromDays(366));
        Assert.Equal("condition-not-met attestation", await LookAsync(world, agent, member));
        Assert.Equal(MemberAccessor.Of(agent), (await FirstAsync(world, member)).By);
    }

    [Theory, EngineData]
    public async Task However_many_look_at_once_no_more_is_taken_than_there_is_that_day(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var second = await world.NodeAsync();
        var agent = await world.MemberAsync();
        UplineAllowance[] nodes = [world.First.Services.GetRequiredService<UplineAllowance>(), second.Services.GetRequiredService<UplineAllowance>()];

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => nodes[n % 2].TakeAsync(agent, 3, limit: 20, Cancel)));

        Assert.Equal(20, taken.Sum());
        Assert.Equal(0, await nodes[0].TakeAsync(agent, 1, limit: 20, Cancel));
        Assert.Equal(2, await nodes[0].TakeAsync(await world.MemberAsync(), 2, limit: 20, Cancel)); // another has looks of their own
        world.Clock.Advance(TimeSpan.FromHours(13)); // past midnight in Japan
        Assert.Equal(3, await nodes[1].TakeAsync(agent, 3, limit: 20, Cancel));
    }

    [Theory, EngineData]
    public async Task Nobody_else_does(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (top, stranger) = (await world.MemberAsync(), await world.MemberAsync());
        var agent = await world.MemberAsync(MemberClass.Agent, top);
        var member = await world.MemberAsync(MemberClass.Retail, agent);
        foreach (var each in new[] { top, stranger, agent }) Did(await world.First.Attestations.RecordAsync(each, world.First.Version, Desk, Cancel));

        Assert.Equal("condition-not-met ancestor-of-higher-rank", await LookAsync(world, stranger, member));
        Assert.Equal("retail", await LookAsync(world, top, member));
        Assert.Equal("condition-not-met ancestor-of-higher-rank", await LookAsync(world, top, agent)); // two agents of one rank
        Did(await world.First.Book.RaiseRankAsync(top, MemberRank.Gold, Desk, Cancel));
        Assert.Equal("agent", await LookAsync(world, top, agent));
        Did(await world.First.Book.RaiseRankAsync(agent, MemberRank.Diamond, Desk, Cancel));
        Assert.Equal("condition-not-met ancestor-of-higher-rank", await LookAsync(world, top, agent)); // only while of higher rank
        Assert.Equal("condition-not-met ancestor-of-higher-rank", await LookAsync(world, member, agent));
        Did(await world.First.Book.SuspendAsync(top, Desk, Cancel));
        Assert.Equal("condition-not-met ancestor-of-higher-rank", await LookAsync(world, top, member));
        Assert.Equal(MemberRefusal.WrongStatus, Refused(await world.First.Attestations.RecordAsync(member, world.First.Version, Desk, Cancel)));
    }

    [Theory, EngineData]
    public async Task A_move_on_another_node_ends_the_sight_at_once(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var second = await world.NodeAsync();
        var (agent, other) = (await world.MemberAsync(), await world.MemberAsync());
        var member = await world.MemberAsync(MemberClass.Vip, agent);
        Did(await world.First.Attestations.RecordAsync(agent, world.First.Version, Desk, Cancel));
        Assert.Equal("vip", await LookAsync(world, agent, member));

        var move = Did(await second.Tree.ProposeMoveAsync(member, other, Desk with { Reason = "wrong-sponsor" }, Cancel));
        Did(await second.Tree.DecideMoveAsync(move.Id, true, Second, Cancel));

        Assert.Equal("condition-not-met ancestor-of-higher-rank", await LookAsync(world, agent, member));
    }

    private static async Task<(Accessor By, string? As)> FirstAsync(MembersWorld world, SubjectId member)
    {
        await foreach (var entry in world.First.Company.Trust.Vault.HistoryAsync(member, Cancel))
            if (entry.As == "upline") return (new Accessor(entry.Accessor!), entry.As);
        return default;
    }

    /// <summary>The class that is seen, or why none is.</summary>
    private static async Task<string?> LookAsync(MembersWorld world, SubjectId viewer, SubjectId member)
    {
        var context = new AccessContext
        {
            Accessor = MemberAccessor.Of(viewer), As = RecipientKind.Parse("upline"), Purpose = ClauseId.Parse("purpose.member.9"), Ground = ClauseId.Parse("joint.upline"), Case = "campaign-1",
        };
        return await world.First.Company.Trust.Vault.ReadAsync(member, [ItemId.Parse("name"), ItemId.Parse("class")], context, Cancel) switch
        {
            Granted<ItemValues> granted => granted.Values[ItemId.Parse("class")]?.Reveal(),
            RefusedAccess<ItemValues> { Refusal: ConditionNotMet unmet } => $"{unmet.Code} {PolicyWords.Of(unmet.Condition)}",
            RefusedAccess<ItemValues> { Refusal: MissingFact missing } => $"{missing.Code} {PolicyWords.Of(missing.Condition)}",
            RefusedAccess<ItemValues> refused => refused.Refusal.Code,
            _ => null,
        };
    }
}
