using System.Diagnostics;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Cli;

/// <summary>The program as a shell runs it.</summary>
public sealed class ProcessTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "azukari.dll");

    [Fact]
    public async Task Exit_codes_streams_and_modes_are_those_of_the_process()
    {
        var data = Path.Combine(TestRun.NewFolder("process"), "data");
        Assert.Equal(2, (await RunAsync(data, "", "nonsense")).Exit);
        var none = await RunAsync(data, "", "ledger", "verify");
        Assert.Equal(2, none.Exit);
        Assert.Contains("azukari sample", none.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));

        var made = await RunAsync(data, "", "sample");
        Assert.True(made.Exit == 0, made.Err);
        Assert.Equal(2, (await RunAsync(data, "", "sample")).Exit);
        Assert.All(Directory.GetFiles(data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".pub", StringComparison.Ordinal)),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(file)));

        var subject = (await RunAsync(data, "", "subjects", "--kind", "retail", "--limit", "1")).Out.Split(' ')[0];
        Assert.Equal(0, (await RunAsync(data, "050-0000-7777\n", "correct", "--item", "mobile", subject)).Exit);
        string[] find = ["find", "--purpose", "purpose.member.6", "--as", "staff.customer-service", "--item", "mobile", "--case", "inquiry-1"];
        Assert.Equal(subject, (await RunAsync(data, "+81 50 0000 7777", find)).Out.TrimEnd());
        var refused = await RunAsync(data, "", "access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "card", "--case", "order-1", "--lang", "ja", subject);
        Assert.Equal(3, refused.Exit);
        Assert.StartsWith("拒否: ", refused.Err, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(data, "", "ledger", "verify")).Exit);
    }

    [Fact]
    public async Task A_role_no_policy_knows_is_named_with_those_there_are()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 0);
        var file = Path.Combine(desk.Data, "azukari.json");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"staff.hr\"", "\"staff.humans\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var wrong = (await desk.Azukari.RunAsync("subjects")).Exits(2);
        Assert.Contains("azukari.json: operators.tester.roles: staff.humans is not in the policy. Allowed:", wrong.Err, StringComparison.Ordinal);
        Assert.Contains("staff.shipping", wrong.Err, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "{ \"store\": ", TestContext.Current.CancellationToken);
        Assert.Contains("line 1 is not JSON", (await desk.Azukari.RunAsync("subjects")).Exits(2).Err, StringComparison.Ordinal);
    }

    private static async Task<Outcome> RunAsync(string data, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = System.Text.Encoding.UTF8, StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        start.Environment["AZUKARI_DATA"] = data;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment.Remove("LC_ALL");
        start.Environment.Remove("AZUKARI_POSTGRES");
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, error);
    }
}
