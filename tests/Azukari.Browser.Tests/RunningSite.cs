using Azukari.Accounts.Identity;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

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
        // By name: a passkey belongs to a host name, and an address is none.
        Address = ClientOptions.BaseAddress.ToString().TrimEnd('/').Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Development").UseSetting("data", _data)
        .UseSetting("Accounts:AttemptsPerMinute", "10000").UseSetting("Accounts:AnswerAfterMilliseconds", "0") // all of them come from one address
        .ConfigureServices(services => services.AddSingleton(new PasswordCost(1_000)));
}
