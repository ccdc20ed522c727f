using System.Net;
using System.Text.RegularExpressions;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Storage;
using Azukari.Company.Settings;
using Azukari.Console.Staff;
using Azukari.Ledger;
using Azukari.Tests.Console;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Accounts;

/// <summary>Staff with accounts, by their pages: two factors always, changes on the next request, fresh proof, emergencies, helping members.</summary>
public sealed partial class StaffPageTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_joins_sets_a_password_only_together_with_an_authenticator_app()
    {
        var added = await host.Staff.AddAsync("s-join", ["staff.shipping"], [], AccountsWorld.Administrator, Cancel);
        string path = added.Link!.Path;
        using HttpClient browser = host.Browser();
        using (HttpResponseMessage alone = await ConsoleHost.SendAsync(browser, path, path, ("password", AccountsHost.Password))) Assert.Equal(path + "?wrong=code", AccountsHost.To(alone));
        using (HttpResponseMessage guessed = await ConsoleHost.SendAsync(browser, path, path, ("password", AccountsHost.Password), ("authenticator", new string('A', 43)), ("code", "123456")))
            Assert.Equal(path + "?wrong=code", AccountsHost.To(guessed));
        Assert.Null(await host.Get<StaffNow>().FindAsync("s-join", Cancel));

        byte[] key = await host.StaffAsync("s-join2", ["staff.shipping"]);
        using HttpClient in2 = await host.StaffSignedInAsync("s-join2", key);
        using HttpResponseMessage home = await in2.GetAsync("/console", Cancel);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
    }

    [Fact]
    public async Task A_live_session_loses_a_duty_on_its_next_request_and_a_leaver_everything()
    {
        byte[] key = await host.StaffAsync("s-mover", ["staff.it-administrator"], Duty.Staff);
        using HttpClient browser = await host.StaffSignedInAsync("s-mover", key);
        using (HttpResponseMessage before = await browser.GetAsync("/console/staff", Cancel)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        Assert.True((await host.Staff.ChangeAsync("s-mover", ["staff.shipping"], [], AccountsWorld.Administrator, Cancel)).Done);
        using (HttpResponseMessage moved = await browser.GetAsync("/console/staff", Cancel)) Assert.Equal(HttpStatusCode.Forbidden, moved.StatusCode);
        using (HttpResponseMessage still = await browser.GetAsync("/console", Cancel)) Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        Assert.True((await host.Staff.CloseAsync("s-mover", AccountsWorld.Administrator, Cancel)).Done);
        using HttpResponseMessage left = await browser.GetAsync("/console", Cancel);
        Assert.StartsWith("/console/sign-in", AccountsHost.To(left), StringComparison.Ordinal);
        using HttpClient again = host.Browser();
        using HttpResponseMessage back = await ConsoleHost.SendAsync(again, "/console/sign-in", "/console/sign-in/number", ("number", "s-mover"), ("password", AccountsHost.Password));
        Assert.Equal("/console/sign-in?wrong=wrong", AccountsHost.To(back));
    }

    [Fact]
    public async Task Joining_and_leaving_are_done_on_the_page_by_somebody_else()
    {
        byte[] key = await host.StaffAsync("s-chief", ["staff.it-administrator"], Duty.Staff);
        using HttpClient chief = await host.StaffSignedInAsync("s-chief", key);
        using (HttpResponseMessage added = await ConsoleHost.SendAsync(
            chief, "/en/console/staff", "/en/console/staff", ("_handler", "staff-add"), ("Login", "s-made"), ("Roles", "staff.hr"), ("Duties", "audit")))
        {
            string page = WebUtility.HtmlDecode(await added.Content.ReadAsStringAsync(Cancel));
            Assert.Contains("This link is shown only now", page, StringComparison.Ordinal);
            Assert.Contains("/en/console/invitation/", page, StringComparison.Ordinal);
        }

        var made = await host.Staff.FindAsync("s-made", Cancel);
        Assert.Equal(("invited", "staff.hr", "s-chief"), (made!.State, made.Roles[0], made.CreatedBy));
        using (HttpResponseMessage own = await ConsoleHost.SendAsync(
            chief, "/en/console/staff/s-chief", "/en/console/staff/s-chief", ("_handler", "staff-change"), ("Roles", "staff.finance-tax"), ("Duties", "staff")))
            Assert.Contains("Nobody changes their own rights", await own.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using (HttpResponseMessage closed = await ConsoleHost.SendAsync(chief, "/en/console/staff/s-made", "/en/console/staff/s-made", ("_handler", "staff-turn"), ("Act", "close")))
            Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal("closed", (await host.Staff.FindAsync("s-made", Cancel))!.State);
    }

    [Fact]
    public async Task The_list_is_narrowed_sorted_and_saved_and_the_ledger_keeps_that_it_was()
    {
        byte[] key = await host.StaffAsync("s-lister", ["staff.it-administrator"], Duty.Staff);
        foreach (string login in new[] { "l-one", "l-two", "l-three" }) Assert.True((await host.Staff.AddAsync(login, [login == "l-two" ? "staff.finance" : "staff.hr"], [], AccountsWorld.Administrator, Cancel)).Done);
        Assert.True((await host.Staff.CloseAsync("l-three", AccountsWorld.Administrator, Cancel)).Done);
        using HttpClient chief = await host.StaffSignedInAsync("s-lister", key);
        async Task<string[]> Of(string query) => [.. Listed().Matches(await chief.GetStringAsync("/en/console/staff" + query, Cancel)).Select(m => m.Groups["login"].Value)];

        Assert.Equal(["l-one", "l-three", "l-two"], await Of("?narrow=l-"));
        Assert.Equal(["l-two", "l-three", "l-one"], await Of("?narrow=l-&down=1"));
        Assert.Equal(["l-one", "l-two", "l-three"], await Of("?narrow=l-&sort=state"));
        Assert.Equal(["l-three"], await Of("?narrow=l-&state=closed"));
        Assert.Equal(["l-two"], await Of("?narrow=L-&role=staff.finance"));
        Assert.Contains("No account fits this", await chief.GetStringAsync("/en/console/staff?narrow=nobody", Cancel), StringComparison.Ordinal);

        using HttpResponseMessage saved = await ConsoleHost.SendAsync(chief, "/en/console/staff", "/en/console/staff/export", ("narrow", "l-"), ("format", "csv"));
        string file = await saved.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("l-two,invited", file, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s-lister,", file, StringComparison.Ordinal);
        LedgerEntry entry = Assert.Single((await host.Console.Company.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "staff-list", NewestFirst = true, Limit = 1 }, ct: Cancel)).Records).Entry;
        Assert.Equal(("s-lister", 3L), (entry.Accessor, entry.Count!.Value));
    }

    [Fact]
    public async Task What_matters_asks_for_a_proof_of_the_last_minutes_and_leads_back()
    {
        byte[] key = await host.StaffAsync("s-proof", ["staff.it-administrator"], Duty.Staff, Duty.Audit, Duty.Rights, Duty.Policy);
        using HttpClient browser = await host.StaffSignedInAsync("s-proof", key);
        host.Clock.Now += TimeSpan.FromMinutes(11);
        using (HttpResponseMessage plain = await browser.GetAsync("/console/account", Cancel)) Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        using (HttpResponseMessage page = await browser.GetAsync("/en/console/staff?x=1", Cancel))
            Assert.Equal("/en/console/account/confirm?return=" + Uri.EscapeDataString("/en/console/staff?x=1"), AccountsHost.To(page));
        foreach (string act in new[] { "/console/ledger/export", $"/console/people/{Guid.NewGuid():N}/erase", $"/console/people/{Guid.NewGuid():N}/restrict", "/console/people/found/x/export", "/console/policy/publish/" + new string('0', 64) })
        {
            using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console/account", act);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.StartsWith("/console/account/confirm?return=", AccountsHost.To(answer), StringComparison.Ordinal);
        }

        // A password proves nothing for staff.
        using (HttpResponseMessage password = await ConsoleHost.SendAsync(browser, "/console/account/confirm", "/console/account/confirm/password", ("password", AccountsHost.Password), ("return", "/console/staff")))
            Assert.Equal("/console/account/confirm?return=%2Fconsole%2Fstaff", AccountsHost.To(password));
        using (HttpResponseMessage code = await ConsoleHost.SendAsync(browser, "/console/account/confirm", "/console/account/confirm", ("code", host.Codes.CodeNow(key)), ("return", "/console/staff")))
            Assert.Equal("/console/staff", AccountsHost.To(code));
        using HttpResponseMessage after = await browser.GetAsync("/console/staff", Cancel);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_lost_phone_ends_the_sessions_when_the_link_is_made_and_the_rest_when_it_is_used()
    {
        byte[] key = await host.StaffAsync("s-lost", ["staff.shipping"]);
        using HttpClient thief = await host.StaffSignedInAsync("s-lost", key);
        var link = (await host.Staff.InviteAsync("s-lost", AccountsWorld.Administrator, "ticket-1", Cancel)).Link!;
        using (HttpResponseMessage out1 = await thief.GetAsync("/console", Cancel)) Assert.Equal(HttpStatusCode.Redirect, out1.StatusCode);

        using HttpClient quick = await host.StaffSignedInAsync("s-lost", key); // who has the phone is quicker
        var account = (await host.Book.FindAsync(AccountKind.Staff, "s-lost", Cancel))!;
        var face = host.Get<Azukari.Accounts.Faces.StaffFace>();
        using (var scope = host.Console.Services.CreateScope())
            Assert.NotNull(await scope.ServiceProvider.GetRequiredService<Azukari.Accounts.Identity.Credentials>().TakeLinkAsync(face, new Microsoft.AspNetCore.Http.DefaultHttpContext(), link.Token, Cancel));
        using (HttpResponseMessage out2 = await quick.GetAsync("/console", Cancel)) Assert.Equal(HttpStatusCode.Redirect, out2.StatusCode);
        Assert.Null((await host.Book.FindAsync(account.Id, Cancel))!.TotpKey);
        Assert.Null(await host.Get<StaffNow>().FindAsync("s-lost", Cancel));
    }

    [Fact]
    public async Task An_operators_own_account_makes_nobody_of_the_staff_who_left_the_settings()
    {
        using HttpClient browser = await host.Console.SignedInAsync(ConsoleHost.Auditor);
        using (HttpResponseMessage page = await browser.GetAsync("/console/account", Cancel)) Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotNull(await host.Book.FindAsync(AccountKind.Staff, ConsoleHost.Auditor, Cancel));
        string file = host.Console.Company.Options.SettingsPath;
        CompanySettings settings = await SettingsFile.ReadAsync(file, Cancel);
        try
        {
            await SettingsFile.WriteAsync(file, settings with { Operators = settings.Operators.Where(o => o.Key != ConsoleHost.Auditor).ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal) }, Cancel);
            Assert.Null(await host.Get<StaffNow>().FindAsync(ConsoleHost.Auditor, Cancel));
            using HttpResponseMessage gone = await browser.GetAsync("/console", Cancel);
            Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        }
        finally
        {
            await SettingsFile.WriteAsync(file, settings, Cancel);
        }
    }

    [Fact]
    public async Task A_member_without_mail_is_let_in_by_customer_service_after_a_check_and_told()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient stolen = await host.SignedInAsync(member);
        byte[] desk = await host.StaffAsync("s-desk", ["staff.customer-service"], Duty.Rights), other = await host.StaffAsync("s-other", ["staff.shipping"], Duty.Rights);
        using (HttpClient shipping = await host.StaffSignedInAsync("s-other", other))
        using (HttpResponseMessage refused = await RecoverAsync(shipping, member.Number, "identity-5", check: true))
            Assert.Contains("It takes the role of customer service", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using HttpClient service = await host.StaffSignedInAsync("s-desk", desk);
        using (HttpResponseMessage unchecked1 = await RecoverAsync(service, member.Number, "identity-5", check: false)) Assert.Contains("Check who they are first", await unchecked1.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        string html;
        using (HttpResponseMessage made = await RecoverAsync(service, member.Number, "identity-5", check: true)) html = WebUtility.HtmlDecode(await made.Content.ReadAsStringAsync(Cancel));
        string path = new Uri(System.Text.RegularExpressions.Regex.Match(html, "acc-link\">(?<link>[^<]+)<").Groups["link"].Value).AbsolutePath;
        Assert.Contains((AccountMessage.RecoveredByStaff, member.Subject), host.Messages.Of(member.Subject));
        using (HttpResponseMessage before = await stolen.GetAsync("/account", Cancel)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        using HttpClient owner = host.Browser();
        using (HttpResponseMessage set = await ConsoleHost.SendAsync(owner, path, path, ("password", "hanabi-no-ato-no-yoru-5"))) Assert.Equal("/en/my", AccountsHost.To(set));
        using (HttpResponseMessage out1 = await stolen.GetAsync("/account", Cancel)) Assert.Equal(HttpStatusCode.Redirect, out1.StatusCode);

        var history = new List<LedgerEntry>();
        await foreach (var entry in host.Console.Company.Trust.Vault.HistoryAsync(member.Subject, Cancel)) history.Add(entry);
        Assert.Contains(history, e => e is { Reason: "account-recovery+identity-confirmed", Accessor: "s-desk", Case: "identity-5" });
        Assert.Contains(history, e => e is { Reason: "password-set", Accessor: "member" });
    }

    [Fact]
    public async Task An_address_that_only_stood_on_paper_is_not_written_to_and_staff_are_told_to_use_the_post()
    {
        TestMember member = await host.MemberAsync(Azukari.Policy.Channel.Paper);
        byte[] desk = await host.StaffAsync("s-post", ["staff.customer-service"], Duty.Rights);
        using HttpClient service = await host.StaffSignedInAsync("s-post", desk);
        using HttpResponseMessage made = await RecoverAsync(service, member.Number, "identity-6", check: true);

        string html = WebUtility.HtmlDecode(await made.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("No confirmed e-mail address is held", html, StringComparison.Ordinal);
        Assert.Contains("acc-link", html, StringComparison.Ordinal);
        Assert.DoesNotContain((AccountMessage.RecoveredByStaff, member.Subject), host.Messages.Of(member.Subject));
    }

    [Fact]
    public async Task In_an_emergency_two_people_open_a_role_for_minutes_and_a_third_looks_at_it_after()
    {
        byte[] ask = await host.StaffAsync("s-night", ["staff.shipping"]), grant = await host.StaffAsync("s-give", [], Duty.Staff), audit = await host.StaffAsync("s-look", [], Duty.Audit);
        using HttpClient night = await host.StaffSignedInAsync("s-night", ask);
        using HttpClient give = await host.StaffSignedInAsync("s-give", grant);
        const string page = "/en/console/staff/emergencies";
        using (HttpResponseMessage asked = await ConsoleHost.SendAsync(
            night, page, page, ("_handler", "emergency-ask"), ("Role", "staff.customer-service"), ("Reason", "danger-to-person"), ("Case", "incident-77"), ("Minutes", "15")))
            Assert.DoesNotContain(">Grant<", await asked.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal); // not one's own
        var row = (await host.Get<Azukari.Accounts.Staff.Emergencies>().ListAsync(new Azukari.Accounts.Staff.EmergencyQuery(), 0, 100, Cancel)).Rows.First(e => e.Case == "incident-77");
        using (await ConsoleHost.SendAsync(night, page, page, ("_handler", $"emergency-{row.Id:N}"), ("Act", "grant")))
            Assert.Empty(await RolesAsync("staff.customer-service"));
        using (await ConsoleHost.SendAsync(give, page, page, ("_handler", $"emergency-{row.Id:N}"), ("Act", "grant")))
            Assert.Equal(["staff.customer-service"], await RolesAsync("staff.customer-service"));
        host.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.Empty(await RolesAsync("staff.customer-service"));

        using HttpClient look = await host.StaffSignedInAsync("s-look", audit);
        Assert.Contains("Emergency roles that wait for review", await look.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
        Assert.Contains("They are reviewed within 7 days.", await look.GetStringAsync("/en/console/obligations", Cancel), StringComparison.Ordinal);
        Assert.Contains("accessor=s-night&amp;from=20", await look.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        using HttpResponseMessage reviewed = await ConsoleHost.SendAsync(look, page, page, ("_handler", $"emergency-{row.Id:N}"), ("Act", "in-order"));
        Assert.Contains("Reviewed by s-look", await reviewed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emergencies_are_sorted_narrowed_paged_and_saved_recorded_and_one_that_moved_to_another_page_is_still_decided()
    {
        byte[] ask = await host.StaffAsync("s-often", ["staff.shipping"]), grant = await host.StaffAsync("s-keeper", [], Duty.Staff);
        var book = host.Get<Azukari.Accounts.Staff.Emergencies>();
        for (int i = 0; i < 30; i++)
        {
            host.Clock.Now += TimeSpan.FromMilliseconds(1);
            Assert.Null(await book.AskAsync("s-often", i % 2 == 0 ? "staff.hr" : "staff.marketing", "absence", $"incident-{900 + i}", 15, Cancel));
        }

        using HttpClient often = await host.StaffSignedInAsync("s-often", ask);
        using HttpClient keeper = await host.StaffSignedInAsync("s-keeper", grant);
        const string page = "/en/console/staff/emergencies";
        string mine = page + "?narrow=s-often&turned=1";

        string first = await keeper.GetStringAsync(mine, Cancel), second = await keeper.GetStringAsync(mine + "&page=2", Cancel);
        Assert.Equal(Enumerable.Range(900, 25).Select(i => $"incident-{i}"), Incidents(first));
        Assert.Equal(Enumerable.Range(925, 5).Select(i => $"incident-{i}"), Incidents(second));
        Assert.Equal(Incidents(second), Incidents(await keeper.GetStringAsync(mine + "&page=99", Cancel)));
        Assert.Equal(15, Incidents(await keeper.GetStringAsync(mine + "&role=staff.hr", Cancel)).Length);
        Assert.Contains("No emergency fits this", await keeper.GetStringAsync(mine + "&state=reviewed", Cancel), StringComparison.Ordinal);

        // Sent from the first page, where it does not stand any more.
        var row = (await book.ListAsync(new Azukari.Accounts.Staff.EmergencyQuery { Login = "s-often", Turned = true }, 27, 1, Cancel)).Rows[0];
        using (HttpResponseMessage declined = await ConsoleHost.SendAsync(keeper, mine, mine, ("_handler", $"emergency-{row.Id:N}"), ("Act", "decline")))
            Assert.Equal(HttpStatusCode.OK, declined.StatusCode);
        Assert.Equal([row.Case], Incidents(await keeper.GetStringAsync(mine + "&state=declined", Cancel)));

        using HttpResponseMessage file = await ConsoleHost.SendAsync(keeper, mine, page + "/export", ("narrow", "s-often"), ("state", "asked"), ("turned", "1"), ("format", "csv"));
        string[] lines = (await file.Content.ReadAsStringAsync(Cancel)).TrimEnd().Split("\r\n");
        Assert.Equal(31, lines.Length); // a head, 29 of them, a note
        Assert.Contains("incident-900", lines[1], StringComparison.Ordinal);
        LedgerEntry told = (await host.Console.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "emergency-list" }, Cancel).LastAsync(Cancel)).Entry;
        Assert.Equal(("s-keeper", 29L), (told.Accessor, told.Count));
        Assert.DoesNotContain("emergencies/export", await often.GetStringAsync(mine, Cancel), StringComparison.Ordinal);
        using HttpResponseMessage refused = await ConsoleHost.SendAsync(often, "/en/console", page + "/export", ("format", "csv"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static string[] Incidents(string html) => [.. Incident().Matches(html).Select(found => found.Value)];

    [GeneratedRegex("incident-9[0-9]{2}")]
    private static partial Regex Incident();

    private async Task<IEnumerable<string>> RolesAsync(string role) => (await host.Get<StaffNow>().FindAsync("s-night", Cancel))!.Roles.Where(r => r == role);

    private static Task<HttpResponseMessage> RecoverAsync(HttpClient browser, string number, string caseCode, bool check) => ConsoleHost.SendAsync(
        browser, "/en/console/recovery", "/en/console/recovery", [("_handler", "recover"), ("Number", number), ("Case", caseCode), .. check ? new[] { ("Identity", "true") } : []]);

    [GeneratedRegex("<th scope=\"row\"><a class=\"az-whole\" href=\"/en/console/staff/(?<login>[a-z0-9-]+)\">")]
    private static partial Regex Listed();
}
