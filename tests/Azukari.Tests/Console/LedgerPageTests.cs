using System.Net;
using System.Text;
using Azukari.Ledger;
using Azukari.Vault;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Azukari.Tests.Console;

/// <summary>The ledger's pages as an auditor meets them.</summary>
public sealed class LedgerPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LedgerBook Ledger => host.Company.Trust.Ledger;

    [Fact]
    public async Task Entries_are_found_by_the_conditions_of_the_address_and_told_in_both_languages()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        var refused = await AppendAsync(EntryKind.Refused, "item-beyond-purpose");
        await Ledger.SealAsync(Cancel);

        string ja = await auditor.GetStringAsync("/console/ledger?kind=refused&purpose=purpose.member.2&accessor=op.planted", Cancel);
        string en = await auditor.GetStringAsync("/en/console/ledger?kind=refused&clause=purpose.member.2&accessor=op.planted", Cancel);
        Assert.Contains($"/console/ledger/entries/{refused.Id}", ja, StringComparison.Ordinal);
        Assert.Contains("目的の範囲を超える項目", ja, StringComparison.Ordinal);
        Assert.Contains($"/en/console/ledger/entries/{refused.Id}", en, StringComparison.Ordinal);
        Assert.Contains("Item beyond the purpose (item-beyond-purpose)", en, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Id.ToString(), await auditor.GetStringAsync("/console/ledger?kind=used&accessor=op.planted", Cancel), StringComparison.Ordinal);
        Assert.Contains("No entry matches", await auditor.GetStringAsync("/en/console/ledger?kind=received", Cancel), StringComparison.Ordinal);
        Assert.Empty(host.Trouble.Lines);
    }

    [Fact]
    public async Task The_head_of_the_time_turns_the_order_round_and_a_new_search_keeps_it()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        for (var i = 0; i < 2; i++) await AppendAsync(EntryKind.Used, "turning");
        string newest = WebUtility.HtmlDecode(await auditor.GetStringAsync("/en/console/ledger?kind=used", Cancel));
        Assert.Contains("aria-sort=\"descending\"><a href=\"/en/console/ledger?kind=used&order=oldest\"", newest, StringComparison.Ordinal);
        string oldest = WebUtility.HtmlDecode(await auditor.GetStringAsync("/en/console/ledger?kind=used&order=oldest", Cancel));
        Assert.Contains("aria-sort=\"ascending\"><a href=\"/en/console/ledger?kind=used\"", oldest, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"order\" value=\"oldest\"", oldest, StringComparison.Ordinal);
        Assert.NotEqual(Ids(newest).First(), Ids(oldest).First());
        Assert.Contains("there is none: narrow the search", oldest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_entry_has_its_word_in_both_languages()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        foreach (string page in new[] { await auditor.GetStringAsync("/console/ledger", Cancel), await auditor.GetStringAsync("/en/console/ledger", Cancel) })
            Assert.All(Enum.GetValues<EntryKind>(), kind => Assert.Contains($"<option value=\"{kind.WireName()}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_go_back_and_forth_through_all_entries_once()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        for (var i = 0; i < 120; i++) await AppendAsync(EntryKind.Disclosed, "paging");

        var seen = new List<string>();
        string? address = "/en/console/ledger?reason=paging&kind=disclosed";
        string? back = null;
        for (var page = 0; address is not null && page < 9; page++)
        {
            string html = await auditor.GetStringAsync(address, Cancel);
            seen.AddRange(Ids(html));
            back = Link(html, "prev");
            address = Link(html, "next");
        }

        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct().Count());
        Assert.Equal(seen[50..100], Ids(await auditor.GetStringAsync(back!, Cancel)));
    }

    [Fact]
    public async Task What_cannot_be_searched_by_is_told_at_its_field_and_nothing_is_shown()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);

        string html = await auditor.GetStringAsync("/en/console/ledger?from=yesterday&accessor=a%20b&subject=12&kind=eaten&to=2026-01-01", Cancel);

        foreach (string field in new[] { "from", "accessor", "subject", "kind" }) Assert.Contains($"href=\"#{field}\"", html, StringComparison.Ordinal);
        Assert.Empty(Ids(html));
        Assert.Contains("“To” cannot be before “From”.", await auditor.GetStringAsync("/en/console/ledger?from=2026-02-01&to=2026-01-01", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_is_recorded_once_an_hour_and_once_more_for_each_person_looked_up()
    {
        host.Clock.Now += TimeSpan.FromHours(3);
        using HttpClient manager = await host.SignedInAsync(ConsoleHost.Manager);
        var about = Pseudonym.New();
        long before = await LooksAsync(null), beforeAbout = await LooksAsync(about);

        for (var i = 0; i < 3; i++)
        {
            await manager.GetStringAsync("/console/ledger", Cancel);
            await manager.GetStringAsync($"/console/ledger?about={about}", Cancel);
        }

        Assert.Equal(before + 2, await LooksAsync(null)); // one of them about the person
        Assert.Equal(beforeAbout + 1, await LooksAsync(about));
        host.Clock.Now += TimeSpan.FromHours(1);
        using HttpClient again = await host.SignedInAsync(ConsoleHost.Manager);
        await again.GetStringAsync("/console/ledger", Cancel);
        Assert.Equal(before + 3, await LooksAsync(null));
    }

    [Fact]
    public async Task A_person_is_looked_up_by_their_id_and_one_nobody_knows_is_said_to_be()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        var subject = await host.Company.Trust.Vault.SubjectsAsync(ct: Cancel).FirstAsync(Cancel);

        string html = await auditor.GetStringAsync($"/en/console/ledger?subject={subject}", Cancel);
        Assert.NotEmpty(Ids(html));
        Assert.Contains("Nothing about this person", await auditor.GetStringAsync($"/en/console/ledger?subject={SubjectId.New()}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_shows_its_clauses_and_a_proof_that_is_checked_without_the_ledger()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        var entry = await AppendAsync(EntryKind.Used, null);

        string html = WebUtility.HtmlDecode(await auditor.GetStringAsync($"/en/console/ledger/entries/{entry.Id}", Cancel));
        Assert.Contains("The proof holds", html, StringComparison.Ordinal);
        Assert.Contains(Encoding.UTF8.GetString(entry.ToCanonicalJson()), html, StringComparison.Ordinal);
        Assert.Contains("/en/policy/2026-10#purpose.member.2", html, StringComparison.Ordinal);

        var proof = ProofFile.Read(await auditor.GetByteArrayAsync($"/console/ledger/entries/{entry.Id}/proof.json", Cancel));
        Assert.Equal(entry, proof.Entry);
        Assert.True(proof.Verify(Ledger.VerifierKey));
        using HttpResponseMessage none = await auditor.GetAsync($"/console/ledger/entries/{EntryId.New(host.Clock.Now)}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_publications_entry_says_what_it_changed_and_whether_the_documents_agree()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        var published = await Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Published }, Cancel).FirstAsync(record => record.Entry.PolicyVersion == "2026-10", Cancel);

        string en = WebUtility.HtmlDecode(await auditor.GetStringAsync($"/en/console/ledger/entries/{published.Entry.Id}", Cancel));
        string ja = WebUtility.HtmlDecode(await auditor.GetStringAsync($"/console/ledger/entries/{published.Entry.Id}", Cancel));

        Assert.Contains("What changed since 2021-04", en, StringComparison.Ordinal);
        Assert.Contains("Agrees with the published documents", en, StringComparison.Ordinal);
        Assert.Contains("/en/policy/diff/2021-04/2026-10", en, StringComparison.Ordinal);
        Assert.Contains($"Accesses gained ({published.Entry.Difference!.Gained.Count:N0})", en, StringComparison.Ordinal);
        Assert.Contains("公開された方針の文書と一致します", ja, StringComparison.Ordinal);
        Assert.Empty(host.Trouble.Lines);
    }

    [Fact]
    public async Task The_ledger_is_verified_on_demand_and_its_checkpoints_are_given()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        await AppendAsync(EntryKind.Used, null);
        var checkpoint = await Ledger.SealAsync(Cancel);

        using HttpResponseMessage begun = await ConsoleHost.SendAsync(auditor, "/en/console/ledger/verify", "/en/console/ledger/verify/run");
        Assert.Equal("/en/console/ledger/verify", begun.Headers.Location?.ToString());
        string html = "";
        await Tests.Ledger.Eventually.HoldsAsync(async () =>
        {
            html = await auditor.GetStringAsync("/en/console/ledger/verify", Cancel);
            return !html.Contains("verify-progress", StringComparison.Ordinal);
        });

        Assert.Contains("The ledger is as it was written", html, StringComparison.Ordinal);
        Assert.Equal(checkpoint.Note, await auditor.GetStringAsync($"/console/ledger/checkpoints/{checkpoint.Size}.txt", Cancel));
        Assert.Contains(checkpoint.Note, await auditor.GetStringAsync("/console/ledger/checkpoints.txt", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_holds_the_entries_of_the_search_and_is_recorded_with_their_number()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        for (var i = 0; i < 7; i++) await AppendAsync(EntryKind.Provided, "to-be-exported");
        host.Clock.Now += TimeSpan.FromSeconds(1);

        using HttpResponseMessage answer = await ConsoleHost.SendAsync(auditor, "/en/console/ledger?reason=to-be-exported", "/en/console/ledger/export", ("reason", "to-be-exported"));
        string[] lines = (await answer.Content.ReadAsStringAsync(Cancel)).TrimEnd().Split("\r\n");

        Assert.Equal(8, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains("to-be-exported", line, StringComparison.Ordinal));
        var recorded = await Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Accessor = ConsoleHost.Auditor, Reason = "ledger" }, Cancel).ToListAsync(Cancel);
        Assert.Equal((7, "ledger+export-saved"), (recorded[^1].Entry.Count, recorded[^1].Entry.Reason));
    }

    [Fact]
    public async Task An_export_for_Excel_holds_the_same_as_texts_and_never_a_formula()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        for (var i = 0; i < 3; i++) await AppendAsync(EntryKind.Provided, "for-a-sheet");
        host.Clock.Now += TimeSpan.FromSeconds(1);

        using HttpResponseMessage answer = await ConsoleHost.SendAsync(auditor, "/console/ledger?reason=for-a-sheet", "/console/ledger/export", ("reason", "for-a-sheet"), ("format", "xlsx"));
        Assert.EndsWith(".xlsx", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        using var content = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel));
        using var file = SpreadsheetDocument.Open(content, false);
        WorksheetPart part = file.WorkbookPart!.WorksheetParts.Single();
        Row[] rows = [.. part.Worksheet!.Descendants<Row>()];

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(file, Cancel).Select(e => e.Description));
        Assert.Equal(6, rows.Length);
        Assert.Equal(["日時（日本時間）", "種別", "誰が"], rows[2].Elements<Cell>().Take(3).Select(c => c.InnerText));
        Assert.Contains("3件", file.WorkbookPart.SharedStringTablePart!.SharedStringTable!.InnerText, StringComparison.Ordinal);
        Assert.Equal("A3:P6", part.Worksheet.Descendants<AutoFilter>().Single().Reference!.Value);
        Assert.Empty(part.Worksheet.Descendants<CellFormula>());
        Assert.All(rows[3..], row => Assert.Contains(row.Elements<Cell>(), cell => cell.InnerText == "for-a-sheet" && cell.DataType!.Value == CellValues.InlineString));
    }

    [Fact]
    public async Task What_is_more_than_one_file_takes_is_said_on_the_page_in_the_file_and_in_its_name()
    {
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        for (var i = 0; i < ConsoleHost.ExportLimit + 1; i++) await AppendAsync(EntryKind.Disclosed, "too-many");
        await Ledger.SealAsync(Cancel);
        host.Clock.Now += TimeSpan.FromSeconds(1);

        Assert.Contains("More than one file takes", await auditor.GetStringAsync("/en/console/ledger?reason=too-many", Cancel), StringComparison.Ordinal);
        using HttpResponseMessage csv = await ConsoleHost.SendAsync(auditor, "/en/console/ledger", "/en/console/ledger/export", ("reason", "too-many"), ("format", "csv"));
        string[] lines = (await csv.Content.ReadAsStringAsync(Cancel)).TrimEnd().Split("\r\n");
        Assert.Equal(ConsoleHost.ExportLimit + 2, lines.Length);
        Assert.Contains("Cut after the newest 30 entries.", lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("-first-30.csv", csv.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);

        using HttpResponseMessage xlsx = await ConsoleHost.SendAsync(auditor, "/en/console/ledger", "/en/console/ledger/export", ("reason", "too-many"), ("order", "oldest"), ("format", "xlsx"));
        using var content = new MemoryStream(await xlsx.Content.ReadAsByteArrayAsync(Cancel));
        using var file = SpreadsheetDocument.Open(content, false);
        Row[] rows = [.. file.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Row>()];
        Assert.Equal(CellValues.SharedString, rows[1].Elements<Cell>().Single().DataType!.Value);
        Assert.Contains("Cut after the oldest 30 entries.", file.WorkbookPart.SharedStringTablePart!.SharedStringTable!.Elements<SharedStringItem>().Single().InnerText, StringComparison.Ordinal);
        Assert.Equal(ConsoleHost.ExportLimit + 3, rows.Length);
    }

    [Fact]
    public async Task Without_the_duty_to_audit_there_is_nothing_of_it()
    {
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        var entry = await AppendAsync(EntryKind.Used, null);

        foreach (string path in new[] { "/console/ledger", "/console/ledger/verify", $"/console/ledger/entries/{entry.Id}", $"/console/ledger/entries/{entry.Id}/proof.json", "/console/ledger/checkpoints.txt" })
        {
            int before = await RefusalsAsync();
            using HttpResponseMessage answer = await service.GetAsync(path, Cancel);
            Assert.False(answer.IsSuccessStatusCode, path);
            Assert.DoesNotContain("op.planted", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal(before + 1, await RefusalsAsync());
        }
    }

    private async Task<int> RefusalsAsync() => await Ledger.QueryAsync(
        new LedgerQuery { Kind = EntryKind.Refused, Accessor = ConsoleHost.Service, Reason = "duty-not-held" }, Cancel).CountAsync(Cancel);

    private async Task<LedgerEntry> AppendAsync(EntryKind kind, string? reason)
    {
        var entry = LedgerEntry.Now(host.Clock, kind) with
        {
            Subject = Pseudonym.New(), Accessor = "op.planted", As = "staff.shipping", Purpose = "purpose.member.2", Items = ["address", "name"], Clauses = ["purpose.member.2"],
            PolicyVersion = "2026-10", Case = "order-1", Reason = reason,
        };
        await Ledger.AppendAsync(entry, Cancel);
        return entry;
    }

    private async Task<long> LooksAsync(Pseudonym? about) => await Ledger.QueryAsync(
        new LedgerQuery { Kind = EntryKind.Inspected, Accessor = ConsoleHost.Manager, Reason = "ledger", Subject = about }, Cancel).CountAsync(Cancel);

    private static List<string> Ids(string html) => [.. System.Text.RegularExpressions.Regex.Matches(html, "/console/ledger/entries/(?<id>[0-9a-f-]{36})\"").Select(m => m.Groups["id"].Value)];

    private static string? Link(string html, string rel) =>
        System.Text.RegularExpressions.Regex.Match(html, $"rel=\"{rel}\" href=\"(?<href>[^\"]+)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["href"].Value) : null;
}
