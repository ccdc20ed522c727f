using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Microsoft.EntityFrameworkCore;
using static Azukari.Tests.Accounts.AccountsWorld;

namespace Azukari.Tests.Accounts;

/// <summary>What a stranger tries with names: to learn which are somebody's, to guess faster than the lock, to take one from its owner.</summary>
public sealed class NameAndLockTests
{
    [Theory, EngineData]
    public async Task However_a_name_is_written_it_locks_as_one_whether_or_not_it_is_somebodys(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (_, email, number, _) = await world.MemberAsync();
        foreach (var (known, unknown) in new[] { (email, "nobody5@example.jp"), (number, "M-995") })
        {
            foreach (Func<string, string> written in new Func<string, string>[] { n => n[..2] + " " + n[2..], n => n[..3] + "\u200B" + n[3..], n => n[..3] + "\u00AD" + n[3..], n => n.ToUpperInvariant() })
            {
                world.Clock.Now += TimeSpan.FromHours(1);
                var answers = new List<string>();
                foreach (var name in new[] { known, unknown })
                {
                    for (var i = 0; i < 4; i++) await GuessAsync(world, name);
                    answers.Add((await GuessAsync(world, written(name))).GetType().Name);
                    answers.Add((await GuessAsync(world, name)).GetType().Name);
                }

                Assert.Equal(answers[..2], answers[2..]);
            }
        }
    }

    [Theory, EngineData]
    public async Task A_right_guess_beyond_the_limit_is_refused_though_the_wrong_ones_are_still_being_judged(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (account, email, _, _) = await world.MemberAsync();
        var slow = new Passwords(new PasswordCost(600_000));
        await world.Book.SetPasswordAsync(account.Id, slow.Hash(Password), Cancel);
        var desk = world.With<SignInDesk>(slow);
        Task<SignInResult>[] wrong = [.. Enumerable.Range(0, 5).Select(_ => Task.Run(() => desk.PasswordAsync(AccountKind.Member, email, "not-the-password-9", Cancel), Cancel))];
        // As soon as they are counted, or in the time it takes to judge one.
        for (var looks = 0; looks < 200 && !wrong.All(one => one.IsCompleted) && await CountedAsync(world) < 5; looks++) await Task.Delay(5, Cancel);
        Assert.IsType<SignInResult.Locked>(await desk.PasswordAsync(AccountKind.Member, email, Password, Cancel));
        Assert.Equal(4, (await Task.WhenAll(wrong)).Count(one => one is SignInResult.Wrong));
    }

    [Theory, EngineData]
    public async Task A_burst_is_judged_as_often_as_one_may_fail_and_no_more(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var attempts = world.With<Attempts>();
        var key = attempts.KeyOf(null, AccountKind.Member, "nobody@example.jp");
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => attempts.TakeAsync(key, Cancel)));
        Assert.Equal((4, 1, 15), (taken.Count(one => one == Attempted.Counted), taken.Count(one => one == Attempted.Last), taken.Count(one => one == Attempted.Locked)));
        await attempts.GiveBackAsync(key, Cancel);
        Assert.Equal(Attempted.Last, await attempts.TakeAsync(key, Cancel));
    }

    [Theory, EngineData]
    public async Task Nobody_takes_a_name_by_applying_with_it_or_having_it_typed_for_them(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (account, email, _, _) = await world.MemberAsync(); // the first, whose address ends in 1
        for (var i = 0; i < 3; i++) await PersonAsync(world.Company, 1);
        Assert.Equal(account.Id, Assert.IsType<SignInResult.Done>(await world.SignIn.PasswordAsync(AccountKind.Member, email, Password, Cancel)).Account.Id);

        var (typed, _, _) = await PersonAsync(world.Company, 1, Channel.Paper);
        await world.Members.CreateAsync(typed, Desk, null, Cancel);
        Assert.Equal(account.Id, Assert.IsType<SignInResult.Done>(await world.SignIn.PasswordAsync(AccountKind.Member, email, Password, Cancel)).Account.Id);
        await world.SignIn.ForgottenAsync(email, english: false, Cancel);
        Assert.Single(world.Messages.All, m => m.Message == AccountMessage.ForgottenPassword);

        var (both, _, _) = await PersonAsync(world.Company, 1);
        await world.Members.CreateAsync(both, Desk, null, Cancel);
        Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Member, email, Password, Cancel)); // two who both answered from there
    }

    [Theory, EngineData]
    public async Task A_stranger_who_asks_for_links_leaves_the_owner_one_that_works(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (_, email, _, subject) = await world.MemberAsync();
        await world.SignIn.ForgottenAsync(email, english: false, Cancel);
        var first = world.Messages.LinkOf(subject)!.Split('/')[^1];
        for (var i = 0; i < 9; i++) await world.SignIn.ForgottenAsync(email, english: false, Cancel);
        Assert.InRange(world.Messages.All.Count, 2, 5);
        world.Clock.Now += TimeSpan.FromMinutes(14); // still silenced
        await world.SignIn.ForgottenAsync(email, english: false, Cancel);
        Assert.InRange(world.Messages.All.Count, 2, 5);
        Assert.NotNull(await world.Tickets.LookAsync(first, Cancel, TicketKind.Forgotten));
        Assert.NotNull(await world.Tickets.LookAsync(world.Messages.LinkOf(subject)!.Split('/')[^1], Cancel, TicketKind.Forgotten));
    }

    private static Task<SignInResult> GuessAsync(AccountsWorld world, string name) => world.SignIn.PasswordAsync(AccountKind.Member, name, "not-the-password-9", Cancel);

    private static async Task<int> CountedAsync(AccountsWorld world)
    {
        await using var db = await world.Databases.CreateDbContextAsync(Cancel);
        return await db.Set<Attempt>().SumAsync(a => a.Failures, Cancel);
    }
}
