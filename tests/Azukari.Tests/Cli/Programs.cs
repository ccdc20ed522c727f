using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Azukari.Tests.Cli;

/// <summary>Our programs as processes of their own, started by a careless shell: umask 000, core dumps as large as it may.</summary>
internal static class Programs
{
    public static Process Start(string assembly, string data, string? postgres, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh",
            ["-c", "umask 000; ulimit -S -c \"$(ulimit -H -c)\"; exec \"$@\"", "sh", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["AZUKARI_DATA"] = data;
        start.Environment["AZUKARI_POSTGRES"] = postgres;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment.Remove("LC_ALL");
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end, without input.</summary>
    public static async Task<Outcome> RunAsync(string assembly, string data, string? postgres, params string[] arguments)
    {
        using var process = Start(assembly, data, postgres, arguments);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    public static async Task<Outcome> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, error);
    }

    /// <summary>The process's umask and its limit of core dumps (soft and hard), as the system enforces them.</summary>
    public static (string Umask, string Core) Protection(Process process)
    {
        var proc = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/");
        var umask = File.ReadLines(proc + "status").First(line => line.StartsWith("Umask:", StringComparison.Ordinal))[6..].Trim();
        var core = File.ReadLines(proc + "limits").First(line => line.StartsWith("Max core file size", StringComparison.Ordinal));
        return (umask, string.Join(' ', core["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2)));
    }
}
