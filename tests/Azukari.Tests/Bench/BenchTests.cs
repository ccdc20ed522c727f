using System.Diagnostics;
using System.Text.Json;
using Azukari.Bench;

namespace Azukari.Tests.Bench;

/// <summary>That the bench runs and measures every key; what it measures is no matter of a test, since that is the machine's.</summary>
public sealed class BenchTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Azukari.Bench.dll");

    [Fact]
    public async Task A_quick_run_measures_every_key_and_prints_json()
    {
        var (exit, output, errors) = await RunAsync("--quick", "--json", "--people", "300", "--many", "600", "--rounds", "1", "--seconds", "0.1");

        Assert.True(exit == 0, errors);
        using var json = JsonDocument.Parse(output);
        Assert.All(Catalogue.Keys, key =>
        {
            Assert.True(json.RootElement.TryGetProperty(key.Name, out var value), key.Name);
            Assert.True(value.GetDouble() > 0, key.Name);
            Assert.NotEmpty(json.RootElement.GetProperty("raw").GetProperty(key.Name).EnumerateObject());
        });
        Assert.True(json.RootElement.GetProperty("run").GetProperty("quick").GetBoolean());
    }

    [Fact]
    public async Task An_unknown_key_is_refused_with_the_keys_there_are()
    {
        var (exit, output, errors) = await RunAsync("--only", "sqlite.nothing");

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains("sqlite.access64_vs_plain", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AZUKARI_TEST_ROOT"] = Directory.Exists("/var/tmp") ? "/var/tmp" : Path.GetTempPath(); // the run's own folder may lie in memory, where the bench measures nothing
        start.Environment.Remove("AZUKARI_KEEP"); // its twins are unprotected on purpose: nothing of it is kept for the scan
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
