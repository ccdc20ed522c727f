using System.Diagnostics;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Testing;

namespace Azukari.Crash.Failover;

/// <summary>
/// The product's own load on a cluster whose primary is killed again and again: what was acknowledged must be there, nothing twice, and the
/// ledger must verify. The load goes on by itself as soon as there is a primary.
/// </summary>
internal static class FailoverRun
{
    /// <summary>Runs it; prints what happened.</summary>
    /// <returns>Broken promises; none when all is well.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(int kills, TextWriter output, CancellationToken cancel)
    {
        await using var cluster = await PatroniCluster.StartAsync(cancel);
        var folder = TestRun.NewFolder("failover");
        var options = CompanyOptions.From(Path.Combine(folder, "data"), cluster.ConnectionString, _ => null);
        var acts = Path.Combine(folder, "acts.log");
        var outages = new List<TimeSpan>();
        try
        {
            await SampleCompany.CreateAsync(options, SamplePolicies.Find(), Load.By.Code, TimeProvider.System, people: 0, cancel);
            await using (var company = await CompanyCore.OpenAsync(options, TimeProvider.System, cancel))
            {
                using var log = new ActLog(acts);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                var load = new Load(company, log, round: 1) { GoesOn = true };
                var running = load.RunAsync(callers: 16, stop.Token);
                for (var kill = 1; kill <= kills; kill++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(4), cancel);
                    var before = load.Done;
                    var node = await cluster.KillPrimaryAsync(cancel);
                    var died = Stopwatch.GetTimestamp();
                    await Task.Delay(TimeSpan.FromMilliseconds(300), cancel); // answers under way arrive
                    for (var at = load.Done; load.Done < at + 50;)
                    {
                        if (running.IsCompleted) await running;
                        if (Stopwatch.GetElapsedTime(died) > TimeSpan.FromMinutes(2)) return [$"kill {kill}: nothing went on for two minutes"];
                        await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
                    }

                    outages.Add(Stopwatch.GetElapsedTime(died));
                    await output.WriteLineAsync($"kill {kill}: node {node} died after {before:N0} acknowledged acts; work went on after {outages[^1].TotalSeconds:0.0} s");
                    cluster.Restart(node);
                    await cluster.WholeAsync(cancel);
                }

                await Task.Delay(TimeSpan.FromSeconds(2), cancel);
                await stop.CancelAsync();
                await running;
                await output.WriteLineAsync($"{load.Done:N0} acts acknowledged, {load.Failed:N0} told that they failed");
            }

            var (broken, acknowledged) = await Aftermath.CheckAsync(acts, options, cancel);
            await output.WriteLineAsync($"{acknowledged:N0} acknowledged acts looked for: {broken.Count} lost or wrong; outages {string.Join(", ", outages.Select(outage => $"{outage.TotalSeconds:0.0} s"))}");
            return broken;
        }
        finally
        {
            TestRun.DropFolder(folder);
        }
    }
}
