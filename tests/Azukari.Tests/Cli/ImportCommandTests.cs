using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Cli;

/// <summary>An import that can't begin says why in the language of the terminal.</summary>
public sealed class ImportCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Theory]
    [InlineData("ja", "map.yaml:1:10 channel: 「imprt」という経路はありません。「import」のことではありませんか")]
    [InlineData("en", "map.yaml:1:10 channel: 'imprt' is no channel, did you mean 'import'?")]
    public async Task A_map_that_cannot_be_used_is_explained_in_the_operators_language(string language, string said)
    {
        var desk = await sample.DeskAsync(StoreEngine.Sqlite);
        var folder = TestRun.NewFolder("import-command");
        var (map, people) = (Path.Combine(folder, "map.yaml"), Path.Combine(folder, "people.csv"));
        await File.WriteAllTextAsync(map, "channel: imprt\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(people, "会員番号\n", TestContext.Current.CancellationToken);

        var outcome = await new CommandLine(desk.Data, language: language).RunAsync("import", people, "--map", map);

        Assert.NotEqual(0, outcome.Exit);
        Assert.Contains(said, outcome.Err, StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
    }
}
