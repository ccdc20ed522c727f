using Azukari.Vault;

namespace Azukari.Members.Contracts;

/// <summary>
/// A place in the tree, as it is listed: who stands there and how deep, nothing that identifies. Names and classes of the people are items,
/// and pass the vault's gate like any other.
/// </summary>
/// <param name="Place">The place's random id; it stays when the person is erased.</param>
/// <param name="Subject">Who; null for a person who was erased.</param>
/// <param name="Former">Whether the place is a former member's.</param>
/// <param name="Depth">How many stand above.</param>
/// <param name="Direct">How many stand directly below.</param>
/// <param name="Below">How many stand below at all.</param>
public sealed record TreePlace(long Place, SubjectId? Subject, bool Former, int Depth, int Direct, int Below);

/// <summary>A page of a level of somebody's down-line.</summary>
/// <param name="Level">1 for the directly sponsored.</param>
/// <param name="Total">How many the level has.</param>
/// <param name="Places">The page, in the order of their sponsors and then of their coming.</param>
public sealed record DownlinePage(int Level, int Total, IReadOnlyList<TreePlace> Places);

/// <summary>A place in a picture of a down-line.</summary>
/// <param name="Above">The place it hangs below.</param>
/// <param name="Level">1 for the directly sponsored.</param>
/// <param name="Place">The place.</param>
public sealed record TreeBranch(long Above, int Level, TreePlace Place);

/// <summary>How many of each class a level of a down-line has.</summary>
public sealed record LevelTotal(int Level, int Agents, int Vips, int Retail, int Former)
{
    /// <summary>All of them.</summary>
    public int Total => Agents + Vips + Retail + Former;
}

/// <summary>A proposed move.</summary>
public readonly record struct TreeMoveId(Guid Value)
{
    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hex digits; false for anything else.</summary>
    public static bool TryParse(string? text, out TreeMoveId id)
    {
        var fine = Guid.TryParseExact(text, "N", out var value);
        id = new TreeMoveId(value);
        return fine;
    }
}

/// <summary>How a proposed move stands.</summary>
public enum TreeMoveState
{
    /// <summary>Waits for a second person.</summary>
    Proposed,

    /// <summary>Approved and done.</summary>
    Done,

    /// <summary>Declined by the second person.</summary>
    Declined,
}

/// <summary>A move, proposed or decided.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Member">Who moves; null where they were erased since.</param>
/// <param name="From">Under whom they stood when it was proposed.</param>
/// <param name="To">Under whom they are to stand; null for the top, or where the sponsor was erased since.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Case">The case.</param>
/// <param name="ProposedAt">When, and by whom.</param>
/// <param name="DecidedAt">When, and by whom it was decided.</param>
public sealed record TreeMove(
    TreeMoveId Id, SubjectId? Member, SubjectId? From, SubjectId? To, TreeMoveState State, string Reason, string? Case,
    DateTimeOffset ProposedAt, Accessor ProposedBy, DateTimeOffset? DecidedAt, Accessor? DecidedBy);

/// <summary>What became of a move. Expected refusals are values.</summary>
public abstract record TreeMoveResult
{
    private protected TreeMoveResult()
    {
    }
}

/// <summary>Done: proposed, moved or declined.</summary>
public sealed record TreeMoveDone(TreeMove Move) : TreeMoveResult;

/// <summary>Refused: nothing changed.</summary>
public sealed record TreeMoveRefused(TreeMoveRefusal Why) : TreeMoveResult;

/// <summary>Why a move is refused.</summary>
public enum TreeMoveRefusal
{
    /// <summary>The person has no place in the tree.</summary>
    NotInTree,

    /// <summary>The new sponsor is no registered agent.</summary>
    SponsorNotAgent,

    /// <summary>The new sponsor stands below the person, or is the person.</summary>
    BelowItself,

    /// <summary>The person stands there already.</summary>
    SamePlace,

    /// <summary>Who proposes does not approve.</summary>
    SamePerson,

    /// <summary>There is no such move, or it was decided already.</summary>
    NotWaiting,

    /// <summary>A reason code is needed.</summary>
    NoReason,
}

/// <summary>What a comparison of an index with its database found.</summary>
/// <param name="Version">The version of the tree it was made at.</param>
/// <param name="Places">How many places were compared.</param>
/// <param name="Differences">What differs, at most a hundred, as sentences with random ids; empty when the index is proved equal.</param>
public sealed record TreeCheck(long Version, int Places, IReadOnlyList<string> Differences)
{
    /// <summary>Whether they are equal.</summary>
    public bool Equal => Differences.Count == 0;
}
