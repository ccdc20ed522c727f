using System.Net;
using System.Text.RegularExpressions;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Testing.Canaries;
using Azukari.Tests.Accounts;
using Azukari.Tests.Console;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Tests.Requests;

/// <summary>Staff with the duty of rights enter what came by telephone or post; the member sees it; what is done for it comes back to it.</summary>
public sealed partial class RequestEnterPageTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private const string Board = "/en/console/requests";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_is_entered_done_and_answered_and_the_member_sees_it()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient desk = await host.StaffSignedInAsync("s-letters", await host.StaffAsync("s-letters", ["staff.customer-service"], Duty.Rights));
        using HttpClient reader = await host.StaffSignedInAsync("s-reads", await host.StaffAsync("s-reads", ["staff.customer-service"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(Board + "/new", Cancel)).StatusCode);
        Assert.DoesNotContain("/requests/new", await reader.GetStringAsync(Board, Cancel), StringComparison.Ordinal);
        Assert.Contains("/requests/new", await desk.GetStringAsync(Board, Cancel), StringComparison.Ordinal);
        Assert.Contains("somebody not found", await desk.GetStringAsync(Board + "/new", Cancel), StringComparison.Ordinal);
        await NotThereAsync(desk, Board + "/new/00000000000000000000000000000000", "They were erased, or the address is wrong");

        string page = $"{Board}/new/{member.Subject}";
        using (HttpResponseMessage late = await SendAsync(desk, page, ("kind", "correction"), ("way", "post"), ("day", "2099-01-01"), ("identity", "open"), ("text", "お名前は" + CanaryWords.FamilyName), ("form", "paper")))
        {
            string said = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync(Cancel));
            Assert.Contains("never later", said, StringComparison.Ordinal);
            Assert.Contains(CanaryWords.FamilyName, said, StringComparison.Ordinal); // what was typed stays
        }

        string day = host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using HttpResponseMessage sent = await SendAsync(desk, page, ("kind", "correction"), ("way", "post"), ("day", day), ("identity", "open"), ("text", "お名前は" + CanaryWords.FamilyName), ("form", "paper"));
        string code = CodeIn().Match(sent.Headers.Location!.ToString()).Value;
        string one = $"{Board}/{code}";
        string shown = await desk.GetStringAsync(one, Cancel);
        Assert.Contains("by post", shown, StringComparison.Ordinal);
        Assert.Contains("Record the identity check first", shown, StringComparison.Ordinal);
        Assert.Contains(code, await desk.GetStringAsync(Board, Cancel), StringComparison.Ordinal);
        using (HttpClient own = await host.SignedInAsync(member)) Assert.Contains(code, await own.GetStringAsync("/en/my/rights", Cancel), StringComparison.Ordinal);

        Assert.Equal("identity-open", await SaidAsync(desk, one, "answer", ("outcome", "granted"), ("undone", "handed-over"), ("sure", "yes")));
        Assert.Equal("no-identity", await SaidAsync(desk, one, "identity", ("identity", "signed-in")));
        Assert.Equal("identified", await SaidAsync(desk, one, "identity", ("identity", "call-back")));
        Assert.Equal("nothing-done", await SaidAsync(desk, one, "answer", ("outcome", "granted"), ("sure", "yes")));
        string acts = Acts().Match(await desk.GetStringAsync(one, Cancel)).Groups["path"].Value;
        Assert.Equal($"/en/console/people/{member.Subject}/rights?case={code}", acts);
        Assert.Contains($"Back to request {code}", await desk.GetStringAsync(acts, Cancel), StringComparison.Ordinal);

        await ConsoleHost.ChooseAsync(desk, "staff.customer-service~purpose.member.1", "application-9");
        using (HttpResponseMessage corrected = await ConsoleHost.SendAsync(desk, $"/en/console/people/{member.Subject}/correct?item=kana&case={code}", $"/en/console/people/{member.Subject}/correct?item=kana&case={code}",
            ("_handler", "correct"), ("family", "ミホン"), ("given", "タロウ"), ("case", code.ToLowerInvariant()), ("confirm", "yes")))
            Assert.Equal($"{one}?said=done", AccountsHost.To(corrected));
        shown = await desk.GetStringAsync(one, Cancel);
        Assert.Contains("s-letters", shown, StringComparison.Ordinal);
        Assert.Contains("Corrected, added or deleted", shown, StringComparison.Ordinal);
        Assert.Equal("answered", await SaidAsync(desk, one, "answer", ("outcome", "granted"), ("sure", "yes")));
        using (HttpClient own = await host.SignedInAsync(member)) Assert.Contains("Done", await own.GetStringAsync("/en/my/rights", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_found_is_entered_with_a_name_and_where_an_answer_reaches_them()
    {
        using HttpClient desk = await host.StaffSignedInAsync("s-calls", await host.StaffAsync("s-calls", ["staff.privacy-manager"], Duty.Rights));
        (string, string)[] call = [("kind", "disclosure"), ("way", "phone"), ("day", host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("identity", "registered"), ("form", "paper"), ("name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}")];
        using (HttpResponseMessage without = await SendAsync(desk, Board + "/new/nobody", call))
            Assert.Contains("Give where an answer reaches them", await without.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using HttpResponseMessage sent = await SendAsync(desk, Board + "/new/nobody", [.. call, ("phone", "090-0000-1234")]);
        string code = CodeIn().Match(sent.Headers.Location!.ToString()).Value;
        var request = (await host.Get<RequestBook>().FindAsync(code, Cancel))!;
        Assert.Equal((RequestWay.Phone, IdentityCheck.Registered, false), (request.Way, request.Identity, request.HasText));
        string page = WebUtility.HtmlDecode(await desk.GetStringAsync($"{Board}/{code}", Cancel));
        Assert.DoesNotContain(CanaryWords.FamilyName, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disclosure_and_the_records_of_provision_are_opened_to_be_handed_over_and_stand_with_their_request()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient desk = await host.StaffSignedInAsync("s-hands", await host.StaffAsync("s-hands", ["staff.customer-service"], Duty.Rights));
        await host.Console.Company.Trust.Vault.CorrectAsync(member.Subject, new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("payment-method")] = RequestsWorld.Value("choice", "card") },
            new CorrectionBy.Staff(), RequestsWorld.Desk, ct: Cancel);
        var disclosure = await EnteredAsync(member, RequestKind.Disclosure, IdentityCheck.Document);
        string one = $"{Board}/{disclosure.Code}", sheet = one + "/disclosure";
        Assert.Contains(sheet, await desk.GetStringAsync(one, Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(member.Email, await desk.GetStringAsync(sheet, Cancel), StringComparison.Ordinal);
        Assert.Empty(await host.Get<RequestBook>().DeedsAsync(disclosure, Cancel));
        using (HttpResponseMessage opened = await ConsoleHost.SendAsync(desk, sheet, sheet, ("_handler", "open")))
        {
            string paper = WebUtility.HtmlDecode(await opened.Content.ReadAsStringAsync(Cancel));
            Assert.Contains(member.Email, paper, StringComparison.Ordinal);
            Assert.Contains(">Credit card<", paper, StringComparison.Ordinal); // words, not the code that is kept
            Assert.DoesNotContain(">card<", paper, StringComparison.Ordinal);
            Assert.Matches($"<div class=\"con-paper\">[^$]*{disclosure.Code}[^$]*Seacret Direct Japan GK", paper); // who hands it over, on which request
        }

        Assert.Equal(EntryKind.Disclosed, Assert.Single(await host.Get<RequestBook>().DeedsAsync(disclosure, Cancel)).Kind);
        Assert.Equal("answered", await SaidAsync(desk, one, "answer", ("outcome", "granted"), ("sure", "yes")));
        await NotThereAsync(desk, sheet, "It opens only for a request for disclosure that waits");

        var records = await EnteredAsync(member, RequestKind.Provisions, IdentityCheck.Open);
        string list = $"{Board}/{records.Code}/disclosure";
        await NotThereAsync(desk, list, "once identity is checked"); // not before it is sure who asks
        Assert.True(await host.Get<RequestBook>().IdentifyAsync(records.Code, IdentityCheck.Registered, RequestsWorld.Desk, Cancel));
        using (HttpResponseMessage opened = await ConsoleHost.SendAsync(desk, list, list, ("_handler", "open")))
            Assert.Contains("Nothing was provided", await opened.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(EntryKind.Registered, Assert.Single(await host.Get<RequestBook>().DeedsAsync(records, Cancel)).Kind);
    }

    [Fact]
    public async Task What_each_item_is_used_for_is_told_by_item_without_a_value_and_stands_with_its_request()
    {
        TestMember member = await host.MemberAsync();
        using HttpClient desk = await host.StaffSignedInAsync("s-tells-why", await host.StaffAsync("s-tells-why", ["staff.customer-service"], Duty.Rights));
        var request = await EnteredAsync(member, RequestKind.Purposes, IdentityCheck.Document);
        string sheet = $"{Board}/{request.Code}/disclosure";
        Assert.Contains("Open the purposes", await desk.GetStringAsync($"{Board}/{request.Code}", Cancel), StringComparison.Ordinal);
        using (HttpResponseMessage opened = await ConsoleHost.SendAsync(desk, sheet, sheet, ("_handler", "open")))
        {
            string paper = WebUtility.HtmlDecode(await opened.Content.ReadAsStringAsync(Cancel));
            Assert.Contains("E-mail address", paper, StringComparison.Ordinal);
            Assert.Contains("Registration and member records – Customer service", paper, StringComparison.Ordinal);
            Assert.Contains("(with your consent)", paper, StringComparison.Ordinal);
            Assert.DoesNotContain(member.Email, paper, StringComparison.Ordinal);
        }

        Assert.Equal(EntryKind.Registered, Assert.Single(await host.Get<RequestBook>().DeedsAsync(request, Cancel)).Kind);
        Assert.DoesNotContain(await host.Console.Company.Trust.Vault.HistoryAsync(member.Subject, Cancel).ToListAsync(Cancel), entry => entry.Kind == EntryKind.Disclosed);
        Assert.Equal("answered", await SaidAsync(desk, $"{Board}/{request.Code}", "answer", ("outcome", "granted"), ("sure", "yes")));
        using HttpClient own = await host.SignedInAsync(member);
        Assert.Contains("Notice of purposes", await own.GetStringAsync("/en/my/rights", Cancel), StringComparison.Ordinal);
        Assert.Contains("told you the purposes you asked for", await own.GetStringAsync("/en/my/uses?show=acts", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_received_the_old_value_gets_a_notice_that_holds_none_and_is_marked_as_told()
    {
        TestMember member = await host.MemberAsync();
        var company = host.Console.Company;
        using HttpClient desk = await host.StaffSignedInAsync("s-tells", await host.StaffAsync("s-tells", ["staff.customer-service"], Duty.Rights));
        var request = await EnteredAsync(member, RequestKind.Correction, IdentityCheck.Document);
        await company.Trust.Ledger.AppendAsync(LedgerEntry.Now(host.Clock, EntryKind.Provided) with
        {
            Subject = await company.Trust.Vault.PseudonymOfAsync(member.Subject, Cancel), Accessor = "mihon-client", As = "entrustee", Recipient = "mihon-carrier", Purpose = "purpose.member.2", Items = ["email"],
            PolicyVersion = company.Trust.Policies.InForce.Version.Value, Case = "order-1042",
        }, Cancel);
        host.Clock.Now += TimeSpan.FromSeconds(30);
        var right = new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("email")] = RequestsWorld.Value("email", CanaryWords.Mail(4711)) };
        Assert.True((await company.Trust.Vault.CorrectAsync(member.Subject, right, new CorrectionBy.Staff(), RequestsWorld.Desk, @case: request.Code, ct: Cancel)).Done);

        string one = $"{Board}/{request.Code}";
        Assert.Contains("not told yet", await desk.GetStringAsync(one, Cancel), StringComparison.Ordinal);
        string notice = WebUtility.HtmlDecode(await desk.GetStringAsync(one + "/notice?to=mihon-carrier", Cancel));
        Assert.Contains(member.Subject.ToString(), notice, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.Mail(4711), notice, StringComparison.Ordinal);
        await NotThereAsync(desk, one + "/notice?to=mihon-nobody", "There is no such recipient.");
        Assert.Equal("told", await SaidAsync(desk, one, "told", ("to", "mihon-carrier")));
        Assert.DoesNotContain("not told yet", await desk.GetStringAsync(one, Cancel), StringComparison.Ordinal);
    }

    // The page's own words, not the general page for addresses that lead nowhere.
    private static async Task NotThereAsync(HttpClient desk, string page, string words)
    {
        using HttpResponseMessage answer = await desk.GetAsync(page, Cancel);
        string said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    private async Task<RightsRequest> EnteredAsync(TestMember member, RequestKind kind, IdentityCheck check) => Assert.IsType<Asked>(await host.Get<RequestBook>().EnterAsync(
        member.Subject, kind.Word().Replace("-", "", StringComparison.Ordinal), kind, true, "書面のとおり", new Arrival(RequestWay.Counter, JapanTime.Today(host.Clock), check), RequestsWorld.Desk, Cancel)).Request;

    private static async Task<string> SaidAsync(HttpClient desk, string one, string act, params (string, string)[] fields)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(desk, one, $"{one}/{act}", fields);
        return AccountsHost.To(answer)!.Split("?said=")[1];
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient desk, string page, params (string, string)[] fields) =>
        await ConsoleHost.SendAsync(desk, page, page, [("_handler", "enter"), ("attempt", Attempt().Match(await desk.GetStringAsync(page, Cancel)).Groups["attempt"].Value), .. fields]);

    [GeneratedRegex("R-[0-9A-Z]{8}")]
    private static partial Regex CodeIn();

    [GeneratedRegex("name=\"attempt\" value=\"(?<attempt>[0-9A-F]{32})\"")]
    private static partial Regex Attempt();

    [GeneratedRegex("href=\"(?<path>/en/console/people/[^\"#]+/rights\\?case=[^\"#]+)#correct\"")]
    private static partial Regex Acts();
}
