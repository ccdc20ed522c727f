using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azukari.Api.Problems;

namespace Azukari.Api.Bodies;

/// <summary>Says what is wrong with a body that could not be read: walks it beside its type. Names only members of the type: another's name may be anything.</summary>
internal static class BodyFaults
{
    private const int Most = 20;

    public static ApiProblem Of(byte[] utf8, JsonTypeInfo type)
    {
        var errors = new List<FieldError>();
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = BodyReader.MaxDepth });
            Walk(document.RootElement, type, "", errors);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return ApiProblem.Of(ProblemKind.MalformedJson); // no JSON, or a name that is no text
        }

        return errors.Count > 0 ? ApiProblem.Invalid(errors) : ApiProblem.Of(ProblemKind.MalformedJson);
    }

    private static void Walk(JsonElement value, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        if (errors.Count >= Most) return;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                if (value.ValueKind != JsonValueKind.Object) Add(errors, path, "object", "{ } で囲んだものが必要です。", "Has to be an object.");
                else Members(value, type, path, errors);
                break;
            case JsonTypeInfoKind.Enumerable:
                if (value.ValueKind != JsonValueKind.Array) Add(errors, path, "array", "[ ] で囲んだ並びが必要です。", "Has to be an array.");
                else
                {
                    var element = type.Options.GetTypeInfo(type.ElementType!);
                    var at = 0;
                    foreach (var each in value.EnumerateArray()) Walk(each, element, $"{path}[{at++}]", errors);
                }

                break;
            case JsonTypeInfoKind.Dictionary:
                if (value.ValueKind != JsonValueKind.Object) Add(errors, path, "object", "{ } で囲んだものが必要です。", "Has to be an object.");
                else if (HasTwice(value)) Add(errors, path, "duplicate-member", "同じ名前が二度あります。", "A name stands there twice.");
                break;
            default:
                Scalar(value, Nullable.GetUnderlyingType(type.Type) ?? type.Type, path, errors);
                break;
        }
    }

    private static void Members(JsonElement value, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        var known = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        if (HasTwice(value)) Add(errors, path, "duplicate-member", "同じ名前が二度あります。", "A name stands there twice.");
        foreach (var member in value.EnumerateObject())
        {
            if (!known.TryGetValue(member.Name, out var property))
                Add(errors, path, "unknown-member", $"知らない名前があります。使えるもの: {string.Join(", ", known.Keys)}", $"Holds a member that is not known. Known: {string.Join(", ", known.Keys)}");
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (!property.IsSetNullable) Add(errors, Under(path, member.Name), "required", "値が必要です。", "Needs a value.");
            }
            else Walk(member.Value, type.Options.GetTypeInfo(property.PropertyType), Under(path, member.Name), errors);
        }

        foreach (var property in type.Properties.Where(property => property.IsRequired && !value.TryGetProperty(property.Name, out _)))
            Add(errors, Under(path, property.Name), "required", "必要な項目がありません。", "Is missing.");
    }

    private static void Scalar(JsonElement value, Type type, string path, List<FieldError> errors)
    {
        if (type == typeof(string) && value.ValueKind != JsonValueKind.String) Add(errors, path, "string", "文字列が必要です。", "Has to be a string.");
        else if (type == typeof(string) && !IsText(value)) Add(errors, path, "broken-text", "文字として読めません。", "Is not readable text.");
        else if (type == typeof(bool) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Add(errors, path, "boolean", "true か false が必要です。", "Has to be true or false.");
        else if ((type == typeof(int) || type == typeof(long)) && !(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _))) Add(errors, path, "integer", "整数が必要です。", "Has to be a whole number.");
        else if (type == typeof(DateTimeOffset) && !(value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _)))
            Add(errors, path, "date-time", "2026-10-01T09:00:00+09:00 の形の日時が必要です。", "Has to be a date and time like 2026-10-01T09:00:00+09:00.");
    }

    // A lone surrogate is JSON and no text.
    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool HasTwice(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return value.EnumerateObject().Any(member => !names.Add(member.Name));
    }

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static void Add(List<FieldError> errors, string path, string rule, string ja, string en) =>
        errors.Add(new FieldError(path.Length == 0 ? "body" : path, rule, ja, en));
}
