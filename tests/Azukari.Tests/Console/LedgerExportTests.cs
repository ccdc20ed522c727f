using Azukari.Console.Audit;
using Azukari.Console.Ledger;
using Azukari.Ledger;
using Azukari.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azukari.Tests.Console;

/// <summary>What is recorded of a file made of the ledger: that it left, always; how much of it, as far as it came.</summary>
public sealed class LedgerExportTests
{
    private const int Many = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task A_file_whose_connection_breaks_in_the_middle_is_recorded_as_begun_and_as_broken_off(string format)
    {
        await using var host = await FilledAsync(Many);
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        using (HttpRequestMessage request = await RequestAsync(auditor, format))
        using (HttpResponseMessage answer = await auditor.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel))
        {
            await using Stream file = await answer.Content.ReadAsStreamAsync(Cancel);
            Assert.True(await file.ReadAsync(new byte[1000], Cancel) > 0);
            Assert.Single(await ExportsAsync(host)); // before its first byte
        }

        IReadOnlyList<LedgerEntry> entries = await EndedAsync(host);
        Assert.Equal(["ledger", "ledger+export-broken-off"], entries.Select(entry => entry.Reason));
        Assert.Null(entries[0].Count);
        Assert.InRange(entries[1].Count!.Value, 1, Many - 1);
        Assert.Equal($"export:{entries[0].Id}", entries[0].Case);
        Assert.Equal(entries[0].Case, entries[1].Case);
    }

    [Fact]
    public async Task A_whole_file_is_recorded_with_its_number_before_its_end_and_counts_as_one_file()
    {
        await using var host = await FilledAsync(400);
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        using HttpRequestMessage request = await RequestAsync(auditor, "csv");
        using HttpResponseMessage answer = await auditor.SendAsync(request, Cancel);
        string[] lines = (await answer.Content.ReadAsStringAsync(Cancel)).TrimEnd().Split("\r\n");

        Assert.Equal(401, lines.Length);
        IReadOnlyList<LedgerEntry> entries = await ExportsAsync(host);
        Assert.Equal([("ledger", null), ("ledger+export-saved", 400L)], entries.Select(entry => (entry.Reason, entry.Count)));
        var tally = new TallyRow(ConsoleHost.Auditor, null);
        foreach (LedgerEntry entry in entries) tally.Add(entry, null);
        Assert.Equal(1, tally.Exported);
        Assert.Empty(tally.Cases);
        Assert.Contains("File saved whole", await auditor.GetStringAsync("/en/console/ledger?kind=exported", Cancel), StringComparison.Ordinal);
        Assert.Contains("ファイルを最後まで保存", await auditor.GetStringAsync("/console/ledger?kind=exported", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_recorded_does_not_leave()
    {
        await using var host = await FilledAsync(10);
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        using HttpRequestMessage request = await RequestAsync(auditor, "csv");
        Func<Task> mend = await StoreTrouble.LedgerReadOnlyAsync(host.Company.Trust, Cancel);
        using (HttpResponseMessage answer = await auditor.SendAsync(request, Cancel))
        {
            Assert.False(answer.IsSuccessStatusCode);
            Assert.DoesNotContain("op.filled", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        await mend();
        Assert.Empty(await ExportsAsync(host));
    }

    private static async Task<ConsoleHost> FilledAsync(int entries)
    {
        var host = new ConsoleHost().With(services => services.Replace(ServiceDescriptor.Singleton(new LedgerExportLimit(1_000_000))));
        await host.InitializeAsync();
        foreach (LedgerEntry[] some in Enumerable.Range(0, entries).Chunk(1000).Select(chunk => chunk.Select(_ => Entry(host)).ToArray()))
            await host.Company.Trust.Ledger.AppendAsync(some, Cancel);
        await host.Company.Trust.Ledger.SealAsync(Cancel);
        host.Clock.Now += TimeSpan.FromSeconds(1);
        return host;
    }

    private static LedgerEntry Entry(ConsoleHost host) => LedgerEntry.Now(host.Clock, EntryKind.Used) with
    {
        Subject = Pseudonym.New(), Accessor = "op.filled", As = "staff.shipping", Purpose = "purpose.member.2", Items = ["address", "name"], PolicyVersion = "2026-10",
    };

    private static async Task<HttpRequestMessage> RequestAsync(HttpClient auditor, string format) => new(HttpMethod.Post, "/en/console/ledger/export")
    {
        Content = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await ConsoleHost.TokenAsync(auditor, "/en/console/ledger")), new("accessor", "op.filled"), new("format", format),
        ]),
    };

    private static async Task<IReadOnlyList<LedgerEntry>> ExportsAsync(ConsoleHost host) =>
        [.. (await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "ledger" }, Cancel).ToListAsync(Cancel)).Select(record => record.Entry)];

    private static async Task<IReadOnlyList<LedgerEntry>> EndedAsync(ConsoleHost host)
    {
        for (var i = 0; i < 200 && (await ExportsAsync(host)).Count < 2; i++) await Task.Delay(50, Cancel);
        return await ExportsAsync(host);
    }
}
