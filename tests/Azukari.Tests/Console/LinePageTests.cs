using System.Net;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>Somebody's line at the console: who stands above and how many below, now and at the end of a day that is past.</summary>
public sealed class LinePageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static readonly MemberActing Acting = new(new Accessor("test"), "application-500");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MemberBook Book => host.Services.GetRequiredService<MemberBook>();

    [Fact]
    public async Task A_line_is_shown_as_it_is_and_as_it_was_on_a_day_without_a_name_of_anybody_in_it()
    {
        SubjectId agent = await MemberAsync("agent", MemberClass.Agent, null), vip = await MemberAsync("vip", MemberClass.Vip, agent);
        string that = $"{DateOnly.FromDateTime(host.Clock.Now.AddHours(9).DateTime):yyyy-MM-dd}", line = $"/en/console/people/{agent}/line";
        host.Clock.Now += TimeSpan.FromDays(2);
        Assert.IsType<MemberDone>(await Book.WithdrawAsync(vip, Acting, Cancel));
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        Assert.Contains("Choose a purpose first", await service.GetStringAsync(line, Cancel), StringComparison.Ordinal);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-501");
        Assert.Contains($"href=\"{line}\"", await service.GetStringAsync($"/en/console/people/{agent}/membership", Cancel), StringComparison.Ordinal);

        string now = await ReadAsync(service, line), then = await ReadAsync(service, $"{line}?day={that}"), above = await ReadAsync(service, $"/en/console/people/{vip}/line?day={that}");
        Assert.Contains("Nobody stands above", now, StringComparison.Ordinal);
        Assert.Contains("Below: 1, now", now, StringComparison.Ordinal);
        Assert.DoesNotContain($"/people/{vip}\"", now, StringComparison.Ordinal); // a former member by now
        Assert.Contains("Below: 1, at the end of", then, StringComparison.Ordinal);
        Assert.Contains($"href=\"/en/console/people/{vip}\"", then, StringComparison.Ordinal);
        Assert.DoesNotContain(await host.ValueAsync(vip, "name"), then, StringComparison.Ordinal);
        Assert.Contains("1 up", above, StringComparison.Ordinal);
        Assert.Contains($"href=\"/en/console/people/{agent}\"", above, StringComparison.Ordinal);
        Assert.True(await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).AnyAsync(e => e is { Kind: EntryKind.Used, Case: "application-501" } && e.Items.Contains("class"), Cancel));
        Assert.Contains("Not in the tree on that day", await ReadAsync(service, $"{line}?day=2020-01-01"), StringComparison.Ordinal);
        foreach ((string day, string said) in new[] { ("2099-01-01", "Choose a day up to today."), ("yesterday", "Type the day like 2026-03-31.") })
        {
            string wrong = await ReadAsync(service, $"{line}?day={day}");
            Assert.Contains(said, wrong, StringComparison.Ordinal);
            Assert.Contains($"value=\"{day}\"", wrong, StringComparison.Ordinal);
            Assert.DoesNotContain("Below:", wrong, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_not_see_what_somebody_is_a_member_as_sees_no_line()
    {
        SubjectId agent = await MemberAsync("agent", MemberClass.Agent, null);
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service), auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        using HttpResponseMessage duty = await auditor.GetAsync($"/console/people/{agent}/line", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, duty.StatusCode);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-502");
        using HttpResponseMessage nobody = await service.GetAsync($"/console/people/{SubjectId.New()}/line", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    private async Task<SubjectId> MemberAsync(string kind, MemberClass @class, SubjectId? sponsor)
    {
        SubjectId who = await host.SomebodyAsync(kind);
        if (await Book.FindAsync(who, Cancel) is not null) return who;
        Assert.True((await Book.ApplyAsync(who, @class, sponsor, Channel.Web, host.Company.Trust.Policies.InForce.Version, Acting, Cancel)).Done);
        Assert.True((await Book.ActivateAsync(who, Acting, null, Cancel)).Done);
        return who;
    }

    private static async Task<string> ReadAsync(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel));
}
