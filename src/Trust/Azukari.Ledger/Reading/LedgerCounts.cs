using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>What counts are told apart by.</summary>
public enum CountBy
{
    /// <summary>By kind.</summary>
    Kind,

    /// <summary>By purpose.</summary>
    Purpose,

    /// <summary>By reason, whole: joined by <c>+</c> where there are several.</summary>
    Reason,

    /// <summary>By recipient.</summary>
    Recipient,
}

/// <summary>How many entries of one sort a day has.</summary>
/// <param name="Day">In Asia/Tokyo.</param>
/// <param name="Key">The kind's wire name, the purpose, reason or recipient; null for entries without.</param>
/// <param name="Entries">How many, at least one.</param>
public sealed record LedgerCount(DateOnly Day, string? Key, long Entries);

/// <summary>Counts of sealed entries a day.</summary>
/// <param name="Days">By day, then by key.</param>
/// <param name="Exact">False where the ledger knows so many different reasons, recipients and clauses that some entries are counted by kind
/// and purpose only; those are left out where more is asked, and have no key where they are told apart by more.</param>
/// <param name="Whole">False as long as older entries are still to be counted (<see cref="LedgerBook.SearchStateAsync"/>).</param>
public sealed record LedgerCounts(IReadOnlyList<LedgerCount> Days, bool Exact, bool Whole)
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    internal static Task<LedgerCounts> ReadAsync(Store store, LedgerQuery query, CountBy by, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        if (query is not { From: null, To: null, Subject: null, Accessor: null, Case: null, Item: null })
            throw new ArgumentException("Counts are kept by day, kind, purpose, recipient, reason and clause only.", nameof(query));
        return store.ReadAsync(async (session, c) =>
        {
            var whole = (await Marking.ReadAsync(session, locking: false, c).ConfigureAwait(false)).Whole;
            var may = (await StoredTrait.AllAsync(session, c).ConfigureAwait(false)).FindAll(trait => trait.MayMatch(query));
            var counted = may.FindAll(trait => trait.Trait.Matches(query));
            var exact = counted.Count == may.Count && (by is CountBy.Kind or CountBy.Purpose || counted.TrueForAll(trait => trait.Exact));
            var numbers = counted.Select(trait => trait.Number);
            var rows = await session.ListAsync(Sql(session.Engine, by), r => new LedgerCount(Epoch.AddDays((int)r.GetInt64(0)), r.TextOrNull(1), r.GetInt64(2)), c,
                ("traits", session.Engine == StoreEngine.Postgres ? numbers.ToArray() : $"[{string.Join(',', numbers)}]"),
                ("from", (long)((from ?? DateOnly.MinValue).DayNumber - Epoch.DayNumber)), ("to", (long)((to ?? DateOnly.MaxValue).DayNumber - Epoch.DayNumber))).ConfigureAwait(false);
            return new LedgerCounts(rows, exact, whole);
        }, snapshot: true, ct);
    }

    internal static string Sql(StoreEngine engine, CountBy by)
    {
        var column = by switch { CountBy.Kind => "kind", CountBy.Purpose => "purpose", CountBy.Reason => "reason", CountBy.Recipient => "recipient" };
        var (wanted, sum) = engine == StoreEngine.Postgres ? ("= ANY(@traits)", "sum(d.entries)::bigint") : ("IN (SELECT value FROM json_each(@traits))", "sum(d.entries)");
        return $"""
            SELECT d.day, t.{column}, {sum} FROM daily d JOIN traits t ON t.number = d.trait
            WHERE d.trait {wanted} AND d.day >= @from AND d.day < @to GROUP BY d.day, t.{column} ORDER BY d.day, t.{column}
            """;
    }
}
