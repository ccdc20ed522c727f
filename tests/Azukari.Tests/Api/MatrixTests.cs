using System.Net;
using Azukari.Api.Clients;
using Azukari.Api.Endpoints;
using Azukari.Stores;
using Azukari.Vault;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>Who may call what: every endpoint declares a scope, and every scope opens its endpoints and no other.</summary>
public sealed class MatrixTests
{
    private static readonly string[] Public = ["GET /api/v1/policies", "GET /api/v1/policies/{version}", "GET /api/v1/policies/{version}/difference"];

    [Fact]
    public async Task Every_endpoint_declares_a_scope_or_is_one_of_the_few_for_anybody()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);

        var undeclared = Undeclared(world.Services.GetRequiredService<EndpointDataSource>().Endpoints);

        Assert.Equal(Public, undeclared.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_planted_endpoint_without_a_scope_is_found()
    {
        var planted = new RouteEndpointBuilder(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/api/v1/planted"), 0);

        Assert.Equal(["any /api/v1/planted"], Undeclared([planted.Build()]));
    }

    [Fact]
    public async Task A_client_gets_in_where_its_scope_is_asked_for_and_nowhere_else()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var calls = world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsScope>() is not null).ToList();
        Assert.True(calls.Count >= 13, $"{calls.Count} calls");

        foreach (var scope in ApiScope.All)
        {
            var caller = await world.CallerAsync("only-" + scope, "staff.shipping", purposes: [Shipping], scopes: [scope]);
            foreach (var call in calls)
            {
                var needs = call.Metadata.GetMetadata<NeedsScope>()!.Scope;
                var answer = await caller.SendAsync(new HttpMethod(Method(call)), PathOf(call), Method(call) is "GET" or "DELETE" ? null : "{}");
                var where = $"{scope}: {Method(call)} {call.RoutePattern.RawText} answered {(int)answer.Status} {answer.Text}";
                if (scope == needs) Assert.True(answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError) && answer["type"] != "/problems/scope-missing", where);
                else Assert.True(answer.Status == HttpStatusCode.Forbidden && answer["type"] == "/problems/scope-missing", where);
            }
        }
    }

    private static List<string> Undeclared(IEnumerable<Endpoint> endpoints) =>
        [.. endpoints.OfType<RouteEndpoint>().Where(endpoint => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/')).StartsWith("/api/v1", StringComparison.Ordinal))
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsScope>() is not { } needs || !ApiScope.All.Contains(needs.Scope) || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            .Select(endpoint => $"{Method(endpoint)} /{endpoint.RoutePattern.RawText!.TrimStart('/')}")];

    private static string Method(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "any";

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : SubjectId.New().ToString()))));
}
