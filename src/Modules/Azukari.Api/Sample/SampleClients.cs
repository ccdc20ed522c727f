using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Azukari.Api.Clients;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azukari.Api.Sample;

/// <summary>
/// The clients of a sample company, made when a host first opens it and only in Development, with their secrets in <c>samples.json</c> of the data
/// folder, mode 0600: for trying the API.
/// </summary>
public sealed class SampleClients(IServiceProvider services, IHostEnvironment environment) : IHostedService
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "samples.json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The file, where there is one; else null, and outside Development.</summary>
    public string? File { get; private set; }

    private static IEnumerable<(ApiClient Client, string Ja, string En)> All =>
    [
        (Client("shipping", "staff.shipping", null, ["purpose.member.2"], [ApiScope.Access, ApiScope.Search]), "出荷システム", "the shipping system"),
        (Client("customer-service", "staff.customer-service", null, ["purpose.member.1", "purpose.member.6"],
            [ApiScope.Acquire, ApiScope.Access, ApiScope.Search, ApiScope.Correct]), "カスタマーサービス", "customer service"),
        (Client("privacy-manager", "staff.privacy-manager", null, ["purpose.member.1", "purpose.member.6"], [.. ApiScope.All]), "個人情報保護管理者", "the desk of the privacy manager"),
        (Client("carrier", "entrustee", "mihon-delivery", ["purpose.member.2"], [ApiScope.Access, ApiScope.Notices]), "配送の委託先", "a carrier, entrusted with deliveries"),
        (Client("affiliate", "affiliate", "specimen-llc", ["purpose.member.1", "purpose.member.3"], [ApiScope.Access, ApiScope.Notices]), "海外の関係会社", "an affiliate abroad"),
    ];

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() || services.GetRequiredService<CompanyStart>().Sample is null) return;
        var company = services.GetRequiredService<CompanyCore>();
        var file = Path.Combine(company.Options.Folder, FileName);
        if (System.IO.File.Exists(file)) File = file;
        await using var scope = services.CreateAsyncScope();
        var registry = scope.ServiceProvider.GetRequiredService<ClientRegistry>();
        var clients = new JsonArray();
        foreach (var (client, ja, en) in All)
        {
            if (await registry.AddAsync(client, "sample", cancellationToken) is not { } secret) return; // there are clients already: theirs are nobody's to replace
            clients.Add(new JsonObject
            {
                ["client_id"] = client.Id, ["client_secret"] = secret, ["what"] = $"{ja} / {en}", ["as"] = client.As.Value, ["to"] = client.To,
                ["purposes"] = Strings(client.Purposes.Select(purpose => purpose.Value)), ["scopes"] = Strings(client.Scopes),
            });
        }

        var sample = new JsonObject { ["token"] = "/connect/token", ["subject"] = services.GetRequiredService<CompanyStart>().Sample!.Tour?.ToString(), ["clients"] = clients };
        await PrivateFiles.WriteAsync(file, sample.ToJsonString(Written) + "\n", cancellationToken);
        File = file;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static ApiClient Client(string id, string recipient, string? to, string[] purposes, string[] scopes) =>
        new(id, RecipientKind.Parse(recipient), to, purposes.Select(ClauseId.Parse).ToHashSet(), scopes.ToHashSet(StringComparer.Ordinal));

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal).Select(text => (JsonNode)JsonValue.Create(text))];
}
