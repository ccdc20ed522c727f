using System.Text.Json.Nodes;
using Azukari.Api.Idempotency;
using Azukari.Api.Problems;
using Azukari.Vault;
using Microsoft.OpenApi;

namespace Azukari.Api.Reference;

/// <summary>What the framework cannot see of the calls that read their request themselves: a token's form, a document's stream.</summary>
internal static class SpecialCalls
{
    public const string Token = "token", AddDocument = "add-document", ReadDocument = "read-document";

    /// <summary>What every call can give.</summary>
    public static IReadOnlyList<ProblemKind> OfEveryCall { get; } = [ProblemKind.TooManyRequests, ProblemKind.Unavailable, ProblemKind.TransportNotSecure];

    /// <summary>What taking in a document can give besides what every call can.</summary>
    public static IReadOnlyList<ProblemKind> OfAddDocument { get; } =
        [ProblemKind.TooLarge, ProblemKind.UnsupportedType];

    public static void TakeKey(OpenApiOperation operation, int longest)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = Once.Header, In = ParameterLocation.Header, Required = false,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = longest },
        });
    }

    public static void CompleteToken(OpenApiOperation operation)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/x-www-form-urlencoded"] = new() { Schema = Strings("grant_type", "client_id", "client_secret", "?scope") } },
        };
        var answer = Strings("access_token", "token_type", "expires_in", "scope");
        ((OpenApiSchema)answer.Properties!["expires_in"]).Type = JsonSchemaType.Integer;
        answer.Examples = [JsonNode.Parse("""{"access_token":"…","token_type":"Bearer","expires_in":600,"scope":"access search"}""")!];
        var error = Strings("error", "?error_description", "?error_uri");
        operation.Responses = new OpenApiResponses
        {
            ["200"] = Json("A token", answer),
            ["400"] = Json("The request or its scope is not right (RFC 6749, 5.2)", error),
            ["401"] = Json("The client or its secret is not known (RFC 6749, 5.2)", error),
        };
    }

    public static void CompleteAddDocument(OpenApiOperation operation)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = DocumentType.All.ToDictionary(type => type.MediaType, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } }),
        };
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if (parameter.Name is "item" or "channel" or "policyVersion") parameter.Required = true;
    }

    private static OpenApiResponse Json(string description, OpenApiSchema schema) =>
        new() { Description = description, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };

    /// <summary>An object of strings; what begins with a question mark may be left out.</summary>
    private static OpenApiSchema Strings(params string[] names) => new()
    {
        Type = JsonSchemaType.Object,
        Required = names.Where(name => name[0] != '?').ToHashSet(),
        Properties = names.ToDictionary(name => name.TrimStart('?'), IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String }),
    };
}
