using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Members;

public sealed class MembershipTests
{
    [Theory, EngineData]
    public async Task A_registered_member_has_a_number_and_a_date_in_the_vault_and_facts_here(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync(MemberClass.Vip);

        var found = await world.First.Book.FindAsync(member, Cancel);
        var number = await world.ValueAsync(member, "member-number");
        Assert.Equal(new Membership(member, MemberClass.Vip, MemberStatus.Active, world.Clock.GetUtcNow(), world.Clock.GetUtcNow(), null), found);
        Assert.True(MemberNumber.TryParse(number, out var parsed, out _) && parsed.IsIssued);
        Assert.Equal(found, await world.First.Book.FindByNumberAsync(parsed, Cancel));
        Assert.Equal("2026-11-24", await world.ValueAsync(member, "registration-date"));
        Assert.Equal(["member:applied", "member:active"], await world.NotesAsync(member));
        await using var db = await world.First.DatabaseAsync();
        var row = await db.Set<MemberRow>().SingleAsync(Cancel);
        Assert.Equal(32, row.Number!.Length);
    }

    [Theory, EngineData]
    public async Task Transitions_that_make_no_sense_are_refused_and_change_nothing(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var nobody = await world.PersonAsync();
        var applicant = await world.ApplicantAsync(MemberClass.Retail);
        var gone = await world.MemberAsync(MemberClass.Agent);
        Did(await book.WithdrawAsync(gone, Desk, Cancel));

        Assert.Equal(MemberRefusal.NoMembership, Refused(await book.ActivateAsync(nobody, Desk, cancel: Cancel)));
        Assert.Equal(MemberRefusal.NoSuchPerson, Refused(await book.ApplyAsync(SubjectId.New(), MemberClass.Retail, null, Channel.Web, world.First.Version, Desk, Cancel)));
        Assert.Equal(MemberRefusal.WrongStatus, Refused(await book.SuspendAsync(applicant, Desk, Cancel)));
        Assert.Equal(MemberRefusal.WrongStatus, Refused(await book.WithdrawAsync(applicant, Desk, Cancel)));
        Assert.Equal(MemberRefusal.MemberAlready, Refused(await book.ApplyAsync(applicant, MemberClass.Retail, null, Channel.Web, world.First.Version, Desk, Cancel)));
        Assert.Equal(MemberRefusal.SameClass, Refused(await book.ChangeClassAsync(applicant, MemberClass.Retail, Desk, Cancel)));
        Assert.Equal(MemberRefusal.WrongStatus, Refused(await book.ActivateAsync(gone, Desk, cancel: Cancel)));
        Assert.Equal(MemberRefusal.WrongStatus, Refused(await book.CancelAsync(gone, Desk, Cancel)));
        Assert.Equal(MemberRefusal.WrongStatus, Refused(await book.ReinstateAsync(gone, Desk, Cancel)));
        Assert.Equal(MemberStatus.Applied, (await book.FindAsync(applicant, Cancel))!.Status);
        Assert.Equal(2, (await book.HistoryAsync(applicant, Cancel)).Count);
    }

    [Theory, EngineData]
    public async Task Only_a_registered_agent_sponsors(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var (vip, applicant, agent) = (await world.MemberAsync(MemberClass.Vip), await world.ApplicantAsync(), await world.MemberAsync());
        var newcomer = await world.PersonAsync();
        async Task<MemberRefusal> By(SubjectId sponsor) => Refused(await book.ApplyAsync(newcomer, MemberClass.Retail, sponsor, Channel.Web, world.First.Version, Desk, Cancel));

        Assert.Equal(MemberRefusal.SponsorNotAgent, await By(vip));
        Assert.Equal(MemberRefusal.SponsorNotMember, await By(applicant));
        Assert.Equal(MemberRefusal.SponsorNotMember, await By(SubjectId.New()));
        Did(await book.SuspendAsync(agent, Desk, Cancel));
        Assert.Equal(MemberRefusal.SponsorSuspended, await By(agent));
        Did(await book.ReinstateAsync(agent, Desk, Cancel));
        Did(await book.ApplyAsync(newcomer, MemberClass.Retail, agent, Channel.Web, world.First.Version, Desk, Cancel));
        Did(await book.ActivateAsync(newcomer, Desk, cancel: Cancel));
        Assert.Equal(agent, world.First.Tree.ParentOf(newcomer));
    }

    [Theory, EngineData]
    public async Task A_channel_the_policy_does_not_name_is_refused_by_the_policy(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var agent = await world.MemberAsync();
        var newcomer = await world.PersonAsync();

        var refused = Assert.IsType<MemberRefused>(await world.First.Book.ApplyAsync(newcomer, MemberClass.Retail, agent, Channel.Phone, world.First.Version, Desk, Cancel));

        Assert.Equal(MemberRefusal.Policy, refused.Why);
        Assert.Equal("channel-not-declared", refused.Policy!.Code);
        Assert.Null(await world.First.Book.FindAsync(newcomer, Cancel));
    }

    [Theory, EngineData]
    public async Task Who_leaves_is_a_former_member_and_what_was_kept_for_the_membership_has_its_end(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();
        world.Clock.Advance(TimeSpan.FromDays(30));

        var ended = Did(await world.First.Book.WithdrawAsync(member, Desk with { Case = "request-7", Reason = "own-wish" }, Cancel));

        Assert.Equal(world.Clock.GetUtcNow(), ended.EndedAt);
        var described = await world.First.Company.Trust.Vault.DescribeAsync(member, Cancel);
        Assert.Equal("former-member", described!.Kind.Value);
        Assert.Equal(world.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).AddYears(3), described.Items.Single(item => item.Item.Value == "name").Until);
        Assert.Equal(["member:applied", "member:active", "retention:membership-end", "kind:former-member", "member:withdrawn"], await world.NotesAsync(member));
        var last = (await world.First.Book.HistoryAsync(member, Cancel))[^1];
        Assert.Equal((MemberChange.Status, "active", "withdrawn", "request-7", "own-wish"), (last.Change, last.From, last.To, last.Case, last.Reason));
        Assert.True(world.First.Tree.PlaceOf(member)!.Former);
    }

    [Theory, EngineData]
    public async Task Who_comes_back_has_a_new_place_and_the_old_one_stays_a_former_members(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (book, tree) = (world.First.Book, world.First.Tree);
        var top = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Agent, top);
        var below = await world.MemberAsync(MemberClass.Retail, member);
        var before = tree.PlaceOf(member)!.Place;
        Did(await book.WithdrawAsync(member, Desk, Cancel));

        Did(await book.ApplyAsync(member, MemberClass.Vip, top, Channel.Web, world.First.Version, Desk, Cancel));
        Did(await book.ActivateAsync(member, Desk, cancel: Cancel));

        Assert.NotEqual(before, tree.PlaceOf(member)!.Place);
        var path = tree.PathOf(below);
        Assert.Equal([top, null], path.Select(place => place.Subject));
        Assert.True(path[1].Former);
        Assert.False(tree.IsAncestor(member, below));
        Assert.Equal("vip", (await world.First.Company.Trust.Vault.DescribeAsync(member, Cancel))!.Kind.Value);
    }

    [Theory, EngineData]
    public async Task A_class_change_moves_the_kind_for_what_is_given_later_only(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync(MemberClass.Retail);

        Did(await world.First.Book.ChangeClassAsync(member, MemberClass.Agent, Desk, Cancel));

        var items = new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("mobile")] = Value("phone", "090-0000-1234") };
        Assert.True((await world.First.Company.Trust.Vault.CorrectAsync(member, items, new CorrectionBy.Self(world.First.Version), Desk.By, ct: Cancel)).Done);
        var described = (await world.First.Company.Trust.Vault.DescribeAsync(member, Cancel))!;
        Assert.Equal("agent", described.Kind.Value);
        Assert.Equal("retail", described.Items.Single(item => item.Item.Value == "name").SubjectKind.Value);
        Assert.Equal("agent", described.Items.Single(item => item.Item.Value == "mobile").SubjectKind.Value);
        var last = (await world.First.Book.HistoryAsync(member, Cancel))[^1];
        Assert.Equal((MemberChange.Class, "retail", "agent"), (last.Change, last.From, last.To));
    }

    [Theory, EngineData]
    public async Task An_agents_rank_rises_and_never_falls(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var (agent, vip) = (await world.MemberAsync(), await world.MemberAsync(MemberClass.Vip));
        Assert.Equal("agent", await world.ValueAsync(agent, "rank"));

        Assert.Equal(MemberRank.Silver, Did(await book.RaiseRankAsync(agent, MemberRank.Silver, Desk with { Case = "period-7" }, Cancel)).Rank);

        Assert.Equal("silver", await world.ValueAsync(agent, "rank"));
        Assert.Null(await world.ValueAsync(vip, "rank"));
        Assert.Equal(MemberRefusal.RankNotHigher, Refused(await book.RaiseRankAsync(agent, MemberRank.Silver, Desk, Cancel)));
        Assert.Equal(MemberRefusal.RankNotHigher, Refused(await book.RaiseRankAsync(agent, MemberRank.Bronze, Desk, Cancel)));
        Assert.Equal(MemberRefusal.NotAgent, Refused(await book.RaiseRankAsync(vip, MemberRank.Bronze, Desk, Cancel)));
        var last = (await book.HistoryAsync(agent, Cancel))[^1];
        Assert.Equal((MemberChange.Rank, "agent", "silver", "period-7"), (last.Change, last.From, last.To, last.Case));
        Assert.Equal("member:rank:silver", (await world.NotesAsync(agent))[^1]);
        Did(await book.ChangeClassAsync(agent, MemberClass.Vip, Desk, Cancel));
        Assert.Null((await book.FindAsync(agent, Cancel))!.Rank);
        Did(await book.ChangeClassAsync(agent, MemberClass.Agent, Desk, Cancel));
        Assert.Equal(MemberRank.Silver, (await book.FindAsync(agent, Cancel))!.Rank); // the highest ever reached
    }

    [Theory, EngineData]
    public async Task Numbers_stay_unique_when_two_nodes_draw_the_same(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var second = await world.NodeAsync();
        var draws = -1;
        int Draw() => 88_000_000 + (Interlocked.Increment(ref draws) / 2); // each number twice
        world.First.Book.Draw = second.Book.Draw = Draw;
        var people = new List<SubjectId>();
        for (var i = 0; i < 12; i++) people.Add(await world.ApplicantAsync(MemberClass.Retail));

        await Task.WhenAll(people.Select((person, i) => Task.Run(async () => Did(await (i % 2 == 0 ? world.First : second).Book.ActivateAsync(person, Desk, cancel: Cancel)), Cancel)));

        var numbers = new HashSet<string>();
        foreach (var person in people)
        {
            var number = (await world.ValueAsync(person, "member-number"))!;
            Assert.True(numbers.Add(number));
            Assert.True(MemberNumber.TryParse(number, out var parsed, out _));
            Assert.Equal(person, (await second.Book.FindByNumberAsync(parsed, Cancel))!.Subject);
        }
    }

    [Theory, EngineData]
    public async Task A_person_registered_on_two_nodes_at_once_is_registered_once(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var second = await world.NodeAsync();
        var person = await world.ApplicantAsync();

        var results = await Task.WhenAll(
            Task.Run(() => world.First.Book.ActivateAsync(person, Desk, cancel: Cancel), Cancel), Task.Run(() => second.Book.ActivateAsync(person, Desk, cancel: Cancel), Cancel));

        Assert.Single(results, result => result.Done);
        Assert.Equal(MemberRefusal.WrongStatus, Refused(results.Single(result => !result.Done)));
        Assert.True(MemberNumber.TryParse(await world.ValueAsync(person, "member-number"), out var number, out _));
        Assert.Equal(person, (await world.First.Book.FindByNumberAsync(number, Cancel))?.Subject);
    }
}
