using Azukari.Company.Sample;
using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Members;

public sealed class SponsorTreeTests
{
    private static readonly MemberActing Proposer = Desk with { Case = "request-3", Reason = "wrong-sponsor" };

    [Theory, EngineData]
    public async Task A_down_line_has_levels_totals_and_pages(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var top = await world.MemberAsync();
        var direct = new List<SubjectId>();
        for (var i = 0; i < 5; i++) direct.Add(await world.MemberAsync(i < 3 ? MemberClass.Agent : MemberClass.Vip, top));
        var second = await world.MemberAsync(MemberClass.Retail, direct[1]);
        var tree = world.First.Tree;

        Assert.Equal([new LevelTotal(1, 3, 2, 0, 0), new LevelTotal(2, 0, 0, 1, 0)], tree.Totals(top));
        var page = tree.Downline(top, level: 1, skip: 2, take: 2);
        Assert.Equal((5, direct[2], direct[3]), (page.Total, page.Places[0].Subject, page.Places[1].Subject));
        Assert.Equal(second, Assert.Single(tree.Downline(top, 2, 0, 10).Places).Subject);
        Assert.Empty(tree.Downline(top, 3, 0, 10).Places);
        Assert.Equal((0, 5, 6), tree.PlaceOf(top) is { } place ? (place.Depth, place.Direct, place.Below) : default);
        Assert.Equal([top, direct[1]], tree.PathOf(second).Select(each => each.Subject));
        Assert.Equal(2, tree.Depth(second));
    }

    [Theory, EngineData]
    public async Task Another_node_sees_what_happened_and_is_proved_equal(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var top = await world.MemberAsync();
        var second = await world.NodeAsync();
        var member = await world.MemberAsync(MemberClass.Agent, top);
        var below = await world.MemberAsync(MemberClass.Vip, member);

        Assert.False(second.Tree.Contains(member)); // behind, until it looks
        Assert.True(await second.Tree.IsAncestorNowAsync(top, below, Cancel));
        Did(await world.First.Book.WithdrawAsync(member, Desk, Cancel));
        await second.Tree.CatchUpAsync(Cancel);

        Assert.True(second.Tree.PlaceOf(member)!.Former);
        Assert.Equal(world.First.Tree.Version, second.Tree.Version);
        Assert.True((await second.Tree.CheckAsync(Cancel)) is { Equal: true, Places: 3 });
    }

    [Theory, EngineData]
    public async Task A_row_changed_behind_the_programs_back_is_found(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (top, other) = (await world.MemberAsync(), await world.MemberAsync());
        var below = await world.MemberAsync(MemberClass.Vip, top);
        await using var db = await world.First.DatabaseAsync();
        var place = world.First.Tree.PlaceOf(other)!.Place;
        await db.Set<TreeNodeRow>().Where(node => node.Subject == below).ExecuteUpdateAsync(set => set.SetProperty(node => node.Parent, place), Cancel);

        Assert.NotEmpty((await world.First.Tree.CheckAsync(Cancel)).Differences);
    }

    [Theory, EngineData]
    public async Task Moves_are_listed_by_time_or_by_state_before_they_are_paged(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var tree = world.First.Tree;
        var (left, right) = (await world.MemberAsync(), await world.MemberAsync());
        List<TreeMoveId> moves = [];
        for (var n = 0; n < 4; n++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            moves.Add(Did(await tree.ProposeMoveAsync(await world.MemberAsync(MemberClass.Agent, left), right, Proposer, Cancel)).Id);
        }

        Did(await tree.DecideMoveAsync(moves[1], approve: false, Second, Cancel));
        Did(await tree.DecideMoveAsync(moves[2], approve: true, Second, Cancel));
        await AreAsync(new TreeMoveQuery(true), 3, 0);
        await AreAsync(new TreeMoveQuery(true) { Turned = true }, 0, 3);
        await AreAsync(new TreeMoveQuery(false), 3, 2, 1, 0);
        await AreAsync(new TreeMoveQuery(false) { Turned = true }, 0, 1, 2, 3);
        await AreAsync(new TreeMoveQuery(false) { Sort = TreeMoveSort.State }, 3, 0, 2, 1);
        await AreAsync(new TreeMoveQuery(false) { Sort = TreeMoveSort.State, Turned = true }, 1, 2, 3, 0);

        async Task AreAsync(TreeMoveQuery query, params int[] expected)
        {
            var ids = expected.Select(at => moves[at]).ToList();
            Assert.Equal(ids, (await tree.MovesAsync(query, cancel: Cancel)).Select(move => move.Id));
            for (var at = 0; at < ids.Count; at++) Assert.Equal(ids[at], Assert.Single(await tree.MovesAsync(query, at, 1, Cancel)).Id);
            Assert.Equal(ids.Count, await tree.CountMovesAsync(query, Cancel));
        }
    }

    [Theory, EngineData]
    public async Task A_move_takes_two_people_and_the_tree_remembers_how_it_was(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var tree = world.First.Tree;
        var (left, right) = (await world.MemberAsync(), await world.MemberAsync());
        var member = await world.MemberAsync(MemberClass.Agent, left);
        var below = await world.MemberAsync(MemberClass.Retail, member);
        world.Clock.Advance(TimeSpan.FromDays(10));

        var proposed = Did(await tree.ProposeMoveAsync(member, right, Proposer, Cancel));
        Assert.Equal(left, tree.ParentOf(member));
        Assert.Equal(TreeMoveRefusal.SamePerson, Refused(await tree.DecideMoveAsync(proposed.Id, approve: true, Desk.By, Cancel)));
        Assert.Equal([proposed.Id], (await tree.MovesAsync(new TreeMoveQuery(true), cancel: Cancel)).Select(move => move.Id));
        var done = Did(await tree.DecideMoveAsync(proposed.Id, approve: true, Second, Cancel));

        Assert.Equal((TreeMoveState.Done, left, right, Second), (done.State, done.From, done.To, done.DecidedBy));
        Assert.Equal(TreeMoveRefusal.NotWaiting, Refused(await tree.DecideMoveAsync(proposed.Id, approve: true, Second, Cancel)));
        Assert.Equal([right, member], tree.PathOf(below).Select(each => each.Subject));
        Assert.Equal(2, tree.PlaceOf(right)!.Below);
        Assert.Equal(0, tree.PlaceOf(left)!.Below);
        Assert.Equal(["tree:move-proposed", "tree:moved"], (await world.NotesAsync(member)).TakeLast(2));
        var before = DateOnly.FromDateTime(world.Clock.GetUtcNow().AddDays(-1).DateTime);
        var (was, then) = (await tree.OnDayAsync(before, Cancel), await tree.OnDayAsync(before.AddDays(1), Cancel));
        Assert.Equal([left, member], was.PathOf(below).Select(each => each.Subject));
        Assert.Equal([member], was.Downline(left, 1, 0, 10).Places.Select(each => each.Subject));
        Assert.Equal([right, member], then.PathOf(below).Select(each => each.Subject));
        Assert.Empty(then.Totals(left));
        Assert.Equal(0, (await tree.OnDayAsync(before.AddDays(-30), Cancel)).Count);
    }

    [Theory, EngineData]
    public async Task A_move_that_makes_no_sense_is_refused(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var tree = world.First.Tree;
        var top = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Agent, top);
        var below = await world.MemberAsync(MemberClass.Agent, member);
        var vip = await world.MemberAsync(MemberClass.Vip, top);

        Assert.Equal(TreeMoveRefusal.BelowItself, Refused(await tree.ProposeMoveAsync(member, below, Proposer, Cancel)));
        Assert.Equal(TreeMoveRefusal.BelowItself, Refused(await tree.ProposeMoveAsync(member, member, Proposer, Cancel)));
        Assert.Equal(TreeMoveRefusal.SamePlace, Refused(await tree.ProposeMoveAsync(member, top, Proposer, Cancel)));
        Assert.Equal(TreeMoveRefusal.SponsorNotAgent, Refused(await tree.ProposeMoveAsync(member, vip, Proposer, Cancel)));
        Assert.Equal(TreeMoveRefusal.NotInTree, Refused(await tree.ProposeMoveAsync(SubjectId.New(), top, Proposer, Cancel)));
        Assert.Equal(TreeMoveRefusal.NoReason, Refused(await tree.ProposeMoveAsync(member, null, Desk, Cancel)));
        var declined = Did(await tree.ProposeMoveAsync(member, null, Proposer, Cancel));
        Assert.Equal(TreeMoveState.Declined, Did(await tree.DecideMoveAsync(declined.Id, approve: false, Second, Cancel)).State);
        Assert.Equal(top, tree.ParentOf(member));
    }

    [Theory, EngineData]
    public async Task Moves_on_two_nodes_at_once_never_make_a_cycle(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var second = await world.NodeAsync();
        for (var round = 0; round < 6; round++)
        {
            // Each under the other: both are right when they are proposed, and only one can be when they are done.
            var (left, right) = (await world.MemberAsync(), await world.MemberAsync());
            var under = Did(await world.First.Tree.ProposeMoveAsync(left, right, Proposer, Cancel));
            var over = Did(await world.First.Tree.ProposeMoveAsync(right, left, Proposer, Cancel));

            var results = await Task.WhenAll(
                Task.Run(() => world.First.Tree.DecideMoveAsync(under.Id, true, Second, Cancel), Cancel), Task.Run(() => second.Tree.DecideMoveAsync(over.Id, true, Second, Cancel), Cancel));

            Assert.Single(results.OfType<TreeMoveDone>());
            Assert.Equal(TreeMoveRefusal.BelowItself, Refused(results.OfType<TreeMoveRefused>().Single()));
        }

        Assert.True((await world.First.Tree.CheckAsync(Cancel)).Equal);
        Assert.True((await second.Tree.CheckAsync(Cancel)).Equal);
    }

    [Theory, EngineData]
    public async Task Many_moves_and_newcomers_on_two_nodes_leave_one_tree_that_both_know(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var second = await world.NodeAsync();
        MembersNode[] nodes = [world.First, second];
        var agents = new List<SubjectId> { await world.MemberAsync() };
        for (var i = 1; i < 12; i++) agents.Add(await world.MemberAsync(MemberClass.Agent, agents[(i - 1) / 2]));
        var applicants = new List<SubjectId>();
        for (var i = 0; i < 8; i++) applicants.Add(await world.ApplicantAsync(MemberClass.Vip, agents[i]));
        var dice = new SeededSequence(7);
        var pairs = Enumerable.Range(0, 40).Select(_ => (One: agents[dice.Next(agents.Count)], Under: agents[dice.Next(agents.Count)])).ToList();

        await Task.WhenAll(nodes.Select((node, at) => Task.Run(async () =>
        {
            foreach (var (one, under) in pairs.Where((_, i) => i % 2 == at))
                if (await node.Tree.ProposeMoveAsync(one, under, Proposer, Cancel) is TreeMoveDone move) await node.Tree.DecideMoveAsync(move.Move.Id, true, Second, Cancel);
            foreach (var applicant in applicants.Where((_, i) => i % 2 == at)) Did(await node.Book.ActivateAsync(applicant, Desk, cancel: Cancel));
        }, Cancel)));

        foreach (var node in nodes)
        {
            var check = await node.Tree.CheckAsync(Cancel);
            Assert.Empty(check.Differences);
            Assert.Equal(20, check.Places);
        }

        await using var db = await world.First.DatabaseAsync();
        Assert.Equal(20, await db.Set<TreeLinkRow>().CountAsync(link => link.Until == null, Cancel)); // one living link a place
        Assert.Equal(await TreeReader.VersionAsync(db, Cancel), world.First.Tree.Version);
    }
}
