using Azukari.Company;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Members;

/// <summary>What members hold passes the vault's gate: decided, recorded, released, on each of its ways.</summary>
public sealed class HeldItemTests
{
    private const string Service = "staff.customer-service", Registration = "purpose.member.1";
    private static readonly ItemId Class = ItemId.Parse("class"), Sponsor = ItemId.Parse("sponsor"), Rank = ItemId.Parse("rank"), Name = ItemId.Parse("name");

    [Theory, EngineData]
    public async Task A_crowd_of_callers_gets_what_members_hold_as_each_alone_does(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync(MemberClass.Vip);
        world.First.Company.Trust.Vault.Gate.Crowd.Few = 0; // nobody goes alone

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => world.ReadAsync(member, Service, Registration, "name", "class")));

        Assert.All(results, result => Assert.Equal("vip", Assert.IsType<Granted<ItemValues>>(result).Values[Class]?.Reveal()));
    }

    [Theory, EngineData]
    public async Task Class_and_sponsor_are_released_with_the_vaults_own_and_recorded(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var agent = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Vip, agent);

        var granted = Assert.IsType<Granted<ItemValues>>(await world.ReadAsync(member, Service, Registration, "name", "class", "sponsor", "rank"));

        Assert.Equal("vip", granted.Values[Class]?.Reveal());
        Assert.Equal(await world.ValueAsync(agent, "member-number"), granted.Values[Sponsor]?.Reveal());
        Assert.Null(granted.Values[Rank]);
        Assert.NotNull(granted.Values[Name]);
        var entry = (await world.First.Company.Trust.Ledger.FindAsync(granted.EntryId, Cancel))!.Entry;
        Assert.Equal((EntryKind.Used, "class name rank sponsor"), (entry.Kind, string.Join(' ', entry.Items)));
    }

    [Theory, EngineData]
    public async Task Bulk_reads_release_them_too(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var agent = await world.MemberAsync();
        SubjectId[] members = [agent, await world.MemberAsync(MemberClass.Vip, agent), await world.MemberAsync(MemberClass.Retail, agent)];
        var context = new AccessContext { Accessor = Desk.By, As = RecipientKind.Parse("staff.marketing"), Purpose = ClauseId.Parse("purpose.member.4"), Case = "campaign-1" };

        var classes = new Dictionary<SubjectId, string?>();
        await foreach (var result in world.First.Company.Trust.Vault.ReadManyAsync(members.ToAsyncEnumerable(), [Name, Class, ItemId.Parse("region")], context, Cancel))
        {
            var granted = Assert.IsType<Granted<ItemValues>>(result);
            classes[result.Subject] = granted.Values[Class]?.Reveal();
            Assert.Equal("東京都", granted.Values[ItemId.Parse("region")]?.Reveal());
        }

        Assert.Equal(["agent", "vip", "retail"], members.Select(member => classes[member]));
    }

    [Theory, EngineData]
    public async Task What_the_policy_does_not_grant_is_refused_like_any_other_item(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();

        var refused = Assert.IsType<RefusedAccess<ItemValues>>(await world.ReadAsync(member, "staff.shipping", "purpose.member.2", "name", "class"));

        Assert.Equal("item-beyond-purpose", refused.Refusal.Code);
    }

    [Theory, EngineData]
    public async Task The_kind_the_class_was_given_as_decides_with_the_kind_of_now(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();
        // Data of an agent does not serve a purpose that is about inquirers only.
        Assert.True((await world.First.Company.Trust.Vault.ChangeKindAsync(member, SubjectKind.Parse("inquirer"), Desk.By, ct: Cancel)).Done);

        var refused = Assert.IsType<RefusedAccess<ItemValues>>(await world.ReadAsync(member, Service, Registration, "class"));

        Assert.Equal("subject-out-of-scope", refused.Refusal.Code);
    }

    [Theory, EngineData]
    public async Task Age_band_and_region_are_made_of_what_the_vault_keeps_and_kept_nowhere(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();
        var context = new AccessContext { Accessor = Desk.By, As = RecipientKind.Parse("staff.marketing"), Purpose = ClauseId.Parse("purpose.member.5") };

        var granted = Assert.IsType<Granted<ItemValues>>(await world.First.Company.Trust.Vault.ReadAsync(member, [ItemId.Parse("age-band"), ItemId.Parse("region")], context, Cancel));

        Assert.Equal("40s", granted.Values[ItemId.Parse("age-band")]?.Reveal()); // born on 1 April 1980
        Assert.Equal("東京都", granted.Values[ItemId.Parse("region")]?.Reveal());
    }

    [Theory, EngineData]
    public async Task A_description_names_them_with_how_they_came(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var agent = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Retail, agent);

        var described = (await world.First.Company.Trust.Vault.DescribeAsync(member, Cancel))!;

        var held = described.Items.Single(item => item.Item == Class);
        Assert.Equal((Channel.Web, "retail", world.First.Version, Desk.By), (held.Channel, held.SubjectKind.Value, held.PolicyVersion, held.By));
        Assert.Contains(described.Items, item => item.Item == Sponsor);
        Assert.DoesNotContain(described.Items, item => item.Item == Rank);
    }

    [Theory, EngineData]
    public async Task Without_the_module_nothing_of_it_is_held(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();
        await using var alone = await CompanyCore.OpenAsync(world.Options, world.Clock, Cancel);
        var context = new AccessContext { Accessor = Desk.By, As = RecipientKind.Parse(Service), Purpose = ClauseId.Parse(Registration), Case = "application-1" };

        var granted = Assert.IsType<Granted<ItemValues>>(await alone.Trust.Vault.ReadAsync(member, [Class], context, Cancel));

        Assert.Null(granted.Values[Class]);
    }

    [Theory, EngineData]
    public async Task A_source_that_fails_releases_nothing(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();
        await using var broken = await CompanyCore.OpenAsync(world.Options, world.Clock, Cancel);
        broken.Trust.Modules.Add(new BrokenItems());
        var context = new AccessContext { Accessor = Desk.By, As = RecipientKind.Parse(Service), Purpose = ClauseId.Parse(Registration), Case = "application-1" };

        await Assert.ThrowsAsync<TimeoutException>(() => broken.Trust.Vault.ReadAsync(member, [Name, Class], context, Cancel));
    }

    [Theory, EngineData]
    public async Task An_erasure_leaves_no_row_that_names_the_person_and_the_tree_as_it_was(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var top = await world.MemberAsync();
        var middle = await world.MemberAsync(MemberClass.Agent, top);
        var below = await world.MemberAsync(MemberClass.Retail, middle);
        var place = world.First.Tree.PlaceOf(middle)!.Place;

        await world.First.Company.Trust.Vault.EraseAsync(middle, Desk.By, ct: Cancel);

        await using var db = await world.First.DatabaseAsync();
        Assert.Null(await world.First.Book.FindAsync(middle, Cancel));
        Assert.Empty(await world.First.Book.HistoryAsync(middle, Cancel));
        Assert.False(await db.Set<TreeNodeRow>().AnyAsync(node => node.Subject == middle, Cancel));
        Assert.Equal([top, null], world.First.Tree.PathOf(below).Select(each => each.Subject));
        Assert.Equal(place, world.First.Tree.PathOf(below)[1].Place);
        Assert.True(world.First.Tree.IsAncestor(top, below));
        Assert.Equal([new LevelTotal(1, 0, 0, 0, 1), new LevelTotal(2, 0, 0, 1, 0)], world.First.Tree.Totals(top));
        Assert.Null(await world.ValueAsync(below, "sponsor"));
        Assert.True((await world.First.Tree.CheckAsync(Cancel)).Equal);
    }

    [Theory, EngineData]
    public async Task Who_was_erased_while_members_were_not_asked_is_forgotten_when_they_are(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.MemberAsync();
        await using (var alone = await CompanyCore.OpenAsync(world.Options, world.Clock, Cancel))
            await alone.Trust.Vault.EraseAsync(member, Desk.By, ct: Cancel);
        Assert.NotNull(await world.First.Book.FindAsync(member, Cancel));

        var later = await world.NodeAsync();

        Assert.Null(await later.Book.FindAsync(member, Cancel));
        Assert.False(later.Tree.Contains(member));
        Assert.Equal(1, later.Tree.Count);
    }

    [Theory, EngineData]
    public async Task Three_years_after_the_end_nothing_of_the_membership_is_left_but_a_place(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var agent = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Retail, agent);
        Did(await world.First.Book.WithdrawAsync(member, Desk, Cancel));
        var vault = world.First.Company.Trust.Vault;

        world.Clock.Advance(TimeSpan.FromDays(3 * 365));
        await vault.ExpireAsync(world.Clock.GetUtcNow(), Desk.By, Cancel);
        Assert.NotNull(await world.First.Book.FindAsync(member, Cancel));
        Assert.Contains((await vault.DescribeAsync(member, Cancel))!.Items, item => item.Item == Class);
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.DoesNotContain((await vault.DescribeAsync(member, Cancel))!.Items, item => item.Item == Class); // over, though nobody has removed it yet
        await vault.ExpireAsync(world.Clock.GetUtcNow(), Desk.By, Cancel);

        Assert.Null(await world.First.Book.FindAsync(member, Cancel));
        Assert.Equal([new LevelTotal(1, 0, 0, 0, 1)], world.First.Tree.Totals(agent));
        Assert.Equal(0, (await vault.ExpireAsync(world.Clock.GetUtcNow(), Desk.By, Cancel)).Items);
    }

    private sealed class BrokenItems : IHeldItems
    {
        public string Module => "members";

        public ValueTask<IReadOnlyDictionary<SubjectId, IReadOnlyList<ModuleItem>>> ReadAsync(IReadOnlyCollection<SubjectId> subjects, IReadOnlyCollection<ItemId> items, CancellationToken ct) => throw new TimeoutException();

        public Task ForgetAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) => Task.CompletedTask;

        public Task<IReadOnlyList<ItemId>> ExpireAsync(SubjectId subject, IReadOnlyCollection<ItemId> items, CancellationToken ct) => Task.FromResult<IReadOnlyList<ItemId>>([]);
    }
}
