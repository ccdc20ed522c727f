using Azukari.Policy;

namespace Azukari.Vault;

/// <summary>A document that is held, by its facts: no name, no content. Telling them is no access.</summary>
public sealed record HeldDocument
{
    internal HeldDocument()
    {
    }

    /// <summary>Its id.</summary>
    public required DocumentId Id { get; init; }

    /// <summary>Of whom.</summary>
    public required SubjectId Subject { get; init; }

    /// <summary>Which item it is.</summary>
    public required ItemId Item { get; init; }

    /// <summary>Its type.</summary>
    public required DocumentType Type { get; init; }

    /// <summary>The length of the content, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>1 for a document that replaced none, else one more than the one it replaced.</summary>
    public required int Version { get; init; }

    /// <summary>The document that replaced it; null for the newest version.</summary>
    public DocumentId? ReplacedBy { get; init; }

    /// <summary>When it was acquired.</summary>
    public required DateTimeOffset AcquiredAt { get; init; }

    /// <summary>By which channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Under which version of the policy.</summary>
    public required PolicyVersion PolicyVersion { get; init; }

    /// <summary>As what kind of subject.</summary>
    public required SubjectKind SubjectKind { get; init; }

    /// <summary>By whom it was taken in.</summary>
    public required Accessor Accessor { get; init; }

    /// <summary>Until when it is kept; null where nothing has started the time.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A document with the name of its file: personal, released by an access.</summary>
/// <param name="Document">Its facts.</param>
/// <param name="FileName">The name it came with; null where it had none.</param>
public sealed record NamedDocument(HeldDocument Document, string? FileName)
{
    /// <summary>The id only.</summary>
    public override string ToString() => $"NamedDocument[{Document.Id}]";
}

/// <summary>
/// A document released by one decision: its facts, its name, and its content as a stream that can be read from any place (for ranges).
/// Dispose it. Prints no name.
/// </summary>
public sealed class DocumentContent : IAsyncDisposable
{
    internal DocumentContent(HeldDocument document, string? fileName, Stream content) => (Document, FileName, Content) = (document, fileName, content);

    /// <summary>Its facts.</summary>
    public HeldDocument Document { get; }

    /// <summary>The name it came with; null where it had none.</summary>
    public string? FileName { get; }

    /// <summary>
    /// The content: seekable, of known length, read asynchronously, one chunk in memory at a time. Before each chunk is handed out, person,
    /// policy and document are looked at anew; what stops it is a <see cref="DocumentStoppedException"/>, what does not open a
    /// <see cref="VaultDamagedException"/>.
    /// </summary>
    public Stream Content { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <summary>The id only.</summary>
    public override string ToString() => $"DocumentContent[{Document.Id}]";
}
