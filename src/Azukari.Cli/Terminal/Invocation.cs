using System.CommandLine;
using System.Globalization;

namespace Azukari.Cli.Terminal;

/// <summary>One call of one command: its arguments as parsed, and the screen.</summary>
internal sealed class Invocation(ParseResult parsed, Screen screen)
{
    public Screen Screen { get; } = screen;

    public bool Has(Option<bool> flag) => parsed.GetValue(flag);

    public string? Get(CliOption option) => parsed.GetValue(option) is { Length: > 0 } value ? value : null;

    public string? Get(CliArgument argument) => parsed.GetValue(argument) is { Length: > 0 } value ? value : null;

    /// <summary>The value of an option that has to be given.</summary>
    public string Need(CliOption option) => Get(option)
        ?? throw new UsageException($"{option.Name} {option.HelpName} を指定してください。", $"{option.Name} {option.HelpName} is missing.");

    /// <summary>The value of an argument that has to be given.</summary>
    public string Need(CliArgument argument) => Get(argument)
        ?? throw new UsageException($"{argument.Name} を指定してください。", $"{argument.Name} is missing.");

    /// <summary>A whole number within bounds; the default when the option is not given.</summary>
    public int Number(CliOption option, int whenAbsent, int from, int to)
    {
        if (Get(option) is not { } text) return whenAbsent;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new UsageException($"{option.Name} は {from} から {to} までの整数です。", $"{option.Name} is a whole number from {from} to {to}.");
    }

    /// <summary>An option of the root that every command knows.</summary>
    public string? Shared(string name) => parsed.GetValue<string?>(name) is { Length: > 0 } value ? value : null;
}

/// <summary>The caller's mistake, in both languages; names the option or field and the rule, never a value. Exit code 2 unless told.</summary>
internal sealed class UsageException(string ja, string en, ExitCode code = ExitCode.Unusable) : Exception(en)
{
    public Text Text { get; } = new(ja, en);

    public ExitCode Code { get; } = code;
}
