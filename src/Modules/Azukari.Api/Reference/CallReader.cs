using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Microsoft.OpenApi;

namespace Azukari.Api.Reference;

/// <summary>Reads the calls out of the OpenAPI document, as the page shows them.</summary>
internal static class CallReader
{
    private const string Host = "https://HOST";

    private static readonly JsonSerializerOptions Shown = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<ApiGroup> Read(OpenApiDocument document)
    {
        var calls = document.Paths.SelectMany(path => (path.Value.Operations ?? []).Select(operation => Call(path.Key, operation.Key.Method, operation.Value))).ToList();
        var order = new[] { ApiGroup.Token }.Concat(ApiScope.All).Append(ApiGroup.Public);
        return [.. order.Select(scope => new ApiGroup(scope, [.. calls.Where(call => ScopeOf(call) == scope)])).Where(group => group.Calls.Count > 0)];
    }

    /// <summary>The fields of a problem.</summary>
    public static IReadOnlyList<ApiField> Problem(OpenApiDocument document) => [.. Fields(nameof(ProblemAnswer), document.Components!.Schemas![nameof(ProblemAnswer)], "")];

    private static string ScopeOf(ApiCall call) => call.Scope ?? (call.Id == SpecialCalls.Token ? ApiGroup.Token : ApiGroup.Public);

    private static ApiCall Call(string path, string method, OpenApiOperation operation)
    {
        var id = operation.OperationId ?? throw new InvalidOperationException($"{method} {path} has no id.");
        var parameters = (operation.Parameters ?? []).OfType<OpenApiParameter>()
            .Select(parameter => Field(id, parameter.Name!, parameter.Name!, parameter.Schema, parameter.Required)).ToList();
        var body = operation.RequestBody?.Content is { Count: > 0 } sent ? Body(id, "", sent) : null;
        var problems = operation.Extensions?.TryGetValue(ApiDocument.Problems, out var list) == true && list is JsonNodeExtension { Node: JsonArray codes }
            ? codes.Select(code => code!.GetValue<string>()).ToArray() : [];
        return new ApiCall(
            id, method.ToUpperInvariant(), path, operation.Description ?? "", operation.Summary ?? "",
            operation.Security?.SelectMany(requirement => requirement.Values).SelectMany(scopes => scopes).FirstOrDefault(), parameters, body,
            [.. (operation.Responses ?? []).Where(answer => answer.Key[0] is '2' or '3').Select(answer => Body(id, answer.Key, answer.Value.Content ?? new Dictionary<string, OpenApiMediaType>()))],
            problems, Request(path, method.ToUpperInvariant(), operation, body));
    }

    private static ApiBody Body(string call, string status, IDictionary<string, OpenApiMediaType> content)
    {
        var schema = content.Values.FirstOrDefault()?.Schema;
        var example = Resolved(schema)?.Examples?.FirstOrDefault()?.ToJsonString(Shown);
        return new ApiBody(status, [.. content.Keys], schema is null ? [] : [.. Fields(OwnerOf(schema) ?? call, schema, "")], example);
    }

    private static IEnumerable<ApiField> Fields(string owner, IOpenApiSchema schema, string under)
    {
        if (Resolved(schema) is not { Properties: { } properties } whole) yield break;
        foreach (var (name, property) in properties)
        {
            var field = Field(owner, name, under + name, property, whole.Required?.Contains(name) == true);
            yield return field;
            if (field.Type != FieldType.Structure) continue;
            var inner = Resolved(property) is { Items: { } element } ? element : property;
            foreach (var below in Fields(OwnerOf(inner) ?? owner, inner, field.Path + ".")) yield return below;
        }
    }

    private static ApiField Field(string owner, string name, string path, IOpenApiSchema? schema, bool required)
    {
        var own = Resolved(schema);
        var many = own?.Type is { } outer && outer.HasFlag(JsonSchemaType.Array);
        var one = many ? Resolved(own!.Items) : own;
        return new ApiField(owner, name, many ? path + "[]" : path, TypeOf(name, one), many, required, new FieldBounds(
            one?.MaxLength, own?.MinItems, own?.MaxItems, own?.Minimum, own?.Maximum,
            [.. (one?.Enum ?? []).Select(word => word.GetValue<string>())]));
    }

    private static FieldType TypeOf(string name, OpenApiSchema? schema) => schema switch
    {
        { Properties.Count: > 0 } => name is "items" or "values" ? FieldType.Items : FieldType.Structure,
        { Type: null } or null => FieldType.Any,
        { Type: { } type } when type.HasFlag(JsonSchemaType.Integer) => FieldType.Whole,
        { Type: { } type } when type.HasFlag(JsonSchemaType.Boolean) => FieldType.Truth,
        { Format: "date-time" } => FieldType.Moment,
        { Format: "date" } => FieldType.Day,
        { Format: "uuid" } => FieldType.Uuid,
        { Pattern: FieldNotes.Hex32 } => FieldType.Id,
        { Pattern: FieldNotes.Code } => FieldType.Code,
        _ => FieldType.Text,
    };

    private static OpenApiSchema? Resolved(IOpenApiSchema? schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.RecursiveTarget,
        // Null or the thing itself.
        OpenApiSchema { OneOf: { Count: > 0 } choices } => Resolved(choices[^1]),
        OpenApiSchema own => own,
        _ => null,
    };

    private static string? OwnerOf(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id,
        OpenApiSchema { OneOf: { Count: > 0 } choices } => OwnerOf(choices[^1]),
        _ => null,
    };

    /// <summary>The call on a command line.</summary>
    private static string Request(string path, string method, OpenApiOperation operation, ApiBody? body)
    {
        var given = (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Example is not null).ToList();
        var url = given.Where(parameter => parameter.In == ParameterLocation.Path).Aggregate(path, (all, parameter) => all.Replace($"{{{parameter.Name}}}", Text(parameter), StringComparison.Ordinal));
        var query = string.Join('&', given.Where(parameter => parameter.In == ParameterLocation.Query).Select(parameter => $"{parameter.Name}={Text(parameter)}"));
        var line = new StringBuilder("curl");
        if (method != (body is null ? "GET" : "POST")) line.Append(" -X ").Append(method);
        line.Append(" '").Append(Host).Append(url).Append(query.Length > 0 ? "?" + query : "").Append('\'');
        if (operation.Security is { Count: > 0 }) line.Append(" \\\n  -H 'Authorization: Bearer TOKEN'");
        foreach (var header in given.Where(parameter => parameter.In == ParameterLocation.Header)) line.Append(" \\\n  -H '").Append(header.Name).Append(": ").Append(Text(header)).Append('\'');
        if (body is null) return line.ToString();
        if (operation.OperationId == SpecialCalls.Token)
            return line.Append(" \\\n  -d grant_type=client_credentials \\\n  -d client_id=ID -d client_secret=SECRET").ToString();
        line.Append(" \\\n  -H 'Content-Type: ").Append(operation.OperationId == SpecialCalls.AddDocument ? "application/pdf" : body.Types[0]).Append('\'');
        return line.Append(" \\\n  ").Append(body.Example is { } example ? $"-d '{example}'" : "--data-binary @resume.pdf").ToString();
    }

    private static string Text(OpenApiParameter parameter) => parameter.Example is JsonValue value && value.TryGetValue<string>(out var text) ? text : parameter.Example!.ToJsonString();
}
