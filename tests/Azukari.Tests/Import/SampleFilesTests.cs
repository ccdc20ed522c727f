using Azukari.Import;
using Azukari.Stores;

namespace Azukari.Tests.Import;

/// <summary>The worked example of docs/import.md does what it says there.</summary>
public sealed class SampleFilesTests
{
    private static readonly string Samples = Path.Combine(Policies.Repository(), "samples", "import");

    [Fact]
    public async Task The_worked_example_takes_three_people_in_and_rejects_two()
    {
        await using var world = await ImportWorld.OpenAsync(StoreEngine.Sqlite);
        var report = await ImportAsync(world, "people.csv");

        Assert.Equal(("utf-8", new ImportCounts(3, 0, 0, 2)), (report.Encoding, report.Counts));
        Assert.Equal(
            ["7: 生年月日 date-outside-era; 郵便番号 + 都道府県 + 住所 + 建物 postal-code-not-seven-digits", "8: 会員番号 identifier-repeated"],
            report.FirstRejects.Select(reject => $"{reject.Line}: {string.Join("; ", reject.Problems.Select(p => $"{p.Column} {p.Rule}"))}"));
        var people = await world.PeopleAsync();
        Assert.Equal("""{"family":"𠮷見","given":"みどり"}""", people["S-0003"]["name"]);
        Assert.Equal("""{"postalCode":"1000000","prefecture":"東京都","line":"見本区架空町4-5 (裏口へ)"}""", people["S-0002"]["address"]);

        var second = await ImportAsync(world, "people-sjis.csv");
        Assert.Equal([], second.FirstRejects.SelectMany(reject => reject.Problems.Select(p => $"{reject.Line}: {p.Column} {p.Rule}")));
        Assert.Equal(("shift_jis", new ImportCounts(3, 0, 0, 0)), (second.Encoding, second.Counts));
        people = await world.PeopleAsync();
        Assert.Equal(6, people.Count);
        Assert.Equal("""{"family":"見本﨑","given":"優"}""", people["T-0003"]["name"]);
        Assert.Equal("+81600008901", people["T-0003"]["phone"]);
        Assert.Equal("1989-01-08", people["T-0002"]["date-of-birth"]);
    }

    private static async Task<ImportReport> ImportAsync(ImportWorld world, string file)
    {
        File.Copy(Path.Combine(Samples, file), world.Source, overwrite: true);
        File.Copy(Path.Combine(Samples, "map.yaml"), world.MapFile, overwrite: true);
        return await world.ImportAsync();
    }
}
