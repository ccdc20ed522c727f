using Azukari.Company;
using Azukari.Members.Tree;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Contracts;

/// <summary>
/// Who sponsored whom. Answered from memory, as of the last change this process has seen; <see cref="CatchUpAsync"/> before whatever a
/// decision rests on. Who reads from it sees ids and shape: nothing here is an access to anybody's data. Safe for concurrent use.
/// </summary>
public sealed partial class SponsorTree
{
    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly SponsorTreeState _state;
    private readonly CompanyCore _company;
    private readonly TimeProvider _clock;

    internal SponsorTree(IDbContextFactory<AzukariDb> databases, SponsorTreeState state, CompanyCore company, TimeProvider clock) =>
        (_databases, _state, _company, _clock) = (databases, state, company, clock);

    /// <summary>How many places the tree has, former members' included.</summary>
    public int Count => _state.Read(0, static (index, _) => index.Count);

    /// <summary>The version of the tree that is in memory; it rises with every change on any node.</summary>
    public long Version => _state.Version;

    /// <summary>
    /// Brings what is in memory up to the database, having asked it for the tree's version: whatever was committed anywhere before this call is
    /// seen after it. Loads the tree at the first call.
    /// </summary>
    /// <exception cref="TreeDamagedException">What the database holds is no tree.</exception>
    public ValueTask CatchUpAsync(CancellationToken cancel = default) => _state.CatchUpAsync(cancel);

    /// <summary>Whether the person has a place.</summary>
    public bool Contains(SubjectId member) => _state.Read(member, static (index, who) => index.Find(who) >= 0);

    /// <summary>Who stands directly above; null at the top, for people without a place, and where that person was erased.</summary>
    public SubjectId? ParentOf(SubjectId member) => _state.Read(member, TreeAnswers.Parent);

    /// <summary>Whether one stands somewhere above the other; false where either has no place. Takes steps in the logarithm of the depth.</summary>
    public bool IsAncestor(SubjectId ancestor, SubjectId of) => _state.Read((ancestor, of), static (index, pair) => TreeAnswers.IsAncestor(index, pair.ancestor, pair.of));

    /// <summary>As <see cref="IsAncestor"/>, as the database has it at a moment after the call: for decisions.</summary>
    public async ValueTask<bool> IsAncestorNowAsync(SubjectId ancestor, SubjectId of, CancellationToken cancel = default)
    {
        await CatchUpAsync(cancel);
        return IsAncestor(ancestor, of);
    }

    /// <summary>How many stand above; null for people without a place.</summary>
    public int? Depth(SubjectId member) => _state.Read(member, static (index, who) => index.Find(who) is var place && place >= 0 ? index.DepthOf(place) : (int?)null);

    /// <summary>The person's own place; null where there is none.</summary>
    public TreePlace? PlaceOf(SubjectId member) => _state.Read(member, TreeAnswers.Place);

    /// <summary>A place by its id, where it stands below a person; null for any other.</summary>
    public TreePlace? PlaceBelow(SubjectId member, long place) => _state.Read((member, place), static (index, asked) =>
        index.Find(asked.member) is var above && above >= 0 && index.Find(asked.place) is var found && found >= 0 && index.IsAbove(above, found) ? TreeAnswers.Place(index, found) : null);

    /// <summary>Everybody above a place, from the top down; empty at the top and where there is none.</summary>
    public IReadOnlyList<TreePlace> PathOfPlace(long place) => _state.Read(place, static (index, id) => TreeAnswers.Path(index, index.Find(id)));

    /// <summary>Everybody above, from the top down; empty at the top and for people without a place.</summary>
    public IReadOnlyList<TreePlace> PathOf(SubjectId member) => _state.Read(member, TreeAnswers.Path);

    /// <summary>A page of a level of somebody's down-line; empty for people without a place.</summary>
    /// <param name="level">1 for the directly sponsored, and so on.</param>
    /// <param name="skip">How many of the level come before the page.</param>
    /// <param name="take">The most the page has, 1 to 1000.</param>
    public DownlinePage Downline(SubjectId member, int level, int skip, int take)
    {
        CheckPage(level, skip, take);
        return _state.Read((member, level, skip, take), static (index, asked) => TreeAnswers.Page(index, asked.member, asked.level, asked.skip, asked.take));
    }

    /// <summary>How many of each class each level below somebody has, from the first to the last that has any.</summary>
    public IReadOnlyList<LevelTotal> Totals(SubjectId member) => _state.Read(member, TreeAnswers.Totals);

    /// <summary>The first places below somebody, for a picture: level by level, in the order they came.</summary>
    /// <param name="place">The id of the place they stand below.</param>
    /// <param name="levels">How many levels.</param>
    /// <param name="each">The most below one place.</param>
    /// <param name="most">The most of all, 1 to 1000.</param>
    public IReadOnlyList<TreeBranch> Branches(long place, int levels, int each, int most)
    {
        CheckPage(levels, 0, most);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        return _state.Read((place, levels, each, most), static (index, asked) => TreeAnswers.Branches(index, index.Find(asked.place), asked.levels, asked.each, asked.most));
    }

    /// <summary>
    /// The whole tree as it was at the end of a day of Japan's calendar, made of the links and changes the database remembers. Reads as
    /// many rows as loading the tree does, and a change of status or class more for each.
    /// </summary>
    public async Task<TreeOnDay> OnDayAsync(DateOnly day, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return new TreeOnDay(day, TreeIndex.Build(await TreeHistory.ReadAsync(db, EndOf(day), cancel)));
    }

    /// <summary>Compares what is in memory with the database, place by place, at one moment.</summary>
    public async Task<TreeCheck> CheckAsync(CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        while (true)
        {
            await CatchUpAsync(cancel);
            var (version, nodes) = await TreeReader.AllAsync(db, cancel);
            if (version != Version) continue; // changed between the two looks
            return new TreeCheck(version, nodes.Count, _state.Read(nodes, TreeComparison.Differences));
        }
    }

    internal static void CheckPage(int level, int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 1000);
    }

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(9));
}
