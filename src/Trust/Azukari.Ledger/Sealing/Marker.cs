using System.Collections.Immutable;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// Marks sealed entries, in the transaction that seals them, so that they are found and counted: a mark each, a count a trait and day.
/// Who marks holds the marking row, so traits are numbered once.
/// </summary>
internal sealed class Marker
{
    private static readonly HotStatement InsertOne = new("INSERT INTO marks (trait, time, position, accessor) VALUES (?1, ?2, ?3, ?4)");

    private Known _known = new(-1, ImmutableDictionary<Trait, long>.Empty, 0); // what was committed; replaced, never changed

    /// <summary>Marks entries. Pass what is returned to <see cref="Learn"/> once the transaction is committed.</summary>
    public async Task<Known> MarkAsync(StoreTransaction transaction, IReadOnlyList<(long Position, LedgerEntry Entry)> entries, CancellationToken ct)
    {
        var marking = await Marking.ReadAsync(transaction, locking: true, ct).ConfigureAwait(false);
        var traits = new Traits(transaction, marking.Generation, _known);
        var rows = new List<Mark>(entries.Count);
        var (before, trait, accessor) = ((LedgerEntry?)null, 0L, (long?)null);
        foreach (var (position, entry) in entries)
        {
            if (before is null || !ReferenceEquals(before.Accessor, entry.Accessor))
                accessor = Trait.AccessorMark(entry.Accessor);
            if (before is null || !Trait.IsSame(before, entry))
                trait = await traits.NumberAsync(entry, ct).ConfigureAwait(false);
            rows.Add(new Mark(trait, entry.Microseconds, position, accessor));
            before = entry;
        }
        rows.Sort(static (a, b) => (a.Trait, a.Time, a.Position).CompareTo((b.Trait, b.Time, b.Position))); // neighbours in the tree lie together
        await InsertAsync(transaction, rows, ct).ConfigureAwait(false);
        await CountAsync(transaction, rows, ct).ConfigureAwait(false);
        return traits.Known;
    }

    /// <summary>Remembers traits whose numbers are committed.</summary>
    public void Learn(Known known) => Volatile.Write(ref _known, known);

    private static async Task InsertAsync(StoreTransaction transaction, List<Mark> rows, CancellationToken ct)
    {
        if (transaction.Engine == StoreEngine.Sqlite)
            InsertEach(transaction.Hot(InsertOne), rows);
        else
            await transaction.ExecuteAsync("INSERT INTO marks (trait, time, position, accessor) SELECT * FROM unnest(@traits, @times, @positions, @accessors)", ct,
                ("traits", rows.Select(row => row.Trait).ToArray()), ("times", rows.Select(row => row.Time).ToArray()),
                ("positions", rows.Select(row => row.Position).ToArray()), ("accessors", rows.Select(row => row.Accessor).ToArray())).ConfigureAwait(false);
    }

    private static void InsertEach(StoreCursor insert, List<Mark> rows)
    {
        foreach (var (trait, time, position, accessor) in rows)
        {
            insert.Bind(1, trait);
            insert.Bind(2, time);
            insert.Bind(3, position);
            if (accessor is { } mark)
                insert.Bind(4, mark);
            else
                insert.BindNull(4);
            insert.Run();
        }
    }

    private static async Task CountAsync(StoreTransaction transaction, List<Mark> rows, CancellationToken ct)
    {
        var days = rows.GroupBy(row => (row.Trait, Day: Trait.DayOf(row.Time))).Select(day => (day.Key.Trait, day.Key.Day, Entries: (long)day.Count())).ToList();
        var sums = rows.GroupBy(row => row.Trait).Select(all => (Trait: all.Key, Entries: (long)all.Count(), First: all.Min(row => row.Time), Last: all.Max(row => row.Time))).ToList();
        const string adding = "ON CONFLICT (trait, day) DO UPDATE SET entries = daily.entries + excluded.entries";
        if (transaction.Engine == StoreEngine.Sqlite)
        {
            transaction.ExecuteEach($"INSERT INTO daily (trait, day, entries) VALUES (@trait, @day, @entries) {adding}",
                days.ConvertAll(day => new object?[] { day.Trait, day.Day, day.Entries }));
            transaction.ExecuteEach("UPDATE traits SET entries = entries + @entries, first = min(first, @first), last = max(last, @last) WHERE number = @trait",
                sums.ConvertAll(sum => new object?[] { sum.Entries, sum.First, sum.Last, sum.Trait }));
            return;
        }
        await transaction.ExecuteAsync($"INSERT INTO daily (trait, day, entries) SELECT * FROM unnest(@traits, @days, @entries) {adding}", ct,
            ("traits", days.Select(day => day.Trait).ToArray()), ("days", days.Select(day => day.Day).ToArray()), ("entries", days.Select(day => day.Entries).ToArray())).ConfigureAwait(false);
        await transaction.ExecuteAsync(
            """
            UPDATE traits SET entries = traits.entries + u.entries, first = least(traits.first, u.first), last = greatest(traits.last, u.last)
            FROM unnest(@traits, @entries, @firsts, @lasts) AS u (trait, entries, first, last) WHERE number = u.trait
            """, ct,
            ("traits", sums.Select(sum => sum.Trait).ToArray()), ("entries", sums.Select(sum => sum.Entries).ToArray()),
            ("firsts", sums.Select(sum => sum.First).ToArray()), ("lasts", sums.Select(sum => sum.Last).ToArray())).ConfigureAwait(false);
    }

    /// <summary>The traits a process knows by number, as of a generation of the marks. Coarse ones are under <see cref="Trait.Coarse"/> with the reason <c>*</c>.</summary>
    internal sealed record Known(long Generation, ImmutableDictionary<Trait, long> Numbers, int Exact);

    private readonly record struct Mark(long Trait, long Time, long Position, long? Accessor);

    /// <summary>Numbers traits within one transaction.</summary>
    private sealed class Traits(StoreTransaction transaction, long generation, Known known)
    {
        private bool _fresh;

        public Known Known { get; private set; } = known;

        public async Task<long> NumberAsync(LedgerEntry entry, CancellationToken ct)
        {
            var trait = Trait.Of(entry);
            if (Known.Generation == generation && Known.Numbers.TryGetValue(trait, out var number))
                return number;
            if (!_fresh && (Known.Generation != generation || Known.Exact < Trait.MaxExact))
            {
                await LoadAsync(ct).ConfigureAwait(false); // another process may have added it
                if (Known.Numbers.TryGetValue(trait, out number))
                    return number;
            }
            if (Known.Exact < Trait.MaxExact)
                return await AddAsync(trait, trait, entry, exact: true, ct).ConfigureAwait(false);
            var coarse = trait.Coarse();
            var key = Key(coarse);
            return Known.Numbers.TryGetValue(key, out number) ? number : await AddAsync(key, coarse, entry, exact: false, ct).ConfigureAwait(false);
        }

        private async Task LoadAsync(CancellationToken ct)
        {
            _fresh = true;
            var all = await StoredTrait.AllAsync(transaction, ct).ConfigureAwait(false);
            Known = new Known(generation, all.ToImmutableDictionary(row => row.Exact ? row.Trait : Key(row.Trait), row => row.Number), all.Count(row => row.Exact));
        }

        private async Task<long> AddAsync(Trait key, Trait trait, LedgerEntry entry, bool exact, CancellationToken ct)
        {
            if (!exact && !_fresh)
            {
                await LoadAsync(ct).ConfigureAwait(false);
                if (Known.Numbers.TryGetValue(key, out var there))
                    return there;
            }
            var number = await transaction.FirstAsync(
                """
                INSERT INTO traits (fingerprint, exact, kind, purpose, recipient, reason, clauses, entries, first, last)
                VALUES (@fingerprint, @exact, @kind, @purpose, @recipient, @reason, @clauses, 0, @time, @time) RETURNING number
                """, r => r.GetInt64(0), ct,
                ("fingerprint", trait.Fingerprint(exact)), ("exact", exact ? 1L : 0L), ("kind", trait.Kind), ("purpose", trait.Purpose), ("recipient", trait.Recipient),
                ("reason", trait.Reason), ("clauses", trait.Clauses), ("time", entry.Microseconds)).ConfigureAwait(false);
            Known = Known with { Numbers = Known.Numbers.SetItem(key, number), Exact = Known.Exact + (exact ? 1 : 0) };
            return number;
        }

        private static Trait Key(Trait coarse) => coarse with { Reason = "*" };
    }
}
