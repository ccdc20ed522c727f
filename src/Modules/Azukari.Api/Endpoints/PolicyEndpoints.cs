using System.Collections.Concurrent;
using System.Text;
using Azukari.Api.Bodies;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Policy.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Endpoints;

/// <summary>The policies for machines. They are public: anybody may read them.</summary>
internal static class PolicyEndpoints
{
    private static readonly ConcurrentDictionary<string, byte[]> Written = new(StringComparer.Ordinal);

    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", List).Anyone()
            .Describe("policies", "The published versions", "公開された版の一覧")
            .Produces<PoliciesAnswer>();
        api.MapGet("/policies/{version}", Read).Anyone()
            .Describe("policy", "A version, machine-readable, with its hash as ETag", "版の全文（機械可読。ETag はハッシュ）")
            .Produces<System.Text.Json.JsonElement>().Produces(StatusCodes.Status304NotModified);
    }

    private static ReadyAnswer List(CompanyCore company)
    {
        var archive = company.Trust.Policies;
        return ReadyAnswer.Of(
            new PoliciesAnswer(archive.InForce.Document.Version.Value, [.. archive.Versions.Select(version => version.Document)
                .Select(document => new PolicyListing(document.Version.Value, document.Effective, document.Sha256, $"/api/v1/policies/{document.Version}"))]),
            ApiJson.Default.PoliciesAnswer);
    }

    private static IResult Read(string version, HttpContext http, CompanyCore company)
    {
        if (!PolicyVersion.TryParse(version, out var wanted) || company.Trust.Policies.Versions.FirstOrDefault(v => v.Document.Version == wanted)?.Document is not { } document)
            return ApiProblem.Of(ProblemKind.NotFound);
        http.Response.Headers.CacheControl = "public, max-age=86400"; // a published version never changes
        return Results.Bytes(Written.GetOrAdd(document.Sha256, static (_, d) => Encoding.UTF8.GetBytes(PolicyJson.Write(d)), document),
            "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{document.Sha256}\""));
    }
}
