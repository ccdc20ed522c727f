using System.CommandLine;

namespace Azukari.Cli.Terminal;

/// <summary>The help of a command, laid out for terminals with full-width characters: usage, what it does, arguments, options, examples, exit codes.</summary>
internal static class HelpPage
{
    public static void Write(Command command, TextWriter to, Language language, int width)
    {
        foreach (var line in Lines(command, language, width)) to.WriteLine(line);
    }

    public static IEnumerable<string> Lines(Command command, Language language, int width)
    {
        string Say(string ja, string en) => language == Language.Japanese ? ja : en;
        var cli = command as CliCommand;
        var commands = command.Subcommands.Where(sub => !sub.Hidden).ToList();

        yield return Usage(command, commands.Count > 0, Say("コマンド", "COMMAND"), Say("オプション", "OPTIONS"));
        yield return "";
        foreach (var line in DisplayWidth.Wrap(command.Description ?? "", width)) yield return line;
        if (cli?.Details is { } details)
        {
            yield return "";
            foreach (var line in DisplayWidth.Wrap(details, width)) yield return line;
        }

        foreach (var line in Section(Say("コマンド", "Commands"), [.. commands.Select(sub => (sub.Name, sub.Description ?? ""))], width))
            yield return line;
        foreach (var line in Section(Say("引数", "Arguments"), [.. command.Arguments.Where(a => !a.Hidden).Select(a => (a.Name, a.Description ?? ""))], width))
            yield return line;
        var own = command.Options.Where(option => !option.Hidden && !option.Recursive);
        foreach (var line in Section(Say("オプション", "Options"), [.. own.Select(option => Describe(option, language))], width)) yield return line;
        var shared = Chain(command).SelectMany(c => c.Options).Where(option => option.Recursive && !option.Hidden).Distinct();
        foreach (var line in Section(Say("共通のオプション", "Options of every command"), [.. shared.Select(option => Describe(option, language))], width))
            yield return line;

        if (cli is { Examples.Count: > 0 })
        {
            yield return "";
            yield return Say("例", "Examples") + ":";
            foreach (var example in cli.Examples)
            {
                yield return $"  # {example.Meaning.In(language)}";
                yield return $"  {example.Line}";
            }
        }

        if (!command.Parents.Any())
        {
            foreach (var line in Section(Say("終了コード", "Exit codes"), ExitCodes(language), width)) yield return line;
        }
    }

    private static IEnumerable<string> Section(string title, (string, string)[] pairs, int width) =>
        pairs.Length == 0 ? [] : ["", title + ":", .. TextTable.Pairs(pairs, width, indent: 2)];

    private static string Usage(Command command, bool group, string commandWord, string optionsWord)
    {
        var path = string.Join(' ', Chain(command).Reverse().Select(c => c.Name));
        if (group) return $"{path} {commandWord} [{optionsWord}]";
        var needed = command.Options.OfType<CliOption>().Where(option => option.Needed).Select(option => $" {option.Name} {option.HelpName}");
        var arguments = command.Arguments.OfType<CliArgument>().Select(a => a.Needed ? $" {a.Name}" : $" [{a.Name}]");
        return $"{path}{string.Concat(needed)} [{optionsWord}]{string.Concat(arguments)}";
    }

    private static (string, string) Describe(Option option, Language language)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name));
        var needed = option is CliOption { Needed: true } ? (language == Language.Japanese ? "（必須）" : " (required)") : "";
        return (option is CliOption ? $"{names} {option.HelpName}" : names, option.Description + needed);
    }

    /// <summary>The command and those above it, from itself to the root.</summary>
    internal static IEnumerable<Command> Chain(Command command)
    {
        for (Command? at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault()) yield return at;
    }

    private static (string, string)[] ExitCodes(Language language) => language == Language.Japanese
        ?
        [
            ("0", "正常"), ("1", "指摘・不合格の行・検証の不一致があった"), ("2", "入力・設定・使い方が正しくない"),
            ("3", "方針が拒否した（理由と条項を表示）"), ("4", "指定したものが存在しない"), ("70", "プログラムまたはデータベースの障害"), ("130", "中断した"),
        ]
        :
        [
            ("0", "done"), ("1", "done, with findings, rejected rows or a ledger that does not verify"), ("2", "unusable input, settings or usage"),
            ("3", "refused by the policy (reason and clause are printed)"), ("4", "what was named does not exist"),
            ("70", "a fault of the program or of its database"), ("130", "interrupted"),
        ];
}
