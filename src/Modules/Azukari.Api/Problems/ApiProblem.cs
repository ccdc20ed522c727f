using System.Text;
using System.Text.Json;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Problems;

/// <summary>What is wrong with one field. Never holds what was given there.</summary>
/// <param name="Field">Where, by names of the API and of the policy: <c>items.address</c>, <c>acquisition.channel</c>, <c>subjects[3]</c>.</param>
/// <param name="Rule">The rule's stable id.</param>
/// <param name="Japanese">What is wrong and what would be right.</param>
/// <param name="English">The same.</param>
public sealed record FieldError(string Field, string Rule, string Japanese, string English)
{
    internal string In(string language) => language == "en" ? English : Japanese;
}

/// <summary>A problem as RFC 9457 writes it. Holds codes, ids and sentences of our own; never a value of a person, nor any part of what was sent.</summary>
internal sealed class ApiProblem : IResult
{
    public const string ContentType = "application/problem+json";

    private readonly ProblemKind _kind;

    private ApiProblem(ProblemKind kind) => _kind = kind;

    public ProblemKind Kind => _kind;

    public string? Reason { get; private init; }

    public string? Clause { get; private init; }

    public string? Policy { get; private init; }

    public string? Entry { get; private init; }

    public IReadOnlyList<FieldError> Errors { get; private init; } = [];

    public int? RetryAfter { get; private init; }

    private Func<string, string>? Detail { get; init; }

    public static ApiProblem Of(ProblemKind kind, int? retryAfter = null) => new(kind) { RetryAfter = retryAfter };

    /// <summary>A problem that says more than its kind does.</summary>
    public static ApiProblem Saying(ProblemKind kind, string ja, string en) => new(kind) { Detail = language => language == "en" ? en : ja };

    public static ApiProblem Invalid(IReadOnlyList<FieldError> errors) => new(ProblemKind.Invalid) { Errors = errors };

    public static ApiProblem Invalid(string field, string rule, string ja, string en) => Invalid([new FieldError(field, rule, ja, en)]);

    /// <summary>A refusal of the policy, with the status that says the most: there is no such person, the person was erased, or refused.</summary>
    public static ApiProblem Refused(Refusal refusal, PolicyVersion? policy, EntryId? entry) => new(refusal switch
    {
        Azukari.Policy.Deciding.NoSuchSubject => ProblemKind.NoSuchSubject,
        Azukari.Policy.Deciding.Erased => ProblemKind.Erased,
        _ => ProblemKind.Refused,
    })
    {
        Reason = refusal.Code,
        Clause = refusal.Clause.Value,
        Policy = policy?.Value,
        Entry = entry?.ToString(),
        Detail = refusal.Sentence,
    };

    /// <summary>A refusal by the host, before the policy was asked.</summary>
    public static ApiProblem RefusedByHost(string reason, ClauseId clause, PolicyVersion policy, EntryId entry, string ja, string en) => new(ProblemKind.Refused)
    {
        Reason = reason,
        Clause = clause.Value,
        Policy = policy.Value,
        Entry = entry.ToString(),
        Detail = language => language == "en" ? en : ja,
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.HasStarted) return;
        var language = RequestLanguage.Of(httpContext);
        response.StatusCode = _kind.Status;
        response.ContentType = ContentType;
        response.Headers.ContentLanguage = language;
        response.Headers.Append("Vary", "Accept-Language");
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var json = new Utf8JsonWriter(response.BodyWriter, JsonText.Plain);
        WriteTo(json, language);
        await json.FlushAsync(httpContext.RequestAborted);
    }

    /// <summary>The problem as it would be sent, laid out for a reader.</summary>
    public string Shown(string language)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written, JsonText.Plain with { Indented = true })) WriteTo(json, language);
        return Encoding.UTF8.GetString(written.ToArray());
    }

    /// <summary>The problem as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json, string language)
    {
        json.WriteStartObject();
        json.WriteString("type", _kind.Type);
        json.WriteString("title", _kind.Title(language));
        json.WriteNumber("status", _kind.Status);
        json.WriteString("detail", Detail?.Invoke(language) ?? _kind.Remedy(language));
        if (Reason is not null) json.WriteString("reason", Reason);
        if (Clause is not null) json.WriteString("clause", Clause);
        if (Policy is not null) json.WriteString("policy", Policy);
        if (Entry is not null) json.WriteString("entry", Entry);
        if (Errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var error in Errors)
            {
                json.WriteStartObject();
                json.WriteString("field", error.Field);
                json.WriteString("rule", error.Rule);
                json.WriteString("message", error.In(language));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
