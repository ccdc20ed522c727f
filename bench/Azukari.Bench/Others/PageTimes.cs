using System.Diagnostics;
using System.Net;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Bench.Measuring;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Members.Contracts;
using Azukari.Members.Sample;
using Azukari.Policy;
using Azukari.Testing;
using Azukari.Vault;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azukari.Bench.Others;

/// <summary>
/// How long the ten busiest pages take, of the whole program over loopback: sixteen visitors, each a signed-in member who opens one page after the
/// other, among the people of a sample on SQLite. Beside it the same of the host's empty answer, so that what is left is the pages.
/// </summary>
internal static class PageTimes
{
    private const int Visitors = 16, Members = 256;
    private const string Empty = "/healthz";

    private static readonly string[] Pages =
        ["/", "/policy", "/contact", "/cookies", "/join", "/my", "/my/information", "/my/uses", "/my/uses?show=acts", "/my/consents"];

    public static async Task<IReadOnlyList<Result>> MeasureAsync(IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (wanted.FirstOrDefault(key => key.Name == "pages.p95_ms") is not { } key) return [];
        var folder = options.Data is { } kept ? Path.Combine(kept, $"pages-{options.People}") : TestRun.NewFolder("pages");
        var place = CompanyOptions.From(Path.Combine(folder, "data"), null, _ => null);
        if (!place.Exists) await SampleCompany.CreateAsync(place, SamplePolicies.Find(), "bench", TimeProvider.System, options.People, [new SampleMembers()], cancel);
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
        var browsers = await SignInAsync(host, cancel);
        try
        {
            var (all, bare) = (new List<double>(), new List<double>());
            var each = Pages.ToDictionary(page => page, _ => new List<double>());
            await OpenAsync(browsers, dice => Pages[dice.Next(Pages.Length)], options.Time, (_, _) => { });
            for (var round = 0; round < options.Rounds; round++)
            {
                await OpenAsync(browsers, dice => Pages[dice.Next(Pages.Length)], options.Time, (page, time) =>
                {
                    all.Add(time);
                    each[page].Add(time);
                });
                await OpenAsync(browsers, _ => Empty, options.Time, (_, time) => bare.Add(time));
            }

            var raw = new Dictionary<string, double>
            {
                ["people"] = options.People, ["visitors"] = Visitors, ["pages"] = all.Count, ["p50_ms"] = Percentile(all, 50), ["empty_p50_ms"] = Percentile(bare, 50), ["empty_p95_ms"] = Percentile(bare, 95),
                ["ratio_p95"] = Percentile(all, 95) / Percentile(bare, 95), ["ratio_p50"] = Percentile(all, 50) / Percentile(bare, 50),
            };
            foreach (var page in Pages.Where(page => each[page].Count > 0)) raw[$"p95_ms {page}"] = Percentile(each[page], 95);
            return [new Result(key, Percentile(all, 95), raw)];
        }
        finally
        {
            foreach (var browser in browsers) browser.Dispose();
        }
    }

    private static async Task OpenAsync(IReadOnlyList<HttpClient> browsers, Func<Dice, string> next, TimeSpan time, Action<string, double> told)
    {
        var gate = new Lock();
        var all = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Visitors).Select(visitor => Task.Run(async () =>
        {
            var dice = new Dice(((ulong)Environment.TickCount64 << 16) + (ulong)visitor);
            do
            {
                var (page, browser) = (next(dice), browsers[dice.Next(browsers.Count)]);
                var watch = Stopwatch.StartNew();
                using var answer = await browser.GetAsync(page);
                await answer.Content.ReadAsByteArrayAsync();
                var taken = watch.Elapsed.TotalMilliseconds;
                if (answer.StatusCode != HttpStatusCode.OK) throw new MeasurementException($"{page} was answered by {(int)answer.StatusCode}.");
                lock (gate) told(page, taken);
            }
            while (all.Elapsed < time); // each visitor opens at least one
        })));
    }

    // Members all over the sample, each looked at by a desk a few times, so that a history has something to say.
    private static async Task<IReadOnlyList<HttpClient>> SignInAsync(PageHost host, CancellationToken cancel)
    {
        var (accounts, book, sessions) = (host.Services.GetRequiredService<MemberAccounts>(), host.Services.GetRequiredService<AccountBook>(), host.Services.GetRequiredService<MemberSessions>());
        var vault = host.Services.GetRequiredService<CompanyCore>().Trust.Vault;
        var by = new Accessor("bench");
        var browsers = new List<HttpClient>();
        await foreach (var subject in vault.SubjectsAsync(MemberClass.Agent.Kind(), cancel).Take(Members).WithCancellation(cancel))
        {
            await accounts.CreateAsync(subject, by, null, cancel);
            if (await book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is not { } account) throw new MeasurementException("A member has no account.");
            await book.ActivateAsync(account.Id, cancel);
            var opened = await sessions.OpenAsync(account, "bench", "bench", "password", proved: false, cancel);
            for (var order = 0; order < 4; order++)
            {
                await vault.ReadAsync(subject, [ItemId.Parse("name"), ItemId.Parse("address")], new AccessContext
                {
                    Accessor = by, As = RecipientKind.Parse("staff.shipping"), Purpose = ClauseId.Parse("purpose.member.2"), Case = $"order-{order}",
                }, cancel);
            }

            var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Address };
            browser.DefaultRequestHeaders.Add("Cookie", $"{MemberScheme.PlainCookie}={opened.Token}");
            browsers.Add(browser);
        }

        return browsers.Count >= Visitors ? browsers : throw new MeasurementException($"{browsers.Count} members are too few.");
    }

    private static double Percentile(List<double> times, int percent)
    {
        if (times.Count == 0) throw new MeasurementException("Not one page was opened.");
        double[] sorted = [.. times.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * percent / 100d) - 1)];
    }

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
