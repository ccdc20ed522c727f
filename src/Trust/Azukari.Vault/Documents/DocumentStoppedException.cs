using Azukari.Ledger;
using Azukari.Policy.Deciding;

namespace Azukari.Vault;

/// <summary>
/// The content of a document ends here, because something was decided while it was being read: the person withdrew, restricted or was
/// erased, the policy changed, or the document went. What was handed out before was permitted then. Names ids only.
/// </summary>
public sealed class DocumentStoppedException : IOException
{
    internal DocumentStoppedException(DocumentId document, Refusal? refusal, EntryId? entry)
        : base($"The content of document {document} was stopped: {refusal?.Code ?? "the document is gone"}. What follows was not released.") =>
        (Document, Refusal, EntryId) = (document, refusal, entry);

    /// <summary>Which document.</summary>
    public DocumentId Document { get; }

    /// <summary>Why it is refused from here on; null where the document was deleted or its retention ended.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The ledger entry of the refusal.</summary>
    public EntryId? EntryId { get; }
}
