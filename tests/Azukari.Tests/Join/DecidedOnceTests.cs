using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>An application that is being joined goes on or is declined, once: in each order, and wherever a host dies. Nobody is told that they are declined whose membership began.</summary>
public sealed class DecidedOnceTests
{
    private static readonly ItemId Address = ItemId.Parse("address");

    // What becomes of the membership: it takes over what was given, changes its class, or begins again.
    private static readonly string[] Ways = ["updated", "changed", "returned"];

    private static readonly string[] Won = ["joining-won", "joining-applied", "joining-member", "joining-corrected", "joining-taken", "joining-erased", "joining-told", "joining-handed", "account"];

    private int _phone = 8000;

    [Theory, EngineData]
    public async Task Declined_first_nothing_of_it_begins(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        foreach (var way in Ways)
        {
            var (member, again) = await MeetAsync(world, way);
            book.After = async step =>
            {
                if (step != "joining") return;
                book.After = static _ => Task.CompletedTask;
                Assert.Equal(Decided.Done, await book.DeclineAsync(again.Code, "other", new Accessor("mihon-service"), Cancel));
            };
            Assert.NotEqual(Decided.Done, await book.JoinAsync(again.Code, [Address], Desk, Cancel));
            Assert.Equal(ApplicationState.Declined, await EndedAsync(world, way, member, again));
        }
    }

    [Theory, EngineData]
    public async Task Gone_on_first_nobody_declines_it_at_any_step(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        foreach (var way in Ways)
            foreach (var moment in Won)
            {
                var (member, again) = await MeetAsync(world, way);
                Decided? declined = null;
                book.After = async step =>
                {
                    if (step == moment) declined = await book.DeclineAsync(again.Code, "other", new Accessor("mihon-service"), Cancel);
                };
                Assert.Equal(Decided.Done, await book.JoinAsync(again.Code, [Address], Desk, Cancel));
                book.After = static _ => Task.CompletedTask;
                Assert.True(declined is null or Decided.NotWaiting, $"{way} {moment}: {declined}");
                Assert.NotEqual(ApplicationState.Declined, await EndedAsync(world, way, member, again));
            }
    }

    [Theory, EngineData]
    public async Task Who_declines_having_seen_it_wait_loses_to_who_went_on_meanwhile(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (book, other) = (world.First.Book, (await world.NodeAsync()).Book);
        foreach (var way in Ways)
        {
            var (member, again) = await BegunAsync(world, way);
            book.After = async step =>
            {
                if (step == "declining-joining") Assert.Equal(1, await other.SweepAsync(Cancel));
            };
            Assert.Equal(Decided.NotWaiting, await book.DeclineAsync(again.Code, "other", Desk, Cancel));
            book.After = static _ => Task.CompletedTask;
            Assert.NotEqual(ApplicationState.Declined, await EndedAsync(world, way, member, again));
        }
    }

    [Theory, EngineData]
    public async Task Who_went_on_and_slept_while_another_was_refused_and_staff_declined_begins_nothing(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (book, other, members) = (world.First.Book, (await world.NodeAsync()).Book, world.First.Members);
        foreach (var moment in (string[])["joining-won", "joining-applied"])
        {
            var way = moment == "joining-won" ? "changed" : "returned";
            var (member, again) = await BegunAsync(world, way);
            book.After = async step =>
            {
                if (step != moment) return;
                var acting = new MemberActing(Desk);
                // The other is refused: the membership cannot become what was applied for just now.
                if (way == "changed") await members.SuspendAsync(member.Subject, acting, Cancel);
                else await members.WithdrawAsync(again.Sponsor!.Value, acting, Cancel);
                world.Clock.Advance(TimeSpan.FromMinutes(16));
                Assert.Equal(0, await other.SweepAsync(Cancel));
                Assert.Equal(ApplicationState.Joining, (await other.FindAsync(again.Code, Cancel))!.State);
                Assert.Equal(Decided.Done, await other.DeclineAsync(again.Code, "not-eligible", Desk, Cancel));
                if (way == "changed") await members.ReinstateAsync(member.Subject, acting, Cancel);
            };
            Assert.Equal(0, await book.SweepAsync(Cancel));
            book.After = static _ => Task.CompletedTask;
            Assert.Equal(ApplicationState.Declined, await EndedAsync(world, way, member, again));
        }
    }

    [Theory, EngineData]
    public async Task A_host_that_dies_between_any_two_steps_of_going_on_leaves_one_answer(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (book, other) = (world.First.Book, (await world.NodeAsync()).Book);
        foreach (var way in Ways)
            foreach (var moment in (string[])["joining", .. Won])
            {
                var (member, again) = await MeetAsync(world, way);
                var died = false;
                book.After = step =>
                {
                    if (step != moment) return Task.CompletedTask;
                    died = true;
                    throw new InvalidOperationException("died");
                };
                try
                {
                    await book.JoinAsync(again.Code, [Address], Desk, Cancel);
                }
                catch (InvalidOperationException) when (died)
                {
                }

                book.After = static _ => Task.CompletedTask;
                if (!died) continue;
                // Before it was decided to go on, staff may decline; afterwards it goes on by itself.
                Assert.Equal(moment == "joining" ? Decided.Done : Decided.NotWaiting, await other.DeclineAsync(again.Code, "other", Desk, Cancel));
                world.Clock.Advance(TimeSpan.FromMinutes(16));
                await other.SweepAsync(Cancel);
                Assert.Equal(moment == "joining", await EndedAsync(world, way, member, again) == ApplicationState.Declined);
            }
    }

    [Theory, EngineData]
    public async Task A_host_that_dies_between_any_two_steps_of_declining_leaves_one_answer(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (book, other) = (world.First.Book, (await world.NodeAsync()).Book);
        foreach (var way in Ways)
            foreach (var moment in (string[])["declining-joining", "declined-joining", "taken-back", "declined-said"])
            {
                var (member, again) = await BegunAsync(world, way);
                book.After = step => step == moment ? throw new InvalidOperationException("died") : Task.CompletedTask;
                await Assert.ThrowsAsync<InvalidOperationException>(() => book.DeclineAsync(again.Code, "other", Desk, Cancel));
                book.After = static _ => Task.CompletedTask;
                world.Clock.Advance(TimeSpan.FromMinutes(16));
                await Task.WhenAll(other.SweepAsync(Cancel), book.SweepAsync(Cancel));
                Assert.Equal(moment != "declining-joining", await EndedAsync(world, way, member, again) == ApplicationState.Declined);
            }
    }

    [Theory, EngineData]
    public async Task Of_all_who_decide_at_once_one_does(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (book, other) = (world.First.Book, (await world.NodeAsync()).Book);
        foreach (var way in Ways)
            for (var round = 0; round < 3; round++)
            {
                var (member, again) = await BegunAsync(world, way);
                await Task.WhenAll(book.SweepAsync(Cancel), other.DeclineAsync(again.Code, "other", Desk, Cancel), other.SweepAsync(Cancel), book.DeclineAsync(again.Code, "other", new Accessor("mihon-service"), Cancel));
                world.Clock.Advance(TimeSpan.FromMinutes(16));
                await book.SweepAsync(Cancel);
                await EndedAsync(world, way, member, again);
            }
    }

    // Declined, and the membership is what it was, or gone on, and it is what was applied for: with what was written to match. Returns which.
    private static async Task<ApplicationState> EndedAsync(JoinWorld world, string way, Application member, Application again)
    {
        var (vault, state) = (world.First.Company.Trust.Vault, (await world.First.Book.FindAsync(again.Code, Cancel))!.State);
        var standing = (await world.First.Members.FindAsync(member.Subject, Cancel))!;
        var held = (await vault.DescribeAsync(member.Subject, Cancel))!;
        IReadOnlyList<string> told = [.. await world.LettersAsync(again.Subject), .. await world.LettersAsync(member.Subject)];
        if (state == ApplicationState.Declined)
        {
            Assert.Equal(way == "returned", standing.Status.HasEnded());
            if (way != "returned") Assert.Equal((MemberClass.Retail, MemberStatus.Active), (standing.Class, standing.Status));
            Assert.Equal(way == "returned" ? MemberWords.FormerMember : MemberClass.Retail.Kind(), held.Kind);
            Assert.Single(told, "join.declined");
            Assert.DoesNotContain("join.joined", told);
            Assert.Single(told, "join.welcome");
            Assert.DoesNotContain("見本町9-9", await AddressAsync(world, member.Subject), StringComparison.Ordinal);
            world.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
            await world.First.Book.SweepAsync(Cancel);
            Assert.True(await vault.IsErasedAsync(again.Subject, Cancel));
            return state;
        }

        Assert.Equal(way == "updated" ? ApplicationState.Joined : ApplicationState.Accepted, state);
        var applied = way == "updated" ? MemberClass.Retail : MemberClass.Vip;
        Assert.Equal((applied, MemberStatus.Active, applied.Kind()), (standing.Class, standing.Status, held.Kind));
        Assert.DoesNotContain("join.declined", told);
        Assert.Equal(way == "updated" ? 1 : 0, told.Count(letter => letter == "join.joined"));
        Assert.True(told.Count(letter => letter == "join.welcome") >= (way == "updated" ? 1 : 2)); // two hosts at once may each send a link: the later one opens
        Assert.Contains("見本町9-9", await AddressAsync(world, member.Subject), StringComparison.Ordinal);
        Assert.True(await vault.IsErasedAsync(again.Subject, Cancel));
        return state;
    }

    // Decided to be joined, and nothing done yet: the host died. Old enough for the sweep.
    private async Task<(Application Member, Application Again)> BegunAsync(JoinWorld world, string way)
    {
        var (member, again) = await MeetAsync(world, way);
        world.First.Book.After = static step => step == "joining" ? throw new InvalidOperationException("died") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.First.Book.JoinAsync(again.Code, [Address], Desk, Cancel));
        world.First.Book.After = static _ => Task.CompletedTask;
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        return (member, (await world.First.Book.FindAsync(again.Code, Cancel))!);
    }

    // A member, or one who left, applies again: nobody has decided anything yet.
    private async Task<(Application Member, Application Again)> MeetAsync(JoinWorld world, string way)
    {
        var phone = $"090-0000-{_phone++}";
        var sponsor = way == "returned" ? (await world.JoinAsync(world.Form(MemberClass.Agent))).Subject : (SubjectId?)null;
        var member = await world.JoinAsync(world.Form(phone: phone));
        if (way == "returned") Assert.True(await world.First.Book.LeaveAsync((await world.First.Book.FindAsync(member.Code, Cancel))!, Cancel));
        var form = world.Form(way == "updated" ? MemberClass.Retail : MemberClass.Vip, sponsor, phone: phone);
        var values = form.Values.ToDictionary();
        values[Address] = Value("postal-address", "〒100-0001 東京都千代田区見本町9-9");
        return (member, await world.JoinAsync(form with { Values = values }));
    }

    private static async Task<string> AddressAsync(JoinWorld world, SubjectId subject)
    {
        var read = await world.First.Company.Trust.Vault.ReadAsync(subject, [Address], new AccessContext { Accessor = Desk, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = "A-TEST" }, Cancel);
        return Assert.IsType<Granted<ItemValues>>(read).Values[Address]!.Value.Reveal();
    }
}
