using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Azukari.Cli.Terminal;

/// <summary>
/// What is wrong with a command line, in our words. The parser's own messages repeat what was typed, and somebody may have typed a person's
/// phone number: these name options and commands only.
/// </summary>
internal static partial class UsageErrors
{
    public static Text? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0) return null;
        var command = parsed.CommandResult.Command;
        var option = parsed.UnmatchedTokens.Select(token => OptionName().Match(token)).FirstOrDefault(match => match.Success)?.Value;
        if (option is not null)
        {
            var near = Nearest(option, HelpPage.Chain(command).SelectMany(each => each.Options).Select(o => o.Name));
            return new Text(
                $"{Path(command)} に {option} というオプションはありません。{(near is null ? "" : $"{near} ではありませんか。")}",
                $"{Path(command)} has no option {option}.{(near is null ? "" : $" Did you mean {near}?")}");
        }

        foreach (var error in parsed.Errors)
        {
            if (error.SymbolResult is OptionResult { Tokens.Count: 0 } bare)
                return new Text($"{bare.Option.Name} には値が必要です。", $"{bare.Option.Name} needs a value.");
            if (error.SymbolResult is OptionResult { Tokens.Count: > 1 } twice)
                return new Text($"{twice.Option.Name} は一度だけ指定できます。", $"{twice.Option.Name} can be given once only.");
        }

        if (command.Subcommands.Count > 0)
        {
            var typed = parsed.UnmatchedTokens.FirstOrDefault(token => CommandName().IsMatch(token));
            var near = typed is null ? null : Nearest(typed, command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));
            return typed is null
                ? new Text("コマンドを指定してください。", "a command is missing.")
                : new Text(
                    $"{Path(command)} に {typed} というコマンドはありません。{(near is null ? "" : $"{near} ではありませんか。")}",
                    $"{Path(command)} has no command {typed}.{(near is null ? "" : $" Did you mean {near}?")}");
        }

        return new Text(
            $"{Path(command)} に渡された引数が多すぎます。個人の値は引数では受け取らず、標準入力から読みます。",
            $"{Path(command)} was given too many arguments. Personal values are never arguments: they are read from standard input.");
    }

    public static string Path(Command command) => string.Join(' ', HelpPage.Chain(command).Reverse().Select(each => each.Name));

    private static string? Nearest(string typed, IEnumerable<string> names) =>
        names.Select(name => (name, distance: Distance(typed, name))).Where(near => near.distance <= 2 || near.name.StartsWith(typed, StringComparison.Ordinal))
            .OrderBy(near => near.distance).Select(near => near.name).FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    // An option's name only, without a value behind "=": a value is never repeated.
    [GeneratedRegex(@"^--[a-z][a-z-]{0,30}(?==|$)")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^[a-z][a-z-]{0,20}$")]
    private static partial Regex CommandName();
}
