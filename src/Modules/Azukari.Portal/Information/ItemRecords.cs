using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Portal.Uses;
using Azukari.Site.Policies;

namespace Azukari.Portal.Information;

/// <summary>What others did with each item, counted while a history goes by, newest first. As large as there are items, however long the history.</summary>
internal sealed class ItemRecords
{
    private readonly Dictionary<string, (long Times, DateTimeOffset Last, HashSet<string> Outside)> _items = new(StringComparer.Ordinal);

    public void Add(LedgerEntry entry)
    {
        if (entry.Kind is not (EntryKind.Used or EntryKind.Shared or EntryKind.Provided or EntryKind.Disclosed)) return;
        foreach (var item in entry.Items)
        {
            var (times, last, outside) = _items.TryGetValue(item, out var known) ? known : (0, entry.Time, []);
            if (entry is { Kind: EntryKind.Shared or EntryKind.Provided, As: { } to }) outside.Add(to);
            _items[item] = (times + 1, last, outside);
        }
    }

    public ItemRecord Of(ItemId item, PolicyNames names) => _items.TryGetValue(item.Value, out var known)
        ? new ItemRecord(known.Times, known.Last, [.. known.Outside.Select(to => names.Recipient(to)?.Label.Here()).OfType<string>().Distinct()])
        : new ItemRecord(0, null, []);
}
