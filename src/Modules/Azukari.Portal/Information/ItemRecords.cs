using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Portal.Uses;
using Azukari.Site.Policies;
using Azukari.Ui.Language;

namespace Azukari.Portal.Information;

/// <summary>What others did with each item, counted while a history goes by, newest first. As large as there are items, however long the history.</summary>
internal sealed class ItemRecords
{
    private readonly Dictionary<string, (long Times, DateTimeOffset Last, HashSet<(string As, string? Company)> Outside)> _items = new(StringComparer.Ordinal);

    public void Add(LedgerEntry entry)
    {
        if (entry.Kind is not (EntryKind.Used or EntryKind.Shared or EntryKind.Provided or EntryKind.Disclosed)) return;
        foreach (var item in entry.Items)
        {
            var (times, last, outside) = _items.TryGetValue(item, out var known) ? known : (0, entry.Time, []);
            if (entry is { Kind: EntryKind.Shared or EntryKind.Provided, As: { } to }) outside.Add((to, entry.Recipient));
            _items[item] = (times + 1, last, outside);
        }
    }

    public ItemRecord Of(ItemId item, PolicyNames names) => _items.TryGetValue(item.Value, out var known)
        ? new ItemRecord(known.Times, known.Last, [.. known.Outside.Select(to => NameOf(to.As, to.Company, names)).OfType<string>().Distinct()])
        : new ItemRecord(0, null, []);

    // The company as its record has it, and as what it received; where the record names none, what it received as.
    private static string? NameOf(string received, string? company, PolicyNames names)
    {
        var kind = names.Recipient(received)?.Label.Here();
        if (company is null || company == received) return kind;
        var name = names.Recipient(company)?.Label.Here() ?? company;
        return kind is null ? name : PageLanguage.IsEnglish ? $"{name} ({kind})" : $"{name}（{kind}）";
    }
}
