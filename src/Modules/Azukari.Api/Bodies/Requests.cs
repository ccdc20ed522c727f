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

/// <summary>The bodies the API reads and writes, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false, MaxDepth = BodyReader.MaxDepth, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessRequest))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ApiJson : JsonSerializerContext;
