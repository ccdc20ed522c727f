using System.Net;
using System.Text.Json.Nodes;
using Azukari.Company.Operating;
using Azukari.Ledger;
using Azukari.Policy.Standards;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Policy;
using Azukari.Tests.Standards;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>Policies and consents over HTTP in the forms of standards, as the caller's Accept asks.</summary>
public sealed class FormTests
{
    private const string Current = "/api/v1/policies/2026-10";

    [Fact]
    public async Task A_version_comes_in_the_form_the_caller_accepts()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var anybody = world.Anybody();

        var plain = await FormAsync(anybody, Current, null);
        var dpv = await FormAsync(anybody, Current, DpvJson.MediaType);
        var odrl = await FormAsync(anybody, Current, OdrlJson.MediaType);

        Assert.Equal("seacret-direct-japan", plain["policy"]);
        Assert.Empty(OdrlShape.Problems(JsonNode.Parse(odrl.Text)!.AsObject()));
        Assert.Empty(Vocabulary.Unknown(JsonNode.Parse(dpv.Text)!));
        Assert.Equal(DpvJson.Write(ShippedPolicies.Second, CompanyViews.All), dpv.Text);
        Assert.Equal(["application/json", "application/ld+json", "application/ld+json"], new[] { plain, dpv, odrl }.Select(a => a.ContentType));
        Assert.Equal(3, new[] { plain, dpv, odrl }.Select(answer => answer.Headers.ETag!.Tag).Distinct().Count());
        Assert.All(new[] { plain, dpv, odrl }, answer => Assert.Contains("Accept", answer.Headers.Vary));
        // A view the older version does not permit is no processing under it.
        Assert.Equal(DpvJson.Write(ShippedPolicies.Of("2021-04"), CompanyCoverage.ViewsUnder(ShippedPolicies.Of("2021-04"))), (await FormAsync(anybody, "/api/v1/policies/2021-04", DpvJson.MediaType)).Text);
    }

    [Theory]
    [InlineData("*/*", "policy")]
    [InlineData("application/*", "policy")]
    [InlineData("application/json; charset=utf-8", "policy")]
    [InlineData("application/ld+json", "@graph")]
    [InlineData("text/html, application/json;q=0.5, application/ld+json;q=0.9", "@graph")]
    [InlineData("application/ld+json;profile=\"https://w3id.org/dpv\";q=0.1, application/ld+json", "permission")]
    [InlineData("application/ld+json;profile=\"http://example.org/other http://www.w3.org/ns/odrl.jsonld\"", "permission")]
    [InlineData("*/*;q=0.1, application/json;q=0", "@graph")]
    public async Task The_most_welcome_form_is_given(string accept, string member)
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        Assert.NotNull((await FormAsync(world.Anybody(), Current, accept))[member]);
    }

    [Fact]
    public async Task What_cannot_be_given_is_a_problem_and_what_the_caller_has_is_not_sent_again()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var anybody = world.Anybody();

        foreach (var accept in new[] { "text/turtle", "application/json;q=0", "application/ld+json;profile=\"https://example.org/other\"" })
        {
            var told = (await FormAsync(anybody, Current, accept, HttpStatusCode.NotAcceptable)).IsProblem(HttpStatusCode.NotAcceptable, "not-acceptable");
            Assert.Equal(["Accept", "Accept-Language"], told.Headers.Vary);
        }

        var dpv = await FormAsync(anybody, Current, DpvJson.MediaType);
        anybody.DefaultRequestHeaders.IfNoneMatch.Add(dpv.Headers.ETag!);
        await FormAsync(anybody, Current, DpvJson.MediaType, HttpStatusCode.NotModified);
        await FormAsync(anybody, Current, OdrlJson.MediaType);
    }

    [Fact]
    public async Task The_list_has_every_version_in_the_form_asked_for()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var anybody = world.Anybody();

        var list = await FormAsync(anybody, "/api/v1/policies", null);
        Assert.Equal("2026-10", list["inForce"]);
        Assert.NotNull(list.Headers.ETag);
        var odrl = JsonNode.Parse((await FormAsync(anybody, "/api/v1/policies", OdrlJson.MediaType)).Text)!.AsArray();
        Assert.Equal(["urn:azukari:seacret-direct-japan:2021-04", "urn:azukari:seacret-direct-japan:2026-10"], odrl.Select(policy => (string?)policy!["uid"]));
        Assert.All(odrl, policy => Assert.Empty(OdrlShape.Problems(policy!.AsObject())));
        Assert.Equal(2, (await FormAsync(anybody, "/api/v1/policies", DpvJson.MediaType)).Json.GetArrayLength());
    }

    [Theory, EngineData]
    public async Task Consents_leave_as_records_and_whoever_looked_is_on_record(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var manager = await world.CallerAsync("manager", "staff.privacy-manager", purposes: [Service]);
        var path = $"/api/v1/subjects/{person}/consents";
        Assert.Empty((await manager.SendAsync(HttpMethod.Get, path)).IsFine().Text);
        var ids = new List<string>();
        foreach (var item in new[] { "email", "mobile" })
        {
            world.Clock.Now += TimeSpan.FromSeconds(1); // one after the other, and listed so
            ids.Add((await manager.PostAsync(path, new { purpose = "purpose.member.4", recipient = "entrustee", items = new[] { item } })).IsFine(HttpStatusCode.Created)["id"]!);
        }

        (await manager.SendAsync(HttpMethod.Delete, $"{path}/{ids[0]}")).IsFine();

        var lines = (await manager.SendAsync(HttpMethod.Get, path)).IsFine();
        var array = await FormAsync(manager, path, ConsentRecord.MediaType);

        Assert.Equal(("application/x-ndjson", "application/ld+json"), (lines.ContentType, array.ContentType));
        var records = lines.Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(ids, records.Select(record => (string)record["dpv:hasIdentifier"]!));
        Assert.All(records, record => Assert.Empty(ConsentRecordShape.Problems(record)));
        Assert.Equal([true, false], records.Select(record => record["dct:modified"] is not null));
        Assert.All(records, record => Assert.Contains("loc:" + StorageCountry.Code, record.ToJsonString(), StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(new JsonArray([.. records.Select(record => record.DeepClone())]), JsonNode.Parse(array.Text)));
        var looks = new List<string?>();
        await foreach (var entry in world.Company.Trust.Vault.HistoryAsync(SubjectId.Parse(person), Cancel))
            if (entry.Kind == EntryKind.Inspected) looks.Add(entry.Accessor);
        Assert.Equal(["manager", "manager", "manager"], looks);

        await world.Company.Trust.Vault.EraseAsync(SubjectId.Parse(person), new Accessor("tester"), null, Cancel);
        (await manager.SendAsync(HttpMethod.Get, path)).IsProblem(HttpStatusCode.Gone, "erased");
        (await manager.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{SubjectId.New()}/consents")).IsProblem(HttpStatusCode.NotFound, "no-such-subject");
        Assert.Equal(["id subject-id"], (await manager.SendAsync(HttpMethod.Get, "/api/v1/subjects/7/consents")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        (await FormAsync(manager, path, "text/csv", HttpStatusCode.NotAcceptable)).IsProblem(HttpStatusCode.NotAcceptable, "not-acceptable");
    }

    private static async Task<Answer> FormAsync(HttpClient caller, string path, string? accept, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return (await Answer.OfAsync(await caller.SendAsync(request, Cancel))).IsFine(status);
    }
}
