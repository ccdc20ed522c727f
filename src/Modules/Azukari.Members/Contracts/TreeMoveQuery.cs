using Azukari.Members.Storage;

namespace Azukari.Members.Contracts;

/// <summary>By what moves are sorted.</summary>
public enum TreeMoveSort
{
    /// <summary>When they were proposed.</summary>
    Proposed,

    /// <summary>How they stand: those that wait, those done, those declined.</summary>
    State,
}

/// <summary>Which moves, and in which order.</summary>
/// <param name="Waiting">Only those that wait for a second person.</param>
public sealed record TreeMoveQuery(bool Waiting)
{
    public TreeMoveSort Sort { get; init; }

    /// <summary>The order turned round. Not turned, the newest stands first, or those that wait; of those alike always the newest.</summary>
    public bool Turned { get; init; }

    internal IQueryable<TreeMoveRow> Of(IQueryable<TreeMoveRow> moves)
    {
        var rows = Waiting ? moves.Where(move => move.State == SponsorTree.Proposed) : moves;
        return (Sort, Turned) switch
        {
            (TreeMoveSort.State, false) => rows.OrderBy(move => move.State == SponsorTree.Proposed ? 0 : move.State == SponsorTree.Moved ? 1 : 2).ThenByDescending(move => move.ProposedAt).ThenByDescending(move => move.Id),
            (TreeMoveSort.State, true) => rows.OrderByDescending(move => move.State == SponsorTree.Proposed ? 0 : move.State == SponsorTree.Moved ? 1 : 2).ThenByDescending(move => move.ProposedAt).ThenByDescending(move => move.Id),
            (_, true) => rows.OrderBy(move => move.ProposedAt).ThenBy(move => move.Id),
            _ => rows.OrderByDescending(move => move.ProposedAt).ThenByDescending(move => move.Id),
        };
    }
}
