using System.Net;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>What staff do by a person's right: corrections seen before they are made, restrictions, erasures with their certificate.</summary>
public sealed class RightsTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrustVault Vault => host.Company.Trust.Vault;

    [Fact]
    public async Task A_correction_shows_before_and_after_and_changes_nothing_until_confirmed()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "mobile");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-61");
        string page = $"/en/console/people/{agent}/correct?item=mobile", before = await host.ValueAsync(agent, "mobile");

        using HttpResponseMessage check = await SendAsync(service, page, ("value", "０９０ー００００ー４３２１"), ("case", "17"));
        string checking = WebUtility.HtmlDecode(await check.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(before, await JapaneseAsync(service, agent), StringComparison.Ordinal);
        Assert.Contains("+81 90-0000-4321", checking, StringComparison.Ordinal);
        Assert.Equal(before, await host.ValueAsync(agent, "mobile"));

        using HttpResponseMessage done = await SendAsync(service, page, ("value", "０９０ー００００ー４３２１"), ("case", "17"), ("confirm", "yes"));
        Assert.EndsWith($"/en/console/people/{agent}?corrected=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("090-0000-4321", await host.ValueAsync(agent, "mobile"));
        LedgerEntry corrected = await Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Kind == EntryKind.Corrected, Cancel);
        Assert.Equal(("request-17", ConsoleHost.Service), (corrected.Case, corrected.Accessor));

        using HttpResponseMessage wrong = await SendAsync(service, page, ("value", "12"), ("case", ""));
        string told = await wrong.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("href=\"#value\"", told, StringComparison.Ordinal);
        Assert.Contains("href=\"#case\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_seen_is_not_typed_over_and_a_change_of_address_or_account_is_told_to_the_address_before()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "bank-account", "email");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        string mail = $"/en/console/people/{agent}/correct?item=email", before = await host.ValueAsync(agent, "email");
        (string, string)[] typed = [("value", "shokuin@example.jp"), ("case", "66"), ("confirm", "yes")];
        using (HttpResponseMessage blind = await SendAsync(service, mail, typed)) Assert.Contains("so it cannot be corrected", await blind.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.2", "order-66"); // a purpose that reads addresses and no accounts
        string account = $"/en/console/people/{agent}/correct?item=bank-account";
        (string, string)[] money = [("bank", "0001"), ("branch", "001"), ("type", "普通"), ("number", "123"), ("holder", "ミホン ハナコ"), ("case", "66"), ("confirm", "yes")];
        string bank = await host.ValueAsync(agent, "bank-account");
        using (HttpResponseMessage withheld = await SendAsync(service, account, money)) Assert.Contains("so it cannot be corrected", await withheld.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal((before, bank), (await host.ValueAsync(agent, "email"), await host.ValueAsync(agent, "bank-account")));

        using (HttpResponseMessage done = await SendAsync(service, mail, typed)) Assert.EndsWith("corrected=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        MessageDesk letters = host.Services.GetRequiredService<MessageDesk>();
        Assert.Contains(await letters.OfAsync(agent, 0, 9, Cancel), letter => letter is { Template: "account.address-by-staff", Case: "request-66" });
        Assert.True(await Vault.HistoryAsync(agent, Cancel).AnyAsync(e => e is { Kind: EntryKind.Used, Case: "request-66" } && e.Items.Contains("email"), Cancel));
    }

    [Fact]
    public async Task An_address_and_an_account_are_corrected_in_fields_of_their_own_the_bank_picked_and_the_address_completed()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "bank-account");
        using HttpClient desk = await host.SignedInAsync(ConsoleHost.Service);
        HttpClient service = desk;
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-64");
        string address = $"/en/console/people/{agent}/correct?item=address", account = $"/en/console/people/{agent}/correct?item=bank-account", before = await host.ValueAsync(agent, "bank-account");

        async Task<string> AnswerAsync(string page, params (string, string)[] fields)
        {
            using HttpResponseMessage answer = await SendAsync(service, page, [.. fields, ("case", "64")]);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        }

        string completed = await AnswerAsync(address, ("postal", "1500001"), ("act", "places"));
        Assert.Contains("<option value=\"東京都\" selected", completed, StringComparison.Ordinal);
        Assert.Contains("name=\"town\" value=\"神宮前\"", completed, StringComparison.Ordinal);
        Assert.Contains("belongs to another prefecture", await AnswerAsync(address, ("postal", "150-0001"), ("prefecture", "大阪府"), ("city", "大阪市"), ("line", "1-1")), StringComparison.Ordinal);
        (string, string)[] right = [("postal", "150-0001"), ("prefecture", "東京都"), ("city", "渋谷区"), ("town", "神宮前"), ("line", "9-9-9")];
        string checking = await AnswerAsync(address, right);
        Assert.Contains("<input type=\"hidden\" name=\"line\" value=\"9-9-9\"", checking, StringComparison.Ordinal);
        Assert.Contains("name=\"line\" value=\"9-9-9\"", await AnswerAsync(address, [.. right, ("confirm", "no")]), StringComparison.Ordinal);
        using (HttpResponseMessage done = await SendAsync(service, address, [.. right, ("case", "64"), ("confirm", "yes")]))
            Assert.EndsWith("corrected=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("渋谷区神宮前9-9-9", await host.ValueAsync(agent, "address"), StringComparison.Ordinal);

        // Accounts are seen, and so corrected, by who sends money there.
        using HttpClient finance = await FinanceAsync();
        service = finance;
        await ConsoleHost.ChooseAsync(service, "staff.finance~purpose.member.3", "request-64");
        (string, string)[] rest = [("type", "普通"), ("number", "123"), ("holder", "ミホン ハナコ")];
        Assert.Contains("value=\"bank:0001\"", await AnswerAsync(account, [("bank", "みず"), ("branch", "001"), .. rest]), StringComparison.Ordinal);
        Assert.Contains("No bank has this code or name.", await AnswerAsync(account, [("bank", "9998"), ("branch", "001"), .. rest]), StringComparison.Ordinal);
        Assert.Contains("no branch of this code or name", await AnswerAsync(account, [("bank", "0001"), ("branch", "998"), .. rest]), StringComparison.Ordinal);
        Assert.Equal(before, await host.ValueAsync(agent, "bank-account"));
        Assert.Contains("(みずほ ", await AnswerAsync(account, [("bank", "0001"), ("branch", "001"), .. rest]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_cannot_be_split_is_corrected_as_one()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "name");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-65");
        string page = $"/en/console/people/{agent}/correct?item=name";
        using (await SendAsync(service, page, ("family", "見本"), ("given", "太郎"), ("case", "65"), ("confirm", "yes"))) Assert.Equal("見本 太郎", await host.ValueAsync(agent, "name"));
        using (await SendAsync(service, page, ("family", "Mihon"), ("case", "65"), ("confirm", "yes"))) Assert.Equal("Mihon", await host.ValueAsync(agent, "name"));
    }

    [Fact]
    public async Task One_item_is_deleted_after_a_second_press_with_its_reason_and_what_the_registration_needs_is_not()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "fax");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-63");
        string rights = await service.GetStringAsync($"/en/console/people/{agent}/rights?case=request-63", Cancel), page = $"/en/console/people/{agent}/delete?item=fax&case=request-63";
        Assert.Contains($"action=\"/en/console/people/{agent}/delete\"", rights, StringComparison.Ordinal);
        Assert.Contains(await host.ValueAsync(agent, "fax"), WebUtility.HtmlDecode(await service.GetStringAsync(page.Replace("/en", "", StringComparison.Ordinal), Cancel)), StringComparison.Ordinal);

        using (HttpResponseMessage wrong = await DeleteAsync(service, page, ("case", "")))
        {
            string told = await wrong.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("href=\"#why\"", told, StringComparison.Ordinal);
            Assert.Contains("href=\"#case\"", told, StringComparison.Ordinal);
        }

        using (HttpResponseMessage check = await DeleteAsync(service, page, ("why", "untrue"), ("case", "63")))
            Assert.Contains("Nothing brings it back. Go on?", await check.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains((await Vault.DescribeAsync(agent, Cancel))!.Items, item => item.Item.Value == "fax");
        using (HttpResponseMessage done = await DeleteAsync(service, page, ("why", "untrue"), ("case", "request-63"), ("confirm", "yes")))
            Assert.EndsWith($"/en/console/people/{agent}?deleted=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain((await Vault.DescribeAsync(agent, Cancel))!.Items, item => item.Item.Value == "fax");
        LedgerEntry deleted = await Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Kind == EntryKind.Erased, Cancel);
        Assert.Equal(("request-63", ConsoleHost.Service, "deletion:untrue", "fax"), (deleted.Case, deleted.Accessor, deleted.Reason, Assert.Single(deleted.Items)));
        Assert.Contains("deleted: not true", await service.GetStringAsync($"/en/console/people/{agent}/history", Cancel), StringComparison.Ordinal);

        using (HttpResponseMessage gone = await service.GetAsync(page, Cancel)) Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using (HttpResponseMessage number = await service.GetAsync($"/en/console/people/{agent}/delete?item=member-number", Cancel))
        {
            Assert.Equal(HttpStatusCode.NotFound, number.StatusCode);
            Assert.Contains("stays with the books the law asks for", await number.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        string needed = $"/en/console/people/{agent}/delete?item=name";
        Assert.Contains("The registration needs this item", await service.GetStringAsync(needed, Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("_handler\" value=\"delete\"", await service.GetStringAsync(needed, Cancel), StringComparison.Ordinal);
        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        using HttpResponseMessage refused = await shipping.GetAsync(needed, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_restriction_acts_at_once_and_is_lifted_again()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "mobile");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-62");
        string page = $"/console/people/{agent}/rights";
        using HttpResponseMessage set = await ConsoleHost.SendAsync(service, page, $"/console/people/{agent}/restrict", ("scope", "purpose"), ("purpose", "purpose.member.6"));
        Assert.Equal(page + "?done=restricted", set.Headers.Location?.ToString());
        using (HttpResponseMessage refused = await service.GetAsync($"/en/console/people/{agent}", Cancel)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        HeldRestriction held = (await Vault.DescribeAsync(agent, Cancel))!.Restrictions[^1];
        using HttpResponseMessage lifted = await ConsoleHost.SendAsync(service, page, $"/console/people/{agent}/lift", ("restriction", held.Id.ToString()));
        Assert.Equal(page + "?done=lifted", lifted.Headers.Location?.ToString());
        using HttpResponseMessage open = await service.GetAsync($"/en/console/people/{agent}", Cancel);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task Only_the_privacy_manager_erases_with_a_request_and_a_confirmation_and_gets_the_certificate()
    {
        SubjectId person = await host.SomebodyAsync("retail");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        using (HttpResponseMessage refused = await ConsoleHost.SendAsync(service, $"/console/people/{person}/rights", $"/console/people/{person}/erase", ("case", "request-1"), ("sure", "yes")))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using HttpClient manager = await host.SignedInAsync(Personas.Privacy.Login);
        using (HttpResponseMessage unsure = await ConsoleHost.SendAsync(manager, $"/console/people/{person}/rights", $"/console/people/{person}/erase", ("case", "request-1")))
            Assert.EndsWith("?done=unsure", unsure.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.False(await Vault.IsErasedAsync(person, Cancel));

        using HttpResponseMessage erased = await ConsoleHost.SendAsync(manager, $"/console/people/{person}/rights", $"/console/people/{person}/erase", ("case", "request-1"), ("sure", "yes"));
        Assert.Equal($"/console/people/{person}/certificate", erased.Headers.Location?.ToString());
        Assert.Contains("no old backup of the data opens", await manager.GetStringAsync($"/en/console/people/{person}/certificate", Cancel), StringComparison.Ordinal);
        Assert.True(await Vault.IsErasedAsync(person, Cancel));
        using HttpResponseMessage none = await manager.GetAsync($"/en/console/people/{await host.SomebodyAsync("agent")}/certificate", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("Not a person who was erased", await none.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // What is not here any more is said in the page's own words, and leads on.
        using HttpResponseMessage gone = await manager.GetAsync($"/en/console/people/{person}/rights", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains($"/en/console/people/{person}/certificate", await gone.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_the_history_and_the_rights_is_in_the_ledger()
    {
        // The last one: others of this host look at the first so often that how they came stands on a later page.
        SubjectId agent = await Vault.SubjectsAsync(SubjectKind.Parse("agent"), Cancel).LastAsync(Cancel);
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        string history = await auditor.GetStringAsync($"/en/console/people/{agent}/history", Cancel);
        Assert.Contains("Acquired", history, StringComparison.Ordinal);
        string rights = await auditor.GetStringAsync($"/en/console/people/{agent}/rights", Cancel);
        Assert.DoesNotContain("<form class=\"con-question", rights, StringComparison.Ordinal);

        string?[] looked = await Vault.HistoryAsync(agent, Cancel).Where(e => e.Kind == EntryKind.Inspected && e.Accessor == ConsoleHost.Auditor).Select(e => e.Reason).ToArrayAsync(Cancel);
        Assert.Contains("history", looked);
        Assert.Contains("description", looked);
    }

    /// <summary>Somebody of finance who may correct.</summary>
    private async Task<HttpClient> FinanceAsync()
    {
        AccountBook book = host.Services.GetRequiredService<AccountBook>();
        Assert.True((await host.Services.GetRequiredService<StaffAccounts>().AddAsync("s-books", ["staff.finance"], [Duty.Rights], new Accessor("tester"), Cancel)).Done);
        await book.ActivateAsync((await book.FindAsync(AccountKind.Staff, "s-books", Cancel))!.Id, Cancel);
        HttpClient browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{StaffScheme.SecureCookie}={await host.Sessions.OpenForAsync("s-books", "passkey", null, Cancel)}");
        return browser;
    }

    private static Task<string> JapaneseAsync(HttpClient browser, SubjectId subject) => browser.GetStringAsync($"/console/people/{subject}/correct?item=mobile", Cancel);

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, string page, params (string, string)[] fields) =>
        ConsoleHost.SendAsync(browser, page, page, [("_handler", "correct"), .. fields]);

    private static Task<HttpResponseMessage> DeleteAsync(HttpClient browser, string page, params (string, string)[] fields) =>
        ConsoleHost.SendAsync(browser, page, page, [("_handler", "delete"), .. fields]);
}
