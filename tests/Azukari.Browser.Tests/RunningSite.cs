using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Azukari.Browser.Tests;

/// <summary>The program in this process on a free loopback port, in Development, where the page of components exists.</summary>
public sealed class RunningSite : WebApplicationFactory<WebHost>
{
    private readonly string _data;

    /// <summary>Starts it on the company of a data folder.</summary>
    public RunningSite(string data)
    {
        _data = data;
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress.ToString().TrimEnd('/');
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Development").UseSetting("data", _data);
}
