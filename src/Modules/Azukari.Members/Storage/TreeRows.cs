using Azukari.Vault;

namespace Azukari.Members.Storage;

/// <summary>A place in the sponsor tree. It outlives its person: erasure takes the subject away and leaves the place.</summary>
internal sealed class TreeNodeRow
{
    /// <summary>Random: it tells nothing, not even when.</summary>
    public required long Id { get; init; }

    public long? Parent { get; set; }

    public SubjectId? Subject { get; set; }

    /// <summary>What the person is counted as: <see cref="Tree.Standing"/>.</summary>
    public required int Standing { get; set; }

    /// <summary>The tree's version when the place was made: brothers and sisters stand in this order.</summary>
    public required long Ordinal { get; init; }
}

/// <summary>Who stood below whom from when until when.</summary>
internal sealed class TreeLinkRow
{
    public required Guid Id { get; init; }

    public required long Node { get; init; }

    public long? Parent { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? Until { get; set; }

    public required string Accessor { get; init; }

    /// <summary>The second person, where the link is a move.</summary>
    public string? Approver { get; init; }

    public string? Reason { get; init; }

    public string? Case { get; init; }
}

/// <summary>A move that was proposed, and what became of it.</summary>
internal sealed class TreeMoveRow
{
    public required Guid Id { get; init; }

    public required long Node { get; init; }

    public long? From { get; init; }

    public long? To { get; init; }

    public required string State { get; set; }

    public required string Reason { get; init; }

    public string? Case { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required string ProposedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }
}

/// <summary>A place that changed, by the tree's version: what the indexes of all nodes follow.</summary>
internal sealed class TreeChangeRow
{
    public required long Version { get; init; }

    public required long Node { get; init; }
}

/// <summary>The one row every change of the tree raises first: changes follow each other on it.</summary>
internal sealed class TreeStateRow
{
    public const int Only = 1;

    public required int Id { get; init; }

    public required long Version { get; set; }
}
