using System.Net;
using Azukari.Ledger;
using Azukari.Tests.Faults;

namespace Azukari.Tests.Console;

/// <summary>What an auditor is shown when the ledger's store fails, and when the ledger is not as it was written.</summary>
public sealed class LedgerFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_fails_is_told_with_what_is_kept_and_what_to_do_until_it_is_back()
    {
        await using var host = new ConsoleHost();
        await host.InitializeAsync();
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        LedgerEntry entry = await AppendAsync(host);
        string[] pages = ["/ledger", $"/ledger/entries/{entry.Id}"];

        // Looking is recorded before anything is shown: a store that takes nothing shows nothing.
        Func<Task> mend = await StoreTrouble.LedgerReadOnlyAsync(host.Company.Trust, Cancel);
        foreach (string page in pages)
        {
            string en = await AssertAsync(auditor, "/en/console" + page, HttpStatusCode.ServiceUnavailable);
            Assert.Contains("The ledger cannot be read", en, StringComparison.Ordinal);
            Assert.Contains("No entry is lost.", en, StringComparison.Ordinal);
            Assert.Contains("con-side", en, StringComparison.Ordinal);
            Assert.DoesNotContain("op.planted", en, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", en, StringComparison.Ordinal);
            Assert.Contains("台帳を読めません", await AssertAsync(auditor, "/console" + page, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        }

        await mend();
        foreach (string page in pages) Assert.Contains("op.planted", await AssertAsync(auditor, "/en/console" + page, HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_entry_is_told_where_it_is_met_and_named_by_the_verification()
    {
        await using var host = new ConsoleHost();
        await host.InitializeAsync();
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        LedgerEntry entry = await AppendAsync(host);
        await host.Company.Trust.Ledger.SealAsync(Cancel);
        await StoreTrouble.LedgerOf(host.Company.Trust).WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE sealed SET entry = salt WHERE id = @id", c, ("id", entry.Id.ToBytes())), Cancel);

        foreach (string page in new[] { "/ledger", $"/ledger/entries/{entry.Id}" })
        {
            string en = await AssertAsync(auditor, "/en/console" + page, HttpStatusCode.ServiceUnavailable);
            Assert.Contains("The ledger holds an entry that cannot be read", en, StringComparison.Ordinal);
            Assert.Contains("href=\"/en/console/ledger/verify\"", en, StringComparison.Ordinal);
            Assert.Contains("台帳に、読めない記録があります", await AssertAsync(auditor, "/console" + page, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        }

        using HttpResponseMessage begun = await ConsoleHost.SendAsync(auditor, "/en/console/ledger/verify", "/en/console/ledger/verify/run");
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        string html = "";
        await Tests.Ledger.Eventually.HoldsAsync(async () =>
        {
            html = await AssertAsync(auditor, "/en/console/ledger/verify", HttpStatusCode.OK);
            return !html.Contains("verify-progress", StringComparison.Ordinal);
        });
        Assert.Contains("The ledger does not verify", html, StringComparison.Ordinal);
        Assert.Contains("con-hashes", html, StringComparison.Ordinal);
        Assert.Contains("台帳に異常があります", await AssertAsync(auditor, "/console/ledger/verify", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    private static async Task<string> AssertAsync(HttpClient browser, string page, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await browser.GetAsync(page, Cancel);
        string html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.True(status == answer.StatusCode, $"{page} answers {answer.StatusCode}: {html}");
        return html;
    }

    private static async Task<LedgerEntry> AppendAsync(ConsoleHost host)
    {
        var entry = LedgerEntry.Now(host.Clock, EntryKind.Used) with
        {
            Subject = Pseudonym.New(), Accessor = "op.planted", As = "staff.shipping", Purpose = "purpose.member.2", Items = ["address", "name"], Clauses = ["purpose.member.2"],
            PolicyVersion = "2026-10", Case = "order-1",
        };
        await host.Company.Trust.Ledger.AppendAsync(entry, Cancel);
        return entry;
    }
}
