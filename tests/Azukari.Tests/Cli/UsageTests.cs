using Azukari.Cli;
using Azukari.Cli.Terminal;

namespace Azukari.Tests.Cli;

public sealed class UsageTests
{
    private readonly CommandLine _azukari = new();

    public static TheoryData<string> Commands()
    {
        var data = new TheoryData<string>();
        foreach (var command in All(Root.Build(Language.English))) data.Add(UsageErrors.Path(command));
        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_in_both_languages(string path)
    {
        var arguments = path.Split(' ')[1..];
        var english = (await _azukari.RunAsync([.. arguments, "--help"])).Exits(0);
        var japanese = (await _azukari.RunAsync([.. arguments, "--help", "--lang", "ja"])).Exits(0);
        Assert.StartsWith(path, english.Out, StringComparison.Ordinal);
        Assert.StartsWith(path, japanese.Out, StringComparison.Ordinal);
        Assert.DoesNotMatch("[ぁ-ん]", english.Out);
        Assert.Matches("[ぁ-ん]", japanese.Out);
        // A command line is not broken for the terminal: it has to be copied.
        Assert.All(english.Lines.Where(line => !line.Contains("azukari ", StringComparison.Ordinal)), line => Assert.True(DisplayWidth.Of(line) <= 100, line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_that_does_something_shows_an_example_that_the_parser_takes(string path)
    {
        var command = All(Root.Build(Language.English)).Single(c => UsageErrors.Path(c) == path);
        if (command is not CliGroup) Assert.NotEmpty(command.Examples);
        foreach (var example in command.Examples)
        {
            // Behind a pipe stands azukari; what feeds it is the shell's.
            var line = example.Line[example.Line.IndexOf("azukari ", StringComparison.Ordinal)..].Split(" > ")[0];
            var parsed = Root.Build(Language.English).Parse(line.Split(' ')[1..]);
            Assert.True(UsageErrors.Of(parsed) is null, $"{example.Line}: {UsageErrors.Of(parsed)?.En}");
        }

        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("Host=localhost;Password=cuckoo-7")]
    [InlineData("Host=localhost; pwd = cuckoo-7")]
    [InlineData("PASSWORD=cuckoo-7;Host=localhost")]
    public async Task A_password_among_the_arguments_is_refused_and_not_repeated(string connection)
    {
        var outcome = (await _azukari.RunAsync("subjects", "--postgres", connection)).Exits(2);
        Assert.Contains("AZUKARI_POSTGRES", outcome.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("cuckoo", outcome.Err + outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line() => Assert.Matches(@"^azukari \d+\.\d+\.\d+\n$", (await _azukari.RunAsync("--version")).Exits(0).Out);

    [Theory]
    [InlineData("polcy", "Did you mean policy?")]
    [InlineData("ledger verfy", "Did you mean verify?")]
    [InlineData("find --purpse x", "Did you mean --purpose?")]
    [InlineData("find --value=090-0000-1234", "--value")]
    [InlineData("find --item", "--item needs a value")]
    [InlineData("access --as a --as b", "once only")]
    public async Task A_slip_is_named_with_what_was_meant(string line, string said)
    {
        var outcome = (await _azukari.RunAsync(line.Split(' '))).Exits(2);
        Assert.Contains(said, outcome.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("090-0000-1234", outcome.Err, StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
    }

    [Theory]
    [InlineData("find", "090-0000-1234")]
    [InlineData("find --purpose purpose.member.6 --as staff.customer-service --item mobile --case inquiry-1", "金糸雀屋敷")]
    [InlineData("correct --as staff.customer-service --item mobile", "yamada")]
    public async Task A_value_is_no_argument_and_is_not_repeated(string line, string value)
    {
        var extra = line.StartsWith("correct", StringComparison.Ordinal) ? new[] { "00000000000000000000000000000000", value } : [value];
        var outcome = (await _azukari.RunAsync([.. line.Split(' '), .. extra])).Exits(2);
        Assert.DoesNotContain(value, outcome.Err, StringComparison.Ordinal);
        Assert.Contains("standard input", outcome.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void No_option_of_any_command_could_take_a_personal_value()
    {
        string[] allowed =
        [
            "--data", "--postgres", "--lang", "--purpose", "--as", "--item", "--items", "--case", "--recipient", "--ground", "--reason", "--to",
            "--checkpoint", "--key", "--out", "--backup", "--kind", "--version-shown", "--limit", "--policies", "--previous", "--map", "--rejects",
            "--class", "--in", "--version-of-words", "--type", "--channel", "--replaces", "--url", "--page", "--purposes", "--scopes",
            "--data-to", "--keys-to", "--ledger-to", "--keep", "--data-from", "--keys-from", "--ledger-from", "--master", "--erasures",
            "--people", "--level", "--skip", "--on", "--under", "--roles", "--duties", "--by", "--sent",
        ];
        var options = All(Root.Build(Language.English)).SelectMany(command => command.Options).OfType<CliOption>().Where(option => !option.Hidden);
        Assert.Empty(options.Select(option => option.Name).Except(allowed));
        string[] arguments = ["FILE", "A", "B", "SUBJECT", "CONSENT", "RESTRICTION", "DOCUMENT", "EXPORT", "VERSION", "PROOF", "CLIENT", "MOVE", "STAFF"];
        Assert.Empty(All(Root.Build(Language.English)).SelectMany(command => command.Arguments).Select(a => a.Name).Except(arguments));
    }

    internal static IEnumerable<CliCommand> All(CliCommand command) =>
        command.Hidden ? [] : [command, .. command.Subcommands.OfType<CliCommand>().SelectMany(All)];
}
