using System.Diagnostics;
using System.Net;
using Azukari.Bench.Measuring;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Members.Sample;
using Azukari.Testing;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace Azukari.Bench.Others;

/// <summary>
/// How long the ten busiest pages take, of the whole program over loopback: sixteen visitors who each open one page after the other, the public's,
/// as a member among many or as customer service at the console, among the people of a sample on SQLite. Beside it the same of the host's empty answer, so that what is left is the pages.
/// </summary>
internal static class PageTimes
{
    private const int Visitors = 16;

    private static readonly OpenedPage Empty = new("/healthz", (visitors, _) => (visitors.Stranger, "/healthz"));

    private static readonly OpenedPage[] Pages =
    [
        .. ((string[])["/", "/policy", "/join"]).Select(path => new OpenedPage(path, (visitors, _) => (visitors.Stranger, path))),
        .. ((string[])["/my", "/my/information", "/my/uses", "/my/consents"]).Select(path => new OpenedPage(path, (visitors, dice) => (visitors.AnyMember(dice), path))),
        new("/console/people", (visitors, dice) => visitors.AtAnyDesk(dice, _ => "/console/people")),
        new("/console/people/found/…", (visitors, dice) => visitors.AtAnyDesk(dice, desk => desk.Found)),
        new("/console/people/…", (visitors, dice) => visitors.AtAnyDesk(dice, desk => desk.AnyPerson(dice))),
    ];

    public static async Task<IReadOnlyList<Result>> MeasureAsync(IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (wanted.FirstOrDefault(key => key.Name == "pages.p95_ms") is not { } key) return [];
        var folder = options.Data is { } kept ? Path.Combine(kept, $"pages-{options.People}") : TestRun.NewFolder("pages");
        var place = CompanyOptions.From(Path.Combine(folder, "data"), null, _ => null);
        if (!place.Exists) await SampleCompany.CreateAsync(place, SamplePolicies.Find(), PageVisitors.Login, TimeProvider.System, options.People, [new SampleMembers()], cancel);
        // The program greets whoever starts it at a terminal; this output is for figures.
        var output = System.Console.Out;
        System.Console.SetOut(TextWriter.Null);
        try
        {
            return await MeasureAsync(key, Path.Combine(folder, "data"), options, cancel);
        }
        finally
        {
            System.Console.SetOut(output);
        }
    }

    private static async Task<IReadOnlyList<Result>> MeasureAsync(Key key, string data, BenchOptions options, CancellationToken cancel)
    {
        await using var host = new PageHost(data);
        host.Start();
        using var visitors = await PageVisitors.SignInAsync(host.Services, host.Address, Visitors, cancel);
        var (all, bare) = (new List<double>(), new List<double>());
        var each = Pages.ToDictionary(page => page.Name, _ => new List<double>());
        await OpenAsync(visitors, Any, options.Time, (_, _) => { });
        for (var round = 0; round < options.Rounds; round++)
        {
            await OpenAsync(visitors, Any, options.Time, (page, time) =>
            {
                all.Add(time);
                each[page].Add(time);
            });
            await OpenAsync(visitors, _ => Empty, options.Time, (_, time) => bare.Add(time));
        }

        var raw = new Dictionary<string, double>
        {
            ["people"] = options.People, ["visitors"] = Visitors, ["pages"] = all.Count, ["p50_ms"] = Percentile(all, 50), ["empty_p50_ms"] = Percentile(bare, 50), ["empty_p95_ms"] = Percentile(bare, 95),
            ["ratio_p95"] = Percentile(all, 95) / Percentile(bare, 95), ["ratio_p50"] = Percentile(all, 50) / Percentile(bare, 50),
        };
        foreach (var (page, times) in each.Where(page => page.Value.Count > 0)) raw[$"p95_ms {page}"] = Percentile(times, 95);
        return [new Result(key, Percentile(all, 95), raw)];
    }

    private static OpenedPage Any(Dice dice) => Pages[dice.Next(Pages.Length)];

    private static async Task OpenAsync(PageVisitors visitors, Func<Dice, OpenedPage> next, TimeSpan time, Action<string, double> told)
    {
        var gate = new Lock();
        var all = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Visitors).Select(visitor => Task.Run(async () =>
        {
            var dice = new Dice(((ulong)Environment.TickCount64 << 16) + (ulong)visitor);
            do
            {
                var page = next(dice);
                var (browser, path) = page.By(visitors, dice);
                var watch = Stopwatch.StartNew();
                using var answer = await browser.GetAsync(path);
                await answer.Content.ReadAsByteArrayAsync();
                var taken = watch.Elapsed.TotalMilliseconds;
                if (answer.StatusCode != HttpStatusCode.OK) throw new MeasurementException($"{page.Name} was answered by {(int)answer.StatusCode}.");
                lock (gate) told(page.Name, taken);
            }
            while (all.Elapsed < time); // each visitor opens at least one
        })));
    }

    private static double Percentile(List<double> times, int percent)
    {
        if (times.Count == 0) throw new MeasurementException("Not one page was opened.");
        double[] sorted = [.. times.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * percent / 100d) - 1)];
    }

    /// <summary>A page: its name in the figures, and who opens which address.</summary>
    private sealed record OpenedPage(string Name, Func<PageVisitors, Dice, (HttpClient Browser, string Path)> By);

    /// <summary>The program as it runs for the public, in this process, on a free port.</summary>
    private sealed class PageHost(string data) : WebApplicationFactory<WebHost>
    {
        public Uri Address => ClientOptions.BaseAddress;

        public void Start()
        {
            // Where the factory looks for the program's files when no test project's manifest says where they are.
            Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_AZUKARI_WEB", AppContext.BaseDirectory);
            UseKestrel(0);
            StartServer();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production").UseSetting("data", data);
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
