using System.Globalization;
using System.Text.Json;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;

namespace Azukari.Tests.Import;

/// <summary>The import as a process, killed in its midst (SIGKILL) and run again.</summary>
public sealed class KilledImportTests
{
    private const int Rows = 3000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task An_import_killed_in_its_midst_is_finished_by_running_it_again(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        var options = CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, _ => null);
        await SampleCompany.CreateAsync(options, SamplePolicies.Find(), Environment.UserName, TimeProvider.System, people: 0, Cancel);
        var people = Path.Combine(place.Folder, "people.csv");
        await File.WriteAllLinesAsync(people, [await HeaderAsync(), .. Enumerable.Range(1, Rows).Select(Row)], Cancel);
        string[] import = ["import", people, "--map", Path.Combine(Policies.Repository(), "samples", "import", "map.yaml"), "--json"];

        int before;
        await using (var watching = await CompanyCore.OpenAsync(options, TimeProvider.System, Cancel))
        {
            using var killed = Programs.Start("azukari", options.Folder, null, import);
            try
            {
                await Ledger.Eventually.HoldsAsync(async () => killed.HasExited || await CountAsync(watching) >= 100);
            }
            finally
            {
                killed.Kill();
            }

            Assert.Equal(137, (await Programs.EndAsync(killed)).Exit);
            before = await CountAsync(watching);
            Assert.InRange(before, 100, Rows - 200);
        }

        var again = await Programs.RunAsync("azukari", options.Folder, null, import);

        Assert.Equal((1, Rows - 3 - before, before, 3), Counts(again));
        Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(place.Folder, "people.rejects.csv"), Cancel)).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(Path.Combine(place.Folder, "people.rejects.csv")));
        Assert.Equal((1, 0, Rows - 3, 3), Counts(await Programs.RunAsync("azukari", options.Folder, null, import)));
        await using (var company = await CompanyCore.OpenAsync(options, TimeProvider.System, Cancel))
        {
            Assert.Equal(Rows - 3, await CountAsync(company));
            Assert.Equal(Rows - 3, await company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Acquired }, Cancel).CountAsync(Cancel)); // each recorded, once
        }

        Assert.Equal(0, (await Programs.RunAsync("azukari", options.Folder, null, "ledger", "verify")).Exit);
    }

    private static async Task<string> HeaderAsync() => (await File.ReadAllLinesAsync(Path.Combine(Policies.Repository(), "samples", "import", "people.csv"), Cancel))[0];

    private static string Row(int n) => string.Create(CultureInfo.InvariantCulture,
        $"K-{n:D5},一般,2026/10/1,見本山,太郎,ﾐﾎﾝﾔﾏ,ﾀﾛｳ,1,昭和55年4月1日,〒100-0000,東京都,見本区架空町１－２－３,,{(n % 1000 == 7 ? "x" : "03-0000-1234")},,k-{n}@example.jp,");

    private static async Task<int> CountAsync(CompanyCore company) => await company.Trust.Vault.SubjectsAsync(null, Cancel).CountAsync(Cancel);

    private static (int Exit, int Created, int Unchanged, int Rejected) Counts(Outcome outcome)
    {
        Assert.True(outcome.Out.StartsWith('{'), outcome.Err);
        using var json = JsonDocument.Parse(outcome.Out);
        int Of(string name) => json.RootElement.GetProperty(name).GetInt32();
        return (outcome.Exit, Of("created"), Of("unchanged"), Of("rejected"));
    }
}
