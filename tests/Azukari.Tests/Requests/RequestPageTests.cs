using System.Net;
using Azukari.Company.Settings;
using Azukari.Requests.Contracts;
using Azukari.Testing.Canaries;
using Azukari.Tests.Accounts;
using Azukari.Tests.Console;
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
        Assert.Contains(request.Code, await service.GetStringAsync(Board + "?show=done", Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync(Board + "/R-00000000", Cancel)).StatusCode);
    }
}
