using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Console.People.Memberships;

/// <summary>Somebody's line at the end of a day, or now.</summary>
/// <param name="Place">Their own place.</param>
/// <param name="Above">Everybody above, from the top down.</param>
/// <param name="Levels">How many of each class stand on each level below.</param>
/// <param name="Page">A page of the level asked for; null where there is nobody below.</param>
internal sealed record LineOn(TreePlace Place, IReadOnlyList<TreePlace> Above, IReadOnlyList<LevelTotal> Levels, DownlinePage? Page);

/// <summary>
/// Looks at lines, past days' included. The tree of a past day is made anew of its history, which takes seconds and memory where there are a million
/// members: one at a time, and the last one is kept while memory lasts and nothing changes.
/// </summary>
internal sealed class LineDays(SponsorTree tree) : IDisposable
{
    /// <summary>How many places a page of a level has.</summary>
    public const int Size = 50;

    private readonly SemaphoreSlim _one = new(1);
    private readonly WeakReference<TreeOnDay?> _last = new(null);
    private long _version = -1;

    /// <summary>The line; null where the person had no place.</summary>
    /// <param name="day">The day, at whose end it is looked at; null for now.</param>
    /// <param name="level">The level a page is wanted of, from 1; beyond the last, the last.</param>
    /// <param name="page">Which page, from 1; beyond the last, the last.</param>
    public async Task<LineOn?> FindAsync(SubjectId subject, DateOnly? day, int level, int page, CancellationToken cancel)
    {
        await tree.CatchUpAsync(cancel);
        if (day is not { } then)
            return tree.PlaceOf(subject) is { } now ? Of(now, tree.PathOf(subject), tree.Totals(subject), (at, skip) => tree.Downline(subject, at, skip, Size), level, page) : null;
        var past = await OnAsync(then, cancel);
        return past.PlaceOf(subject) is { } place ? Of(place, past.PathOf(subject), past.Totals(subject), (at, skip) => past.Downline(subject, at, skip, Size), level, page) : null;
    }

    public void Dispose() => _one.Dispose();

    private static LineOn Of(TreePlace place, IReadOnlyList<TreePlace> above, IReadOnlyList<LevelTotal> levels, Func<int, int, DownlinePage> below, int level, int page)
    {
        if (levels.Count == 0) return new LineOn(place, above, levels, null);
        var at = Math.Clamp(level, 1, levels.Count);
        var last = (levels[at - 1].Total + Size - 1) / Size;
        return new LineOn(place, above, levels, below(at, (Math.Clamp(page, 1, Math.Max(last, 1)) - 1) * Size));
    }

    private async Task<TreeOnDay> OnAsync(DateOnly day, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var version = tree.Version;
            if (version == _version && _last.TryGetTarget(out var kept) && kept is not null && kept.Day == day) return kept;
            var made = await tree.OnDayAsync(day, cancel);
            _last.SetTarget(made);
            _version = version;
            return made;
        }
        finally
        {
            _one.Release();
        }
    }
}
