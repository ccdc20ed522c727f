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

    [Fact]
    public async Task A_bank_a_branch_and_a_postal_code_that_the_form_refuses_are_rejected_by_row_with_the_rule()
    {
        var desk = await sample.DeskAsync(StoreEngine.Sqlite);
        var folder = TestRun.NewFolder("import-places");
        var (map, people) = (Path.Combine(folder, "map.yaml"), Path.Combine(folder, "people.csv"));
        await File.WriteAllTextAsync(map, """
            policy-version: "2026-10"
            channel: paper
            subject-kind: agent
            identify-by: member-number
            acquired-at: 登録日
            items:
              member-number: 会員番号
              name: 氏名
              date-of-birth: 生年月日
              address: 住所
              bank-account: 口座
            """, TestContext.Current.CancellationToken);
        const string address = "〒150-0001 東京都渋谷区神宮前9-9-9", account = "0001-100-普通-1234567-ミホン";
        await File.WriteAllLinesAsync(people,
        [
            "会員番号,登録日,氏名,生年月日,住所,口座",
            $"P-9001,2026-10-01,見本 一郎,1980-04-01,{address},{account}",
            $"P-9002,2026-10-01,見本 二郎,1980-04-01,{address},{account.Replace("0001", "9998", StringComparison.Ordinal)}",
            $"P-9003,2026-10-01,見本 三郎,1980-04-01,{address},{account.Replace("-100-", "-998-", StringComparison.Ordinal)}",
            $"P-9004,2026-10-01,見本 四郎,1980-04-01,{address.Replace("東京都", "大阪府", StringComparison.Ordinal)},{account}",
        ], TestContext.Current.CancellationToken);

        var outcome = await new CommandLine(desk.Data).RunAsync("import", people, "--map", map, "--json");

        using var report = System.Text.Json.JsonDocument.Parse(outcome.Out);
        Assert.Equal((1, 3), (report.RootElement.GetProperty("created").GetInt32(), report.RootElement.GetProperty("rejected").GetInt32()));
        Assert.Equal(["bank-unknown", "branch-unknown", "postal-code-elsewhere"], report.RootElement.GetProperty("rejectsByRule").EnumerateObject().Select(rule => rule.Name).Order(StringComparer.Ordinal));
    }
}
