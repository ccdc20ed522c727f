using System.Diagnostics;
using System.Globalization;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Crash;

/// <summary>Rounds of load, kill and verification on one company, which lives on from round to round.</summary>
public sealed class CrashRounds : IAsyncDisposable
{
    private readonly PostgresServer? _server;
    private readonly string _folder;
    private readonly CompanyOptions _options;
    private int _round;

    private CrashRounds(string folder, CompanyOptions options, PostgresServer? server) => (_folder, _options, _server) = (folder, options, server);

    /// <summary>Bytes of log, some tens of acts, before a kill may come: a slow machine is given the time, not a smaller load.</summary>
    private const long WarmLog = 8000;

    internal CompanyOptions Options => _options;

    internal string LastLog => LogOf(_round);

    /// <summary>How many acts have been acknowledged and found again, over all rounds.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>A company without people, on files or on a PostgreSQL server of its own that syncs what it commits.</summary>
    public static async Task<CrashRounds> OpenAsync(StoreEngine engine, CancellationToken cancel)
    {
        var server = engine == StoreEngine.Postgres ? await PostgresServer.StartAsync(durable: true) : null;
        var folder = TestRun.NewFolder($"crash-{engine}");
        var options = CompanyOptions.From(Path.Combine(folder, "data"), server is null ? null : await server.CreateDatabaseAsync(), _ => null);
        await SampleCompany.CreateAsync(options, SamplePolicies.Find(), Load.By.Code, TimeProvider.System, people: 0, cancel);
        return new CrashRounds(folder, options, server);
    }

    /// <summary>One round: load in a process of its own, killed (SIGKILL) in its midst, then everything verified.</summary>
    /// <returns>Broken promises; none when all is well.</returns>
    public Task<IReadOnlyList<string>> RoundAsync(CancellationToken cancel) => RoundAsync(cutPower: false, cancel);

    /// <summary>One round in which PostgreSQL itself is stopped at once amid the load and recovers; then the load is killed too.</summary>
    public Task<IReadOnlyList<string>> PowerCutAsync(CancellationToken cancel) => RoundAsync(cutPower: true, cancel);

    /// <summary>
    /// Two nodes at once on one database: processes of their own, appending to one ledger. One is killed amid the load, the other goes on and
    /// is killed later; then what each had acknowledged is verified, in one order and one tree.
    /// </summary>
    public async Task<IReadOnlyList<string>> TwoNodesAsync(CancellationToken cancel)
    {
        string[] logs = [LogOf(++_round), LogOf(++_round)];
        using var first = Start(logs[0], _round - 1);
        using var second = Start(logs[1], _round);
        var broken = new List<string>();
        try
        {
            await Task.WhenAll(WaitForLoadAsync(first, logs[0], cancel), WaitForLoadAsync(second, logs[1], cancel));
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancel);
            first.Kill();
            await first.WaitForExitAsync(cancel);
            var alone = new FileInfo(logs[1]).Length;
            await WaitForLoadAsync(second, logs[1], cancel, alone + WarmLog);
        }
        finally
        {
            first.Kill();
            second.Kill();
            await Task.WhenAll(first.WaitForExitAsync(CancellationToken.None), second.WaitForExitAsync(CancellationToken.None));
        }

        foreach (var log in logs)
        {
            var (found, acknowledged) = await Aftermath.CheckAsync(log, _options, cancel);
            Acknowledged += acknowledged;
            broken.AddRange(found.Select(line => $"{Path.GetFileName(log)}: {line}"));
        }

        return broken;
    }

    private async Task<IReadOnlyList<string>> RoundAsync(bool cutPower, CancellationToken cancel)
    {
        var round = ++_round;
        var log = LogOf(round);
        using var process = Start(log, round);
        try
        {
            await WaitForLoadAsync(process, log, cancel);

            // Another moment each round, from at once to most of a second in.
            await Task.Delay(TimeSpan.FromMilliseconds(100 + (round * 137 % 700)), cancel);
            if (cutPower) await (_server ?? throw new InvalidOperationException("Only PostgreSQL is a server.")).CutPowerAsync();
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        var (broken, acknowledged) = await Aftermath.CheckAsync(log, _options, cancel);
        Acknowledged += acknowledged;
        return [.. broken.Select(line => $"round {round}: {line}")];
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        TestRun.DropFolder(_folder);
    }

    private string LogOf(int round) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"acts-{round:D3}.log"));

    private Process Start(string log, int round)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Azukari.Crash.dll");
        string[] arguments = ["exec", program, "load", _options.Folder, log, round.ToString(CultureInfo.InvariantCulture)];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException("The load did not start.");
    }

    private static async Task WaitForLoadAsync(Process process, string log, CancellationToken cancel, long until = WarmLog)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (process.HasExited) throw new InvalidOperationException($"The load ended by itself: {await process.StandardError.ReadToEndAsync(cancel)}");
            if (File.Exists(log) && new FileInfo(log).Length > until) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        }

        throw new TimeoutException("The load did not get going within 30 seconds.");
    }
}
