using Azukari.Cli;
using Azukari.Cli.Terminal;

namespace Azukari.Tests.Cli;

/// <summary>What one command line did.</summary>
internal sealed record Outcome(int Exit, string Out, string Err)
{
    /// <summary>Fails with what was printed when the exit code is another one.</summary>
    public Outcome Exits(int code)
    {
        Assert.True(Exit == code, $"exit {Exit}, expected {code}\n--- out\n{Out}\n--- err\n{Err}");
        return this;
    }

    public IReadOnlyList<string> Lines => Out.TrimEnd('\n').Split('\n');
}

/// <summary>Runs <c>azukari</c> in this process, as an operator of one data folder.</summary>
internal sealed class CommandLine(string? data = null, string? postgres = null, string login = "tester", string language = "en")
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Task<Outcome> RunAsync(params string[] arguments) => RunWithAsync("", arguments);

    /// <summary>Runs with a text on standard input.</summary>
    public Task<Outcome> RunWithAsync(string input, params string[] arguments) => RunAsync(input, [], null, arguments);

    /// <summary>Runs with bytes on standard input, and takes those of standard output.</summary>
    public Task<Outcome> RunBytesAsync(byte[] input, MemoryStream? output, params string[] arguments) => RunAsync("", input, output, arguments);

    private async Task<Outcome> RunAsync(string input, byte[] bytesIn, MemoryStream? bytesOut, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LANG"] = language, ["AZUKARI_DATA"] = data, ["AZUKARI_POSTGRES"] = postgres };
        var screen = new Screen(
            new StringReader(input), output, error, Languages.Of(arguments, name => environment.GetValueOrDefault(name)), 100, login, Clock)
        {
            Environment = name => environment.GetValueOrDefault(name),
            OpenInput = () => new MemoryStream(bytesIn, writable: false),
            OpenOutput = () => bytesOut ?? throw new InvalidOperationException("The test takes no bytes."),
        };
        var exit = await AzukariCommand.RunAsync(arguments, screen, TestContext.Current.CancellationToken);
        return new Outcome(exit, output.ToString(), error.ToString());
    }
}
