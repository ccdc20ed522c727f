using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Policy.Standards;
using Azukari.Policy.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Endpoints;

/// <summary>The policies for machines, as JSON or in the forms of standards. They are public: anybody may read them.</summary>
internal static class PolicyEndpoints
{
    private const string Json = "application/json";

    private static readonly ConcurrentDictionary<(string Sha256, string Form), byte[]> Written = new();

    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", List).Anyone().WithMetadata(new Negotiates())
            .Describe("policies", "The published versions: a list, or all of them in the form of a standard", "公開された版の一覧（標準の形では、すべての版）")
            .Produces<PoliciesAnswer>(StatusCodes.Status200OK, Json, DpvJson.MediaType, OdrlJson.MediaType).Produces(StatusCodes.Status304NotModified);
        api.MapGet("/policies/{version}", Read).Anyone().WithMetadata(new Negotiates())
            .Describe("policy", "A version as JSON, as processes of the Data Privacy Vocabulary, or as a policy of ODRL", "版の全文（JSON、DPV の処理の記録、ODRL の許諾と義務）")
            .Produces<JsonElement>(StatusCodes.Status200OK, Json, DpvJson.MediaType, OdrlJson.MediaType).Produces(StatusCodes.Status304NotModified);
        api.MapGet("/policies/{version}/difference", DifferenceAsync).Anyone()
            .Describe("policy-difference", "What a version changed, as the ledger records its publication", "その版で変わったこと（公表の記録として台帳にあるもの）")
            .Produces<PolicyDifferenceAnswer>();
    }

    private static async Task<IResult> DifferenceAsync(string version, HttpContext http, CompanyCore company)
    {
        if (!PolicyVersion.TryParse(version, out var wanted) || await company.Trust.Publications.RecordedAsync(wanted, http.RequestAborted) is not { } recorded)
            return ApiProblem.Of(ProblemKind.NotFound);
        JsonElement? difference = recorded.Difference is { } changed ? JsonElement.Parse(changed.ToCanonicalJson()) : null;
        return ReadyAnswer.Of(
            new PolicyDifferenceAnswer(wanted.Value, recorded.PublishedAt.ToUniversalTime(), recorded.Entry.ToString(), recorded.Agrees, difference), ApiJson.Default.PolicyDifferenceAnswer);
    }

    private static IResult List(HttpContext http, CompanyCore company)
    {
        if (ContentForms.Choose(http, Json, DpvJson.MediaType, OdrlJson.MediaType) is not { } form) return ApiProblem.Of(ProblemKind.NotAcceptable);
        http.Response.Headers.CacheControl = "public, no-cache"; // another version may come at any time
        var archive = company.Trust.Policies;
        var documents = archive.Versions.Select(version => version.Document).ToList();
        return Sent(form == Json
            ? JsonSerializer.SerializeToUtf8Bytes(
                new PoliciesAnswer(archive.InForce.Document.Version.Value,
                    [.. documents.Select(document => new PolicyListing(document.Version.Value, document.Effective, document.Sha256, $"/api/v1/policies/{document.Version}",
                        document.Previous is null ? null : $"/api/v1/policies/{document.Version}/difference"))]),
                ApiJson.Default.PoliciesAnswer)
            : [.. "[\n"u8, .. documents.SelectMany((document, at) => at == 0 ? Of(document, form) : [.. ",\n"u8, .. Of(document, form)]), .. "\n]\n"u8], form);
    }

    private static IResult Read(string version, HttpContext http, CompanyCore company)
    {
        if (ContentForms.Choose(http, Json, DpvJson.MediaType, OdrlJson.MediaType) is not { } form) return ApiProblem.Of(ProblemKind.NotAcceptable);
        if (!PolicyVersion.TryParse(version, out var wanted) || company.Trust.Policies.Versions.FirstOrDefault(v => v.Document.Version == wanted)?.Document is not { } document)
            return ApiProblem.Of(ProblemKind.NotFound);
        http.Response.Headers.CacheControl = "public, max-age=86400"; // a published version never changes
        return Sent(Of(document, form), form, form == Json ? document.Sha256 : null);
    }

    private static byte[] Of(PolicyDocument document, string form) => Written.GetOrAdd((document.Sha256, form), static (key, d) => Encoding.UTF8.GetBytes(key.Form switch
    {
        DpvJson.MediaType => DpvJson.Write(d, CompanyCoverage.ViewsUnder(d)),
        OdrlJson.MediaType => OdrlJson.Write(d),
        _ => PolicyJson.Write(d),
    }), document);

    /// <param name="tag">The entity's tag; else the hash of what is sent, which differs from form to form, and in DPV with the program's views.</param>
    private static IResult Sent(byte[] content, string form, string? tag = null) => Results.Bytes(
        content, form == Json ? Json + "; charset=utf-8" : form, entityTag: new EntityTagHeaderValue($"\"{tag ?? Convert.ToHexStringLower(SHA256.HashData(content))}\""));
}
