using System.Runtime.Versioning;
using System.Text.Json;
using Azukari.Company;
using Azukari.Company.Settings;

namespace Azukari.Tests.Company;

[UnsupportedOSPlatform("windows")]
public sealed class SettingsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{ "stor": {} }""", "azukari.json: stor", "store, keys")]
    [InlineData("""{ "store": { "mysql": "x" } }""", "azukari.json: store.mysql", "postgres")]
    [InlineData("""{ "keys": "" }""", "azukari.json: keys", "not empty")]
    [InlineData("""{ "keys": 3 }""", "azukari.json: keys", "text")]
    [InlineData("""{ "keys": { "folder": "keys", "hsm": {} } }""", "azukari.json: keys.hsm", "pkcs11")]
    [InlineData("""{ "keys": { "pkcs11": { "module": "/usr/lib/x.so" } } }""", "azukari.json: keys.pkcs11.token", "missing")]
    [InlineData("""{ "keys": { "pkcs11": { "module": "/usr/lib/x.so", "token": "a", "pin": "1234" } } }""", "azukari.json: keys.pkcs11.pin", "pinFile")]
    [InlineData("""{ "keys": { "pkcs11": { "module": "/usr/lib/x.so", "token": "a", "leaving": "yes" } } }""", "azukari.json: keys.pkcs11.leaving", "true or false")]
    [InlineData("""{ "operators": { "Taro": { "roles": [] } } }""", "azukari.json: operators.Taro", "lower-case")]
    [InlineData("""{ "operators": { "taro": { "roles": [], "duties": ["rights", "everything"] } } }""", "azukari.json: operators.taro.duties[1]", "rights, import, policy, operations, audit, staff")]
    [InlineData("""{ "operators": { "taro": {} } }""", "azukari.json: operators.taro.roles", "missing")]
    [InlineData("""{ "operators": { "taro": { "roles": ["staff.finance", "Staff"] } } }""", "azukari.json: operators.taro.roles[1]", "id of the policy")]
    [InlineData("""{ "contracts": [ { "id": "c1" } ] }""", "azukari.json: contracts[0].recipient", "missing")]
    [InlineData("""{ "contracts": [ { "id": "c1", "recipient": "entrustee", "to": "x", "purposes": [], "items": [], "from": "2026/10/1" } ] }""", "azukari.json: contracts[0].from", "2026-10-01")]
    [InlineData("""{ "contracts": [ { "id": "c1", "recipient": "entrustee", "to": "x", "purposes": [], "items": [], "from": "2026-10-01", "until": "2026-09-30" } ] }""", "azukari.json: contracts[0].until", "before")]
    [InlineData("""{ "contracts": [ { "id": "c1", "recipient": "affiliate", "to": "x", "purposes": [], "items": [], "from": "2026-10-01", "country": { "code": "usa" } } ] }""", "azukari.json: contracts[0].country.code", "capital")]
    [InlineData("""[]""", "azukari.json", "object")]
    public void A_wrong_setting_is_named_with_what_is_allowed(string json, string setting, string allowed)
    {
        using var document = JsonDocument.Parse(json);
        var wrong = Assert.Throws<SettingsException>(() => SettingsFile.Parse(document.RootElement));
        Assert.Equal(setting, wrong.Setting);
        Assert.Contains(allowed, wrong.Message, StringComparison.Ordinal);
        Assert.Matches("[ぁ-ん]", wrong.Japanese);
    }

    [Fact]
    public async Task What_is_written_is_read_again_and_only_the_owner_may_read_it()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("azukari-settings").FullName, SettingsFile.Name);
        var settings = new CompanySettings
        {
            Postgres = "Host=localhost;Password=secret-word",
            Keys = "/mnt/keys",
            Pkcs11 = new Pkcs11Settings("/usr/lib/x.so", "main", "/mnt/pin") { Label = "ours", Leaving = true, Backup = new Pkcs11Settings("/usr/lib/y.so", "second", null) },
            Operators = new Dictionary<string, Operator>(StringComparer.Ordinal) { ["taro"] = new("taro", new HashSet<string> { "staff.finance" }) },
            Contracts =
            [
                new Contract
                {
                    Id = "c1", Recipient = "affiliate", To = "specimen-llc", Purposes = new HashSet<string> { "purpose.member.1" }, Items = new HashSet<string> { "name" },
                    From = new DateOnly(2026, 10, 1), Until = new DateOnly(2027, 9, 30), Country = new CountryInformation("US", new DateOnly(2026, 10, 1)),
                },
            ],
        };
        await SettingsFile.WriteAsync(file, settings, Cancel);
        var read = await SettingsFile.ReadAsync(file, Cancel);

        Assert.Equal(settings.Postgres, read.Postgres);
        Assert.Equal((settings.Keys, settings.Pkcs11), (read.Keys, read.Pkcs11));
        Assert.Equal(["staff.finance"], read.Operators["taro"].Roles);
        var contract = Assert.Single(read.Contracts);
        Assert.Equal(settings.Contracts[0].Country, contract.Country);
        Assert.Equal((settings.Contracts[0].From, settings.Contracts[0].Until), (contract.From, contract.Until));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("secret-word", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_others_can_read_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory("azukari-settings").FullName;
        var file = Path.Combine(folder, SettingsFile.Name);
        await SettingsFile.WriteAsync(file, new CompanySettings(), Cancel);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var wrong = await Assert.ThrowsAsync<SettingsException>(() => CompanyOptions.From(folder, null, _ => null).ReadSettingsAsync(Cancel));
        Assert.Contains("chmod 600", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_option_wins_over_the_environment_and_the_environment_over_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("azukari-settings").FullName;
        await SettingsFile.WriteAsync(Path.Combine(folder, SettingsFile.Name), new CompanySettings { Postgres = "file" }, Cancel);
        string? Environment(string name) => name == "AZUKARI_POSTGRES" ? "environment" : name == "AZUKARI_DATA" ? folder : null;
        Assert.Equal("option", (await CompanyOptions.From(null, "option", Environment).ReadSettingsAsync(Cancel)).Postgres);
        Assert.Equal("environment", (await CompanyOptions.From(null, null, Environment).ReadSettingsAsync(Cancel)).Postgres);
        Assert.Equal("file", (await CompanyOptions.From(folder, null, _ => null).ReadSettingsAsync(Cancel)).Postgres);
    }

    [Theory]
    [InlineData("2026-10-01", true)]
    [InlineData("2027-09-30", true)]
    [InlineData("2026-09-30", false)]
    [InlineData("2027-10-01", false)]
    public void A_contract_runs_from_its_first_to_its_last_day(string day, bool runs)
    {
        var contract = new Contract
        {
            Id = "c", Recipient = "entrustee", To = "x", Purposes = new HashSet<string>(), Items = new HashSet<string>(),
            From = new DateOnly(2026, 10, 1), Until = new DateOnly(2027, 9, 30),
        };
        Assert.Equal(runs, contract.InForceOn(DateOnly.ParseExact(day, "O", null)));
    }
}
