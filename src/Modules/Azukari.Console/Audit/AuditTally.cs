using Azukari.Console.Ledger;
using Azukari.Ledger;

namespace Azukari.Console.Audit;

/// <summary>What one accessor did, or what was done about one person: counts, purposes and cases.</summary>
internal sealed class TallyRow(string name, Pseudonym? about)
{
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _purposes = new(StringComparer.Ordinal), _cases = new(StringComparer.Ordinal), _items = new(StringComparer.Ordinal);

    /// <summary>The accessor, or the person's name in the ledger.</summary>
    public string Name { get; } = name;

    /// <summary>The person, where rows are people.</summary>
    public Pseudonym? About { get; } = about;

    /// <summary>How many people an accessor touched; of a person, how many accessors touched them.</summary>
    public int Others => _others.Count;

    public int Seen { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Permitted under another purpose soon after a refusal.</summary>
    public int Flagged { get; private set; }

    public int Unmasked { get; private set; }

    public int Exported { get; private set; }

    public int Changed { get; private set; }

    public int All { get; private set; }

    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; }

    public IReadOnlyCollection<string> Purposes => _purposes;

    public IReadOnlyCollection<string> Cases => _cases;

    public IReadOnlyCollection<string> Items => _items;

    public void Add(LedgerEntry entry, string? other)
    {
        All++;
        if (entry.Time < First) First = entry.Time;
        if (entry.Time > Last) Last = entry.Time;
        if (other is not null) _others.Add(other);
        if (entry.Purpose is { } purpose) _purposes.Add(purpose);
        if (entry.Case is { } bound && !bound.StartsWith(LedgerExport.Case, StringComparison.Ordinal)) _cases.Add(bound);
        switch (entry.Kind)
        {
            case EntryKind.Used or EntryKind.Shared or EntryKind.Provided or EntryKind.Disclosed:
                Seen++;
                _items.UnionWith(entry.Items);
                break;
            case EntryKind.Refused:
                Refused++;
                break;
            case EntryKind.Exported when !LedgerExport.IsEnd(entry):
                Exported++;
                break;
            case EntryKind.Acquired or EntryKind.Corrected or EntryKind.Restricted or EntryKind.Unrestricted or EntryKind.Erased or EntryKind.Consented or EntryKind.Withdrawn:
                Changed++;
                break;
        }

        var reasons = entry.Reason?.Split('+') ?? [];
        if (reasons.Contains("after-refusal", StringComparer.Ordinal)) Flagged++;
        if (reasons.Contains("unmasked", StringComparer.Ordinal)) Unmasked++;
    }
}

/// <summary>Entries of the ledger told apart by who did it, or about whom; as many of the newest as one look may cost.</summary>
/// <param name="Rows">The rows, sorted and narrowed as asked.</param>
/// <param name="Entries">How many entries they count.</param>
/// <param name="ReachesTo">Where there were more: back to when they reach; null when they are whole.</param>
internal sealed record AuditTally(IReadOnlyList<TallyRow> Rows, int Entries, DateTimeOffset? ReachesTo)
{
    private const int PageSize = 1000;

    /// <param name="about">The person, where the question names one.</param>
    /// <param name="from">Since when.</param>
    /// <param name="most">The most entries counted.</param>
    public static async Task<AuditTally> ReadAsync(LedgerBook ledger, AuditQuestion question, Pseudonym? about, DateTimeOffset from, int most, CancellationToken cancel)
    {
        var query = new LedgerQuery { From = from, Accessor = question.Accessor, Subject = about, NewestFirst = true, Limit = PageSize };
        var rows = new Dictionary<string, TallyRow>(StringComparer.Ordinal);
        var (entries, next, oldest, reaches) = (0, (EntryId?)null, from, (DateTimeOffset?)null);
        do
        {
            var page = await ledger.SearchAsync(query, next, cancel);
            foreach (var (entry, _) in page.Records) Count(rows, entry, question);
            entries += page.Records.Count;
            next = page.Next;
            if (page.Records.Count > 0) oldest = page.Records[^1].Entry.Time;
            if (next is not null && entries >= most) reaches = oldest;
        }
        while (next is not null && reaches is null);
        return new AuditTally(Sorted(rows.Values.Where(row => question.Narrow is null || row.Name.Contains(question.Narrow, StringComparison.OrdinalIgnoreCase)), question), entries, reaches);
    }

    private static void Count(Dictionary<string, TallyRow> rows, LedgerEntry entry, AuditQuestion question)
    {
        var (key, other) = question.ByPerson ? (entry.Subject?.ToString(), entry.Accessor) : (entry.Accessor, entry.Subject?.ToString());
        // What nobody did (a checkpoint, an expiry) and, by person, what is about nobody (a sign-in, a search) makes no row.
        if (key is null) return;
        if (!rows.TryGetValue(key, out var row)) rows[key] = row = new TallyRow(key, question.ByPerson ? entry.Subject : null);
        row.Add(entry, other);
    }

    private static List<TallyRow> Sorted(IEnumerable<TallyRow> rows, AuditQuestion question)
    {
        Func<TallyRow, long> number = question.Sort switch
        {
            AuditSort.Last or AuditSort.Name => row => row.Last.UtcTicks,
            AuditSort.Others => row => row.Others,
            AuditSort.Seen => row => row.Seen,
            AuditSort.Refused => row => row.Refused,
            AuditSort.Unmasked => row => row.Unmasked,
            AuditSort.Exported => row => row.Exported,
        };
        var byName = rows.OrderBy(row => row.Name, StringComparer.Ordinal);
        if (question.Sort == AuditSort.Name) return [.. question.Up ? byName : byName.Reverse()];
        return [.. question.Up ? byName.OrderBy(number) : byName.OrderByDescending(number)];
    }
}
