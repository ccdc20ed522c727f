using System.CommandLine;

namespace Azukari.Cli.Terminal;

/// <summary>A command of <c>azukari</c>: its name, what help says about it, and what it does.</summary>
internal abstract class CliCommand(Language language, string name, Text summary) : Command(name, summary.In(language))
{
    protected Language Language { get; } = language;

    /// <summary>More than the summary: what is recorded, what is refused. Paragraphs are separated by a line break.</summary>
    public string? Details { get; init; }

    /// <summary>Command lines that work as they stand, after <c>azukari</c>.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Runs the command. Expected refusals are exit codes; a <see cref="UsageException"/> is a mistake of the caller.</summary>
    public abstract Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel);

    internal CliOption Option(string name, string valueName, Text description, bool needed = false)
    {
        var option = new CliOption(name, description.In(Language)) { HelpName = valueName, Needed = needed };
        Options.Add(option);
        return option;
    }

    internal Option<bool> Flag(string name, Text description)
    {
        var option = new Option<bool>(name) { Description = description.In(Language) };
        Options.Add(option);
        return option;
    }

    internal CliArgument Argument(string name, Text description, bool needed = true)
    {
        var argument = new CliArgument(name, description.In(Language)) { Needed = needed };
        Arguments.Add(argument);
        return argument;
    }
}

/// <summary>A command that only holds others (<c>azukari policy</c>): called alone it shows its help.</summary>
internal sealed class CliGroup : CliCommand
{
    public CliGroup(Language language, string name, Text summary, params ReadOnlySpan<CliCommand> commands) : base(language, name, summary)
    {
        foreach (var command in commands) Subcommands.Add(command);
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        HelpPage.Write(this, call.Screen.Err, call.Screen.Language, call.Screen.Width);
        return Task.FromResult(ExitCode.Unusable);
    }
}

/// <summary>One example of the help: the line after <c>azukari</c>, and what it does.</summary>
internal readonly record struct Example(string Line, Text Meaning);

/// <summary>An option with a value. Whether it is needed is checked by <see cref="Invocation"/>, whose messages name it and echo nothing.</summary>
internal sealed class CliOption : Option<string?>
{
    public CliOption(string name, string description) : base(name)
    {
        Description = description;
        Arity = ArgumentArity.ExactlyOne;
    }

    public bool Needed { get; init; }
}

internal sealed class CliArgument : Argument<string?>
{
    public CliArgument(string name, string description) : base(name)
    {
        Description = description;
        Arity = ArgumentArity.ZeroOrOne;
    }

    public bool Needed { get; init; }
}
