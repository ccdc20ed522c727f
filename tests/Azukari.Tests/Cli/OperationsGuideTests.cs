using Azukari.Cli;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Cli;

/// <summary>The operators' guide names commands, options and settings that exist.</summary>
public sealed class OperationsGuideTests
{
    [Fact]
    public void Every_command_line_of_the_guide_is_one()
    {
        var lines = Blocks("").SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')).Where(line => line.StartsWith("azukari ", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count >= 5, $"{lines.Count} command lines");
        Assert.All(lines, line =>
        {
            var parsed = Root.Build(Language.English).Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);
            Assert.True(UsageErrors.Of(parsed) is null && parsed.Errors.Count == 0, line);
        });
    }

    [Fact]
    public void Every_piece_of_settings_in_the_guide_is_read()
    {
        var pieces = Blocks("json").ToList();
        Assert.True(pieces.Count >= 2);
        Assert.All(pieces, piece =>
        {
            using var json = System.Text.Json.JsonDocument.Parse("{" + piece + "}");
            SettingsFile.Parse(json.RootElement);
        });
    }

    private static IEnumerable<string> Blocks(string language)
    {
        var parts = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")).Split("```");
        for (var i = 1; i < parts.Length; i += 2)
            if (parts[i].Split('\n')[0] == language) yield return parts[i][(parts[i].IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }
}
