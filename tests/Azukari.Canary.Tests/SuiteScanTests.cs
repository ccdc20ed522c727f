using System.Text;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;

[assembly: AssemblyFixture(typeof(DatabasesFixture))]

namespace Azukari.Canary.Tests;

/// <summary>
/// Nothing the program wrote holds a personal value in clear: no page, log, trace, outbox or temporary file. Excepted are the files a person
/// asked for: an import's source and its rejects.
/// </summary>
public sealed class SuiteScanTests
{
    private const string Operator = "canary-operator";

    /// <summary>The values of the sample people that could not stand anywhere by chance.</summary>
    private static readonly string[] SampleValues =
    [
        .. SpecimenPeople.All().SelectMany(person => new[]
        {
            person.Family.Written,
            person.Texts.GetValueOrDefault("email"),
            person.Texts.GetValueOrDefault("mobile"),
            person.Texts.GetValueOrDefault("mobile") is { } mobile ? "+81" + mobile[1..].Replace("-", "", StringComparison.Ordinal) : null,
            person.Texts.GetValueOrDefault("card"),
            person.Texts.GetValueOrDefault("resume"),
            person.Texts.GetValueOrDefault("inquiry"),
            person.Address is { } address ? address.Place.Town + address.Street : null,
        }).OfType<string>().Where(value => Encoding.UTF8.GetByteCount(value) > 8).Distinct(),
    ];

    [Fact]
    public async Task The_sample_company_lies_on_both_engines_without_a_value_in_clear()
    {
        var cancel = TestContext.Current.CancellationToken;
        foreach (var engine in Enum.GetValues<StoreEngine>())
        {
            var place = await TestStores.CreateAsync(engine); // not disposed: the scan below reads what is left
            var options = CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, _ => null);
            await SampleCompany.CreateAsync(options, SamplePolicies.Find(), Operator, TimeProvider.System, cancel);
        }

        var (control, _) = await new CanaryScan([Operator]).ScanFolderAsync(TestRun.Root, AskedFor, cancel);
        Assert.Contains(control, finding => finding.File.EndsWith("ledger.db", StringComparison.Ordinal));
        Assert.Contains(control, finding => finding.File.Contains("pg_wal", StringComparison.Ordinal));
        await AssertCleanAsync(TestRun.Root, cancel);
    }

    [Fact]
    public async Task No_file_the_whole_suite_wrote_holds_a_value_in_clear()
    {
        var root = Environment.GetEnvironmentVariable("AZUKARI_TEST_ROOT") ?? TestRun.Root;
        if (root != TestRun.Root)
        {
            Assert.NotEmpty(Directory.GetFiles(root, "vault.db", SearchOption.AllDirectories));
            Assert.NotEmpty(Directory.GetDirectories(root, "pg_wal", SearchOption.AllDirectories));
        }

        await AssertCleanAsync(root, TestContext.Current.CancellationToken);
    }

    private static async Task AssertCleanAsync(string root, CancellationToken cancel)
    {
        var (findings, files) = await new CanaryScan([.. CanaryWords.All, .. SampleValues]).ScanFolderAsync(root, AskedFor, cancel);

        Assert.True(findings.Count == 0, string.Join('\n', findings));
        TestContext.Current.TestOutputHelper?.WriteLine($"{files} files scanned");
    }

    // What somebody asked for, and letters that left the company: those in the folder of sent letters, and those a test's mail server took in.
    private static bool AskedFor(string file) =>
        file.EndsWith(".csv", StringComparison.Ordinal)
        || (file.EndsWith(".eml", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(file)) is { } folder
            && (folder == "outbox" || folder.StartsWith("mail-server-", StringComparison.Ordinal)));
}
