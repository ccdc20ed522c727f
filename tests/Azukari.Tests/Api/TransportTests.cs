using System.Net;
using System.Text.Json;
using Azukari.Stores;
using Microsoft.AspNetCore.Http;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>Connections in clear are for this machine alone.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData("203.0.113.7", "http", 400)]
    [InlineData("::ffff:203.0.113.7", "http", 400)]
    [InlineData("203.0.113.7", "https", 200)]
    [InlineData("127.0.0.1", "http", 200)]
    [InlineData("::1", "http", 200)]
    public async Task Beyond_this_machine_nothing_is_answered_in_clear(string from, string scheme, int status)
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        world.Anybody().Dispose(); // starts the program

        foreach (var path in new[] { "/api/v1/policies", "/openapi/v1.json", "/problems/refused" })
        {
            var answered = await world.Server.SendAsync(http =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(from);
                (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path) = ("GET", scheme, new HostString("privacy.example.jp"), path);
            }, Cancel);
            using var body = new StreamReader(answered.Response.Body);
            var text = await body.ReadToEndAsync(Cancel);
            Assert.True(answered.Response.StatusCode == status, $"{path}: {answered.Response.StatusCode} {text}");
            if (status == 400) Assert.Equal("/problems/transport-not-secure", JsonElement.Parse(text).GetProperty("type").GetString());
        }
    }
}
