using Azukari.Company;
using Azukari.Members.Storage;
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
    public SubjectId? ParentOf(SubjectId member) => _state.Read(member, static (index, who) =>
        index.Find(who) is var place && place >= 0 && index.ParentOf(place) is var above && above >= 0 ? index[above].Subject : null);

    /// <summary>Whether one stands somewhere above the other; false where either has no place. Takes steps in the logarithm of the depth.</summary>
    public bool IsAncestor(SubjectId ancestor, SubjectId of) => _state.Read((ancestor, of), static (index, pair) =>
        index.Find(pair.ancestor) is var above && above >= 0 && index.Find(pair.of) is var place && place >= 0 && index.IsAbove(above, place));

    /// <summary>As <see cref="IsAncestor"/>, as the database has it at a moment after the call: for decisions.</summary>
    public async ValueTask<bool> IsAncestorNowAsync(SubjectId ancestor, SubjectId of, CancellationToken cancel = default)
    {
        await CatchUpAsync(cancel);
        return IsAncestor(ancestor, of);
    }

    /// <summary>How many stand above; null for people without a place.</summary>
    public int? Depth(SubjectId member) => _state.Read(member, static (index, who) => index.Find(who) is var place && place >= 0 ? index.DepthOf(place) : (int?)null);

    /// <summary>The person's own place; null where there is none.</summary>
    public TreePlace? PlaceOf(SubjectId member) => _state.Read(member, static (index, who) => index.Find(who) is var place && place >= 0 ? Place(index, place) : null);

    /// <summary>Everybody above, from the top down; empty at the top and for people without a place.</summary>
    public IReadOnlyList<TreePlace> PathOf(SubjectId member) => _state.Read(member, static (index, who) =>
    {
        var path = new List<TreePlace>();
        var place = index.Find(who);
        if (place >= 0)
            for (place = index.ParentOf(place); place >= 0; place = index.ParentOf(place)) path.Add(Place(index, place));
        path.Reverse();
        return path;
    });

    /// <summary>A page of a level of somebody's down-line; empty for people without a place.</summary>
    /// <param name="level">1 for the directly sponsored, and so on.</param>
    /// <param name="skip">How many of the level come before the page.</param>
    /// <param name="take">The most the page has, 1 to 1000.</param>
    public DownlinePage Downline(SubjectId member, int level, int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 1000);
        return _state.Read((member, level, skip, take), static (index, asked) =>
        {
            var at = Level(index, asked.member, asked.level);
            return new DownlinePage(asked.level, at.Count, [.. at.Skip(asked.skip).Take(asked.take).Select(place => Place(index, place))]);
        });
    }

    /// <summary>How many of each class each level below somebody has, from the first to the last that has any.</summary>
    public IReadOnlyList<LevelTotal> Totals(SubjectId member) => _state.Read(member, static (index, who) =>
    {
        var totals = new List<LevelTotal>();
        var (level, below) = (new List<int>(), new List<int>());
        if (index.Find(who) is var place && place >= 0) level.Add(place);
        Span<int> counts = stackalloc int[Standings.Count];
        while (level.Count > 0)
        {
            index.Descend(level, below);
            if (below.Count == 0) break;
            counts.Clear();
            foreach (var each in below) counts[(int)index[each].Standing]++;
            totals.Add(new LevelTotal(totals.Count + 1, counts[(int)Standing.Agent], counts[(int)Standing.Vip], counts[(int)Standing.Retail], counts[(int)Standing.Former]));
            (level, below) = (below, level);
        }

        return totals;
    });

    /// <summary>
    /// Who stood above the person at the end of a day, from the top down, by today's calendar of Japan; null where the person had no place by
    /// then. Of people erased since, only the place is left.
    /// </summary>
    public async Task<IReadOnlyList<TreePlace>?> PathAsOfAsync(SubjectId member, DateOnly day, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var at = EndOf(day);
        var path = new List<TreePlace>();
        if (await db.Set<TreeNodeRow>().AsNoTracking().SingleOrDefaultAsync(node => node.Subject == member, cancel) is not { } mine) return null;
        var next = await LinkAtAsync(db, mine.Id, at, cancel);
        if (next is null) return null;
        while (next?.Parent is { } parent)
        {
            var node = await db.Set<TreeNodeRow>().AsNoTracking().SingleAsync(each => each.Id == parent, cancel);
            path.Add(await PlaceAsOfAsync(db, node, at, cancel));
            next = await LinkAtAsync(db, parent, at, cancel);
        }

        path.Reverse();
        return [.. path.Select((place, depth) => place with { Depth = depth })];
    }

    /// <summary>Who stood directly below the person at the end of a day, in the order they came there.</summary>
    /// <param name="most">The most places given, 1 to 1000.</param>
    public async Task<IReadOnlyList<TreePlace>> DirectAsOfAsync(SubjectId member, DateOnly day, int most = 1000, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 1000);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var at = EndOf(day);
        var nodes = await (
            from above in db.Set<TreeNodeRow>().AsNoTracking()
            where above.Subject == member
            join link in db.Set<TreeLinkRow>() on above.Id equals link.Parent
            where link.From < at && (link.Until == null || link.Until >= at)
            join node in db.Set<TreeNodeRow>() on link.Node equals node.Id
            orderby node.Ordinal
            select node).Take(most).ToListAsync(cancel);
        var places = new List<TreePlace>(nodes.Count);
        foreach (var node in nodes) places.Add(await PlaceAsOfAsync(db, node, at, cancel));
        return places;
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

    internal static TreePlace Place(TreeIndex index, int place)
    {
        ref readonly var node = ref index[place];
        return new TreePlace(node.Id, node.Subject, node.Standing == Standing.Former, index.DepthOf(place), index.ChildrenOf(place).Count(), index.BelowOf(place));
    }

    private static List<int> Level(TreeIndex index, SubjectId member, int level)
    {
        var (at, below) = (new List<int>(), new List<int>());
        if (index.Find(member) is var place && place >= 0) at.Add(place);
        for (var down = 0; down < level && at.Count > 0; down++)
        {
            index.Descend(at, below);
            (at, below) = (below, at);
        }

        return at;
    }

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(9));

    private static Task<TreeLinkRow?> LinkAtAsync(AzukariDb db, long node, DateTimeOffset at, CancellationToken cancel) => db.Set<TreeLinkRow>().AsNoTracking()
        .Where(link => link.Node == node && link.From < at && (link.Until == null || link.Until >= at)).OrderByDescending(link => link.From).FirstOrDefaultAsync(cancel);

    private static async Task<TreePlace> PlaceAsOfAsync(AzukariDb db, TreeNodeRow node, DateTimeOffset at, CancellationToken cancel) => new(
        node.Id, node.Subject, node.Standing == (int)Standing.Former, 0,
        await db.Set<TreeLinkRow>().CountAsync(link => link.Parent == node.Id && link.From < at && (link.Until == null || link.Until >= at), cancel), 0);
}
