using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azukari.Testing;

namespace Azukari.Crash.Failover;

/// <summary>
/// Three PostgreSQL nodes under Patroni with synchronous replication, and etcd, on ports of this machine, in a folder of their own. A node
/// dies as a machine does: Patroni and PostgreSQL at once.
/// </summary>
internal sealed class PatroniCluster : IAsyncDisposable
{
    private readonly string _folder = TestRun.NewFolder("patroni");
    private readonly string[] _asUser;
    private readonly List<Node> _nodes = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Process? _etcd;

    private PatroniCluster(string[] asUser) => _asUser = asUser;

    /// <summary>All nodes in one connection string; the primary is whichever it is.</summary>
    public string ConnectionString =>
        $"Host={string.Join(',', _nodes.Select(node => $"127.0.0.1:{Text(node.Port)}"))};Username=azukari;Password=failover;Database=postgres;Timeout=3";

    public static async Task<PatroniCluster> StartAsync(CancellationToken cancel)
    {
        var user = Environment.IsPrivilegedProcess ? "postgres" : null;
        var cluster = new PatroniCluster(user is null ? [] : ["setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"]);
        if (user is not null) await RunAsync(["chown", user, cluster._folder], cancel);
        try
        {
            await cluster.LaunchAsync(cancel);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the primary's machine; returns its number.</summary>
    public async Task<int> KillPrimaryAsync(CancellationToken cancel)
    {
        var node = await PrimaryAsync(cancel) ?? throw new InvalidOperationException("There is no primary to kill.");
        node.Kill();
        return node.Number;
    }

    /// <summary>Starts a dead node; it joins as a standby.</summary>
    public void Restart(int number) => _nodes[number - 1].Start();

    /// <summary>Waits until there is a primary and every other living node follows it, one of them synchronously.</summary>
    public async Task WholeAsync(CancellationToken cancel)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await PrimaryAsync(cancel) is { } primary && await MembersAsync(primary, cancel) is { } members
                && members.Count(member => member.State is "running" or "streaming") == 3 && members.Any(member => member.Role == "sync_standby")) return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancel);
        }

        throw new TimeoutException($"The cluster did not become whole; see {_folder} (kept when AZUKARI_KEEP=1).");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Kill();
        if (_etcd is not null)
        {
            _etcd.Kill(entireProcessTree: true);
            await _etcd.WaitForExitAsync(CancellationToken.None);
            _etcd.Dispose();
        }

        _http.Dispose();
        TestRun.DropFolder(_folder);
    }

    private async Task LaunchAsync(CancellationToken cancel)
    {
        var (client, peer) = (FreePort(), FreePort());
        _etcd = Launch(Path.Combine(_folder, "etcd.log"),
        [
            "etcd", "--name", "one", "--data-dir", Path.Combine(_folder, "etcd"), "--enable-v2=true",
            "--listen-client-urls", Local(client), "--advertise-client-urls", Local(client), "--listen-peer-urls", Local(peer),
            "--initial-advertise-peer-urls", Local(peer), "--initial-cluster", "one=" + Local(peer), "--unsafe-no-fsync",
        ]);
        for (var number = 1; number <= 3; number++)
        {
            var (port, rest) = (FreePort(), FreePort());
            var configuration = Path.Combine(_folder, $"node{number}.yaml");
            await File.WriteAllTextAsync(configuration, Configuration(number, port, rest, client), cancel);
            var log = Path.Combine(_folder, $"node{number}.log");
            _nodes.Add(new Node(number, port, rest, Path.Combine(_folder, $"node{number}"), () => Launch(log, ["patroni", configuration])));
            _nodes[^1].Start();
            if (number == 1)
                while (await PrimaryAsync(cancel) is null) await Task.Delay(TimeSpan.FromMilliseconds(200), cancel);
        }

        await WholeAsync(cancel);
    }

    private string Configuration(int number, int port, int rest, int etcd) => $$"""
        scope: azukari
        name: node{{number}}
        restapi: { listen: "127.0.0.1:{{Text(rest)}}", connect_address: "127.0.0.1:{{Text(rest)}}" }
        etcd3: { host: "127.0.0.1:{{Text(etcd)}}" }
        bootstrap:
          dcs:
            ttl: 10
            loop_wait: 2
            retry_timeout: 3
            maximum_lag_on_failover: 1048576
            master_start_timeout: 0
            synchronous_mode: true
            postgresql:
              use_pg_rewind: true
              use_slots: true
              parameters: { max_connections: 200, wal_keep_size: 512MB, synchronous_commit: "on" }
          initdb: [ { encoding: UTF8 }, { locale: C.UTF-8 }, data-checksums ]
          users:
            azukari: { password: failover, options: [ superuser ] }
        postgresql:
          listen: "127.0.0.1:{{Text(port)}}"
          connect_address: "127.0.0.1:{{Text(port)}}"
          data_dir: {{_folder}}/node{{number}}
          bin_dir: {{Programs()}}
          pgpass: {{_folder}}/pgpass{{number}}
          authentication:
            replication: { username: replicator, password: failover }
            superuser: { username: postgres, password: failover }
            rewind: { username: rewinder, password: failover }
          pg_hba: [ "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust" ]
          parameters: { unix_socket_directories: "{{_folder}}" }

        """;

    private async Task<Node?> PrimaryAsync(CancellationToken cancel)
    {
        foreach (var node in _nodes.Where(node => node.Lives))
        {
            try
            {
                using var answer = await _http.GetAsync($"{Local(node.Rest)}/primary", cancel);
                if (answer.StatusCode == HttpStatusCode.OK) return node;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                cancel.ThrowIfCancellationRequested(); // not up, or just dying
            }
        }

        return null;
    }

    private async Task<List<(string Role, string State)>?> MembersAsync(Node asked, CancellationToken cancel)
    {
        try
        {
            using var json = JsonDocument.Parse(await _http.GetStringAsync($"{Local(asked.Rest)}/cluster", cancel));
            return [.. json.RootElement.GetProperty("members").EnumerateArray().Select(member => (member.GetProperty("role").GetString()!, member.GetProperty("state").GetString()!))];
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }

    private Process Launch(string log, string[] command)
    {
        // exec, so that the process we know is the program's own.
        string[] all = [.. _asUser, "sh", "-c", $"exec \"$@\" >>'{log}' 2>&1", "sh", .. command];
        return Process.Start(new ProcessStartInfo(all[0], all.Skip(1)) { WorkingDirectory = "/" }) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }

    private static async Task RunAsync(string[] command, CancellationToken cancel)
    {
        using var process = Process.Start(command[0], command.Skip(1));
        await process.WaitForExitAsync(cancel);
    }

    private static string Programs() => Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")).Last(bin => File.Exists(Path.Combine(bin, "initdb")));

    private static string Local(int port) => $"http://127.0.0.1:{Text(port)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Node(int number, int port, int rest, string data, Func<Process> launch)
    {
        private Process? _patroni;

        public int Number => number;

        public int Port => port;

        public int Rest => rest;

        public bool Lives => _patroni is { HasExited: false };

        public void Start() => _patroni = launch();

        /// <summary>Patroni first, so that it mends nothing; then the server and all its sessions at once.</summary>
        public void Kill()
        {
            if (_patroni is null) return;
            var server = File.Exists(Path.Combine(data, "postmaster.pid")) ? int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First(), CultureInfo.InvariantCulture) : 0;
            if (!_patroni.HasExited) _patroni.Kill();
            _patroni.WaitForExit();
            _patroni.Dispose();
            _patroni = null;
            if (server == 0) return;
            try
            {
                using var postmaster = Process.GetProcessById(server);
                postmaster.Kill(entireProcessTree: true);
                postmaster.WaitForExit();
            }
            catch (ArgumentException)
            {
                // gone already
            }
        }
    }
}
