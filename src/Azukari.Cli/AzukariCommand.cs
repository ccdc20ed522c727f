using System.CommandLine;
using System.Reflection;
using Azukari.Cli.Terminal;

namespace Azukari.Cli;

/// <summary>The command line, as a function of its arguments and streams: what the process runs and what the tests call.</summary>
internal static class AzukariCommand
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">As the shell gave them, without the program's name.</param>
    /// <param name="screen">Streams, language, operator and clock.</param>
    /// <param name="cancel">Raised by Ctrl-C.</param>
    /// <returns>The exit code (see <see cref="ExitCode"/>).</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Screen screen, CancellationToken cancel)
    {
        var root = Root.Build(screen.Language);

        // No response files: an argument that begins with @ stays an argument.
        var parsed = root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var command = (CliCommand)parsed.CommandResult.Command;
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            HelpPage.Write(command, screen.Out, screen.Language, screen.Width);
            return (int)ExitCode.Ok;
        }

        if (parsed.GetValue<bool>(Root.Version))
        {
            screen.Line($"azukari {ProgramVersion}");
            return (int)ExitCode.Ok;
        }

        if (UsageErrors.Of(parsed) is { } wrong)
        {
            screen.Error(wrong.Ja, wrong.En);
            screen.Note($"使い方: {UsageErrors.Path(command)} --help", $"usage: {UsageErrors.Path(command)} --help");
            return (int)ExitCode.Unusable;
        }

        try
        {
            return (int)await command.RunAsync(new Invocation(parsed, screen), cancel);
        }
        catch (UsageException wrongInput)
        {
            screen.Error(wrongInput.Text.Ja, wrongInput.Text.En);
            return (int)wrongInput.Code;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            screen.Note("中断しました。完了した分は保存されています。", "Interrupted. What was done is kept.");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception fault)
        {
            return (int)Faults.Report(fault, screen);
        }
    }

    public static string ProgramVersion { get; } =
        typeof(AzukariCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0";
}
