using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Azukari.Stores;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>A body that never ends, over a real connection: the call is given up after its time, and nothing of it is kept.</summary>
public sealed class TimeoutTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)] // a byte now and then, so that no connection is idle
    public async Task A_call_whose_body_never_ends_is_given_up(bool trickles)
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite, ("Api:TimeoutSeconds", "3")); // the first call of a host, which is to be in time, takes a second beside other tests
        world.UseKestrel(0);
        world.StartServer();
        var address = world.ClientOptions.BaseAddress;
        var secret = await world.RegisterAsync("desk", "staff.customer-service", null, ["purpose.member.1"], ["acquire"]);
        using var caller = new HttpClient { BaseAddress = address };
        var token = (await TokenAsync(caller, "desk", secret)).IsFine()["access_token"];

        foreach (var (path, type, beginning) in new[]
        {
            ("/api/v1/subjects", "application/json", """{"kind":"agent","items":{"""),
            ("/connect/token", "application/x-www-form-urlencoded", "grant_type=client_credentials&client_id="),
        })
        {
            var began = TimeProvider.System.GetTimestamp();
            var answer = await HalfAsync(address, path, type, token!, beginning, trickles);
            Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
            Assert.Contains("/problems/timed-out", answer, StringComparison.Ordinal);
            Assert.Contains("Retry-After: 5", answer, StringComparison.OrdinalIgnoreCase);
            Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(2.8), TimeSpan.FromSeconds(30));
        }

        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/policies", Cancel)).StatusCode);
        Assert.Equal(0, await world.Company.Trust.Vault.SubjectsAsync(null, Cancel).CountAsync(Cancel));
        Assert.Empty(world.Complaints);
    }

    /// <summary>Sends the beginning of a body and never its end; what is answered.</summary>
    private static async Task<string> HalfAsync(Uri address, string path, string type, string token, string beginning, bool trickles)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancel);
        await using var stream = client.GetStream();
        var head = $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: {type}\r\n"
            + $"Content-Length: {(beginning.Length + 9000).ToString(CultureInfo.InvariantCulture)}\r\n\r\n{beginning}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Cancel);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = trickles ? TrickleAsync(stream, answered.Token) : Task.CompletedTask;
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) || !text.ToString().Contains("detail", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, Cancel);
            if (read == 0) break;
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        await answered.CancelAsync();
        await sending;
        return text.ToString();
    }

    private static async Task TrickleAsync(NetworkStream stream, CancellationToken until)
    {
        try
        {
            while (!until.IsCancellationRequested)
            {
                await Task.Delay(50, until);
                await stream.WriteAsync("x"u8.ToArray(), until);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
        }
    }
}
