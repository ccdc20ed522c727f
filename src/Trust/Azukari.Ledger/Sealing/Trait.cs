using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// What many entries have in common: kind, purpose, recipient, reason and clauses. A ledger of millions of entries has a few hundred of
/// them, so that one index by trait answers every combination of these conditions, and counts by trait and day draw every chart.
/// </summary>
internal sealed record Trait(string Kind, string? Purpose, string? Recipient, string? Reason, string Clauses)
{
    /// <summary>Beyond so many, entries are put together by kind and purpose only (<see cref="Coarse"/>): codes without end must not swell the table.</summary>
    public const int MaxExact = 4096;

    private const char Between = ' '; // no code holds one

    public static Trait Of(LedgerEntry entry) =>
        new(entry.Kind.WireName(), entry.Purpose, entry.Recipient, entry.Reason, string.Join(Between, entry.Clauses));

    /// <summary>Whether two entries have the same trait at a glance: entries that were made alike share what they name.</summary>
    public static bool IsSame(LedgerEntry one, LedgerEntry other) =>
        one.Kind == other.Kind && ReferenceEquals(one.Purpose, other.Purpose) && ReferenceEquals(one.Recipient, other.Recipient)
        && ReferenceEquals(one.Reason, other.Reason) && ReferenceEquals(one.Clauses, other.Clauses);

    /// <summary>Kind and purpose alone; whether the rest fits must be asked of the entry.</summary>
    public Trait Coarse() => new(Kind, Purpose, null, null, "");

    public byte[] Fingerprint(bool exact)
    {
        var text = string.Join('\n', exact ? "exact" : "coarse", Kind, Purpose, Recipient, Reason, Clauses);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
    }

    /// <summary>What stands for an accessor in the index: few bytes, nearly always different for different accessors. The entry decides.</summary>
    public static long? AccessorMark(string? accessor) =>
        accessor is null ? null : BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(accessor)));

    /// <summary>The day in Asia/Tokyo, which has no summer time, from 1970-01-01 as 0.</summary>
    public static long DayOf(long micros) => (long)Math.Floor((micros + TokyoMicros) / (double)DayMicros);

    /// <summary>The first microsecond of a day.</summary>
    public static long StartOf(long day) => (day * DayMicros) - TokyoMicros;

    public bool Matches(LedgerQuery query) =>
        (query.Kind is not { } kind || kind.WireName() == Kind)
        && Same(query.Purpose, Purpose)
        && Same(query.Recipient, Recipient)
        && LedgerQuery.HasReason(query.Reason, Reason)
        && (query.Clause is not { } clause || Clauses.Split(Between).Contains(clause, StringComparer.Ordinal));

    private static bool Same(string? wanted, string? found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);

    private const long DayMicros = 86_400_000_000;
    private const long TokyoMicros = 9 * 3_600_000_000L;
}

/// <summary>A trait as stored: how many entries have it, and between which times.</summary>
internal sealed record StoredTrait(long Number, bool Exact, Trait Trait, long Entries, long First, long Last)
{
    public static Task<List<StoredTrait>> AllAsync(StoreSession session, CancellationToken ct) => session.ListAsync(
        "SELECT number, exact, kind, purpose, recipient, reason, clauses, entries, first, last FROM traits ORDER BY number",
        r => new StoredTrait(r.GetInt64(0), r.GetInt64(1) != 0, new Trait(r.GetString(2), r.TextOrNull(3), r.TextOrNull(4), r.TextOrNull(5), r.GetString(6)),
            r.GetInt64(7), r.GetInt64(8), r.GetInt64(9)), ct);

    /// <summary>Whether entries of this trait may be what is asked for; where it is not exact, the entry decides.</summary>
    public bool MayMatch(LedgerQuery query) =>
        Exact ? Trait.Matches(query) : Trait.Matches(new LedgerQuery { Kind = query.Kind, Purpose = query.Purpose });
}

/// <summary>How far the marks have come: all entries from <paramref name="Goal"/> on are marked when sealed, those before it in the background.</summary>
internal sealed record Marking(long Generation, long Done, long Goal)
{
    public bool Whole => Done >= Goal;

    public static async Task<Marking> ReadAsync(StoreSession session, bool locking, CancellationToken ct) =>
        await session.FirstAsync(
            "SELECT generation, done, goal FROM marking WHERE id = 1" + (locking && session.Engine == StoreEngine.Postgres ? " FOR UPDATE" : ""),
            r => new Marking(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), ct).ConfigureAwait(false)
        ?? throw new LedgerDamagedException("The ledger no longer knows how far its search index reaches: its table was changed. Run azukari ledger reindex.");
}
