using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Azukari.Tests.Faults;

/// <summary>The host as a process of its own, on a free port of this machine. Writing beyond a limit fails for it instead of ending it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private HostProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static async Task<HostProcess> StartAsync(string data, string? postgres, CancellationToken cancel)
    {
        var host = Launch(data, postgres);
        for (var tries = 0; tries < 1200; tries++)
        {
            if (host.HasExited) throw new InvalidOperationException($"The host ended by itself: {host.Output}");
            try
            {
                if ((await host.Client.GetAsync("/health/live", cancel)).IsSuccessStatusCode) return host;
            }
            catch (HttpRequestException)
            {
            }

            await Task.Delay(50, cancel);
        }

        throw new TimeoutException(host.Output);
    }

    /// <summary>Starts without waiting for it to serve.</summary>
    public static HostProcess Launch(string data, string? postgres, string language = "ja")
    {
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo("/bin/sh",
            ["-c", "trap '' XFSZ; exec \"$@\"", "sh", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Azukari.Web.dll"), "--urls", address.ToString(), "--environment", "Production"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["AZUKARI_DATA"] = data;
        start.Environment["AZUKARI_POSTGRES"] = postgres;
        start.Environment["LANG"] = language;
        return new HostProcess(Process.Start(start)!, address);
    }

    /// <summary>From now on no file of the process can be written beyond so many bytes, as on a full disk; null ends it.</summary>
    public async Task LimitFilesAsync(long? bytes)
    {
        var limit = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using var set = Process.Start("prlimit", ["--pid", Id.ToString(CultureInfo.InvariantCulture), $"--fsize={limit}:unlimited"]);
        await set.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, set.ExitCode);
    }

    /// <summary>What the host says of itself, asked from this machine: HTTP status, the word, and each part's code.</summary>
    public async Task<(HttpStatusCode Status, string Word, Dictionary<string, string> Parts)> HealthAsync()
    {
        using var answer = await Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, json.RootElement.GetProperty("status").GetString()!,
            json.RootElement.GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("part").GetString()!, part => part.GetProperty("code").GetString()!));
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Client.Dispose();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}
