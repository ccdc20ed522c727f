using System.Text.Json.Serialization;

namespace Azukari.Api.Bodies;

/// <summary>Reading a document, for a purpose of the client's own. Which items it is about, the document says.</summary>
public sealed record DocumentAccessRequest
{
    /// <summary>The purpose, by its clause id.</summary>
    public required string Purpose { get; init; }

    /// <summary>The order, inquiry or request it is for, as a code; needed where the purpose says so.</summary>
    public string? Case { get; init; }

    /// <summary>A reason code to record.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The clause that is the ground, for what leaves the company.</summary>
    public string? Ground { get; init; }

    /// <summary>Whether the client vouches that the person's identity was confirmed in the case named, for a disclosure to the person.</summary>
    public bool? IdentityConfirmed { get; init; }
}

/// <summary>A document that is held, by its facts: no name.</summary>
public sealed record DocumentFacts
{
    /// <summary>Its id.</summary>
    public required string Document { get; init; }

    /// <summary>Which item it is.</summary>
    public required string Item { get; init; }

    /// <summary>Its media type.</summary>
    public required string Type { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>1, or one more than the version it replaced.</summary>
    public required int Version { get; init; }

    /// <summary>The document that replaced it.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>When it was acquired.</summary>
    public required DateTimeOffset Acquired { get; init; }

    /// <summary>By which channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Under which version of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Until when it is kept; absent where nothing has started the time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The ledger entry of what was just done.</summary>
    public string? Entry { get; init; }
}

/// <summary>The documents held of a person, with earlier versions, oldest first.</summary>
public sealed record DocumentList
{
    /// <summary>Of whom.</summary>
    public required string Subject { get; init; }

    /// <summary>The documents.</summary>
    public required IReadOnlyList<DocumentFacts> Documents { get; init; }

    /// <summary>The ledger entry of the look.</summary>
    public required string Entry { get; init; }
}

/// <summary>An act that is done.</summary>
public sealed record DocumentDeleted
{
    /// <summary>The ledger entry.</summary>
    public required string Entry { get; init; }
}

/// <summary>The bodies about documents, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false, MaxDepth = BodyReader.MaxDepth, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DocumentAccessRequest))]
[JsonSerializable(typeof(DocumentFacts))]
[JsonSerializable(typeof(DocumentList))]
[JsonSerializable(typeof(DocumentDeleted))]
internal sealed partial class DocumentJson : JsonSerializerContext;
