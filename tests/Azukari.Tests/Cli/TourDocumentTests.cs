using System.Diagnostics;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Cli;

/// <summary>docs/tour.md is what a newcomer gets: every command line in it is one the parser takes, and its blocks are those of dev/tour.</summary>
public sealed class TourDocumentTests
{
    [Fact]
    public void Every_command_line_of_the_tour_is_one_the_parser_takes()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "tour.md")).Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count >= 15);
        foreach (var line in lines)
        {
            var command = line[line.IndexOf("azukari ", StringComparison.Ordinal)..].Split(" | ")[0];
            var parsed = Azukari.Cli.Root.Build(Azukari.Cli.Terminal.Language.English).Parse(command.Split(' ')[1..]);
            Assert.True(Azukari.Cli.Terminal.UsageErrors.Of(parsed) is null, line);
        }
    }

    [Fact]
    public async Task Running_the_tour_again_prints_what_the_document_shows()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "dev", "tour"), ["--built", Path.Combine(AppContext.BaseDirectory, "azukari.dll")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + error);
    }
}
