using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azukari.Api.Bodies;

/// <summary>Reading one person's items, for a purpose of the client's own.</summary>
public sealed record AccessRequest
{
    /// <summary>The purpose, by its clause id.</summary>
    public required string Purpose { get; init; }

    /// <summary>The items, 1 to 64.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>The order, inquiry or request it is for, as a code; needed where the purpose says so.</summary>
    public string? Case { get; init; }

    /// <summary>A reason code to record.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The clause that is the ground, for what leaves the company.</summary>
    public string? Ground { get; init; }

    /// <summary>Whether the client vouches that the person's identity was confirmed in the case named, for a disclosure to the person.</summary>
    public bool? IdentityConfirmed { get; init; }
}

/// <summary>Reading items of many people, for a purpose of the client's own.</summary>
public sealed record BulkRequest
{
    /// <inheritdoc cref="AccessRequest.Purpose"/>
    public required string Purpose { get; init; }

    /// <inheritdoc cref="AccessRequest.Items"/>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>The people, by id.</summary>
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <inheritdoc cref="AccessRequest.Case"/>
    public string? Case { get; init; }

    /// <inheritdoc cref="AccessRequest.ReasonCode"/>
    public string? ReasonCode { get; init; }

    /// <inheritdoc cref="AccessRequest.Ground"/>
    public string? Ground { get; init; }
}

/// <summary>Finding people by the value of an item. The value stands in the body alone, and is recorded nowhere.</summary>
public sealed record SearchRequest
{
    /// <inheritdoc cref="AccessRequest.Purpose"/>
    public required string Purpose { get; init; }

    /// <summary>The item, one the policy lets be searched.</summary>
    public required string Item { get; init; }

    /// <summary>The value, as somebody types it; for names the beginning of a reading will do.</summary>
    public required string Value { get; init; }

    /// <inheritdoc cref="AccessRequest.Case"/>
    public string? Case { get; init; }

    /// <inheritdoc cref="AccessRequest.ReasonCode"/>
    public string? ReasonCode { get; init; }

    /// <inheritdoc cref="AccessRequest.Ground"/>
    public string? Ground { get; init; }

    /// <summary>The most people to find, 1 to 1000; 50 when absent.</summary>
    public int? Limit { get; init; }
}

/// <summary>Taking a person in.</summary>
public sealed record AcquireRequest
{
    /// <summary>As what kind of person the data is given.</summary>
    public required string Kind { get; init; }

    /// <summary>The values by item, each in its item's shape.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Items { get; init; }

    /// <summary>How the data came.</summary>
    public required AcquisitionFacts Acquisition { get; init; }

    /// <summary>Consents given in the same act.</summary>
    public IReadOnlyList<ConsentRequest>? Consents { get; init; }

    /// <summary>The case it belongs to, as a code.</summary>
    public string? Case { get; init; }
}

/// <summary>How data came to the company.</summary>
public sealed record AcquisitionFacts
{
    /// <summary>Through which channel, by the policy's word.</summary>
    public required string Channel { get; init; }

    /// <summary>The version of the policy that was shown.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>When the company acquired it, where that was before now.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>Whether the person was told of a recording before it began.</summary>
    public bool? ToldOfRecording { get; init; }
}

/// <summary>What a person consents to.</summary>
public sealed record ConsentRequest
{
    /// <summary>For which purpose, by its clause id.</summary>
    public required string Purpose { get; init; }

    /// <summary>To which kind of recipient; staff only when absent.</summary>
    public string? Recipient { get; init; }

    /// <summary>Which items.</summary>
    public required IReadOnlyList<string> Items { get; init; }
}

/// <summary>Correcting, adding and deleting items of a person.</summary>
public sealed record CorrectRequest
{
    /// <summary>The new values by item; null deletes.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Items { get; init; }

    /// <summary><c>self</c> when the person corrects, having been shown <see cref="PolicyVersion"/>; <c>staff</c> when absent.</summary>
    public string? By { get; init; }

    /// <summary>The version shown to the person, where the person corrects.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>By which channel it came; the web for the person and paper for staff when absent.</summary>
    public string? Channel { get; init; }

    /// <summary>The case it belongs to, as a code.</summary>
    public string? Case { get; init; }
}

/// <summary>What a restriction covers: everything, or exactly one of the others.</summary>
public sealed record RestrictionRequest
{
    /// <summary><c>all</c>, <c>purpose</c>, <c>recipient</c> or <c>items</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The purpose, where that is the scope.</summary>
    public string? Purpose { get; init; }

    /// <summary>The recipient kind, where that is the scope.</summary>
    public string? Recipient { get; init; }

    /// <summary>The items, where they are the scope.</summary>
    public IReadOnlyList<string>? Items { get; init; }
}

/// <summary>The bodies the API reads and writes, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false, MaxDepth = BodyReader.MaxDepth, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessRequest))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(AcquireRequest))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(CorrectRequest))]
[JsonSerializable(typeof(RestrictionRequest))]
[JsonSerializable(typeof(AcquiredAnswer))]
[JsonSerializable(typeof(ActAnswer))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(CertificateAnswer))]
[JsonSerializable(typeof(CheckpointAnswer))]
[JsonSerializable(typeof(ProofAnswer))]
[JsonSerializable(typeof(ConsistencyAnswer))]
[JsonSerializable(typeof(PoliciesAnswer))]
[JsonSerializable(typeof(PolicyDifferenceAnswer))]
[JsonSerializable(typeof(AccessAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(NoticesAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(ProblemExplained))]
internal sealed partial class ApiJson : JsonSerializerContext;
