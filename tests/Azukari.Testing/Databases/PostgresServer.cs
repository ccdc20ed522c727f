using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Azukari.Testing;

/// <summary>
/// A PostgreSQL server for tests: the one AZUKARI_TEST_POSTGRES names, or one of our own in the run's folder, which ends with this process
/// however it ends. Its write-ahead log is kept whole: the canary scan reads there what the dropped databases held.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static PostgresServer? _shared;

    private readonly List<Process> _before = [];
    private readonly Func<Process>? _launch;
    private Process? _process;
    private readonly string? _folder;
    private int _databases;

    private PostgresServer(string connectionString, Process? process, string? folder, Func<Process>? launch = null)
    {
        _launch = launch;
        ConnectionString = connectionString;
        _process = process;
        _folder = folder;
    }

    /// <summary>To its maintenance database, as a user who may create databases.</summary>
    public string ConnectionString { get; }

    /// <summary>The process id of the server of our own, for tests that kill it; null for a server named by the environment.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>The server all tests of this process share, started at first use. Not durable against a power cut: it syncs nothing.</summary>
    public static async Task<PostgresServer> SharedAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (_shared is null)
            {
                var given = Environment.GetEnvironmentVariable("AZUKARI_TEST_POSTGRES");
                _shared = string.IsNullOrWhiteSpace(given) ? await StartAsync(durable: false) : new PostgresServer(given, null, null);
            }
            return _shared;
        }
        finally
        {
            Once.Release();
        }
    }

    /// <summary>Stops the shared server, if it was started; for the end of a test assembly.</summary>
    public static async Task StopSharedAsync()
    {
        if (_shared is not null)
            await _shared.DisposeAsync();
        _shared = null;
    }

    /// <summary>Starts a server of one's own; <paramref name="durable"/> for crash tests, which need real syncing.</summary>
    /// <param name="settings">Settings of the server, as <c>name=value</c>, over those the tests have.</param>
    public static async Task<PostgresServer> StartAsync(bool durable, params string[] settings)
    {
        var programs = FindPrograms();
        var folder = TestRun.NewFolder("postgres");
        var data = Path.Combine(folder, "data");
        var asUser = OtherUser(folder);
        await RunAsync([.. asUser, Path.Combine(programs, "initdb"), "-D", data, "-U", "azukari", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var server = new PostgresServer(
                $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username=azukari;Database=postgres",
                Launch(asUser, programs, data, port, durable, settings), folder, () => Launch(asUser, programs, data, port, durable, settings));
            if (await server.WaitUntilReadyAsync())
                return server;
            await server.DisposeAsync();
            if (attempt == 3)
                throw new InvalidOperationException($"PostgreSQL did not start; see {folder}/server.log (kept when AZUKARI_KEEP=1).");
        }
    }

    /// <summary>Creates a database, empty or as a copy of another that nobody is connected to, and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? copyOf = null)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        var template = copyOf is null ? "template0" : new NpgsqlConnectionStringBuilder(copyOf).Database;
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, Pooling = true }.ConnectionString;
    }

    /// <summary>Drops a database that was created here.</summary>
    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>
    /// Stops the server of our own as a power cut would (no shutdown checkpoint, connections cut), and starts it again on the same port:
    /// it recovers from its write-ahead log. Done when it answers.
    /// </summary>
    public async Task CutPowerAsync()
    {
        await StopAtOnceAsync();
        await StartAgainAsync();
    }

    /// <summary>Stops the server of our own as a power cut would; done when it is gone.</summary>
    public async Task StopAtOnceAsync()
    {
        if (_launch is null) throw new InvalidOperationException("Only a server of our own can be cut off.");
        var pid = (await File.ReadAllLinesAsync(Path.Combine(_folder!, "data", "postmaster.pid")))[0].Trim();
        await RunAsync(["kill", "-QUIT", pid]);
        while (Directory.Exists($"/proc/{pid}") && !IsDefunct(pid)) await Task.Delay(TimeSpan.FromMilliseconds(20));
        NpgsqlConnection.ClearAllPools();
        _before.Add(_process!);
    }

    /// <summary>Starts it again on the same port and data; done when it answers.</summary>
    public async Task StartAgainAsync()
    {
        _process = _launch!();
        if (!await WaitUntilReadyAsync())
            throw new InvalidOperationException($"PostgreSQL did not come back; see {_folder}/server.log (kept when AZUKARI_KEEP=1).");
    }

    // Ended, and its parent (the wrapper's shell, which waits for its input to close) has not looked yet.
    private static bool IsDefunct(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        NpgsqlConnection.ClearAllPools();
        foreach (var gone in _before)
        {
            gone.StandardInput.Close();
            gone.Dispose();
        }

        _process.StandardInput.Close(); // the wrapper's sign to shut the server down
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
        TestRun.DropFolder(_folder!);
    }

    private static string FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var found = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).Where(d => File.Exists(Path.Combine(d, "bin", "initdb")))
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).FirstOrDefault()
            : null;
        return found is not null
            ? Path.Combine(found, "bin")
            : throw new InvalidOperationException(
                "These tests need PostgreSQL: apt-get install postgresql (or name a server in AZUKARI_TEST_POSTGRES, whose user may create databases).");
    }

    // PostgreSQL refuses to run as root.
    private static string[] OtherUser(string folder)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return [];
        var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
        using var chown = Process.Start("chown", [user, folder]);
        chown.WaitForExit();
        return ["setpriv", "--reuid=" + user, "--regid=" + GroupOf(user), "--clear-groups", "--"];
    }

    private static string GroupOf(string user) =>
        File.ReadLines("/etc/passwd").First(line => line.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static Process Launch(string[] asUser, string programs, string data, int port, bool durable, string[] more)
    {
        // The shell waits on its standard input, a pipe from this process: when this process ends, by whatever cause, the pipe closes and
        // the server is shut down.
        var settings = string.Join(' ',
            "-c listen_addresses=127.0.0.1", "-c unix_socket_directories=", $"-c port={port.ToString(CultureInfo.InvariantCulture)}",
            durable ? "-c fsync=on" : "-c fsync=off -c full_page_writes=off", "-c max_connections=400", "-c shared_buffers=64MB",
            "-c wal_keep_size=16GB", "-c max_wal_size=4GB", "-c autovacuum=off", "-c logging_collector=off")
            + string.Concat(more.Select(setting => " -c " + setting));
        var script = $"'{programs}/postgres' -D '{data}' {settings} </dev/null >>'{data}/../server.log' 2>&1 & server=$!; cat >/dev/null; kill -INT $server; wait $server";
        var start = new ProcessStartInfo { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        string[] command = [.. asUser, "sh", "-c", script];
        start.FileName = command[0];
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("PostgreSQL could not be started.");
    }

    private static async Task RunAsync(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {await output}{errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> WaitUntilReadyAsync()
    {
        for (var attempt = 0; attempt < 200 && !_process!.HasExited; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
        return false;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
