using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;

namespace Azukari.Tests.Company;

/// <summary>Host and command line protect themselves and what they write, however carelessly they were started.</summary>
public sealed class HardeningTests
{
    private static readonly (string, string) Protected = ("0077", "0 0");

    [Theory, EngineData]
    public async Task No_core_dump_can_hold_a_key_and_no_file_can_be_read_by_others(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        var data = Path.Combine(place.Folder, "company", "data");
        var postgres = (place.Location as PostgresDatabase)?.ConnectionString;
        using var host = Programs.Start("Azukari.Web", data, postgres, "--urls", "http://127.0.0.1:0");
        try
        {
            while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("Ctrl+C", StringComparison.Ordinal))
            {
            }

            Assert.False(host.HasExited, host.HasExited ? await host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "");
            Assert.Equal(Protected, Programs.Protection(host));
            AssertPrivate(data); // while it runs: logs of the stores and locks too

            using var desk = Programs.Start("azukari", data, null, "find", "--purpose", "purpose.member.6", "--as", "staff.customer-service", "--item", "mobile", "--case", "inquiry-1");
            await Ledger.Eventually.HoldsAsync(() => Task.FromResult(Programs.Protection(desk) == Protected)); // it waits for the value on its input
            await desk.StandardInput.WriteLineAsync("090-0000-0001");
            desk.StandardInput.Close();
            Assert.Equal(4, (await Programs.EndAsync(desk)).Exit);

            var export = Path.Combine(data, "..", "ledger.ndjson");
            Assert.Equal(0, (await Programs.RunAsync("azukari", data, null, "ledger", "export", "--out", export)).Exit);
            Assert.Equal(0, (await Programs.RunAsync("azukari", data, null, "keys", "rotate", "--backup", Path.Combine(data, "..", "backup.json"))).Exit);
            AssertPrivate(Path.Combine(data, ".."));
        }
        finally
        {
            host.Kill();
        }
    }

    private static void AssertPrivate(string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 4, $"{files.Length} files");
        Assert.All(files.Where(file => !file.EndsWith(".pub", StringComparison.Ordinal)),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(file)));
        Assert.All(Directory.GetDirectories(folder, "*", SearchOption.AllDirectories),
            each => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Modes.Of(each)));
    }
}
