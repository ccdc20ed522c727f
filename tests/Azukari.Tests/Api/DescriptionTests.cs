using System.Net;
using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Endpoints;
using Azukari.Api.Reference;
using Azukari.Stores;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>The OpenAPI document: every call, each with its scope, its bodies and what can go wrong; examples that are read by the API itself.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task The_document_tells_of_every_call_its_scope_its_bodies_and_its_problems()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var document = (await world.Anybody().SendAsync(HttpMethod.Get, "/openapi/v1.json")).IsFine().Json;
        var calls = world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<NeedsScope>() is not null).ToList();

        foreach (var call in calls)
        {
            var method = call.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
            var operation = document.GetProperty("paths").GetProperty("/" + call.RoutePattern.RawText!.TrimStart('/')).GetProperty(method);
            Assert.Equal(call.Metadata.GetMetadata<NeedsScope>()!.Scope, operation.GetProperty("security")[0].GetProperty("client")[0].GetString());
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()));
            Assert.NotEmpty(operation.GetProperty("description").GetString()!);
            foreach (var status in new[] { "400", "401", "403", "404", "429", "503" })
                Assert.True(operation.GetProperty("responses").GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out var _), $"{method} {call.RoutePattern.RawText} {status}");
        }

        Assert.Equal(ApiScope.All, document.GetProperty("components").GetProperty("securitySchemes").GetProperty("client").GetProperty("flows").GetProperty("clientCredentials").GetProperty("scopes").EnumerateObject().Select(s => s.Name));
        var text = document.GetRawText();
        Assert.Contains("\"date-of-birth\"", text, StringComparison.Ordinal);
        Assert.Contains("\"familyKana\"", text, StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_what_the_api_reads_and_writes()
    {
        Assert.All(ApiExamples.Types, type => Assert.NotNull(JsonSerializer.Deserialize(ApiExamples.Of(type)!, ApiJson.Default.GetTypeInfo(type) ?? DocumentJson.Default.GetTypeInfo(type)!)));
        Assert.True(ApiExamples.Types.Count >= 12);
    }

    [Fact]
    public async Task What_is_nowhere_or_takes_another_method_is_told_as_a_problem_and_nobody_elses_page_may_call()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var anybody = world.Anybody();
        anybody.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example.jp");

        (await anybody.SendAsync(HttpMethod.Get, "/api/v1/nothing/here")).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.All(Azukari.Api.Problems.ProblemKind.All, kind => Assert.Equal("/problems/" + kind.Code, kind.Type));
        Assert.Equal("403", (await anybody.SendAsync(HttpMethod.Get, "/problems/refused")).IsFine()["status"]);
        var list = await anybody.SendAsync(HttpMethod.Get, "/api/v1/policies");
        Assert.False(list.Headers.Contains("Access-Control-Allow-Origin"));
        (await anybody.SendAsync(HttpMethod.Put, "/api/v1/policies", new { })).IsProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }

    [Fact]
    public async Task Who_calls_too_often_is_told_when_to_come_again()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite, ("Api:CallsPerSecond", "1"), ("Api:CallsAtOnce", "3"));
        var shipping = await world.ShippingAsync();

        var answers = new List<Answer>();
        for (var i = 0; i < 12; i++) answers.Add(await shipping.SendAsync(HttpMethod.Get, "/api/v1/ledger/checkpoint"));

        var told = Assert.IsType<Answer>(answers.FirstOrDefault(answer => answer.Status == HttpStatusCode.TooManyRequests)).IsProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.True(told.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Other_kinds_of_bodies_are_not_taken()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var shipping = await world.ShippingAsync();
        foreach (var type in new[] { "text/plain", "application/xml", "application/json; charset=shift_jis", "application/x-www-form-urlencoded" })
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            (await Answer.OfAsync(await shipping.PostAsync("/api/v1/searches", content, Cancel))).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        }
    }
}
