using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>What staff decides, on both engines.</summary>
public sealed class DecisionTests
{
    [Theory, EngineData]
    public async Task A_paper_form_waits_is_accepted_with_its_scan_only_and_nothing_but_the_question_goes_to_its_unconfirmed_address(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var waiting = Assert.IsType<Submitted>(await book.SubmitAsync(world.Form(MemberClass.Agent, channel: Channel.Paper, electronic: false) with { By = Desk }, Cancel)).Application;
        Assert.Equal((ApplicationState.Waiting, "paper", "paper"), (waiting.State, string.Join(' ', waiting.Reasons), waiting.Channel));
        Assert.Equal(1, await book.WaitingAsync(Cancel));
        Assert.Equal(Decided.ScanMissing, await book.AcceptAsync(waiting.Code, Desk, Cancel));
        using var scan = new MemoryStream("%PDF-1.7 a form"u8.ToArray());
        Assert.IsType<DocumentKept>(await book.AttachAsync(waiting, DocumentType.Pdf, scan, Desk, Cancel));
        Assert.Equal(Decided.Done, await book.AcceptAsync(waiting.Code, Desk, Cancel));
        Assert.Equal(Decided.NotWaiting, await book.AcceptAsync(waiting.Code, Desk, Cancel));
        Assert.Equal(MemberStatus.Active, (await world.First.Members.FindAsync(waiting.Subject, Cancel))!.Status);
        Assert.NotNull(await world.First.Accounts.FindAsync(waiting.Subject, Cancel));
        Assert.Equal(["join.confirm-address"], await world.LettersAsync(waiting.Subject));
        var described = (await world.First.Company.Trust.Vault.DescribeAsync(waiting.Subject, Cancel))!;
        Assert.All(described.Items.Where(item => item.Item.Value is "name" or "address"), item => Assert.Equal(Channel.Paper, item.Channel));
    }

    [Theory, EngineData]
    public async Task Who_shares_a_phone_number_is_sent_to_staff_who_accept_another_person_or_decline_the_same(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var first = await world.JoinAsync(world.Form(phone: "090-0000-7777"));
        var family = await world.JoinAsync(world.Form(phone: "090-0000-7777"));
        var same = await world.JoinAsync(world.Form(phone: "090-0000-7777"));
        Assert.Equal((ApplicationState.Waiting, "duplicate"), (family.State, string.Join(' ', family.Reasons)));
        Assert.Equal(first.Subject, family.Same);
        Assert.Equal(Decided.SameUnsure, await book.AcceptAsync(family.Code, Desk, Cancel)); // not by oversight
        Assert.Equal(Decided.Done, await book.AcceptAsync(family.Code, Desk, Cancel, another: true));
        Assert.True(await world.First.Company.Trust.Vault.HistoryAsync(family.Subject, Cancel).AnyAsync(entry => entry.Reason == "application:another-person", Cancel));
        Assert.Equal(Decided.Done, await book.DeclineAsync(same.Code, "same-person", Desk, Cancel));
        Assert.Equal(Decided.NotWaiting, await book.DeclineAsync(same.Code, "other", Desk, Cancel));
        Assert.Equal(["join.confirm", "join.declined"], await world.LettersAsync(same.Subject));
        Assert.Equal(MemberStatus.Cancelled, (await world.First.Members.FindAsync(same.Subject, Cancel))!.Status);
        Assert.NotNull(await world.First.Company.Trust.Vault.DescribeAsync(same.Subject, Cancel)); // until the letter is sent
        world.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await book.SweepAsync(Cancel));
        Assert.Equal(ApplicationState.Erased, (await book.FindAsync(same.Code, Cancel))!.State);
        Assert.True(await world.First.Company.Trust.Vault.IsErasedAsync(same.Subject, Cancel));
        Assert.False(await world.First.Company.Trust.Vault.IsErasedAsync(family.Subject, Cancel));
    }

    [Theory, EngineData]
    public async Task Of_two_who_decide_at_once_one_does(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine, options => options.Review.Add("retail"));
        var waiting = await world.JoinAsync(world.Form());
        Assert.Equal("review", string.Join(' ', waiting.Reasons));
        var made = await Task.WhenAll(
            world.First.Book.AcceptAsync(waiting.Code, Desk, Cancel), world.First.Book.DeclineAsync(waiting.Code, "other", new Accessor("mihon-service"), Cancel),
            world.First.Book.AcceptAsync(waiting.Code, Desk, Cancel));
        var state = (await world.First.Book.FindAsync(waiting.Code, Cancel))!.State;
        var member = (await world.First.Members.FindAsync(waiting.Subject, Cancel))!.Status;
        Assert.Contains(Decided.Done, made);
        Assert.Contains((state, member), new[] { (ApplicationState.Accepted, MemberStatus.Active), (ApplicationState.Declined, MemberStatus.Cancelled) });
    }

    [Theory, EngineData]
    public async Task A_host_that_dies_while_declining_is_made_up_for(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine, options => options.Review.Add("retail"));
        var waiting = await world.JoinAsync(world.Form());
        world.First.Book.After = step => step == "cancelled" ? throw new InvalidOperationException("died") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.First.Book.DeclineAsync(waiting.Code, "not-eligible", Desk, Cancel));
        Assert.Equal(Decided.NotWaiting, await world.First.Book.AcceptAsync(waiting.Code, Desk, Cancel)); // asked again, it is declined or nothing
        world.First.Book.After = step => step == "declined" ? throw new InvalidOperationException("died") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.First.Book.DeclineAsync(waiting.Code, "not-eligible", Desk, Cancel));
        var next = await world.NodeAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await next.Book.SweepAsync(Cancel));
        Assert.Equal(MemberStatus.Cancelled, (await next.Members.FindAsync(waiting.Subject, Cancel))!.Status);
        Assert.Equal(["join.confirm", "join.declined"], await world.LettersAsync(waiting.Subject));
        Assert.Equal(0, await next.Book.SweepAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task A_notice_by_letter_counts_from_the_day_it_was_posted(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (inTime, late) = (await world.JoinAsync(world.Form()), await world.JoinAsync(world.Form()));
        foreach (var member in new[] { inTime, late }) await world.First.Book.ReceiveAsync(member, new DateOnly(2026, 11, 24), Desk, Cancel);
        world.Clock.Advance(TimeSpan.FromDays(25));
        Assert.True(await world.First.Book.LeaveAsync((await world.First.Book.FindAsync(inTime.Code, Cancel))!, new DateOnly(2026, 12, 13), Desk, Cancel));
        Assert.True(await world.First.Book.LeaveAsync((await world.First.Book.FindAsync(late.Code, Cancel))!, new DateOnly(2026, 12, 14), Desk, Cancel));
        Assert.Equal(
            (MemberStatus.Cancelled, MemberStatus.Withdrawn),
            ((await world.First.Members.FindAsync(inTime.Subject, Cancel))!.Status, (await world.First.Members.FindAsync(late.Subject, Cancel))!.Status));
    }
}
