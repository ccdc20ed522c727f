using System.Net;
using System.Text.RegularExpressions;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Tests.Console;

/// <summary>What is recorded about one person, as staff read it: to its end, narrowed, turned round, saved.</summary>
public sealed partial class HistoryPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LedgerBook Ledger => host.Company.Trust.Ledger;

    [Fact]
    public async Task A_history_is_read_to_its_end_page_by_page_and_back_however_often_it_is_looked_at_meanwhile()
    {
        (SubjectId agent, Pseudonym about) = await PersonAsync(0);
        for (var i = 0; i < 120; i++) await AppendAsync(about, EntryKind.Disclosed, $"case-{i:000}");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        var seen = new List<string>();
        string? address = $"/en/console/people/{agent}/history?kind=disclosed", back = null;
        for (var page = 0; address is not null && page < 9; page++)
        {
            string html = await service.GetStringAsync(address, Cancel);
            seen.AddRange(Cases(html));
            (back, address) = (Link(html, "prev"), Link(html, "next"));
        }

        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(i => $"case-{i:000}"), seen);
        Assert.Equal(seen[50..100], Cases(await service.GetStringAsync(back!, Cancel)));
        Assert.Equal(seen.AsEnumerable().Reverse().Take(50), Cases(await service.GetStringAsync($"/en/console/people/{agent}/history?kind=disclosed&order=oldest", Cancel)));

        // Whoever may not open an entry is led to none; the auditor is.
        string page1 = await service.GetStringAsync($"/en/console/people/{agent}/history", Cancel);
        Assert.DoesNotContain("/console/ledger/entries/", page1, StringComparison.Ordinal);
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        Assert.Contains("/console/ledger/entries/", await auditor.GetStringAsync($"/en/console/people/{agent}/history", Cancel), StringComparison.Ordinal);
        Assert.Contains("No entry matches", await auditor.GetStringAsync($"/en/console/people/{agent}/history?kind=received", Cancel), StringComparison.Ordinal);
        Assert.Contains("href=\"#from\"", await auditor.GetStringAsync($"/en/console/people/{agent}/history?from=yesterday", Cancel), StringComparison.Ordinal);
        Assert.Contains("Nothing on record", await auditor.GetStringAsync($"/en/console/people/{SubjectId.New()}/history", Cancel), StringComparison.Ordinal);
        Assert.Empty(host.Trouble.Lines);
    }

    [Fact]
    public async Task A_history_narrows_to_itself_whatever_the_address_says_of_others()
    {
        (SubjectId agent, Pseudonym about) = await PersonAsync(1);
        (SubjectId other, Pseudonym another) = await PersonAsync(2);
        await AppendAsync(about, EntryKind.Disclosed, "case-mine");
        await AppendAsync(another, EntryKind.Disclosed, "case-theirs");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        foreach (string more in new[] { $"?subject={other}", $"?about={another}", $"?subject={other}&about={another}&kind=disclosed" })
        {
            string html = await service.GetStringAsync($"/en/console/people/{agent}/history{more}", Cancel);
            Assert.Contains("case-mine", html, StringComparison.Ordinal);
            Assert.DoesNotContain("case-theirs", html, StringComparison.Ordinal);
        }

        host.Clock.Now += TimeSpan.FromSeconds(1);
        using HttpResponseMessage file = await SaveAsync(service, agent, ("kind", "disclosed"), ("subject", other.ToString()), ("about", another.ToString()), ("format", "csv"));
        string csv = await file.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("case-mine", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("case-theirs", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_is_saved_as_it_is_shown_recorded_in_itself_and_by_nobody_without_the_duty()
    {
        (SubjectId agent, Pseudonym about) = await PersonAsync(3);
        for (var i = 0; i < 4; i++) await AppendAsync(about, EntryKind.Provided, $"case-{i}");
        await AppendAsync(about, EntryKind.Disclosed, "case-other");
        host.Clock.Now += TimeSpan.FromSeconds(1);
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);

        using HttpResponseMessage answer = await SaveAsync(service, agent, ("kind", "provided"), ("order", "oldest"), ("format", "csv"));
        Assert.StartsWith("history-", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        string[] lines = (await answer.Content.ReadAsStringAsync(Cancel)).TrimEnd().Split("\r\n");
        Assert.Equal(["case-0", "case-1", "case-2", "case-3"], lines[1..].Select(line => CaseCode().Match(line).Value));
        Assert.DoesNotContain(about.ToString(), string.Concat(lines), StringComparison.Ordinal);
        using HttpResponseMessage sheet = await SaveAsync(service, agent, ("format", "xlsx"));
        Assert.EndsWith(".xlsx", sheet.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.NotEmpty(await sheet.Content.ReadAsByteArrayAsync(Cancel));

        LedgerEntry[] told = await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).Where(entry => entry is { Kind: EntryKind.Exported, Accessor: ConsoleHost.Service }).ToArrayAsync(Cancel);
        Assert.Equal(["history", "history"], told.Select(entry => entry.Reason));
        LedgerEntry end = (await Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Case = told[1].Case }, Cancel).LastAsync(Cancel)).Entry;
        Assert.Equal(("history+export-saved", 4), (end.Reason, end.Count));
        Assert.Contains("History (history)", await service.GetStringAsync($"/en/console/people/{agent}/history?kind=exported", Cancel), StringComparison.Ordinal);

        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        using HttpResponseMessage refused = await ConsoleHost.SendAsync(shipping, "/console", $"/console/people/{agent}/history/export", ("format", "csv"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using HttpResponseMessage nobody = await SaveAsync(service, SubjectId.New(), agent, ("format", "csv"));
        Assert.Equal(HttpStatusCode.Redirect, nobody.StatusCode);
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient browser, SubjectId person, params (string, string)[] fields) => SaveAsync(browser, person, person, fields);

    private static Task<HttpResponseMessage> SaveAsync(HttpClient browser, SubjectId person, SubjectId page, params (string, string)[] fields) =>
        ConsoleHost.SendAsync(browser, $"/en/console/people/{page}/history", $"/en/console/people/{person}/history/export", fields);

    private async Task<(SubjectId, Pseudonym)> PersonAsync(int which)
    {
        SubjectId person = await host.Company.Trust.Vault.SubjectsAsync(null, Cancel).Skip(which).FirstAsync(Cancel);
        return (person, (await host.Company.Trust.Vault.PseudonymOfAsync(person, Cancel))!.Value);
    }

    private Task AppendAsync(Pseudonym about, EntryKind kind, string of)
    {
        host.Clock.Now += TimeSpan.FromMilliseconds(1);
        return Ledger.AppendAsync(LedgerEntry.Now(host.Clock, kind) with
        {
            Subject = about, Accessor = "op.planted", As = "staff.shipping", Purpose = "purpose.member.2", Items = ["address"], Clauses = ["purpose.member.2"], PolicyVersion = "2026-10", Case = of,
        }, Cancel);
    }

    private static List<string> Cases(string html) => [.. CaseCode().Matches(html).Select(found => found.Value)];

    private static string? Link(string html, string rel) => Regex.Match(html, $"rel=\"{rel}\" href=\"(?<href>[^\"]+)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["href"].Value) : null;

    [GeneratedRegex("case-[0-9]+|case-other")]
    private static partial Regex CaseCode();
}
