using Azukari.Company.Sample;
using Azukari.Members.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Members;

/// <summary>Lives of a tree, on two nodes: equal to the database all the time, and each evening found again later as it was.</summary>
public sealed class TreeOnDayTests
{
    [Theory, EngineData(1), EngineData(2), EngineData(3)]
    public async Task Each_day_is_found_again_as_it_was(StoreEngine engine, int seed)
    {
        await using var world = await OpenAsync(engine);
        MembersNode[] nodes = [world.First, await world.NodeAsync()];
        var dice = new SeededSequence((ulong)seed);
        var people = new List<SubjectId> { await world.MemberAsync() };
        var evenings = new List<(DateOnly Day, List<Evening> People)>();
        for (var day = 0; day < 8; day++)
        {
            for (var act = 0; act < 5; act++) await ActAsync(world, nodes[dice.Next(2)], people, dice);
            foreach (var node in nodes) Assert.Empty((await node.Tree.CheckAsync(Cancel)).Differences);
            evenings.Add((DateOnly.FromDateTime(world.Clock.GetUtcNow().AddHours(9).DateTime), [.. people.Select(who => Look(nodes[0].Tree, who))]));
            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        var gone = people.Where(who => !nodes[0].Tree.Contains(who)).ToHashSet();
        foreach (var (day, then) in evenings)
        {
            var tree = await nodes[1].Tree.OnDayAsync(day, Cancel);
            foreach (var evening in then.Where(each => !gone.Contains(each.Who)))
            {
                Assert.Equal(evening.Above.Select(above => above is { } who && gone.Contains(who) ? null : above), tree.PathOf(evening.Who).Select(place => place.Subject));
                Assert.Equal(evening.Below, tree.PlaceOf(evening.Who)?.Below ?? 0);
                Assert.Equal(evening.Former, tree.PlaceOf(evening.Who)?.Former);
                if (gone.Count == 0) Assert.Equal(evening.Totals, tree.Totals(evening.Who));
            }
        }
    }

    private static async Task ActAsync(MembersWorld world, MembersNode node, List<SubjectId> people, SeededSequence dice)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var one = dice.Pick(people);
        switch (dice.Next(10))
        {
            case < 5:
                var newcomer = await world.PersonAsync(MemberClass.Agent);
                if ((await node.Book.ApplyAsync(newcomer, MemberClass.Agent, one, Azukari.Policy.Channel.Web, node.Version, Desk, Cancel)).Done)
                {
                    Did(await node.Book.ActivateAsync(newcomer, Desk, cancel: Cancel));
                    people.Add(newcomer);
                }

                break;
            case < 8:
                if (await node.Tree.ProposeMoveAsync(one, dice.Pick(people), Desk with { Reason = "wrong-sponsor" }, Cancel) is TreeMoveDone move) await node.Tree.DecideMoveAsync(move.Move.Id, true, Second, Cancel);
                break;
            case 8:
                await node.Book.ChangeClassAsync(one, (MemberClass)dice.Next(3), Desk, Cancel);
                break;
            default:
                if (dice.Chance(70)) await node.Book.WithdrawAsync(one, Desk, Cancel);
                else await node.Company.Trust.Vault.EraseAsync(one, Desk.By, ct: Cancel);
                break;
        }
    }

    private static Evening Look(SponsorTree tree, SubjectId who) => new(
        who, [.. tree.PathOf(who).Select(place => place.Subject)], tree.PlaceOf(who)?.Below ?? 0, tree.PlaceOf(who)?.Former, [.. tree.Totals(who)]);

    private sealed record Evening(SubjectId Who, List<SubjectId?> Above, int Below, bool? Former, List<LevelTotal> Totals);
}
