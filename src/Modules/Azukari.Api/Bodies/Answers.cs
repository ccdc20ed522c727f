using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azukari.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Bodies;

/// <summary>Values released, and what permitted them.</summary>
public sealed record AccessAnswer(
    string Subject, IReadOnlyDictionary<string, JsonElement> Values, string Policy, IReadOnlyList<string> Clauses, IReadOnlyList<string>? Obligations, string Entry);

/// <summary>A person taken in.</summary>
public sealed record AcquiredAnswer(string Id, string Entry);

/// <summary>An act that was done; without an entry where nothing had to change.</summary>
public sealed record ActAnswer(string? Id, string? Entry, IReadOnlyList<string>? Items);

/// <summary>The people found.</summary>
public sealed record SearchAnswer(IReadOnlyList<string> Subjects, bool More, string Entry);

/// <summary>What was done to erase a person, and what that does not reach.</summary>
public sealed record CertificateAnswer(string Subject, DateTimeOffset At, IReadOnlyList<string> Done, IReadOnlyList<string> Limits, DateTimeOffset? StatutoryUntil, string? Entry);

/// <summary>A page of a person's history, newest first; <c>next</c> is the cursor of the following page.</summary>
public sealed record HistoryAnswer(IReadOnlyList<JsonElement> Entries, string? Next);

/// <summary>A page of what the client's recipient is to be told, in no order; <c>next</c> is the cursor of the following page.</summary>
public sealed record NoticesAnswer(IReadOnlyList<NoticeAnswer> Notices, string? Next);

/// <summary>That something the recipient received has changed. No value.</summary>
public sealed record NoticeAnswer(string Notice, string Subject, string Change, IReadOnlyList<string> Items, DateTimeOffset ReceivedAt, DateTimeOffset At);

/// <summary>The ledger's last signed checkpoint, as a C2SP signed note and in its parts.</summary>
public sealed record CheckpointAnswer(string Origin, long Size, string Root, string Note);

/// <summary>That an entry is in the ledger: RFC 6962 path from its leaf to the checkpoint's root.</summary>
public sealed record ProofAnswer(JsonElement Entry, string Salt, long Position, IReadOnlyList<string> Path, CheckpointAnswer Checkpoint);

/// <summary>That the ledger at one size begins with the ledger at another.</summary>
public sealed record ConsistencyAnswer(long From, long To, IReadOnlyList<string> Path);

/// <summary>The published versions, oldest first.</summary>
public sealed record PoliciesAnswer(string InForce, IReadOnlyList<PolicyListing> Versions);

/// <summary>A version, where it is, and where what it changed is recorded; the first changed nothing.</summary>
public sealed record PolicyListing(string Version, DateOnly Effective, string Sha256, string Href, string? Difference);

/// <summary>What a publication changed, as the ledger has it: the difference is that of the entry, byte for byte in canonical form; absent where none was recorded.</summary>
public sealed record PolicyDifferenceAnswer(string Version, DateTimeOffset PublishedAt, string Entry, bool? Agrees, JsonElement? Difference);

/// <summary>A problem (RFC 9457).</summary>
public sealed record ProblemAnswer(
    string Type, string Title, int Status, string Detail, string? Reason, string? Clause, string? Policy, string? Entry, IReadOnlyList<ProblemError>? Errors);

/// <summary>What a kind of problem means and what to do, in both languages.</summary>
public sealed record ProblemExplained(string Type, int Status, string TitleJa, string TitleEn, string RemedyJa, string RemedyEn);

/// <summary>What is wrong with one field.</summary>
public sealed record ProblemError(string Field, string Rule, string Message);

/// <summary>An answer made ready as bytes: sent now, and where a call may be repeated, kept and sent again.</summary>
internal sealed record ReadyAnswer(int Status, byte[] Json, string? Location = null) : IResult
{
    public static ReadyAnswer Of<T>(T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string? location = null) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(answer, type), location);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = Status >= 400 ? ApiProblem.ContentType : "application/json";
        response.Headers.CacheControl = "no-store";
        if (Location is not null) response.Headers.Location = Location;
        response.ContentLength = Json.Length;
        await response.Body.WriteAsync(Json, httpContext.RequestAborted);
    }
}
