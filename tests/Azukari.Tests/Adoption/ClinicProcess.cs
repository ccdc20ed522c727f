using System.Diagnostics;
using System.Net.Http.Json;
using Azukari.Testing;

namespace Azukari.Tests.Adoption;

/// <summary>The clinic, running on a free port of the loopback and a data folder of its own.</summary>
internal sealed class ClinicProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    private ClinicProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <param name="assembly">The program's dll.</param>
    public static async Task<ClinicProcess> StartAsync(string assembly)
    {
        var data = Path.Combine(TestRun.NewFolder("clinic"), "data");
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, "--urls", "http://127.0.0.1:0", "--data", data]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (!line.Contains(Listening, StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // a full pipe would stop the program
            return new ClinicProcess(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
        }

        throw new InvalidOperationException("The clinic did not start: " + string.Join('\n', said));
    }

    public async Task<HttpResponseMessage> BookAsync(bool consent, params (string Item, string Text)[] fields) => await Http.PostAsJsonAsync(
        "/patients", new { fields = fields.ToDictionary(field => field.Item, field => field.Text), consent }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
