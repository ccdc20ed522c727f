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
    public async Task<Outcome> RunWithAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LANG"] = language, ["AZUKARI_DATA"] = data, ["AZUKARI_POSTGRES"] = postgres };
        var screen = new Screen(
            new StringReader(input), output, error, Languages.Of(arguments, name => environment.GetValueOrDefault(name)), 100, login, Clock)
        {
            Environment = name => environment.GetValueOrDefault(name),
        };
        var exit = await AzukariCommand.RunAsync(arguments, screen, TestContext.Current.CancellationToken);
        return new Outcome(exit, output.ToString(), error.ToString());
    }
}
