using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>Applications on both engines: from handing in to their end, twice at once, and when a host dies in between.</summary>
public sealed class ApplicationTests
{
    [Theory, EngineData]
    public async Task Handing_in_confirming_receiving_and_withdrawing_each_leave_their_trace(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var form = world.Form();
        var book = world.First.Book;
        Assert.IsType<Submitted>(await book.SubmitAsync(form, Cancel));
        Assert.Equal(["join.confirm"], await world.LettersAsync(form.Attempt));
        var accepted = (await book.ConfirmAsync(book.ConfirmSecret(form.Attempt), true, Cancel))!;
        Assert.Equal((ApplicationState.Accepted, world.Clock.GetUtcNow(), (DateOnly?)null), (accepted.State, accepted.ElectronicAt, accepted.LastDay));
        Assert.Equal(["join.confirm", "join.welcome"], await world.LettersAsync(form.Attempt));
        Assert.NotNull(await world.First.Accounts.FindAsync(form.Attempt, Cancel));

        await book.ReceiveAsync(accepted, Cancel);
        world.Clock.Advance(TimeSpan.FromDays(4));
        await book.ReceiveAsync(accepted, Cancel);
        await book.GoodsAsync(accepted, new DateOnly(2026, 11, 28), Desk, Cancel);
        var received = (await book.FindAsync(accepted.Code, Cancel))!;
        Assert.Equal((new DateOnly(2026, 11, 24), new DateOnly(2026, 12, 17)), (received.ReceivedOn, received.LastDay));
        Assert.True(await book.LeaveAsync(received, Cancel));
        Assert.False(await book.LeaveAsync((await book.FindAsync(accepted.Code, Cancel))!, Cancel));
        Assert.Equal(ApplicationState.Undone, (await book.FindAsync(accepted.Code, Cancel))!.State);
        Assert.Equal(MemberStatus.Cancelled, (await world.First.Members.FindAsync(form.Attempt, Cancel))!.Status);
        Assert.True((await world.First.Accounts.FindAsync(form.Attempt, Cancel))!.IsClosed);
        Assert.Equal(
            ["member:applied", "application:confirmed", "contract:electronic", "member:active", "contract:received", "goods:received", "retention:membership-end", "kind:former-member", "member:cancelled"],
            (await world.NotesAsync(form.Attempt)).Where(note => note.Contains(':', StringComparison.Ordinal)));
    }

    [Theory, EngineData]
    public async Task After_the_last_day_leaving_ends_the_membership_and_undoes_nothing(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.JoinAsync(world.Form(MemberClass.Vip));
        await world.First.Book.ReceiveAsync(member, new DateOnly(2026, 11, 24), Desk, Cancel);
        world.Clock.Advance(TimeSpan.FromDays(20));
        var late = (await world.First.Book.FindAsync(member.Code, Cancel))!;
        Assert.False(world.First.Book.IsInTime(late));
        Assert.True(await world.First.Book.LeaveAsync(late, Cancel));
        Assert.Equal(ApplicationState.Left, (await world.First.Book.FindAsync(member.Code, Cancel))!.State);
        Assert.Equal(MemberStatus.Withdrawn, (await world.First.Members.FindAsync(member.Subject, Cancel))!.Status);
    }

    [Theory, EngineData]
    public async Task Whose_contract_document_goes_by_post_stands_on_the_list_until_it_arrived_or_they_left(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var electronic = await world.JoinAsync(world.Form());
        Assert.Equal(ApplicationState.Accepted, electronic.State);
        Assert.Empty(await ListedAsync());
        var (retail, vip, left) = (await world.JoinAsync(world.Form(electronic: false)), await UnconfirmedAsync(MemberClass.Vip), await world.JoinAsync(world.Form(electronic: false)));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var paper = Assert.IsType<Submitted>(await book.SubmitAsync(world.Form(mail: false, channel: Channel.Paper) with { By = Desk }, Cancel)).Application;
        Assert.Equal(new[] { retail.Code, vip.Code, left.Code }.Order(), (await ListedAsync()).Order());
        await using (var scan = new MemoryStream("%PDF-1.7 the form"u8.ToArray()))
            Assert.IsType<DocumentKept>(await book.AttachAsync(paper, DocumentType.Pdf, scan, Desk, Cancel));
        Assert.Equal(Decided.Done, await book.AcceptAsync(paper.Code, Desk, Cancel, another: true));
        Assert.Equal(paper.Code, (await ListedAsync())[^1]); // the oldest first
        Assert.Equal([vip.Code], (await book.ListAsync(new ApplicationQuery { ToPost = true, Kind = MemberClass.Vip }, 1, 50, Cancel)).Page.Select(one => one.Code));

        // Posted: no longer counted, and last on the list until it arrived. Posted again, the later day counts.
        Assert.False(await book.PostAsync(electronic, new DateOnly(2026, 11, 24), Desk, Cancel));
        Assert.True(await book.PostAsync(retail, new DateOnly(2026, 11, 23), Desk, Cancel));
        Assert.True(await book.PostAsync(retail, new DateOnly(2026, 11, 24), Desk, Cancel));
        Assert.Equal((3, retail.Code), (await book.ToPostAsync(Cancel), (await ListedAsync())[^1]));
        Assert.Equal(new DateOnly(2026, 11, 24), (await book.FindAsync(retail.Code, Cancel))!.PostedOn);
        Assert.Equal(2, (await world.NotesAsync(retail.Subject)).Count(note => note == "contract:posted"));

        await book.ReceiveAsync(retail, new DateOnly(2026, 11, 24), Desk, Cancel);
        Assert.False(await book.PostAsync(retail, new DateOnly(2026, 11, 24), Desk, Cancel));
        Assert.True(await book.LeaveAsync(left, Cancel));
        Assert.Equal([vip.Code, paper.Code], await ListedAsync());
        Assert.Equal(2, await book.ToPostAsync(Cancel));

        async Task<Application> UnconfirmedAsync(MemberClass @class) // consented on the form, and did not say so again by mail (SCTA 37(3))
        {
            var form = world.Form(@class);
            Assert.IsType<Submitted>(await book.SubmitAsync(form, Cancel));
            return (await book.ConfirmAsync(book.ConfirmSecret(form.Attempt), electronic: false, Cancel))!;
        }

        async Task<IReadOnlyList<string>> ListedAsync()
        {
            var (page, total) = await book.ListAsync(new ApplicationQuery { ToPost = true }, 1, 50, Cancel);
            Assert.Equal(total, page.Count);
            Assert.All(page, one => Assert.True(one.IsToPost));
            return [.. page.Select(one => one.Code)];
        }
    }

    [Theory, EngineData]
    public async Task An_agent_who_does_not_confirm_the_consent_gets_the_outline_on_paper_first(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var form = world.Form(MemberClass.Agent);
        Assert.IsType<Submitted>(await world.First.Book.SubmitAsync(form, Cancel));
        var waiting = (await world.First.Book.ConfirmAsync(world.First.Book.ConfirmSecret(form.Attempt), electronic: false, Cancel))!;
        Assert.Equal((ApplicationState.Waiting, "outline", (DateTimeOffset?)null), (waiting.State, string.Join(' ', waiting.Reasons), waiting.ElectronicAt));
    }

    [Theory, EngineData]
    public async Task Sent_and_confirmed_many_times_at_once_it_is_one_application_and_one_member(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var other = await world.NodeAsync();
        var form = world.Form();
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? world.First : other).Book.SubmitAsync(form, Cancel)));
        Assert.Single(sent.Select(each => Assert.IsType<Submitted>(each).Application.Code).Distinct());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? world.First : other).Book.ConfirmAsync(world.First.Book.ConfirmSecret(form.Attempt), true, Cancel)));
        Assert.Equal(["join.confirm", "join.welcome"], await world.LettersAsync(form.Attempt));
        Assert.Equal(2, (await world.First.Members.HistoryAsync(form.Attempt, Cancel)).Count(line => line.Change == MemberChange.Status));
    }

    [Theory, EngineData]
    public async Task A_sponsor_who_ends_before_the_form_is_sent_leaves_nothing_of_it(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var sponsor = await world.JoinAsync(world.Form(MemberClass.Agent));
        await world.First.Members.WithdrawAsync(sponsor.Subject, new MemberActing(Desk, "application-1"), Cancel);
        var form = world.Form(sponsor: sponsor.Subject);
        Assert.IsType<SponsorRefused>(await world.First.Book.SubmitAsync(form, Cancel));
        Assert.Null(await world.First.Book.FindAsync(form.Attempt, Cancel));
        Assert.Null(await world.First.Company.Trust.Vault.DescribeAsync(form.Attempt, Cancel));
    }

    // Wherever a host dies: within the hour the person is either wholly registered (or waits for the mail), or nothing is kept.
    [Theory]
    [EngineData("begun"), EngineData("acquired"), EngineData("applied"), EngineData("said")]
    public async Task A_host_that_dies_while_somebody_hands_in_leaves_nothing_half_written(StoreEngine engine, string at)
    {
        await using var world = await OpenAsync(engine);
        var form = world.Form();
        world.First.Book.After = step => step == at ? throw new DiedException() : Task.CompletedTask;
        await Assert.ThrowsAsync<DiedException>(() => world.First.Book.SubmitAsync(form, Cancel));

        var next = await world.NodeAsync();
        Assert.Equal(0, await next.Book.SweepAsync(Cancel));
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await next.Book.SweepAsync(Cancel));
        if (at == "begun")
        {
            Assert.Null(await next.Book.FindAsync(form.Attempt, Cancel));
            Assert.Null(await next.Company.Trust.Vault.DescribeAsync(form.Attempt, Cancel));
            return;
        }

        Assert.Equal(ApplicationState.Unconfirmed, (await next.Book.FindAsync(form.Attempt, Cancel))!.State);
        Assert.Equal(["join.confirm"], await world.LettersAsync(form.Attempt));
        Assert.Equal(0, await next.Book.SweepAsync(Cancel));
    }

    [Theory]
    [EngineData("confirmed"), EngineData("activated"), EngineData("account"), EngineData("welcomed")]
    public async Task A_host_that_dies_while_somebody_confirms_leaves_a_whole_member_in_the_end(StoreEngine engine, string at)
    {
        await using var world = await OpenAsync(engine);
        var form = world.Form();
        Assert.IsType<Submitted>(await world.First.Book.SubmitAsync(form, Cancel));
        world.First.Book.After = step => step == at ? throw new DiedException() : Task.CompletedTask;
        await Assert.ThrowsAsync<DiedException>(() => world.First.Book.ConfirmAsync(world.First.Book.ConfirmSecret(form.Attempt), true, Cancel));

        var next = await world.NodeAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await next.Book.SweepAsync(Cancel));
        Assert.Equal(ApplicationState.Accepted, (await next.Book.FindAsync(form.Attempt, Cancel))!.State);
        Assert.Equal(MemberStatus.Active, (await next.Members.FindAsync(form.Attempt, Cancel))!.Status);
        Assert.NotNull(await next.Accounts.FindAsync(form.Attempt, Cancel));
        Assert.Contains("join.welcome", await world.LettersAsync(form.Attempt));
        Assert.Equal(2, (await next.Members.HistoryAsync(form.Attempt, Cancel)).Count(line => line.Change == MemberChange.Status));
    }

    private sealed class DiedException : Exception;
}
