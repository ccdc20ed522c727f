using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>Whatever stands still or fails, the sweep reaches everything that is due.</summary>
public sealed class SweepTests
{
    [Theory, EngineData]
    public async Task Any_number_of_applications_that_stand_still_keep_none_waiting(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var stopped = await StandingStillAsync(world, ApplicationBook.PageSize + 30);
        var waiting = new List<Application>();
        for (var i = 0; i < 3; i++)
        {
            var form = world.Form();
            Assert.IsType<Submitted>(await book.SubmitAsync(form, Cancel)); // nobody confirms it
            waiting.Add((await book.FindAsync(form.Attempt, Cancel))!);
        }

        world.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(waiting.Count, await book.SweepAsync(Cancel));
        foreach (var one in waiting) Assert.Equal(ApplicationState.Lapsed, (await book.FindAsync(one.Code, Cancel))!.State);
        Assert.Equal(stopped, await book.StoppedAsync(Cancel)); // all of them are told of
        Assert.Equal(0, await book.SweepAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task One_that_fails_lets_the_others_have_their_turn_and_is_told_of(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var forms = Enumerable.Range(0, 4).Select(_ => world.Form()).ToList();
        foreach (var form in forms) await book.SubmitAsync(form, Cancel);
        await BreakAsync(world, 1);
        world.Clock.Advance(TimeSpan.FromDays(30));
        await Assert.ThrowsAsync<FormatException>(() => book.SweepAsync(Cancel));
        foreach (var form in forms) Assert.Equal(ApplicationState.Lapsed, (await book.FindAsync(form.Attempt, Cancel))!.State);
    }

    [Theory, EngineData]
    public async Task Where_many_fail_the_next_time_begins_behind_them(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var form = world.Form();
        await book.SubmitAsync(form, Cancel);
        await BreakAsync(world, 50);
        world.Clock.Advance(TimeSpan.FromDays(30));
        for (var round = 0; round < 3; round++) await Assert.ThrowsAsync<FormatException>(() => book.SweepAsync(Cancel));
        Assert.Equal(ApplicationState.Lapsed, (await book.FindAsync(form.Attempt, Cancel))!.State);
    }

    // Applications to be joined to a membership whose owner withdrew meanwhile: only staff can end them.
    private static async Task<int> StandingStillAsync(JoinWorld world, int count)
    {
        var member = await world.JoinAsync(world.Form());
        await world.First.Members.WithdrawAsync(member.Subject, new MemberActing(Desk), Cancel);
        await AddAsync(world, count, ApplicationState.Joining, row =>
        {
            (row.Same, row.Reason, row.DecidedBy, row.DecidedAt, row.Taking) = (member.Subject, ApplicationWords.ChangedFrom + "retail", Desk.Code, world.Clock.GetUtcNow(), "address");
        });
        return count;
    }

    // Rows of a class that is none: whoever goes on with them fails.
    private static Task BreakAsync(JoinWorld world, int count) => AddAsync(world, count, ApplicationState.Joining, static _ => { }, "none");

    private static async Task AddAsync(JoinWorld world, int count, ApplicationState state, Action<ApplicationRow> with, string kind = "vip")
    {
        await using var db = await world.First.DatabaseAsync();
        for (var i = 0; i < count; i++)
        {
            var row = new ApplicationRow
            {
                Code = $"A-0000{i:0000}", Subject = SubjectId.New(), Kind = kind, Channel = "web", State = state.Word(), Reasons = "duplicate", Language = "ja",
                Policy = world.First.Company.Trust.Policies.InForce.Version.Value, Electronic = false, SubmittedAt = world.Clock.GetUtcNow(), ChangedAt = world.Clock.GetUtcNow(),
            };
            with(row);
            db.Add(row);
        }

        await db.SaveChangesAsync(Cancel);
    }
}
