using Azukari.Members.Tree;
using Azukari.Vault;

namespace Azukari.Members.Contracts;

/// <summary>
/// The whole tree as it was at the end of a day, in memory: asked like <see cref="SponsorTree"/>. Of people erased since, the place is left, as a
/// former member's; so it is of the earlier place of somebody who left and came back.
/// </summary>
public sealed class TreeOnDay
{
    private readonly TreeIndex _index;

    internal TreeOnDay(DateOnly day, TreeIndex index) => (Day, _index) = (day, index);

    /// <summary>The day, by Japan's calendar.</summary>
    public DateOnly Day { get; }

    /// <summary>How many places there were.</summary>
    public int Count => _index.Count;

    /// <inheritdoc cref="SponsorTree.ParentOf"/>
    public SubjectId? ParentOf(SubjectId member) => TreeAnswers.Parent(_index, member);

    /// <inheritdoc cref="SponsorTree.IsAncestor"/>
    public bool IsAncestor(SubjectId ancestor, SubjectId of) => TreeAnswers.IsAncestor(_index, ancestor, of);

    /// <inheritdoc cref="SponsorTree.PlaceOf"/>
    public TreePlace? PlaceOf(SubjectId member) => TreeAnswers.Place(_index, member);

    /// <inheritdoc cref="SponsorTree.PathOf"/>
    public IReadOnlyList<TreePlace> PathOf(SubjectId member) => TreeAnswers.Path(_index, member);

    /// <inheritdoc cref="SponsorTree.Downline"/>
    public DownlinePage Downline(SubjectId member, int level, int skip, int take)
    {
        SponsorTree.CheckPage(level, skip, take);
        return TreeAnswers.Page(_index, member, level, skip, take);
    }

    /// <inheritdoc cref="SponsorTree.Totals"/>
    public IReadOnlyList<LevelTotal> Totals(SubjectId member) => TreeAnswers.Totals(_index, member);
}
