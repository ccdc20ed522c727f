namespace Azukari.Ledger;

/// <summary>Which entries are asked for; what is null does not narrow. All conditions hold at once.</summary>
public sealed record LedgerQuery
{
    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of this kind.</summary>
    public EntryKind? Kind { get; init; }

    /// <summary>About this person.</summary>
    public Pseudonym? Subject { get; init; }

    /// <summary>By this accessor.</summary>
    public string? Accessor { get; init; }

    /// <summary>For this purpose.</summary>
    public string? Purpose { get; init; }

    /// <summary>To this recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>Of this case.</summary>
    public string? Case { get; init; }

    /// <summary>Touching this item.</summary>
    public string? Item { get; init; }

    /// <summary>Citing this clause.</summary>
    public string? Clause { get; init; }

    /// <summary>With this reason, or with it among those joined by <c>+</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The newest first; default the oldest first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>At most so many; default all.</summary>
    public int Limit { get; init; } = int.MaxValue;

    internal bool Matches(LedgerEntry entry) =>
        (From is null || entry.Time >= From)
        && (To is null || entry.Time < To)
        && (Kind is null || entry.Kind == Kind)
        && (Subject is null || entry.Subject == Subject)
        && Same(Accessor, entry.Accessor)
        && Same(Purpose, entry.Purpose)
        && Same(Recipient, entry.Recipient)
        && Same(Case, entry.Case)
        && HasReason(Reason, entry.Reason)
        && (Item is null || entry.Items.Contains(Item, StringComparer.Ordinal))
        && (Clause is null || entry.Clauses.Contains(Clause, StringComparer.Ordinal));

    internal static bool HasReason(string? wanted, string? found) =>
        wanted is null || Same(wanted, found) || (found is not null && found.Contains('+', StringComparison.Ordinal) && found.Split('+').Contains(wanted, StringComparer.Ordinal));

    private static bool Same(string? wanted, string? found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);
}

/// <summary>An entry as the ledger holds it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Position">Its place in the tree, from 0; null while it waits to be sealed.</param>
public sealed record LedgerRecord(LedgerEntry Entry, long? Position);

/// <summary>A page of a search.</summary>
/// <param name="Records">The entries found, in the query's order; fewer than asked for, even none, where the search ended early.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="SearchedTo">Where the search ended early, because few entries match: the time up to which it has come.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerRecord> Records, EntryId? Next, DateTimeOffset? SearchedTo);

/// <summary>How far the search index reaches.</summary>
/// <param name="Done">So many of the entries from before are marked.</param>
/// <param name="Goal">Of so many.</param>
public sealed record SearchState(long Done, long Goal)
{
    /// <summary>Whether every sealed entry is marked.</summary>
    public bool Whole => Done >= Goal;
}
