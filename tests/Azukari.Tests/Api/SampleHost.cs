using System.Net.Http.Headers;
using System.Text.Json;
using Azukari.Api.Sample;
using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Members.Sample;
using Azukari.Testing;
using Azukari.Tests.Site;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Api;

/// <summary>The program started as by a newcomer: a new data folder, so the sample company; in Development, so the sample's clients.</summary>
public class SampleHost : WebApplicationFactory<WebHost>, IAsyncLifetime
{
    protected virtual string EnvironmentName => "Development";

    public string Data { get; } = TestRun.NewFolder("samples");

    public string SamplesFile => Path.Combine(Data, SampleClients.FileName);

    public LoggedTrouble Trouble { get; } = new();

    public JsonElement Samples => JsonElement.Parse(File.ReadAllText(SamplesFile));

    /// <summary>Somebody of the sample who came under the newest policy: an agent.</summary>
    public string Person => Samples.GetProperty("subject").GetString()!;

    public virtual ValueTask InitializeAsync()
    {
        using var started = Anybody();
        return ValueTask.CompletedTask;
    }

    public HttpClient Anybody() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri("https://privacy.example.jp") });

    public string SecretOf(string client) =>
        Samples.GetProperty("clients").EnumerateArray().Single(c => c.GetProperty("client_id").GetString() == client).GetProperty("client_secret").GetString()!;

    public async Task<HttpClient> CallerAsync(string client)
    {
        var caller = Anybody();
        var token = (await ApiWorld.TokenAsync(caller, client, SecretOf(client)))["access_token"];
        Assert.NotNull(token);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return caller;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(EnvironmentName);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("data", Data);
        builder.ConfigureLogging(logging => logging.AddProvider(Trouble));
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new SetClock(SiteHost.Tuesday))));
    }
}

/// <summary>A sample the command line made, opened by a host in Development.</summary>
public sealed class LaterSampleHost : SampleHost
{
    public override async ValueTask InitializeAsync()
    {
        await SampleCompany.CreateAsync(CompanyOptions.From(Data, null, _ => null), SamplePolicies.Find(), "tester", new SetClock(SiteHost.Tuesday), 120, [new SampleMembers()], TestContext.Current.CancellationToken);
        await base.InitializeAsync();
    }
}

/// <summary>The same on a server: nobody asked for clients there.</summary>
public sealed class ServedSampleHost : SampleHost
{
    protected override string EnvironmentName => "Production";
}
