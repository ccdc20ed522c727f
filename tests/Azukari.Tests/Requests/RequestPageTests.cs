using System.Net;
using Azukari.Company;
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

/// <summary>Requests on the staff's pages: seen by the desks that answer them, read as an access, answered once with a reason.</summary>
public sealed class RequestPageTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private const string Board = "/en/console/requests";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Customer_service_reads_and_answers_and_others_are_not_let_in()
    {
        TestMember member = await host.MemberAsync();
        RequestBook book = host.Get<RequestBook>();
        var request = Assert.IsType<Asked>(await book.AskAsync(
            member.Subject, "0123456789ABCDEF0123456789ABCDEF", RequestKind.Correction, false, "お名前は" + CanaryWords.FamilyName, new Accessor("member"), "ja", Cancel)).Request;
        byte[] desk = await host.StaffAsync("s-asks", ["staff.customer-service"]), ship = await host.StaffAsync("s-ships", ["staff.shipping"], Duty.Audit);
        using HttpClient service = await host.StaffSignedInAsync("s-asks", desk);
        using HttpClient shipping = await host.StaffSignedInAsync("s-ships", ship);
        Assert.Equal(HttpStatusCode.Forbidden, (await shipping.GetAsync(Board, Cancel)).StatusCode);
        Assert.Matches("<b>[1-9][0-9]*</b>\\s*<p>requests wait for an answer</p>", await service.GetStringAsync("/en/console", Cancel));
        Assert.DoesNotContain("requests wait", await shipping.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
        string page = $"{Board}/{request.Code}";
        Assert.Contains(request.Code, await service.GetStringAsync(Board, Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.FamilyName, await service.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        Assert.Contains(CanaryWords.FamilyName, WebUtility.HtmlDecode(await service.GetStringAsync(page + "?read=1", Cancel)), StringComparison.Ordinal);

        using (HttpResponseMessage unsaid = await ConsoleHost.SendAsync(service, page, page + "/answer", ("outcome", "refused"), ("sure", "yes")))
            Assert.EndsWith("?said=no-reason", AccountsHost.To(unsaid), StringComparison.Ordinal);
        using (HttpResponseMessage answered = await ConsoleHost.SendAsync(service, page, page + "/answer", ("outcome", "partly"), ("reason", "law"), ("undone", "done-elsewhere"), ("sure", "yes")))
            Assert.EndsWith("?said=answered", AccountsHost.To(answered), StringComparison.Ordinal);
        var now = (await book.FindAsync(request.Code, Cancel))!;
        Assert.Equal((RequestState.Partly, "law", "s-asks"), (now.State, now.Reason, now.AnsweredBy));
        string done = await service.GetStringAsync(Board + "?show=done", Cancel);
        Assert.Contains(request.Code, done, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", done, StringComparison.Ordinal);
        Assert.DoesNotContain(request.Code, await service.GetStringAsync(Board + "?show=done&kind=deletion", Cancel), StringComparison.Ordinal);
        using (HttpResponseMessage saved = await ConsoleHost.SendAsync(service, Board, Board + "/export", ("show", "done"), ("kind", "correction"), ("format", "csv")))
        {
            string file = await saved.Content.ReadAsStringAsync(Cancel);
            Assert.Contains($"{request.Code},Correction", file, StringComparison.Ordinal);
            Assert.Contains(member.Subject.ToString(), file, StringComparison.Ordinal);
            Assert.DoesNotContain(CanaryWords.FamilyName, file, StringComparison.Ordinal);
        }

        var kept = await host.Console.Company.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "request-list", NewestFirst = true, Limit = 1 }, ct: Cancel);
        Assert.Equal("s-asks", Assert.Single(kept.Records).Entry.Accessor);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync(Board + "/R-00000000", Cancel)).StatusCode);
    }

    [Fact]
    public async Task After_a_correction_the_persons_page_asks_to_tell_who_received_it_before_and_once_told_asks_no_more()
    {
        TestMember member = await host.MemberAsync();
        var core = host.Get<CompanyCore>();
        await core.Trust.Ledger.AppendAsync(LedgerEntry.Now(host.Get<TimeProvider>(), EntryKind.Provided) with
        {
            Subject = await core.Trust.Vault.PseudonymOfAsync(member.Subject, Cancel), Accessor = "mihon-client", As = "entrustee", Recipient = "mihon-carrier", Purpose = "purpose.member.2",
            Items = ["email"], PolicyVersion = core.Trust.Policies.InForce.Version.Value, Case = "order-1042",
        }, Cancel);
        var (desk, ship) = (await host.StaffAsync("s-tells", ["staff.customer-service"]), await host.StaffAsync("s-sends", ["staff.shipping"]));
        using HttpClient service = await host.StaffSignedInAsync("s-tells", desk), shipping = await host.StaffSignedInAsync("s-sends", ship);
        string page = $"/en/console/people/{member.Subject}/recipients";
        Assert.Equal(HttpStatusCode.Forbidden, (await shipping.GetAsync(page, Cancel)).StatusCode);
        Assert.Contains("Nobody has to be told", await service.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        Assert.True((await core.Trust.Vault.CorrectAsync(member.Subject, new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("email")] = RequestsWorld.Value("email", CanaryWords.Mail(987)) }, new CorrectionBy.Staff(), new Accessor("s-tells"), ct: Cancel)).Done);
        string open = await service.GetStringAsync(page, Cancel);
        Assert.Contains("mihon-carrier", open, StringComparison.Ordinal);
        Assert.Contains("not told yet", open, StringComparison.OrdinalIgnoreCase);
        string notice = await service.GetStringAsync(page + "?to=mihon-carrier", Cancel);
        Assert.Contains(member.Subject.ToString(), notice, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.Mail(987), notice, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync(page + "?to=mihon-nobody", Cancel)).StatusCode);
        string person = $"/en/console/people/{member.Subject}";
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.6", "contact-17");
        Assert.Contains("have not been told yet", await service.GetStringAsync(person, Cancel), StringComparison.Ordinal);
        using (HttpResponseMessage told = await ConsoleHost.SendAsync(service, page, page + "/told", ("to", "mihon-carrier"))) Assert.EndsWith("?said=told", AccountsHost.To(told), StringComparison.Ordinal);
        using (HttpResponseMessage again = await ConsoleHost.SendAsync(service, page, page + "/told", ("to", "mihon-carrier"))) Assert.EndsWith("?said=decided", AccountsHost.To(again), StringComparison.Ordinal);
        Assert.DoesNotContain("have not been told yet", await service.GetStringAsync(person, Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/en/console/people/nobody/recipients", Cancel)).StatusCode);

        // What an own system took note of stands there as such.
        await core.Trust.Vault.DeleteAsync(member.Subject, [ItemId.Parse("email")], "deletion", new Accessor("s-tells"), "request-9", Cancel);
        var machine = Assert.Single(await core.Trust.Vault.NoticesAsync("mihon-carrier", null, 10, Cancel), one => one.Subject == member.Subject);
        Assert.True((await core.Trust.Vault.TellAsync(machine.Id, "mihon-carrier", TrustVault.Acknowledged, new Accessor("carrier"), Cancel)).Done);
        Assert.Contains("by the system of mihon-carrier", await service.GetStringAsync(page, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_outside_was_told_of_stands_on_one_list_and_on_the_board_with_its_age_and_is_told_there_even_of_somebody_erased()
    {
        TestMember member = await host.MemberAsync();
        var core = host.Get<CompanyCore>();
        await core.Trust.Ledger.AppendAsync(LedgerEntry.Now(host.Get<TimeProvider>(), EntryKind.Provided) with
        {
            Subject = await core.Trust.Vault.PseudonymOfAsync(member.Subject, Cancel), Accessor = "mihon-client", As = "entrustee", Recipient = "mihon-lister", Purpose = "purpose.member.2",
            Items = ["email"], PolicyVersion = core.Trust.Policies.InForce.Version.Value, Case = "order-1042",
        }, Cancel);
        var (desk, ship, manager) = (await host.StaffAsync("s-lists", ["staff.customer-service"]), await host.StaffAsync("s-packs", ["staff.shipping"]), await host.StaffAsync("s-manages", ["staff.privacy-manager"]));
        using HttpClient service = await host.StaffSignedInAsync("s-lists", desk), shipping = await host.StaffSignedInAsync("s-packs", ship), privacy = await host.StaffSignedInAsync("s-manages", manager);
        const string list = Board + "/recipients";
        Assert.Equal(HttpStatusCode.Forbidden, (await shipping.GetAsync(list, Cancel)).StatusCode);

        await core.Trust.Vault.EraseAsync(member.Subject, new Accessor("s-lists"), ct: Cancel);
        string open = await service.GetStringAsync(list + "?turned=1", Cancel);
        Assert.Contains("mihon-lister", open, StringComparison.Ordinal);
        Assert.Contains(member.Subject.ToString(), open, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", open, StringComparison.Ordinal);
        Assert.Contains("mihon-lister", await service.GetStringAsync(list + "?kind=erased&to=mihon-lister", Cancel), StringComparison.Ordinal);
        Assert.Contains("Nothing to tell fits this", await service.GetStringAsync(list + "?kind=corrected&to=mihon-lister", Cancel), StringComparison.Ordinal);
        string board = await privacy.GetStringAsync("/en/console/obligations", Cancel);
        Assert.Contains("Changes nobody outside was told of yet", board, StringComparison.Ordinal);
        Assert.Contains("nobody outside was told of yet", await service.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
        using (HttpResponseMessage saved = await ConsoleHost.SendAsync(service, list, list + "/export", ("format", "csv")))
        {
            string file = await saved.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("mihon-lister", file, StringComparison.Ordinal);
            Assert.Contains("person erased", file, StringComparison.Ordinal);
        }

        Assert.Single((await core.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "notice-list", Accessor = "s-lists", Limit = 5 }, ct: Cancel)).Records);
        var notice = Assert.Single(await core.Trust.Vault.NoticesAsync("mihon-lister", null, 10, Cancel));
        using (HttpResponseMessage told = await ConsoleHost.SendAsync(service, list, list + "/told", ("notice", notice.Id.ToString()))) Assert.EndsWith("?said=told", AccountsHost.To(told), StringComparison.Ordinal);
        Assert.Empty(await core.Trust.Vault.NoticesAsync("mihon-lister", null, 10, Cancel));
    }
}
