using System.Net;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Tests.Console;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>A notice of leaving taken at the console: who it is and what it comes to are seen first; wrong days are said and what was typed stays.</summary>
public sealed class LeavePageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_imported_member_who_writes_leaves_after_a_second_press_by_the_desk_and_nobody_else()
    {
        var book = host.Services.GetRequiredService<MemberBook>();
        var acting = new MemberActing(new Accessor("test"), "import-1");
        SubjectId member = await host.SomebodyAsync("agent", "name");
        Assert.True((await book.ApplyAsync(member, MemberClass.Agent, null, Channel.Web, host.Company.Trust.Policies.InForce.Version, acting, Cancel)).Done);
        string page = $"/en/console/people/{member}/leave";
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service), manager = await host.SignedInAsync(Personas.Privacy.Login);
        using (HttpResponseMessage applied = await service.GetAsync(page, Cancel)) Assert.Contains("no membership to end", await applied.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True((await book.ActivateAsync(member, acting, null, Cancel)).Done);
        using (HttpResponseMessage other = await manager.GetAsync(page, Cancel)) Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-9");
        Assert.Contains($"href=\"{page}\"", await service.GetStringAsync($"/en/console/people/{member}/membership", Cancel), StringComparison.Ordinal);

        string tomorrow = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string today = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string wrong = await AnswerAsync(service, page, ("way", "letter"), ("day", tomorrow), ("case", "request 9"));
        Assert.Contains("href=\"#day\"", wrong, StringComparison.Ordinal);
        Assert.Contains("href=\"#case\"", wrong, StringComparison.Ordinal);
        Assert.Contains("<option value=\"letter\" selected", wrong, StringComparison.Ordinal);
        Assert.Contains($"value=\"{tomorrow}\"", wrong, StringComparison.Ordinal);
        string check = await AnswerAsync(service, page, ("way", "letter"), ("day", today), ("case", "request-9"));
        Assert.Contains(await host.ValueAsync(member, "name"), check, StringComparison.Ordinal);
        Assert.Contains("The membership ends", check, StringComparison.Ordinal);
        Assert.Contains("no account to sign in with", check, StringComparison.Ordinal);
        Assert.Contains("Members below keep their place", check, StringComparison.Ordinal);
        Assert.Equal(MemberStatus.Active, (await book.FindAsync(member, Cancel))!.Status);

        using HttpResponseMessage done = await ConsoleHost.SendAsync(service, "/console", page, ("_handler", "leave"), ("way", "letter"), ("day", today), ("case", "request-9"), ("confirm", "yes"));
        Assert.EndsWith(page + "?said=left", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("The membership has ended", await service.GetStringAsync(page + "?said=left", Cancel), StringComparison.Ordinal);
        Assert.Equal(MemberStatus.Withdrawn, (await book.FindAsync(member, Cancel))!.Status);
        LedgerEntry noted = await host.Company.Trust.Vault.HistoryAsync(member, Cancel).FirstAsync(entry => entry.Reason == "leaving:letter", Cancel);
        Assert.Equal(("request-9", ConsoleHost.Service), (noted.Case, noted.Accessor));
        Assert.Contains("notice of leaving by letter", await service.GetStringAsync($"/en/console/people/{member}/history", Cancel), StringComparison.Ordinal);
        Assert.Contains("no membership to end", await AnswerAsync(service, page, ("way", "phone"), ("day", today), ("case", "request-9"), ("confirm", "yes")), StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(HttpClient browser, string page, params (string, string)[] fields)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console", page, [("_handler", "leave"), .. fields]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
    }
}
