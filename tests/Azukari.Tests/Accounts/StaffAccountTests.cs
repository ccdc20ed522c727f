using Azukari.Accounts.SignIn;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;

namespace Azukari.Tests.Accounts;

/// <summary>Staff: who joins, moves and leaves, at once; emergencies by two; and that an administrator reads nothing.</summary>
public sealed class StaffAccountTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Staff_come_in_by_password_and_code_never_by_a_password_alone(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var key = await world.StaffAsync("s-1001", ["staff.shipping"]);

        var step = Assert.IsType<SignInResult.SecondStep>(await world.SignIn.PasswordAsync(AccountKind.Staff, "S-1001", AccountsWorld.Password, Cancel));
        var done = Assert.IsType<SignInResult.Done>(await world.SignIn.CodeAsync(AccountKind.Staff, step.Ticket, world.Codes.CodeNow(key), null, Cancel));
        Assert.True(done.Proved);
        Assert.Equal("s-1001", done.Account.Name);

        await world.Book.SetAuthenticatorAsync(done.Account.Id, null, 0, Cancel);
        Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Staff, "s-1001", AccountsWorld.Password, Cancel));
    }

    [Theory, EngineData]
    public async Task A_joiner_can_do_nothing_before_the_second_factor_a_mover_and_a_leaver_act_at_once(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var joined = await world.Staff.AddAsync("s-1002", ["staff.customer-service"], [Duty.Rights], AccountsWorld.Administrator, Cancel);
        Assert.True(joined.Done);
        Assert.StartsWith("/console/invitation/", joined.Link!.Path, StringComparison.Ordinal);
        Assert.Null(await world.Now.FindAsync("s-1002", Cancel));

        await world.StaffAsync("s-1003", ["staff.customer-service"], Duty.Rights);
        var token = await world.StaffSessions.OpenForAsync("s-1003", "password-code", "chrome-linux", Cancel);
        Assert.Equal(["staff.customer-service"], (await world.Now.FindAsync("s-1003", Cancel))!.Roles);

        Assert.True((await world.Staff.ChangeAsync("s-1003", ["staff.shipping"], [], AccountsWorld.Administrator, Cancel)).Done);
        var moved = (await world.Now.FindAsync("s-1003", Cancel))!;
        Assert.Equal(["staff.shipping"], moved.Roles);
        Assert.Empty(moved.Duties);

        Assert.NotNull(await world.StaffSessions.FindAsync(token, Cancel));
        Assert.True((await world.Staff.CloseAsync("s-1003", AccountsWorld.Administrator, Cancel)).Done);
        Assert.Null(await world.StaffSessions.FindAsync(token, Cancel));
        Assert.Null(await world.Now.FindAsync("s-1003", Cancel));
        Assert.Equal(StaffRefusal.LoginTaken, (await world.Staff.AddAsync("s-1003", [], [], AccountsWorld.Administrator, Cancel)).Refusal);

        var reasons = (await world.EntriesAsync(new LedgerQuery { Accessor = "tester" })).Select(e => $"{e.Reason} {e.Case}".Trim()).ToList();
        Assert.Superset(new HashSet<string>
        {
            "staff-joined:s-1003", "role-given:s-1003 staff.shipping", "role-taken:s-1003 staff.customer-service", "duty-taken:s-1003 rights", "staff-left:s-1003",
        }, reasons.ToHashSet());
    }

    [Theory, EngineData]
    public async Task Nobody_changes_their_own_rights_and_no_role_is_made_up(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        await world.StaffAsync("s-1004", ["staff.it-administrator"], Duty.Staff);
        var self = new Accessor("s-1004");

        Assert.Equal(StaffRefusal.OwnAccount, (await world.Staff.ChangeAsync("s-1004", ["staff.finance-tax"], [], self, Cancel)).Refusal);
        Assert.Equal(StaffRefusal.OwnAccount, (await world.Staff.CloseAsync("s-1004", self, Cancel)).Refusal);
        Assert.Equal(StaffRefusal.OwnAccount, (await world.Staff.SuspendAsync("s-1004", self, Cancel)).Refusal);
        Assert.Equal(StaffRefusal.UnknownRole, (await world.Staff.AddAsync("s-1005", ["third-party"], [], self, Cancel)).Refusal);
        Assert.Equal(StaffRefusal.UnknownRole, (await world.Staff.AddAsync("s-1005", ["staff.nobody"], [], self, Cancel)).Refusal);
        Assert.Equal(StaffRefusal.LoginTaken, (await world.Staff.AddAsync("tester", [], [], self, Cancel)).Refusal);
        foreach (var login in new[] { "", "x", "1001", "S-1", "s 1", "s_1", "s-0312345678" })
            Assert.Equal(StaffRefusal.BadLogin, (await world.Staff.AddAsync(login, [], [], self, Cancel)).Refusal);
    }

    [Theory, EngineData]
    public async Task Who_is_away_is_nobody_until_they_are_back(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        await world.StaffAsync("s-1006", ["staff.hr"]);
        var token = await world.StaffSessions.OpenForAsync("s-1006", "passkey", null, Cancel);

        Assert.True((await world.Staff.SuspendAsync("s-1006", AccountsWorld.Administrator, Cancel)).Done);
        Assert.Null(await world.StaffSessions.FindAsync(token, Cancel));
        Assert.Null(await world.Now.FindAsync("s-1006", Cancel));
        Assert.IsType<SignInResult.Wrong>(await world.SignIn.PasswordAsync(AccountKind.Staff, "s-1006", AccountsWorld.Password, Cancel));
        Assert.True((await world.Staff.ResumeAsync("s-1006", AccountsWorld.Administrator, Cancel)).Done);
        Assert.NotNull(await world.Now.FindAsync("s-1006", Cancel));
        Assert.Null(await world.StaffSessions.FindAsync(token, Cancel));
    }

    [Theory, EngineData]
    public async Task An_emergency_takes_two_people_lasts_its_minutes_and_is_reviewed_by_another(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        await world.StaffAsync("s-ask", ["staff.shipping"], Duty.Staff, Duty.Audit);
        await world.StaffAsync("s-plain", ["staff.shipping"]);
        await world.StaffAsync("s-grant", ["staff.it-administrator"], Duty.Staff, Duty.Audit);
        await world.StaffAsync("s-audit", [], Duty.Audit);

        Assert.Equal(EmergencyRefusal.Unusable, await world.Emergencies.AskAsync("s-ask", "staff.customer-service", "because", "incident-7", 30, Cancel));
        Assert.Equal(EmergencyRefusal.Unusable, await world.Emergencies.AskAsync("s-ask", "affiliate", "absence", "incident-7", 30, Cancel));
        Assert.Equal(EmergencyRefusal.Unusable, await world.Emergencies.AskAsync("s-ask", "staff.customer-service", "absence", "090-0000-0000", 30, Cancel));
        Assert.Null(await world.Emergencies.AskAsync("s-ask", "staff.customer-service", "danger-to-person", "incident-7", 30, Cancel));
        var id = Assert.Single(await world.EmergenciesAsync()).Id;
        var asked = world.Clock.Now;
        Assert.Equal((1, (0, null)), (await world.Emergencies.AskedAsync(Cancel), await world.Emergencies.UnreviewedAsync(Cancel)));
        Assert.DoesNotContain("staff.customer-service", (await world.Now.FindAsync("s-ask", Cancel))!.Roles);

        Assert.Equal(EmergencyRefusal.SamePerson, await world.Emergencies.DecideAsync(id, "s-ask", granted: true, Cancel));
        Assert.Equal(EmergencyRefusal.NoDuty, await world.Emergencies.DecideAsync(id, "s-plain", granted: true, Cancel));
        Assert.Null(await world.Emergencies.DecideAsync(id, "s-grant", granted: true, Cancel));
        Assert.Equal(EmergencyRefusal.NotFound, await world.Emergencies.DecideAsync(id, "s-grant", granted: false, Cancel));
        Assert.Contains("staff.customer-service", (await world.Now.FindAsync("s-ask", Cancel))!.Roles);
        Assert.Equal(EmergencyRefusal.NotFound, await world.Emergencies.ReviewAsync(id, "s-audit", "in-order", Cancel)); // not over yet

        world.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.DoesNotContain("staff.customer-service", (await world.Now.FindAsync("s-ask", Cancel))!.Roles);
        Assert.Equal(EmergencyRefusal.SamePerson, await world.Emergencies.ReviewAsync(id, "s-ask", "in-order", Cancel));
        Assert.Equal(EmergencyRefusal.SamePerson, await world.Emergencies.ReviewAsync(id, "s-grant", "in-order", Cancel));
        Assert.Equal(EmergencyRefusal.NoDuty, await world.Emergencies.ReviewAsync(id, "s-plain", "in-order", Cancel));
        Assert.Equal((0, (1, asked + TimeSpan.FromMinutes(30))), (await world.Emergencies.AskedAsync(Cancel), await world.Emergencies.UnreviewedAsync(Cancel)));
        Assert.Null(await world.Emergencies.ReviewAsync(id, "s-audit", "in-order", Cancel));
        Assert.Equal((0, null), await world.Emergencies.UnreviewedAsync(Cancel));

        var steps = (await world.EntriesAsync()).Where(e => e.Reason?.StartsWith("emergency-", StringComparison.Ordinal) == true).Select(e => $"{e.Accessor} {e.Reason} {e.Case}").ToList();
        Assert.Equal(
        [
            "s-ask emergency-asked:staff.customer-service:s-ask incident-7", "s-grant emergency-granted:staff.customer-service:s-ask incident-7",
            "s-audit emergency-reviewed:in-order:s-ask incident-7",
        ], steps);
    }

    [Theory, EngineData]
    public async Task An_emergency_asked_for_an_hour_ago_is_granted_no_more_and_one_granted_can_be_ended(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        await world.StaffAsync("s-ask", []);
        await world.StaffAsync("s-grant", [], Duty.Staff);
        await world.Emergencies.AskAsync("s-ask", "staff.hr", "absence", "incident-8", 15, Cancel);
        world.Clock.Now += TimeSpan.FromMinutes(61);
        Assert.Equal(EmergencyRefusal.NotFound, await world.Emergencies.DecideAsync((await world.EmergenciesAsync())[0].Id, "s-grant", granted: true, Cancel));

        await world.Emergencies.AskAsync("s-ask", "staff.hr", "absence", "incident-9", 15, Cancel);
        var id = (await world.EmergenciesAsync())[0].Id;
        Assert.Null(await world.Emergencies.DecideAsync(id, "s-grant", granted: true, Cancel));
        Assert.Null(await world.Emergencies.EndAsync(id, "s-ask", Cancel));
        Assert.Empty((await world.Now.FindAsync("s-ask", Cancel))!.Roles);
        world.Clock.Now += TimeSpan.FromMinutes(1);
        // A leaver has nothing of an emergency either.
        await world.Emergencies.AskAsync("s-ask", "staff.hr", "absence", "incident-10", 15, Cancel);
        Assert.Null(await world.Emergencies.DecideAsync((await world.EmergenciesAsync())[0].Id, "s-grant", granted: true, Cancel));
        await world.Staff.CloseAsync("s-ask", AccountsWorld.Administrator, Cancel);
        Assert.Null(await world.Now.FindAsync("s-ask", Cancel));
    }

    [Theory, EngineData]
    public async Task An_administrator_reads_nothing_by_being_one(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        await world.StaffAsync("s-admin", ["staff.it-administrator"], [.. Duties.All]);
        var (subject, _, _) = await world.PersonAsync();
        foreach (var purpose in world.Company.Trust.Policies.InForce.Document.Clauses.Where(c => c.Rule is Azukari.Policy.Document.PurposeRule))
        {
            var read = await world.Company.Trust.Vault.ReadAsync(subject, [Azukari.Policy.ItemId.Parse("name")],
                new AccessContext { Accessor = new Accessor("s-admin"), As = Azukari.Policy.RecipientKind.Parse("staff.it-administrator"), Purpose = purpose.Id, Case = "order-1" }, Cancel);
            Assert.IsType<RefusedAccess<ItemValues>>(read);
        }
    }
}
