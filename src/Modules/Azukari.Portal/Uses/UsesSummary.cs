using Azukari.Ledger;

namespace Azukari.Portal.Uses;

/// <summary>
/// The newest of a history in numbers: how many entries each list has, and what others did by month and purpose. As large as there are months and
/// purposes. Where the history is longer than is counted (<see cref="OwnHistory.Most"/>), every number is one of at least so many.
/// </summary>
public sealed class UsesSummary
{
    private readonly Dictionary<UseList, long> _lists = [];
    private readonly Dictionary<(DateOnly Month, string Purpose), long> _uses = [];
    private DateTimeOffset? _begins;
    private DateTimeOffset? _back;

    /// <summary>Whether there is more than was counted.</summary>
    public bool IsCut { get; private set; }

    /// <summary>How far back was counted; null where nothing was.</summary>
    public DateTimeOffset? Back => _back;

    /// <summary>The purposes others named, sorted by their ids.</summary>
    public IReadOnlyList<string> Purposes => [.. _uses.Keys.Select(use => use.Purpose).Where(purpose => purpose.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The month of the oldest that was counted; null where others did nothing.</summary>
    public DateOnly? First => _uses.Count == 0 ? null : _uses.Keys.Min(use => use.Month);

    /// <summary>The month to choose from on: where the history begins, whether that was counted or not.</summary>
    public DateOnly? Beginning => _begins is { } begins ? UsesFilter.MonthOf(begins) : First;

    internal long Count(UseList list) => _lists.GetValueOrDefault(list);

    /// <summary>How often others did something for a purpose, "" for none named; within a month, or ever.</summary>
    public long Uses(string purpose, DateOnly? month = null) =>
        month is { } one ? _uses.GetValueOrDefault((one, purpose)) : _uses.Where(use => use.Key.Purpose == purpose).Sum(use => use.Value);

    internal void Older() => IsCut = true;

    internal void Begins(DateTimeOffset? time) => _begins = time;

    internal void Add(LedgerEntry entry, UseList list)
    {
        _lists[list] = Count(list) + 1;
        _back = entry.Time;
        if (list != UseList.Others) return;
        var use = (UsesFilter.MonthOf(entry), entry.Purpose ?? "");
        _uses[use] = _uses.GetValueOrDefault(use) + 1;
    }
}
