using Azukari.Accounts.Contracts;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Accounts;

/// <summary>Members' accounts: made with an invitation, found by mail address or number, closed; and what an attacker learns, which is nothing.</summary>
public sealed class MemberAccountTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task An_account_is_made_once_with_an_invitation_that_is_good_once(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (subject, _, _) = await world.PersonAsync();

        var both = await Task.WhenAll(
            world.Members.CreateAsync(subject, AccountsWorld.Desk, "application-1", Cancel), world.Members.CreateAsync(subject, AccountsWorld.Desk, "application-1", Cancel));

        var made = Assert.Single(both.OfType<AccountCreated>());
        Assert.Single(both.OfType<AccountExists>());
        Assert.Equal("/account/invitation/" + made.Invitation.Token, made.Invitation.Path);
        Assert.DoesNotContain(made.Invitation.Token, made.Invitation.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await world.Tickets.LookAsync(made.Invitation.Token, Cancel, TicketKind.Invitation));
        Assert.Null(await world.Tickets.LookAsync(made.Invitation.Token, Cancel, TicketKind.Forgotten));
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Tickets.UseAsync(made.Invitation.Token, Cancel, TicketKind.Invitation)));
        Assert.Single(used, ticket => ticket is not null);
        Assert.Null(await world.Tickets.LookAsync(made.Invitation.Token, Cancel, TicketKind.Invitation));
    }

    [Theory, EngineData]
    public async Task Another_invitation_ends_the_one_before_and_seven_days_end_any(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (subject, _, _) = await world.PersonAsync();
        var first = Assert.IsType<AccountCreated>(await world.Members.CreateAsync(subject, AccountsWorld.Desk, null, Cancel)).Invitation;

        var second = await world.Members.InviteAsync(subject, AccountsWorld.Desk, null, Cancel);

        Assert.Null(await world.Tickets.LookAsync(first.Token, Cancel, TicketKind.Invitation));
        Assert.NotNull(await world.Tickets.LookAsync(second!.Token, Cancel, TicketKind.Invitation));
        world.Clock.Now += TimeSpan.FromDays(7);
        Assert.Null(await world.Tickets.LookAsync(second.Token, Cancel, TicketKind.Invitation));
    }

    [Theory, EngineData]
    public async Task A_member_signs_in_by_mail_address_or_number_however_typed_and_each_look_up_is_recorded(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, email, number, _) = await world.MemberAsync();

        foreach (var name in new[] { email, email.ToUpperInvariant(), "　" + email.Replace('@', '＠'), number, number.ToLowerInvariant(), number.Replace('7', '７') })
        {
            var done = Assert.IsType<SignInResult.Done>(await world.SignIn.PasswordAsync(AccountKind.Member, name, AccountsWorld.Password, Cancel));
            Assert.Equal(account.Id, done.Account.Id);
            Assert.False(done.Proved);
        }

        Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Member, "nobody@example.jp", AccountsWorld.Password, Cancel));
        var searches = (await world.EntriesAsync(new LedgerQuery { Kind = EntryKind.Searched })).Where(e => e.Subject is null).ToList();
        Assert.Equal(7, searches.Count);
        Assert.All(searches, e => Assert.Equal(("sign-in", "sign-in"), (e.Accessor, e.Case)));
        Assert.Equal(0, searches[^1].Count);
    }

    [Theory, EngineData]
    public async Task Wrong_unknown_invited_and_closed_get_one_answer_and_lock_after_as_many_failures(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (_, email, _, _) = await world.MemberAsync();
        var (invited, invitedEmail, _) = await world.PersonAsync();
        await world.Members.CreateAsync(invited, AccountsWorld.Desk, null, Cancel);
        var (_, _, closedNumber, closed) = await world.MemberAsync();
        Assert.True(await world.Members.CloseAsync(closed, AccountsWorld.Desk, null, Cancel));

        foreach (var name in new[] { email, "nobody@example.jp", "M-999", invitedEmail, closedNumber, "" })
        {
            var answers = new List<string>();
            for (var i = 0; i < 7; i++) answers.Add((await world.SignIn.PasswordAsync(AccountKind.Member, name, "not-the-password-9", Cancel)).GetType().Name);
            Assert.Equal(["Wrong", "Wrong", "Wrong", "Wrong", "Locked", "Locked", "Locked"], answers);
        }

        // The right password does not tell either, until the lock is over.
        Assert.IsType<SignInResult.Locked>(await world.SignIn.PasswordAsync(AccountKind.Member, email, AccountsWorld.Password, Cancel));
        world.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.IsType<SignInResult.Done>(await world.SignIn.PasswordAsync(AccountKind.Member, email, AccountsWorld.Password, Cancel));
    }

    [Theory, EngineData]
    public async Task An_account_locks_by_its_two_names_together_and_a_success_forgets(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (_, email, number, _) = await world.MemberAsync();

        for (var i = 0; i < 3; i++) Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Member, email, "not-the-password-9", Cancel));
        Assert.IsType<SignInResult.Done>(await world.SignIn.PasswordAsync(AccountKind.Member, email, AccountsWorld.Password, Cancel));
        for (var i = 0; i < 2; i++) Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Member, email, "not-the-password-9", Cancel));
        for (var i = 0; i < 2; i++) Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Member, number, "not-the-password-9", Cancel));
        Assert.IsType<SignInResult.Locked>(await world.SignIn.PasswordAsync(AccountKind.Member, number, "not-the-password-9", Cancel));
        Assert.IsType<SignInResult.Locked>(await world.SignIn.PasswordAsync(AccountKind.Member, email, AccountsWorld.Password, Cancel));
    }

    [Theory, EngineData]
    public async Task Two_at_once_guess_no_more_often_than_one(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (_, email, _, _) = await world.MemberAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.SignIn.PasswordAsync(AccountKind.Member, email, "not-the-password-9", Cancel)));

        Assert.True(answers.Count(a => a is SignInResult.Wrong) <= 4, $"{answers.Count(a => a is SignInResult.Wrong)} not locked");
        Assert.IsType<SignInResult.Locked>(await world.SignIn.PasswordAsync(AccountKind.Member, email, AccountsWorld.Password, Cancel));
    }

    [Theory, EngineData]
    public async Task Closing_ends_sessions_links_and_passwords_at_once_and_is_in_the_members_history(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, email, _, subject) = await world.MemberAsync();
        var session = await world.Sessions.OpenAsync(account, "chrome-android", "mark", "password", proved: false, Cancel);
        var link = await world.Tickets.IssueAsync(TicketKind.Forgotten, account, "member", Cancel);
        Assert.NotNull(await world.Sessions.FindAsync(session.Token, Cancel));

        Assert.True(await world.Members.CloseAsync(subject, AccountsWorld.Desk, "leaving-1", Cancel));

        Assert.Null(await world.Sessions.FindAsync(session.Token, Cancel));
        Assert.Null(await world.Tickets.LookAsync(link, Cancel, TicketKind.Forgotten));
        Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Member, email, AccountsWorld.Password, Cancel));
        Assert.True((await world.Members.FindAsync(subject, Cancel))!.IsClosed);
        Assert.False(await world.Members.CloseAsync(subject, AccountsWorld.Desk, null, Cancel));
        var history = new List<string?>();
        await foreach (var entry in world.Company.Trust.Vault.HistoryAsync(subject, Cancel)) history.Add(entry.Reason);
        Assert.Contains("account-created", history);
        Assert.Contains("account-closed", history);
    }
}
