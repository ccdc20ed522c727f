using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Azukari.Tests.Faults;

/// <summary>A line to PostgreSQL that breaks at the worst moment: a request is carried over, and its answer never comes back.</summary>
internal sealed class LossyLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private int _left = int.MaxValue;

    public LossyLine(string server)
    {
        _server = new NpgsqlConnectionStringBuilder(server);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database, over this line.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.ConnectionString;

    /// <summary>Whether it has broken since it was last told to.</summary>
    public bool HasBroken => Volatile.Read(ref _left) <= 0;

    /// <summary>After so many more requests that get their answers, one is carried over without; then connections work again.</summary>
    public void BreakAfter(int requests) => Volatile.Write(ref _left, requests + 1);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (!_end.IsCancellationRequested) lines.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(lines);
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server.Host!, _server.Port, _end.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                var silent = new StrongBox();
                await Task.WhenAny(UpAsync(near, far, silent), DownAsync(far, near, silent));
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
            }
        }
    }

    private async Task UpAsync(NetworkStream near, NetworkStream far, StrongBox silent)
    {
        var buffer = new byte[64 * 1024];
        while (await near.ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            var breaks = Volatile.Read(ref _left) != int.MaxValue && Interlocked.Decrement(ref _left) == 0;
            if (breaks) silent.Value = true;
            await far.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            if (!breaks) continue;
            await Task.Delay(100, _end.Token); // it is done over there
            return;
        }
    }

    private async Task DownAsync(NetworkStream far, NetworkStream near, StrongBox silent)
    {
        var buffer = new byte[64 * 1024];
        while (await far.ReadAsync(buffer, _end.Token) is > 0 and var read)
            if (!silent.Value) await near.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        if (silent.Value) await Task.Delay(Timeout.Infinite, _end.Token); // the other direction ends it
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
