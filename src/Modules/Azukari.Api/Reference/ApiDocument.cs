using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Endpoints;
using Azukari.Api.Idempotency;
using Azukari.Api.Problems;
using Azukari.Api.Tokens;
using Azukari.Company;
using Azukari.Policy.Document;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Azukari.Api.Reference;

/// <summary>The OpenAPI document: what the endpoints say of themselves, with the items of the policies, examples, problems and scopes.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string Security = "client";

    /// <summary>How each shape is written; what is not here is a string.</summary>
    private static readonly Dictionary<string, string[]> Parts = new(StringComparer.Ordinal)
    {
        ["person-name"] = ["family", "given", "familyKana", "givenKana"],
        ["postal-address"] = ["postalCode", "prefecture", "city", "town", "line", "building"],
        ["bank-account"] = ["bank", "branch", "type", "number", "holder"],
    };

    /// <summary>Which problems a call can give, by code: an extension of each operation.</summary>
    public const string Problems = "x-problems";

    public static void Configure(OpenApiOptions options)
    {
        // The host has pages and files beside its calls.
        options.ShouldInclude = static call => call.RelativePath is { } path && (path.StartsWith("api/v1/", StringComparison.Ordinal) || "/" + path == TokenEndpoint.Path);
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer(Shape);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Azukari",
            Version = Name,
            Description = "Personal data held in trust: every read is decided by a clause of the policy and recorded before values are released. Problems are RFC 9457; /problems/{code} says what each means, /en/api tells it all to people.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Security] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "OAuth 2 client credentials. A client is registered with azukari clients add.",
                Flows = new OpenApiOAuthFlows
                {
                    ClientCredentials = new OpenApiOAuthFlow
                    {
                        TokenUrl = new Uri(TokenEndpoint.Path, UriKind.Relative), Scopes = ApiScope.All.ToDictionary(scope => scope, scope => scope),
                    },
                },
            },
        };
        FieldNotes.Write(document, context.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value);
        return Task.CompletedTask;
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        context.Document!.AddComponent(nameof(ProblemAnswer), await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), null, cancel));
        var problem = new OpenApiSchemaReference(nameof(ProblemAnswer), context.Document);
        operation.Responses ??= [];
        var codes = new JsonArray();
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[Problems] = new JsonNodeExtension(codes);
        if (operation.OperationId == SpecialCalls.Token) SpecialCalls.CompleteToken(operation);
        if (operation.OperationId == SpecialCalls.AddDocument) SpecialCalls.CompleteAddDocument(operation);
        void Answers(ProblemKind kind)
        {
            codes.Add(kind.Code);
            var status = kind.Status.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses.TryGetValue(status, out var there) && there is OpenApiResponse response)
            {
                response.Description += $"; {kind.Code}: {kind.TitleEn}";
                return;
            }

            operation.Responses[status] = new OpenApiResponse
            {
                Description = $"{kind.Code}: {kind.TitleEn}",
                Content = new Dictionary<string, OpenApiMediaType> { [ApiProblem.ContentType] = new() { Schema = problem } },
            };
        }

        foreach (var kind in SpecialCalls.OfEveryCall) Answers(kind);
        if (metadata.OfType<EndpointText>().FirstOrDefault() is { } said) operation.Description = said.Japanese;
        if (operation.OperationId == SpecialCalls.Token)
        {
            Answers(ProblemKind.TooLarge);
            return;
        }

        Answers(ProblemKind.Invalid);
        if (operation.OperationId == SpecialCalls.ReadDocument) Answers(ProblemKind.RangeNotSatisfiable);
        if (operation.OperationId == SpecialCalls.AddDocument)
        {
            foreach (var kind in SpecialCalls.OfAddDocument) Answers(kind);
        }
        else if (operation.RequestBody is not null)
        {
            Answers(ProblemKind.MalformedJson);
            Answers(ProblemKind.TooLarge);
            Answers(ProblemKind.UnsupportedType);
        }

        if (metadata.OfType<Negotiates>().Any()) Answers(ProblemKind.NotAcceptable);
        if (metadata.OfType<NeedsScope>().FirstOrDefault() is { } needs)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, context.Document)] = [needs.Scope] }];
            Answers(ProblemKind.Unauthorized);
            Answers(ProblemKind.ScopeMissing);
            Answers(ProblemKind.Refused);
            Answers(ProblemKind.NotFound);
            Answers(ProblemKind.Erased);
        }

        if (metadata.OfType<TakesItsTime>().FirstOrDefault() is null) Answers(ProblemKind.TimedOut);
        if (metadata.OfType<EndpointText>().FirstOrDefault() is not { Writes: true }) return;
        Answers(ProblemKind.Conflict);
        Answers(ProblemKind.RequestInProgress);
        Answers(ProblemKind.KeyReused);
        SpecialCalls.TakeKey(operation, Once.LongestKey);
    }

    private static Task Shape(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(IReadOnlyDictionary<string, JsonElement>)) Items(schema, context.ApplicationServices.GetRequiredService<CompanyCore>());
        else if (ApiExamples.Of(type) is { } example) schema.Examples = [JsonNode.Parse(example)!];
        if (context.JsonTypeInfo.Kind == System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object && type.Name.EndsWith("Request", StringComparison.Ordinal))
            schema.AdditionalPropertiesAllowed = false;
        return Task.CompletedTask;
    }

    private static void Items(OpenApiSchema schema, CompanyCore company)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalProperties = null;
        schema.AdditionalPropertiesAllowed = false;
        schema.Description = "By item of the policy. A value is a string in any style its shape takes, or the object of a shape with parts; it comes back in normal form.";
        schema.Properties = ItemsOf(company).ToDictionary(item => item.Id.Value, ItemSchema);
    }

    /// <summary>The items the vault keeps, of every version, as its newest says.</summary>
    public static IEnumerable<ItemDeclaration> ItemsOf(CompanyCore company) =>
        company.Trust.Policies.Versions.Reverse().SelectMany(version => version.Document.Items).Where(item => item.Held == "vault").DistinctBy(item => item.Id);

    /// <summary>The members of a shape with parts; empty where a value is a string.</summary>
    public static IReadOnlyList<string> PartsOf(ItemDeclaration item) => Parts.GetValueOrDefault(item.Shape) ?? [];

    private static IOpenApiSchema ItemSchema(ItemDeclaration item)
    {
        var described = $"{item.Label.En} / {item.Label.Ja} (shape {item.Shape})";
        if (!Parts.TryGetValue(item.Shape, out var parts)) return new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = described };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object | JsonSchemaType.String | JsonSchemaType.Null,
            Description = described,
            AdditionalPropertiesAllowed = false,
            Properties = parts.ToDictionary(part => part, IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String }),
        };
    }
}
