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

    public static void Configure(OpenApiOptions options)
    {
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
            Description = "Personal data held in trust: every read is decided by a clause of the policy and recorded before values are released. Problems are RFC 9457; /problems says what each means.",
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
        return Task.CompletedTask;
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), null, cancel);
        operation.Responses ??= [];
        void Answers(ProblemKind kind)
        {
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

        Answers(ProblemKind.Invalid);
        Answers(ProblemKind.TooManyRequests);
        Answers(ProblemKind.Unavailable);
        if (operation.RequestBody is not null)
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

        if (metadata.OfType<EndpointText>().FirstOrDefault() is not { } text) return;
        operation.Description = text.Japanese;
        if (!text.Writes) return;
        Answers(ProblemKind.Conflict);
        Answers(ProblemKind.RequestInProgress);
        Answers(ProblemKind.KeyReused);
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = Once.Header, In = ParameterLocation.Header, Required = false,
            Description = "A text of your own, new for each request: the same request sent again under it is done once and answered the same, for 24 hours.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
        });
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
        schema.Properties = company.Trust.Policies.Versions.Reverse().SelectMany(version => version.Document.Items).Where(item => item.Held == "vault").DistinctBy(item => item.Id)
            .ToDictionary(item => item.Id.Value, ItemSchema);
    }

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
