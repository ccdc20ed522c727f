using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Endpoints;

/// <summary>Reading one person's values.</summary>
internal static class AccessEndpoints
{
    public static void MapAccesses(this IEndpointRouteBuilder api) =>
        api.MapPost("/subjects/{id}/accesses", AccessAsync).Needs(ApiScope.Access)
            .Describe("access", "Read items of a person", "人の項目を読む")
            .Accepts<AccessRequest>("application/json").Produces<AccessAnswer>();

    private static async Task<IResult> AccessAsync(string id, HttpContext http, CompanyCore company, IOptions<ApiOptions> options)
    {
        var cancel = http.RequestAborted;
        if (!(await BodyReader.ReadAsync(http, ApiJson.Default.AccessRequest, options.Value.MaxBodyBytes, cancel)).Fine(out var request, out var problem)) return problem;
        var client = http.Client();
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        var items = fields.Items(request.Items);
        if (fields.Context(client, request.Purpose, request.Case, request.ReasonCode, request.Ground, request.IdentityConfirmed == true) is not { } context) return fields.Problem;
        if (await EndpointRules.CheckPurposeAsync(company, client, subject, context, cancel) is { } refusal) return refusal;
        return await company.Trust.Vault.ReadAsync(subject, items, context, cancel) switch
        {
            Granted<ItemValues> granted => new GrantedResult(granted, items, ValueWriter.WithParts(company.Trust.Policies)),
            RefusedAccess<ItemValues> refused => ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, refused.EntryId),
            _ => throw new InvalidOperationException("An access is granted or refused."),
        };
    }

    /// <summary>Writes values as they are stored: a string, or the object of a shape with parts; null where none is held.</summary>
    /// <param name="withParts">The items whose values are objects.</param>
    internal static void WriteGranted(Utf8JsonWriter json, Granted<ItemValues> granted, IReadOnlyList<ItemId> items, FrozenSet<ItemId> withParts)
    {
        json.WriteStartObject();
        json.WriteString("subject", granted.Subject.ToString());
        json.WriteStartObject("values");
        foreach (var item in items)
        {
            json.WritePropertyName(item.Value);
            if (granted.Values[item] is not { } value) json.WriteNullValue();
            else ValueWriter.Write(json, value, withParts.Contains(item));
        }

        json.WriteEndObject();
        json.WriteString("policy", granted.PolicyVersion.Value);
        json.WriteStartArray("clauses");
        foreach (var clause in granted.Clauses) json.WriteStringValue(clause.Value);
        json.WriteEndArray();
        if (granted.Obligations != Obligations.None)
        {
            json.WriteStartArray("obligations");
            foreach (var obligation in Enum.GetValues<Obligations>())
                if (obligation != Obligations.None && granted.Obligations.HasFlag(obligation)) json.WriteStringValue(PolicyWords.Of(obligation));
            json.WriteEndArray();
        }

        json.WriteString("entry", granted.EntryId.ToString());
        json.WriteEndObject();
    }

    private sealed class GrantedResult(Granted<ItemValues> granted, IReadOnlyList<ItemId> items, FrozenSet<ItemId> withParts) : IResult
    {
        private const int Usual = 512; // bytes

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/json";
            response.Headers.CacheControl = "no-store";
            var body = new ArrayBufferWriter<byte>(Usual);
            using (var json = new Utf8JsonWriter(body, JsonText.Plain)) WriteGranted(json, granted, items, withParts);
            response.ContentLength = body.WrittenCount; // otherwise it goes in chunks, which cost both ends more than the values do
            await response.BodyWriter.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
        }
    }
}
