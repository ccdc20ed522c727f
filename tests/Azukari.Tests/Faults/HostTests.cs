using System.Net;
using Azukari.Company.Hosting;
using Azukari.Stores;
using Azukari.Tests.Cli;
using Azukari.Tests.Ledger;

namespace Azukari.Tests.Faults;

/// <summary>Hosts as processes: one a folder on files, any number on PostgreSQL, the command line beside; and what a host says of itself.</summary>
public sealed class HostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_host_on_one_folder_is_refused_in_words_and_a_killed_one_is_no_obstacle()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 0);
        await using (var first = await HostProcess.StartAsync(desk.Data, null, Cancel))
        {
            Assert.Equal(first.Id, HostLock.RunningIn(desk.Data));
            await using var second = HostProcess.Launch(desk.Data, null);
            Assert.Equal(2, await second.ExitCodeAsync());
            await Eventually.HoldsAsync(() => Task.FromResult(second.Output.Contains($"kill {first.Id}", StringComparison.Ordinal)));
            Assert.Contains($"別のホスト（プロセス {first.Id}）", second.Output, StringComparison.Ordinal);
            Assert.Contains($"another host (process {first.Id})", second.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await first.HealthAsync()).Status);
            await first.KillAsync();
        }

        Assert.Null(HostLock.RunningIn(desk.Data));
        await using var next = await HostProcess.StartAsync(desk.Data, null, Cancel);
        Assert.Equal(next.Id, HostLock.RunningIn(desk.Data));
        Assert.Equal(0, (await desk.Azukari.RunAsync("ledger", "verify")).Exit);
    }

    [Fact]
    public async Task A_host_whose_disk_is_full_says_so_refuses_and_recovers()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 0);
        await using var host = await HostProcess.StartAsync(desk.Data, null, Cancel);
        Assert.NotEqual("not-ready", (await host.HealthAsync()).Word);
        await host.Client.GetAsync("/console", Cancel); // the key ring of forms is made at the first page that has one
        await host.LimitFilesAsync(1);
        await Eventually.HoldsAsync(async () => (await host.HealthAsync()).Status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("disk", (await host.HealthAsync()).Parts["store.ledger"]);

        var problem = await host.Client.GetAsync("/api/v1/policies", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.StatusCode);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
        var body = await problem.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("/problems/unavailable", body, StringComparison.Ordinal);
        foreach (var (page, words) in new[] { ("/console", "ただいまご利用いただけません"), ("/en/console", "Unavailable for the moment") })
        {
            var shown = await host.Client.GetAsync(page, Cancel);
            Assert.True(shown.StatusCode == HttpStatusCode.ServiceUnavailable, $"{shown.StatusCode} {host.Output}");
            Assert.Contains(words, await shown.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/policy", Cancel)).StatusCode); // the policy needs no store
        await host.LimitFilesAsync(null);
        await Eventually.HoldsAsync(async () => (await host.HealthAsync()).Status == HttpStatusCode.OK);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync("/api/v1/policies", Cancel)).StatusCode);
        Assert.Equal(0, (await desk.Azukari.RunAsync("ledger", "verify")).Exit);
    }

    [Fact]
    public async Task Strangers_get_one_word_and_whoever_runs_the_host_the_parts()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 0);
        await using var host = await HostProcess.StartAsync(desk.Data, null, Cancel);
        Assert.Equal("""{"status":"live"}""", await host.Client.GetStringAsync("/health/live", Cancel));
        Assert.Contains("store.ledger", (await host.HealthAsync()).Parts.Keys);
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/health/ready");
        forwarded.Headers.Add("X-Forwarded-For", "203.0.113.7");
        var answer = await (await host.Client.SendAsync(forwarded, Cancel)).Content.ReadAsStringAsync(Cancel);
        Assert.Matches("""^\{"status":"(ready|degraded)"\}$""", answer);
        var everything = await host.Client.GetStringAsync("/health/ready", Cancel);
        Assert.DoesNotContain(desk.Data, everything, StringComparison.Ordinal);
    }
}
