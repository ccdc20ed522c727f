using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azukari.Api;
using Azukari.Api.Clients;
using Azukari.Api.Endpoints;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Policy;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azukari.Bench.Others;

/// <summary>
/// An access over HTTP, against an endpoint of the same host that asks for the same token and does nothing: what is left between them is the
/// access itself. Host and callers share the machine, over loopback. On SQLite, with the sample's people.
/// </summary>
internal static class HttpAccesses
{
    private const int CallersAtOnce = 64;
    private const string Empty = "/api/v1/nothing";
    private static readonly string[] Limits = ["Api:CallsPerSecond", "Api:CallsAtOnce"];

    public static async Task<List<Result>> MeasureAsync(IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (wanted.FirstOrDefault(key => key.Name == "http.access_vs_bare") is not { } key) return [];
        var folder = TestRun.NewFolder("http");
        var sync = Machine.SyncMicroseconds(folder);
        var place = CompanyOptions.From(Path.Combine(folder, "data"), null, _ => null);
        await SampleCompany.CreateAsync(place, SamplePolicies.Find(), "bench", TimeProvider.System, cancel);
        await using (var app = Build(place))
        {
            await app.StartAsync(cancel);
            using var caller = await CallerAsync(app, cancel);
            var vault = app.Services.GetRequiredService<CompanyCore>().Trust;
            // Some of the sample's people are restricted, or have not answered to the version in force: their refusals are not what is measured.
            var people = await vault.Vault.ReadManyAsync(SubjectKind.Parse("agent"), Specimens.Items, BenchWorld.Shipping, cancel)
                .OfType<Granted<ItemValues>>().Where(granted => granted.Values[Specimens.Name] is not null).Select(granted => granted.Subject).ToListAsync(cancel);
            var rates = await Contest.RunAsync(
            [
                new Contestant("access64_per_s", time => AccessAsync(vault, caller, people, time, cancel)),
                new Contestant("nothing64_per_s", time => Callers.RunAsync(CallersAtOnce, time, async _ =>
                {
                    using var answer = await caller.PostAsync(Empty, null);
                    if (answer.StatusCode != HttpStatusCode.NoContent) throw new MeasurementException($"The empty endpoint answered {(int)answer.StatusCode}.");
                })),
            ], options);
            await app.StopAsync(cancel);
            return
            [
                new Result(key, rates["access64_per_s"] / rates["nothing64_per_s"], new Dictionary<string, double>(rates) { ["people"] = people.Count, ["fsync_us"] = sync }),
            ];
        }
    }

    private static async Task<Rate> AccessAsync(TrustCore trust, HttpClient caller, List<SubjectId> people, TimeSpan time, CancellationToken cancel)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { purpose = BenchWorld.Shipping.Purpose.Value, items = Specimens.Items.Select(item => item.Value), @case = BenchWorld.Shipping.Case }));
        var before = (await trust.Ledger.SealAsync(cancel)).Size;
        var rate = await Callers.RunAsync(CallersAtOnce, time, async dice =>
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await caller.PostAsync($"/api/v1/subjects/{people[dice.Next(people.Count)]}/accesses", content);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK || !text.Contains("\"name\":{", StringComparison.Ordinal)) throw new MeasurementException($"An access over HTTP was answered by {(int)answer.StatusCode}.");
        });
        var written = (await trust.Ledger.SealAsync(cancel)).Size - before;
        return written == rate.Calls ? rate : throw new MeasurementException($"{rate.Calls:N0} accesses over HTTP left {written:N0} entries in the ledger.");
    }

    private static WebApplication Build(CompanyOptions place)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Limits.Select(name => KeyValuePair.Create<string, string?>(name, "1000000")));
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDataProtection();
        builder.Services.AddAzukariCompany(place, "bench");
        builder.Services.AddAzukariApi();
        var app = builder.Build();
        app.UseAzukariApi();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapAzukariApi();
        app.MapPost(Empty, () => Results.NoContent()).Needs(ApiScope.Access);
        return app;
    }

    private static async Task<HttpClient> CallerAsync(WebApplication app, CancellationToken cancel)
    {
        string? secret;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            secret = await scope.ServiceProvider.GetRequiredService<ClientRegistry>().AddAsync(
                new ApiClient("bench", BenchWorld.Shipping.As, null, new HashSet<ClauseId> { BenchWorld.Shipping.Purpose }, new HashSet<string> { ApiScope.Access }), "bench", cancel);
        }

        var caller = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "bench", ["client_secret"] = secret! });
        using var answer = await caller.PostAsync("/connect/token", form, cancel);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        if (!json.RootElement.TryGetProperty("access_token", out var token)) throw new MeasurementException($"No token was given ({(int)answer.StatusCode}).");
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetString());
        return caller;
    }
}
