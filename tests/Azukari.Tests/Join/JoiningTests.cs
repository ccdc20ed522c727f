using Azukari.Join.Applications;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>An application of somebody who is a member, or was one: joined to that membership, never a second one.</summary>
public sealed class JoiningTests
{
    private const string Phone = "090-0000-7778", OldStreet = "1-1", NewStreet = "9-9";

    private static readonly ItemId Address = ItemId.Parse("address"), Email = ItemId.Parse("email"), Birth = ItemId.Parse("date-of-birth");

    [Theory, EngineData]
    public async Task Who_left_and_comes_back_has_the_membership_again_with_what_was_given_as_corrections(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var first = await world.JoinAsync(world.Form(phone: Phone));
        await book.ReceiveAsync(first, Cancel);
        world.Clock.Advance(TimeSpan.FromDays(60));
        Assert.True(await book.LeaveAsync((await book.FindAsync(first.Code, Cancel))!, Cancel));
        var again = await AgainAsync(world, MemberClass.Vip);
        Assert.Equal((ApplicationState.Waiting, first.Subject), (again.State, again.Same));
        Assert.Equal(JoiningWay.Return, await book.WayAsync(again, Cancel));
        Assert.Equal(Decided.SameUnsure, await book.AcceptAsync(again.Code, Desk, Cancel));

        Assert.Equal(Decided.Done, await book.JoinAsync(again.Code, [Address, Email, ItemId.Parse("bank-account")], Desk, Cancel));
        await IsOneAsync(world, first.Subject, again, MemberClass.Vip);
        var joined = (await book.FindAsync(again.Code, Cancel))!;
        Assert.Equal((ApplicationState.Accepted, first.Subject, "returned"), (joined.State, joined.Subject, joined.Reason));
        Assert.Contains(NewStreet, await ReadAsync(world, first.Subject, Address), StringComparison.Ordinal);
        LedgerEntry corrected = await world.First.Company.Trust.Vault.HistoryAsync(first.Subject, Cancel).FirstAsync(entry => entry.Kind == EntryKind.Corrected && entry.Case == again.Code && entry.Items.Contains("address"), Cancel);
        Assert.Equal((Desk.Code, "address,email"), (corrected.Accessor, string.Join(',', corrected.Items.Order())));
        Assert.NotEmpty(corrected.Clauses);
        Assert.True(await world.First.Company.Trust.Vault.HistoryAsync(first.Subject, Cancel).AnyAsync(entry => entry.Reason == "account-reopened", Cancel));
        Assert.Equal(2, (await world.LettersAsync(first.Subject)).Count(letter => letter == "join.welcome"));
        Assert.Equal(Decided.NotWaiting, await book.JoinAsync(again.Code, [Address], Desk, Cancel));
        Assert.Null((await world.First.Accounts.FindAsync(first.Subject, Cancel)) is { IsClosed: true } closed ? closed : null);
    }

    [Theory, EngineData]
    public async Task A_member_who_applies_as_something_else_becomes_that_and_what_they_were_when_it_is_undone(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var first = await world.JoinAsync(world.Form(phone: Phone));
        var again = await AgainAsync(world, MemberClass.Vip);
        Assert.Equal(JoiningWay.Change, await book.WayAsync(again, Cancel));
        string mail = await ReadAsync(world, first.Subject, Email);
        Assert.Equal(Decided.Done, await book.JoinAsync(again.Code, [Address, Email], Desk, Cancel));
        await IsOneAsync(world, first.Subject, again, MemberClass.Vip);
        Assert.Equal(mail, await ReadAsync(world, first.Subject, Email)); // not by an application: who applied might take the account

        var joined = (await book.FindAsync(again.Code, Cancel))!;
        Assert.True(await book.LeaveAsync(joined, Cancel));
        Assert.Equal((MemberClass.Retail, MemberStatus.Active), await StandingAsync(world, first.Subject));
        Assert.Equal(ApplicationState.Undone, (await book.FindAsync(again.Code, Cancel))!.State);
        Assert.Contains("join.class-undone", await world.LettersAsync(first.Subject));
        Assert.DoesNotContain("join.left", await world.LettersAsync(first.Subject)); // nothing has ended
        Assert.Contains("contract:class-undone", await world.NotesAsync(first.Subject));
        Assert.False((await world.First.Accounts.FindAsync(first.Subject, Cancel))!.IsClosed);
        Assert.False(await book.LeaveAsync((await book.FindAsync(again.Code, Cancel))!, Cancel)); // undone once
    }

    [Theory, EngineData]
    public async Task A_member_who_applies_as_what_they_are_has_only_the_items_ticked_corrected_and_is_told(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var first = await world.JoinAsync(world.Form(phone: Phone));
        var again = await AgainAsync(world, MemberClass.Retail);
        Assert.Equal(JoiningWay.Update, await book.WayAsync(again, Cancel));
        Assert.Equal(Decided.Done, await book.JoinAsync(again.Code, [Birth], Desk, Cancel));
        await IsOneAsync(world, first.Subject, again, MemberClass.Retail);
        Assert.Contains(OldStreet, await ReadAsync(world, first.Subject, Address), StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Joined, (await book.FindAsync(again.Code, Cancel))!.State);
        Assert.Contains("join.joined", await world.LettersAsync(first.Subject));
    }

    [Theory, EngineData]
    public async Task Of_who_accepts_and_who_joins_at_once_one_does_and_there_is_one_membership(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var first = await world.JoinAsync(world.Form(phone: Phone));
        var again = await AgainAsync(world, MemberClass.Vip);
        await Task.WhenAll(book.JoinAsync(again.Code, [Address], Desk, Cancel), book.AcceptAsync(again.Code, new Accessor("mihon-service"), Cancel, another: true), book.JoinAsync(again.Code, [], Desk, Cancel));
        var (joined, accepted) = (await StandingAsync(world, first.Subject), await world.First.Members.FindAsync(again.Subject, Cancel));
        // Said to be another person, it is another member; said to be the same, it is not: never both.
        Assert.True(accepted is { Status: MemberStatus.Active } ? joined == (MemberClass.Retail, MemberStatus.Active) : joined == (MemberClass.Vip, MemberStatus.Active), $"{joined} {accepted?.Status}");
    }

    [Theory, EngineData]
    public async Task A_host_that_dies_while_joining_is_made_up_for(StoreEngine engine)
    {
        foreach (string step in (string[])["joining-declined", "joining-taken", "joining", "joining-member", "joining-erased", "account"])
        {
            await using var world = await OpenAsync(engine);
            var first = await world.JoinAsync(world.Form(phone: Phone));
            var again = await AgainAsync(world, MemberClass.Vip);
            world.First.Book.After = reached => reached == step ? throw new InvalidOperationException("died") : Task.CompletedTask;
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.First.Book.JoinAsync(again.Code, [Address], Desk, Cancel));
            var next = await world.NodeAsync();
            Assert.Equal(Decided.NotWaiting, await next.Book.AcceptAsync(again.Code, Desk, Cancel, another: true)); // the other way is closed
            world.Clock.Advance(TimeSpan.FromMinutes(16));
            await next.Book.SweepAsync(Cancel);
            if ((await next.Book.FindAsync(again.Code, Cancel))!.State == ApplicationState.Waiting) Assert.Equal(Decided.Done, await next.Book.JoinAsync(again.Code, [Address], Desk, Cancel));
            Assert.Equal(ApplicationState.Accepted, (await next.Book.FindAsync(again.Code, Cancel))!.State);
            await IsOneAsync(world, first.Subject, again, MemberClass.Vip);
            Assert.Equal(0, await next.Book.SweepAsync(Cancel));
        }
    }

    private static async Task<Application> AgainAsync(JoinWorld world, MemberClass @class)
    {
        var form = world.Form(@class, phone: Phone);
        var values = form.Values.ToDictionary();
        values[Address] = Value("postal-address", $"〒100-0001 東京都千代田区見本町{NewStreet}");
        return await world.JoinAsync(form with { Values = values });
    }

    private static async Task IsOneAsync(JoinWorld world, SubjectId member, Application again, MemberClass @class)
    {
        Assert.Equal((@class, MemberStatus.Active), await StandingAsync(world, member));
        Assert.NotEqual(MemberStatus.Active, (await world.First.Members.FindAsync(again.Subject, Cancel))?.Status);
        Assert.True(await world.First.Company.Trust.Vault.IsErasedAsync(again.Subject, Cancel));
        Assert.Equal(1, (await world.First.Members.CountAsync(Cancel)).GetValueOrDefault(MemberStatus.Active));
    }

    private static async Task<(MemberClass Class, MemberStatus Status)> StandingAsync(JoinWorld world, SubjectId member) =>
        await world.First.Members.FindAsync(member, Cancel) is { } found ? (found.Class, found.Status) : throw new InvalidOperationException("No membership.");

    private static async Task<string> ReadAsync(JoinWorld world, SubjectId subject, ItemId item)
    {
        var read = await world.First.Company.Trust.Vault.ReadAsync(subject, [item], new AccessContext { Accessor = Desk, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = "A-TEST" }, Cancel);
        return Assert.IsType<Granted<ItemValues>>(read).Values[item]!.Value.Reveal();
    }
}
