using System.Globalization;
using System.Resources;
using System.Text.Json.Nodes;
using Azukari.Api.Endpoints;
using Azukari.Api.Resources;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault;
using Microsoft.OpenApi;

namespace Azukari.Api.Reference;

/// <summary>
/// What each field and parameter is, in words, and what is allowed there: written into the OpenAPI document after the framework has made it. The
/// words are the strings <c>Field.…</c>: of a field of one body or call, or of all that have its name.
/// </summary>
internal static class FieldNotes
{
    /// <summary>What an id and a code look like.</summary>
    public const string Hex32 = "^[0-9a-f]{32}$", Code = "^[A-Za-z0-9][A-Za-z0-9._:/+-]*$";

    private const string Person = "0f0e0d0c0b0a49088706050403020100", Other = "9b0e0d0c0b0a49088706050403020100", Entry = "01a206e5-e348-72dd-ab54-5387c5be5428";

    private static readonly ResourceManager Strings = new(typeof(ApiText));

    /// <summary>The words for a field, in a language; null when nobody has written them.</summary>
    /// <param name="owner">The body's schema or the call's id.</param>
    /// <param name="name">The field's or parameter's name.</param>
    /// <param name="language">Japanese or English.</param>
    public static string? Words(string owner, string name, CultureInfo language) => Strings.GetString($"Field.{owner}.{name}", language) ?? Strings.GetString($"Field.{name}", language);

    public static void Write(OpenApiDocument document, ApiOptions limits)
    {
        var english = CultureInfo.GetCultureInfo("en");
        foreach (var (owner, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (schema is OpenApiSchema whole) Write(owner, whole, english, limits);
        }

        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value))
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                parameter.Description = Words(operation.OperationId!, parameter.Name!, english);
                if (parameter.Schema is OpenApiSchema own) Bound(own, operation.OperationId!, parameter.Name!, limits);
                parameter.Example = Example(operation.OperationId!, parameter.Name!);
            }

            foreach (var schema in Inline(operation))
                foreach (var (name, field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>()) field.Description = Words(operation.OperationId!, name, english);
        }
    }

    private static void Write(string owner, OpenApiSchema whole, CultureInfo language, ApiOptions limits)
    {
        foreach (var (name, field) in whole.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (Words(owner, name, language) is { } words) field.Description = words;
            if (field is not OpenApiSchema own) continue;
            Bound(own, owner, name, limits);
            if (own.Items is OpenApiSchema element) Write(owner, element, language, limits);
            // What is null is left out.
            if (owner.EndsWith("Answer", StringComparison.Ordinal) && own.Type is { } type && type.HasFlag(JsonSchemaType.Null)) whole.Required?.Remove(name);
        }
    }

    /// <summary>The schemas that stand in an operation itself.</summary>
    private static IEnumerable<OpenApiSchema> Inline(OpenApiOperation operation) =>
        (operation.RequestBody?.Content?.Values ?? []).Concat(operation.Responses?.Values.SelectMany(answer => answer.Content?.Values ?? []) ?? []).Select(content => content.Schema).OfType<OpenApiSchema>();

    private static void Bound(OpenApiSchema field, string owner, string name, ApiOptions limits)
    {
        switch (owner, name)
        {
            case (_, "id") or (_, "subject") or (_, "document") or (_, "consent") or (_, "restriction") or (_, "replaces") or (_, "replacedBy") or (_, "notice") or ("notices", "cursor") or ("NoticesAnswer", "next"):
                field.Pattern = Hex32;
                break;
            case (_, "subjects"):
                if (field.Items is OpenApiSchema person) person.Pattern = Hex32;
                if (owner == "BulkRequest") (field.MinItems, field.MaxItems) = (1, limits.MaxBulkSubjects);
                break;
            case (not "ProofAnswer", "entry"):
                field.Format = "uuid";
                break;
            case ("history", "cursor") or ("HistoryAnswer", "next"):
                field.Format = "uuid";
                break;
            case (_, "case") or (_, "reasonCode"):
                (field.MinLength, field.MaxLength, field.Pattern) = (1, LedgerCode.MaxLength, Code);
                break;
            case (not ("ActAnswer" or "NoticeAnswer"), "items") when field.Type is { } type && type.HasFlag(JsonSchemaType.Array):
                (field.MinItems, field.MaxItems) = (1, Bodies.Fields.MostItems);
                break;
            case (_, "channel"):
                field.Enum = [.. PolicyWords.All<Channel>().Select(word => (JsonNode)word)];
                break;
            case ("RestrictionRequest", "scope"):
                field.Enum = ["all", "purpose", "recipient", "items"];
                break;
            case ("CorrectRequest", "by"):
                field.Enum = ["self", "staff"];
                break;
            case ("SearchRequest", "limit"):
                (field.Minimum, field.Maximum) = ("1", Whole(SearchEndpoints.Most));
                break;
            case ("history", "limit"):
                (field.Type, field.Minimum, field.Maximum) = (JsonSchemaType.Integer, "1", Whole(LedgerEndpoints.Most));
                break;
            case ("notices", "limit"):
                (field.Type, field.Minimum, field.Maximum) = (JsonSchemaType.Integer, "1", Whole(NoticeEndpoints.Most));
                break;
            case ("NoticeAnswer", "change"):
                field.Enum = [.. Enum.GetValues<ChangeKind>().Select(kind => (JsonNode)kind.Word())];
                break;
            case ("consistency", _):
                (field.Type, field.Minimum) = (JsonSchemaType.Integer, "1");
                break;
            case ("add-document", "toldOfRecording"):
                field.Type = JsonSchemaType.Boolean;
                break;
            case ("delete-document", "reason"):
                field.Enum = [.. DeletionReasons.All.Select(reason => (JsonNode)reason.Word())];
                break;
        }
    }

    private static JsonNode? Example(string owner, string name) => (owner, name) switch
    {
        (_, "id") => Person,
        (_, "document") or (_, "notice") or (_, "consent") or (_, "restriction") => Other,
        (_, "entry") => Entry,
        (_, "version") or (_, "policyVersion") => "2026-10",
        (_, "item") => "resume",
        ("documents", "purpose") => "purpose.public.7",
        ("documents", "case") => "application-8",
        (_, "channel") => "web",
        (_, "from") => 120,
        (_, "Idempotency-Key") => "7b1c2f04",
        _ => null,
    };

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
