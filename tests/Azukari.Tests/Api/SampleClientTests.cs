using System.Net;
using Azukari.Api.Sample;
using Azukari.Company.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Api;

/// <summary>The sample's clients: five of them, each with a secret that gives a token, what it does all day, and nothing beyond.</summary>
public sealed class SampleClientTests(SampleHost host) : IClassFixture<SampleHost>
{
    private string Accesses => $"/api/v1/subjects/{host.Person}/accesses";

    [Fact]
    public async Task Five_clients_are_written_for_nobody_else_to_read_and_each_secret_gives_a_token()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.SamplesFile));
        var clients = host.Samples.GetProperty("clients").EnumerateArray().Select(client => client.GetProperty("client_id").GetString()!).ToList();
        Assert.Equal(["shipping", "customer-service", "privacy-manager", "carrier", "affiliate"], clients);
        foreach (var client in clients) using (await host.CallerAsync(client)) { }

        var made = host.Services.GetRequiredService<SampleClients>().File;
        Assert.Equal(host.SamplesFile, made);
        var company = host.Services.GetRequiredService<Azukari.Company.CompanyCore>();
        Assert.Contains(Welcome.Lines(company, host.Services.GetRequiredService<CompanyStart>(), "http://localhost:5080", "azukari", null, null, made), line => line.Trim() == host.SamplesFile);
        Assert.DoesNotContain(host.Trouble.Lines, line => line.Contains("Api", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shipping_reads_what_stands_on_a_parcel()
    {
        using var shipping = await host.CallerAsync("shipping");

        var label = (await shipping.PostAsync(Accesses, Body("purpose.member.2", "order-1042", "name", "address", "mobile"))).IsFine();
        Assert.All(label.Json.GetProperty("values").EnumerateObject(), value => Assert.NotEqual(System.Text.Json.JsonValueKind.Null, value.Value.ValueKind));

        (await shipping.PostAsync(Accesses, Body("purpose.member.2", "order-1042", "bank-account"))).IsProblem(HttpStatusCode.Forbidden, "refused");
        (await shipping.PostAsync(Accesses, Body("purpose.member.6", "inquiry-1", "name"))).IsProblem(HttpStatusCode.Forbidden, "refused");
        (await shipping.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{host.Person}")).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task Customer_service_knows_who_is_calling()
    {
        using var service = await host.CallerAsync("customer-service");

        (await service.PostAsync(Accesses, Body("purpose.member.6", "inquiry-31", "name", "member-number", "mobile", "email"))).IsFine();

        (await service.PostAsync(Accesses, Body("purpose.member.6", "inquiry-31", "bank-account"))).IsProblem(HttpStatusCode.Forbidden, "refused");
        (await service.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{host.Person}/ledger")).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task The_privacy_managers_desk_sees_a_history_and_erases()
    {
        using var manager = await host.CallerAsync("privacy-manager");
        var company = host.Services.GetRequiredService<Azukari.Company.CompanyCore>();
        var somebody = "";
        await foreach (var person in company.Trust.Vault.SubjectsAsync(null, ApiWorld.Cancel))
            if (person.ToString() != host.Person && await company.Trust.Vault.DescribeAsync(person, ApiWorld.Cancel) is not null) somebody = person.ToString();

        (await manager.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{somebody}/ledger")).IsFine();
        Assert.Contains("keys-destroyed", (await manager.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{somebody}")).IsFine()["done"], StringComparison.Ordinal);

        (await manager.PostAsync(Accesses, Body("purpose.member.2", "order-1", "name"))).IsProblem(HttpStatusCode.Forbidden, "refused");
        (await manager.PostAsync(Accesses, Body("purpose.member.6", "inquiry-1", "individual-number"))).IsProblem(HttpStatusCode.Forbidden, "refused");
    }

    [Fact]
    public async Task The_carrier_reads_on_its_contract_alone()
    {
        using var carrier = await host.CallerAsync("carrier");

        var read = (await carrier.PostAsync(Accesses, Body("purpose.member.2", "order-1042", "name", "address", "mobile"))).IsFine();
        Assert.Contains("principle.entrustment", read["clauses"], StringComparison.Ordinal);

        (await carrier.PostAsync(Accesses, Body("purpose.member.2", "order-1042", "email"))).IsProblem(HttpStatusCode.Forbidden, "refused");
        (await carrier.PostAsync("/api/v1/searches", new { purpose = "purpose.member.2", item = "mobile", value = "090-0000-0000", @case = "order-1" })).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task The_affiliate_reads_by_joint_use_under_its_contract_and_the_information_on_its_country()
    {
        using var affiliate = await host.CallerAsync("affiliate");

        var read = (await affiliate.PostAsync(Accesses, Body("purpose.member.1", "registration-1", "name", "member-number"))).IsFine();
        Assert.Contains("joint.affiliates", read["clauses"], StringComparison.Ordinal);
        Assert.Contains("provision-record", read["obligations"], StringComparison.Ordinal);

        // In joint use by the policy, but not in the contract.
        (await affiliate.PostAsync(Accesses, Body("purpose.member.1", "registration-1", "name", "email"))).IsProblem(HttpStatusCode.Forbidden, "refused");
        (await affiliate.PostAsync(Accesses, Body("purpose.member.2", "order-1", "name"))).IsProblem(HttpStatusCode.Forbidden, "refused");
    }

    [Fact]
    public async Task On_a_server_there_are_none()
    {
        await using var served = new ServedSampleHost();
        using var anybody = served.Anybody();

        Assert.Equal("invalid_client", (await ApiWorld.TokenAsync(anybody, "shipping", host.SecretOf("shipping")))["error"]);
        Assert.False(File.Exists(served.SamplesFile));
        Assert.Null(served.Services.GetRequiredService<SampleClients>().File);
    }

    private static object Body(string purpose, string @case, params string[] items) => new { purpose, items, @case };
}

/// <summary>A sample of any size that the command line made is signed in to like the one a host makes.</summary>
public sealed class LaterSampleTests(LaterSampleHost host) : IClassFixture<LaterSampleHost>
{
    [Fact]
    public async Task A_host_that_opens_a_sample_made_before_gives_it_clients_and_accounts_and_says_where_they_stand()
    {
        using (await host.CallerAsync("shipping")) { }
        Assert.Equal(8, host.Samples.GetProperty("staff").GetArrayLength());
        Assert.NotEqual(0, host.Samples.GetProperty("members").GetArrayLength());
        var (start, made) = (host.Services.GetRequiredService<CompanyStart>(), host.Services.GetRequiredService<SampleClients>().File);
        Assert.Equal((false, 119, host.SamplesFile), (start.IsNew, start.Sample!.People, made)); // one of 120 was erased
        var lines = Welcome.Lines(host.Services.GetRequiredService<Azukari.Company.CompanyCore>(), start, "http://localhost:5080", "azukari", start.Sample.Tour, null, made).ToList();
        Assert.Contains(lines, line => line.Trim() == host.SamplesFile);
        Assert.DoesNotContain(lines, line => line.Contains("was made", StringComparison.Ordinal));
    }
}
