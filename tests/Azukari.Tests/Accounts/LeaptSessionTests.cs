using Azukari.Accounts.Tickets;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Ui.Access;

namespace Azukari.Tests.Accounts;

/// <summary>The clock leaps most of a day ahead and comes back: nothing that was made or used meanwhile lasts longer for it.</summary>
public sealed class LeaptSessionTests
{
    private static readonly TimeSpan Leap = TimeSpan.FromHours(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Sessions_of_members_and_staff_opened_or_used_ahead_end_with_the_leap_and_the_others_stay(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, _, _, _) = await world.MemberAsync();
        var start = world.Clock.Now;
        var quiet = await world.Sessions.OpenAsync(account, "safari-iphone", "phone", "passkey", proved: true, Cancel);
        var busy = await world.Sessions.OpenAsync(account, "firefox-linux", "desk", "password", proved: false, Cancel);
        var staff = await world.StaffSessions.OpenForAsync("tester", "passkey", null, Cancel);
        var link = await world.StaffSessions.NewLinkAsync("tester", Cancel);

        world.Clock.Now = start + Leap;
        Assert.NotNull(await world.Sessions.FindAsync(busy.Token, Cancel));
        Assert.Null(await world.StaffSessions.FindSessionAsync(staff, Cancel)); // over, by this clock
        var ahead = await world.Sessions.OpenAsync(account, "edge-windows", "other", "password", proved: true, Cancel);
        var staffAhead = await world.StaffSessions.OpenForAsync("tester", "passkey", null, Cancel);
        var linkAhead = await world.StaffSessions.NewLinkAsync("tester", Cancel);

        world.Clock.Now = start + TimeSpan.FromMinutes(2);
        Assert.NotNull(await world.Sessions.FindAsync(quiet.Token, Cancel));
        Assert.NotNull(await world.StaffSessions.FindSessionAsync(staff, Cancel));
        Assert.Equal("tester", await world.StaffSessions.WhoAsync(link, Cancel));
        foreach (var token in new[] { busy.Token, ahead.Token }) Assert.Null(await world.Sessions.FindAsync(token, Cancel));
        Assert.Equal("safari-iphone", Assert.Single(await world.Sessions.ListAsync(account.Id, Cancel)).Device);
        Assert.Null(await world.StaffSessions.FindSessionAsync(staffAhead, Cancel));
        Assert.Null(await world.StaffSessions.ProveAsync(staffAhead, Cancel));
        Assert.Single(await world.StaffSessions.ListAsync("tester", Cancel));
        Assert.Null(await world.StaffSessions.WhoAsync(linkAhead, Cancel));
        Assert.Null(await world.StaffSessions.OpenAsync(linkAhead, Cancel));

        // Put right by a little, or a node whose clock goes a little later: nobody is signed out.
        world.Clock.Now = start - TimeSpan.FromMinutes(1);
        Assert.NotNull(await world.Sessions.FindAsync(quiet.Token, Cancel));
        Assert.NotNull(await world.StaffSessions.FindSessionAsync(staff, Cancel));
    }

    [Theory, EngineData]
    public async Task A_proof_is_fresh_for_ten_minutes_whatever_the_clock_did_meanwhile(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var start = world.Clock.Now;
        async Task<bool> IsFreshAsync(string? token) => (await world.StaffSessions.FindSessionAsync(token, Cancel))?.ProvedAt is { } at
            && FreshProof.Has(new(new System.Security.Claims.ClaimsIdentity(FreshProof.ValueOf(at, world.Clock.Now) is { } value ? [new(FreshProof.Claim, value)] : [])));
        var session = await world.StaffSessions.OpenForAsync("tester", "passkey", null, Cancel);
        Assert.True(await IsFreshAsync(session));
        world.Clock.Now = start + TimeSpan.FromMinutes(11);
        Assert.False(await IsFreshAsync(session));

        // A proof given ahead, by half an hour: within the session's own time, and for nothing once the clock is back.
        world.Clock.Now = start + TimeSpan.FromMinutes(40);
        var member = await MemberProofAsync(world);
        world.Clock.Now = start;
        Assert.Null(FreshProof.ValueOf(member, world.Clock.Now));
        Assert.Equal("0", FreshProof.ValueOf(world.Clock.Now + TimeSpan.FromSeconds(20), world.Clock.Now)); // another node's clock
        Assert.Null(await world.StaffSessions.FindSessionAsync(session, Cancel)); // used ahead
        world.Clock.Now = start + TimeSpan.FromMinutes(7);
        Assert.True(await IsFreshAsync(session)); // by less than the slack
    }

    [Theory, EngineData]
    public async Task A_ticket_made_ahead_opens_nothing_once_the_clock_is_back(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, _, _, _) = await world.MemberAsync();
        var start = world.Clock.Now;
        world.Clock.Now = start + Leap;
        var ahead = await TicketAsync(world, account);
        Assert.NotNull(await world.Tickets.LookAsync(ahead, Cancel, TicketKind.Forgotten));

        world.Clock.Now = start;
        Assert.Null(await world.Tickets.LookAsync(ahead, Cancel, TicketKind.Forgotten));
        Assert.Null(await world.Tickets.UseAsync(ahead, Cancel, TicketKind.Forgotten));
        Assert.NotNull(await world.Tickets.UseAsync(await TicketAsync(world, account), Cancel, TicketKind.Forgotten));
    }

    private static async Task<DateTimeOffset?> MemberProofAsync(AccountsWorld world)
    {
        var (account, _, _, _) = await world.MemberAsync();
        var opened = await world.Sessions.OpenAsync(account, "safari-iphone", "phone", "passkey", proved: true, Cancel);
        return (await world.Sessions.FindAsync(opened.Token, Cancel))!.ProvedAt;
    }

    private static Task<string> TicketAsync(AccountsWorld world, Azukari.Accounts.Storage.Account account) => world.Tickets.IssueAsync(TicketKind.Forgotten, account, "test", Cancel);
}
