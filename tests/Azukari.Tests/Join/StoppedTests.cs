using Azukari.Join.Applications;
using Azukari.Join.Staff;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>An application that was being joined when its sponsor left: staff sees why it stands still, names another sponsor or declines it.</summary>
public sealed class StoppedTests
{
    private const string Phone = "090-0000-7779", OldStreet = "1-1", NewStreet = "9-9";

    private static readonly ItemId Address = ItemId.Parse("address");

    // The moments at which a sponsor may leave: before the membership applies again, and before it is registered.
    public static TheoryData<string> Moments => ["joining", "joining-applied"];

    [Theory, EngineData]
    public async Task Another_sponsor_lets_it_go_on_at_once(StoreEngine engine)
    {
        foreach (var moment in Moments)
        {
            await using var world = await OpenAsync(engine);
            var book = world.First.Book;
            var (first, again) = await StoppedAsync(world, moment);
            Assert.Equal((ApplicationState.Joining, JoiningStop.Sponsor), (again.State, await book.StopOfAsync(again, Cancel)));
            Assert.Equal(1, await book.StoppedAsync(Cancel));
            world.Clock.Advance(TimeSpan.FromMinutes(16));
            Assert.Equal(0, await book.SweepAsync(Cancel)); // only staff can end it
            Assert.Contains(OldStreet, await AddressAsync(world, first.Subject), StringComparison.Ordinal);

            var customer = await world.JoinAsync(world.Form(MemberClass.Vip));
            Assert.Equal(Decided.SponsorGone, await book.ChooseSponsorAsync(again.Code, customer.Subject, Desk, Cancel));
            var other = await world.JoinAsync(world.Form(MemberClass.Agent));
            Assert.Equal(Decided.Done, await book.ChooseSponsorAsync(again.Code, other.Subject, Desk, Cancel));
            Assert.Equal((MemberClass.Vip, MemberStatus.Active), await StandingAsync(world, first.Subject));
            await world.First.Tree.CatchUpAsync(Cancel);
            Assert.Equal(other.Subject, world.First.Tree.ParentOf(first.Subject));
            var joined = (await book.FindAsync(again.Code, Cancel))!;
            Assert.Equal((ApplicationState.Accepted, other.Subject, first.Subject), (joined.State, joined.Sponsor, joined.Subject));
            Assert.Empty(joined.Taking);
            Assert.Contains(NewStreet, await AddressAsync(world, first.Subject), StringComparison.Ordinal);
            Assert.Contains("member:sponsor", await world.NotesAsync(first.Subject));
            Assert.Equal(0, await book.StoppedAsync(Cancel));
            Assert.Equal(Decided.NotWaiting, await book.DeclineAsync(again.Code, "other", Desk, Cancel));
            Assert.Equal(Decided.NotWaiting, await book.ChooseSponsorAsync(again.Code, other.Subject, Desk, Cancel));
        }
    }

    [Theory, EngineData]
    public async Task Declined_it_leaves_nothing_typed_and_the_former_member_as_they_were(StoreEngine engine)
    {
        foreach (var moment in Moments)
        {
            await using var world = await OpenAsync(engine);
            var (book, vault) = (world.First.Book, world.First.Company.Trust.Vault);
            var (first, again) = await StoppedAsync(world, moment);
            var until = (await vault.DescribeAsync(first.Subject, Cancel))!.Items.Where(item => item.Until is not null).Select(item => (item.Item, item.Until)).ToList();
            Assert.NotEmpty(until);
            world.Clock.Advance(TimeSpan.FromDays(1));
            world.First.Book.After = step => step == "declined-joining" ? throw new InvalidOperationException("died") : Task.CompletedTask;
            await Assert.ThrowsAsync<InvalidOperationException>(() => book.DeclineAsync(again.Code, "not-eligible", Desk, Cancel));
            var next = (await world.NodeAsync()).Book;
            world.Clock.Advance(TimeSpan.FromMinutes(16));
            Assert.Equal(1, await next.SweepAsync(Cancel));
            Assert.Equal((ApplicationState.Declined, "not-eligible"), ((await next.FindAsync(again.Code, Cancel))!.State, (await next.FindAsync(again.Code, Cancel))!.Reason));
            Assert.Equal(["join.confirm", "join.declined"], await world.LettersAsync(again.Subject));
            Assert.Contains(OldStreet, await AddressAsync(world, first.Subject), StringComparison.Ordinal);
            var described = (await vault.DescribeAsync(first.Subject, Cancel))!;
            Assert.Equal(MemberWords.FormerMember, described.Kind);
            Assert.Equal(until, described.Items.Where(item => item.Until is not null).Select(item => (item.Item, item.Until))); // coming to nothing keeps nobody's data longer
            Assert.True((await world.First.Members.FindAsync(first.Subject, Cancel))!.Status.HasEnded());
            world.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
            Assert.Equal(1, await next.SweepAsync(Cancel));
            Assert.True(await vault.IsErasedAsync(again.Subject, Cancel));
            Assert.False(await vault.IsErasedAsync(first.Subject, Cancel));
            Assert.Equal(0, await next.SweepAsync(Cancel));

            // Who was a member once and applies again is still known to be one who was.
            var third = await AgainAsync(world, (await world.JoinAsync(world.Form(MemberClass.Agent))).Subject);
            Assert.Equal((first.Subject, JoiningWay.Return), (third.Same, await book.WayAsync(third, Cancel)));
        }
    }

    [Theory, EngineData]
    public async Task The_list_of_what_stands_still_leaves_out_what_goes_on_by_itself(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var sponsor = await world.JoinAsync(world.Form(MemberClass.Agent));
        await world.JoinAsync(world.Form(phone: Phone));
        var moving = await AgainAsync(world, sponsor.Subject);
        book.After = static step => step == "joining" ? throw new InvalidOperationException("died") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => book.JoinAsync(moving.Code, [Address], Desk, Cancel));
        book.After = static _ => Task.CompletedTask;
        async Task<(string[] Codes, int Total)> ListAsync()
        {
            var (page, total) = await book.ListAsync(ApplicationQuestion.Read(name => name == "show" ? "stopped" : null).Query, 1, 50, Cancel);
            return ([.. page.Select(one => one.Code)], total);
        }

        Assert.Equal(ApplicationState.Joining, (await book.FindAsync(moving.Code, Cancel))!.State);
        Assert.Equal((0, 0), (await ListAsync() is var (none, total) ? (none.Length, total) : default));
        await world.First.Members.WithdrawAsync(sponsor.Subject, new MemberActing(Desk), Cancel);
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(await book.StoppedAsync(Cancel), (await ListAsync()).Total); // what home counts, the list shows
        Assert.Equal([moving.Code], (await ListAsync()).Codes);
    }

    [Theory, EngineData]
    public async Task Of_who_declines_and_who_goes_on_at_once_one_does(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var (first, again) = await StoppedAsync(world, "joining");
        var other = await world.JoinAsync(world.Form(MemberClass.Agent));
        await Task.WhenAll(book.ChooseSponsorAsync(again.Code, other.Subject, Desk, Cancel), book.DeclineAsync(again.Code, "other", new Accessor("mihon-service"), Cancel), book.SweepAsync(Cancel));
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        await book.SweepAsync(Cancel);
        var (state, member) = ((await book.FindAsync(again.Code, Cancel))!.State, (await world.First.Members.FindAsync(first.Subject, Cancel))!.Status);
        Assert.True((state, member) is (ApplicationState.Accepted, MemberStatus.Active) || (state == ApplicationState.Declined && member.HasEnded()), $"{state} {member}");
    }

    [Theory, EngineData]
    public async Task One_that_waits_for_staff_gets_another_sponsor_too_and_is_accepted_then(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine, options => options.Review.Add("retail"));
        var book = world.First.Book;
        var (sponsor, other) = (await world.JoinAsync(world.Form(MemberClass.Agent)), await world.JoinAsync(world.Form(MemberClass.Agent)));
        var waiting = await world.JoinAsync(world.Form(sponsor: sponsor.Subject));
        Assert.Equal(Decided.NotWaiting, await book.ChooseSponsorAsync(waiting.Code, other.Subject, Desk, Cancel)); // the one named is still there
        await world.First.Members.WithdrawAsync(sponsor.Subject, new MemberActing(Desk), Cancel);
        Assert.Equal(Decided.SponsorGone, await book.AcceptAsync(waiting.Code, Desk, Cancel));
        Assert.Equal(Decided.Done, await book.ChooseSponsorAsync(waiting.Code, other.Subject, Desk, Cancel));
        Assert.Contains(ApplicationWords.SponsorChosen, (await book.FindAsync(waiting.Code, Cancel))!.Reasons);
        Assert.Equal(Decided.Done, await book.AcceptAsync(waiting.Code, Desk, Cancel));
        await world.First.Tree.CatchUpAsync(Cancel);
        Assert.Equal(other.Subject, world.First.Tree.ParentOf(waiting.Subject));
    }

    // Somebody who left applies again under an agent who leaves while staff joins the application to the membership there was.
    private static async Task<(Application First, Application Again)> StoppedAsync(JoinWorld world, string moment)
    {
        var book = world.First.Book;
        var sponsor = await world.JoinAsync(world.Form(MemberClass.Agent));
        var first = await world.JoinAsync(world.Form(phone: Phone));
        Assert.True(await book.LeaveAsync((await book.FindAsync(first.Code, Cancel))!, Cancel));
        var again = await AgainAsync(world, sponsor.Subject);
        book.After = async step =>
        {
            if (step == moment) await world.First.Members.WithdrawAsync(sponsor.Subject, new MemberActing(Desk), Cancel);
        };
        Assert.Equal(Decided.SponsorGone, await book.JoinAsync(again.Code, [Address], Desk, Cancel));
        book.After = static _ => Task.CompletedTask;
        return (first, (await book.FindAsync(again.Code, Cancel))!);
    }

    private static async Task<Application> AgainAsync(JoinWorld world, SubjectId sponsor)
    {
        var form = world.Form(MemberClass.Vip, sponsor, phone: Phone);
        var values = form.Values.ToDictionary();
        values[Address] = Value("postal-address", $"〒100-0001 東京都千代田区見本町{NewStreet}");
        return await world.JoinAsync(form with { Values = values });
    }

    private static async Task<(MemberClass Class, MemberStatus Status)> StandingAsync(JoinWorld world, SubjectId member) =>
        await world.First.Members.FindAsync(member, Cancel) is { } found ? (found.Class, found.Status) : throw new InvalidOperationException("No membership.");

    private static async Task<string> AddressAsync(JoinWorld world, SubjectId subject)
    {
        var read = await world.First.Company.Trust.Vault.ReadAsync(subject, [Address], new AccessContext { Accessor = Desk, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = "A-TEST" }, Cancel);
        return Assert.IsType<Granted<ItemValues>>(read).Values[Address]!.Value.Reveal();
    }
}
