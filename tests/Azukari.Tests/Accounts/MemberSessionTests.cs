using Azukari.Accounts.Identity;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Accounts;

/// <summary>Members' sessions and what is taken once, in the database of either engine.</summary>
public sealed class MemberSessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_session_ends_at_once_alone_or_with_the_others_and_by_itself(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, _, _, subject) = await world.MemberAsync();
        var phone = await world.Sessions.OpenAsync(account, "safari-iphone", "phone", "passkey", proved: true, Cancel);
        var desk = await world.Sessions.OpenAsync(account, "firefox-linux", "desk", "password", proved: false, Cancel);
        var old = await world.Sessions.OpenAsync(account, "edge-windows", "old", "password", proved: false, Cancel);
        Assert.Equal(subject, (await world.Sessions.FindAsync(phone.Token, Cancel))!.Subject);
        var listed = await world.Sessions.ListAsync(account.Id, Cancel);
        Assert.Equal(["edge-windows", "firefox-linux", "safari-iphone"], listed.Select(s => s.Device).Order());

        Assert.True(await world.Sessions.EndAsync(account.Id, listed.Single(s => s.Device == "edge-windows").Id, Cancel));
        Assert.Null(await world.Sessions.FindAsync(old.Token, Cancel));
        Assert.False(await world.Sessions.EndAsync(Guid.NewGuid(), listed.Single(s => s.Device == "firefox-linux").Id, Cancel)); // another's account
        Assert.NotNull(await world.Sessions.FindAsync(desk.Token, Cancel));
        Assert.Equal(1, await world.Sessions.EndAllAsync(account.Id, listed.Single(s => s.Device == "safari-iphone").Id, Cancel));
        Assert.Null(await world.Sessions.FindAsync(desk.Token, Cancel));
        Assert.NotNull(await world.Sessions.FindAsync(phone.Token, Cancel));

        world.Clock.Now += TimeSpan.FromDays(7);
        Assert.Null(await world.Sessions.FindAsync(phone.Token, Cancel));
    }

    [Theory, EngineData]
    public async Task A_proof_gives_the_session_another_token_and_the_one_before_is_worth_nothing(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, _, _, _) = await world.MemberAsync();
        var opened = await world.Sessions.OpenAsync(account, "safari-iphone", "phone", "password", proved: false, Cancel);
        var session = (await world.Sessions.FindAsync(opened.Token, Cancel))!;
        Assert.Null(session.ProvedAt);

        var proved = await world.Sessions.ProveAsync(session.Id, Cancel);

        Assert.Null(await world.Sessions.FindAsync(opened.Token, Cancel));
        Assert.Equal(world.Clock.Now, (await world.Sessions.FindAsync(proved, Cancel))!.ProvedAt);
        await world.Sessions.EndAsync(account.Id, session.Id, Cancel);
        Assert.Null(await world.Sessions.ProveAsync(session.Id, Cancel));
    }

    [Theory, EngineData]
    public async Task A_code_of_the_app_and_a_recovery_code_are_taken_once_however_many_send_them_at_once(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var key = await world.StaffAsync("s-once", []);
        var account = (await world.Book.FindAsync(Azukari.Accounts.Storage.AccountKind.Staff, "s-once", Cancel))!;
        var code = world.Codes.CodeNow(key);
        var recovery = (await world.Codes.NewRecoveryCodesAsync(account, Cancel))[0];

        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Codes.TakeAsync(account, code, Cancel))), taken => taken);
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Codes.UseRecoveryCodeAsync(account, recovery, Cancel))), taken => taken);
        // Nor is the one before it, although its time is not over.
        Assert.False(await world.Codes.TakeAsync(account, OneTimeCodes.CodeAt(key, (world.Clock.Now.ToUnixTimeSeconds() / 30) - 1), Cancel));
        Assert.True(await world.Codes.TakeAsync(account, OneTimeCodes.CodeAt(key, (world.Clock.Now.ToUnixTimeSeconds() / 30) + 1), Cancel));
    }
}
