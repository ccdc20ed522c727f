using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Leaving;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>Leaving: of whoever came by the form and of whoever came otherwise, twice at once, and when the host dies in between.</summary>
public sealed class LeavingTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    // Wherever a host dies: nobody has to press again.
    [Theory]
    [EngineData("begun"), EngineData("ended"), EngineData("said"), EngineData("closed"), EngineData("moved")]
    public async Task A_host_that_dies_while_somebody_leaves_leaves_nothing_half_ended(StoreEngine engine, string at)
    {
        await using var world = await OpenAsync(engine);
        var member = await world.JoinAsync(world.Form());
        Leaving(world.First).After = step => step == at ? throw new DiedException() : Task.CompletedTask;
        await Assert.ThrowsAsync<DiedException>(() => world.First.Book.LeaveAsync(member, Cancel));

        var next = await world.NodeAsync();
        Assert.Equal(0, await Leaving(next).SweepAsync(Cancel));
        world.Clock.Advance(TimeSpan.FromDays(30)); // long after the days of cooling-off: what counts is when it was said
        Assert.Equal(1, await Leaving(next).SweepAsync(Cancel));
        Assert.Equal(0, await Leaving(next).SweepAsync(Cancel));
        Assert.Equal(ApplicationState.Undone, (await next.Book.FindAsync(member.Code, Cancel))!.State);
        Assert.Equal(MemberStatus.Cancelled, (await next.Members.FindAsync(member.Subject, Cancel))!.Status);
        Assert.True((await next.Accounts.FindAsync(member.Subject, Cancel))!.IsClosed);
        Assert.Equal(["join.confirm", "join.left", "join.welcome"], await world.LettersAsync(member.Subject));
        Assert.Single((await next.Members.HistoryAsync(member.Subject, Cancel)), line => line.To == "cancelled");
    }

    [Theory, EngineData]
    public async Task Who_never_applied_here_leaves_as_easily_and_may_come_back_and_leave_again(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var form = world.Form(MemberClass.Agent);
        var version = world.First.Company.Trust.Policies.InForce.Version;
        var acting = new MemberActing(Desk, "import-1");
        Assert.IsType<Acquired>(await world.First.Company.Trust.Vault.AcquireAsync(
            new Acquisition { Id = form.Attempt, SubjectKind = MemberClass.Agent.Kind(), Values = form.Values, Channel = Channel.Import, PolicyVersion = version }, Desk, Cancel));
        Assert.IsType<MemberDone>(await world.First.Members.ApplyAsync(form.Attempt, MemberClass.Agent, null, Channel.Import, version, acting, Cancel));
        Assert.Equal(LeaveResult.NoMember, await LeaveAsync(world.First, form.Attempt)); // who only applied is no member yet
        for (var times = 1; times <= 2; times++)
        {
            Assert.IsType<MemberDone>(await world.First.Members.ActivateAsync(form.Attempt, acting, cancel: Cancel));
            await world.First.Accounts.CreateAsync(form.Attempt, Desk, "import-1", Cancel);
            Assert.Equal(LeaveResult.Left, await LeaveAsync(world.First, form.Attempt));
            Assert.Equal(MemberStatus.Withdrawn, (await world.First.Members.FindAsync(form.Attempt, Cancel))!.Status);
            Assert.True((await world.First.Accounts.FindAsync(form.Attempt, Cancel))!.IsClosed);
            Assert.Equal(times, (await world.LettersAsync(form.Attempt)).Count);
            Assert.Equal(LeaveResult.NoMember, await LeaveAsync(world.First, form.Attempt));
            Assert.IsType<MemberDone>(await world.First.Members.ApplyAsync(form.Attempt, MemberClass.Agent, null, Channel.Import, version, acting, Cancel));
        }
    }

    [Theory, EngineData]
    public async Task Said_many_times_at_once_it_is_one_leaving_and_one_letter(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var other = await world.NodeAsync();
        var member = await world.JoinAsync(world.Form());
        await world.First.Book.ReceiveAsync(member, Today.AddDays(-40), Desk, Cancel);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => LeaveAsync(n % 2 == 0 ? world.First : other, member.Subject)));

        Assert.Contains(LeaveResult.Left, results);
        Assert.All(results, result => Assert.True(result is LeaveResult.Left or LeaveResult.NoMember, result.ToString()));
        Assert.Equal(["join.confirm", "join.left", "join.welcome"], await world.LettersAsync(member.Subject));
        Assert.Single(await world.First.Members.HistoryAsync(member.Subject, Cancel), line => line.To == "withdrawn");
        Assert.Equal(ApplicationState.Left, (await world.First.Book.FindAsync(member.Code, Cancel))!.State);
    }

    [Theory, EngineData]
    public async Task Who_joined_on_paper_gets_no_mail_about_it(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var form = world.Form(channel: Channel.Paper, electronic: false) with { By = Desk };
        var waiting = Assert.IsType<Submitted>(await world.First.Book.SubmitAsync(form, Cancel)).Application;
        Assert.IsType<MemberDone>(await world.First.Members.ActivateAsync(waiting.Subject, new MemberActing(Desk, waiting.Code), cancel: Cancel));

        Assert.Equal(LeaveResult.Left, await LeaveAsync(world.First, waiting.Subject));
        Assert.Empty(await world.LettersAsync(waiting.Subject));
    }

    [Theory, EngineData]
    public async Task A_notice_that_comes_to_staff_is_foreseen_noted_and_carried_out_with_and_without_an_account(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var leaving = world.First.Services.GetRequiredService<MemberLeaving>();
        var member = await world.JoinAsync(world.Form());
        await world.First.Book.ReceiveAsync(member, Today.AddDays(-30), Desk, Cancel);
        Assert.Equal((LeaveResult.Undone, LeaveResult.Left), (await leaving.ForeseeAsync(member.Subject, Today.AddDays(-12), Cancel), await leaving.ForeseeAsync(member.Subject, Today, Cancel)));
        Assert.Equal(MemberStatus.Active, (await world.First.Members.FindAsync(member.Subject, Cancel))!.Status); // looked, nothing done
        Assert.Equal(LeaveResult.Undone, await leaving.LeaveAsync(member.Subject, Today.AddDays(-12), new LeavingNotice(LeavingWay.Letter, "request-9"), Desk, Cancel)); // the postmark counts
        Assert.True(await world.First.Company.Trust.Vault.HistoryAsync(member.Subject, Cancel).AnyAsync(entry => entry is { Reason: "leaving:letter", Case: "request-9" }, Cancel));
        Assert.Equal(["join.confirm", "join.left", "join.welcome"], await world.LettersAsync(member.Subject));

        var form = world.Form(MemberClass.Agent);
        var version = world.First.Company.Trust.Policies.InForce.Version;
        Assert.IsType<Acquired>(await world.First.Company.Trust.Vault.AcquireAsync(
            new Acquisition { Id = form.Attempt, SubjectKind = MemberClass.Agent.Kind(), Values = form.Values, Channel = Channel.Import, PolicyVersion = version }, Desk, Cancel));
        Assert.Equal(LeaveResult.NoMember, await leaving.ForeseeAsync(form.Attempt, Today, Cancel));
        Assert.IsType<MemberDone>(await world.First.Members.ApplyAsync(form.Attempt, MemberClass.Agent, null, Channel.Import, version, new MemberActing(Desk, "import-1"), Cancel));
        Assert.IsType<MemberDone>(await world.First.Members.ActivateAsync(form.Attempt, new MemberActing(Desk, "import-1"), cancel: Cancel));
        Assert.Equal(LeaveResult.Left, await leaving.LeaveAsync(form.Attempt, Today, new LeavingNotice(LeavingWay.Phone, "inquiry-4"), Desk, Cancel));
        Assert.Equal(LeaveResult.NoMember, await leaving.LeaveAsync(form.Attempt, Today, new LeavingNotice(LeavingWay.Phone, "inquiry-4"), Desk, Cancel));
        Assert.Equal(MemberStatus.Withdrawn, (await world.First.Members.FindAsync(form.Attempt, Cancel))!.Status);
        Assert.Null(await world.First.Accounts.FindAsync(form.Attempt, Cancel));
        Assert.Contains("leaving:phone", await world.NotesAsync(form.Attempt));
    }

    private static LeavingBook Leaving(Node node) => node.Services.GetRequiredService<LeavingBook>();

    private static Task<LeaveResult> LeaveAsync(Node node, SubjectId subject) => Leaving(node).LeaveAsync(subject, Today, Desk, "ja", null, Cancel);

    private sealed class DiedException : Exception;
}
