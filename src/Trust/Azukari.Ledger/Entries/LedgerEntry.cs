using System.Collections.Immutable;

namespace Azukari.Ledger;

/// <summary>
/// One thing that was done with personal data: who, for what, about whom, which items, by which clauses. Holds codes only
/// (<see cref="LedgerCode"/>): never a value, never free text. Immutable; equal when its canonical form is equal.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="id">Fresh for each entry: draining an entry twice by the same id records it once.</param>
    /// <param name="time">Kept to the microsecond, in UTC.</param>
    /// <param name="kind">What was done.</param>
    public LedgerEntry(EntryId id, DateTimeOffset time, EntryKind kind)
    {
        Id = id;
        Time = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        Kind = kind;
    }

    /// <summary>Makes an entry with a fresh id, now.</summary>
    public static LedgerEntry Now(TimeProvider clock, EntryKind kind)
    {
        var now = clock.GetUtcNow();
        return new LedgerEntry(EntryId.New(now), now, kind);
    }

    /// <summary>The entry's identity.</summary>
    public EntryId Id { get; private init; }

    /// <summary>When it was done, UTC, to the microsecond.</summary>
    public DateTimeOffset Time { get; private init; }

    /// <summary>What was done.</summary>
    public EntryKind Kind { get; }

    /// <summary>About whom; null where it is about nobody in particular.</summary>
    public Pseudonym? Subject { get; init; }

    /// <summary>Who did it: an operator's or client's code.</summary>
    public string? Accessor { get; init => field = One(value, nameof(Accessor)); }

    /// <summary>As which kind of recipient the accessor acted, for instance <c>staff.shipping</c>.</summary>
    public string? As { get; init => field = One(value, nameof(As)); }

    /// <summary>Who received it outside the company.</summary>
    public string? Recipient { get; init => field = One(value, nameof(Recipient)); }

    /// <summary>For which purpose, by clause id.</summary>
    public string? Purpose { get; init => field = One(value, nameof(Purpose)); }

    /// <summary>The ground of what left the company, by clause id.</summary>
    public string? Ground { get; init => field = One(value, nameof(Ground)); }

    /// <summary>Which items, at most 256.</summary>
    public IReadOnlyList<string> Items { get; init => field = Many(value, nameof(Items)); } = [];

    /// <summary>The clauses that permitted or refused, at most 256.</summary>
    public IReadOnlyList<string> Clauses { get; init => field = Many(value, nameof(Clauses)); } = [];

    /// <summary>The policy version in force.</summary>
    public string? PolicyVersion { get; init => field = One(value, nameof(PolicyVersion)); }

    /// <summary>The case it belongs to: an order, inquiry, request.</summary>
    public string? Case { get; init => field = One(value, nameof(Case)); }

    /// <summary>A reason code, for instance of a refusal.</summary>
    public string? Reason { get; init => field = One(value, nameof(Reason)); }

    /// <summary>How many (hits, rows), where that is what is recorded; not negative.</summary>
    public long? Count
    {
        get;
        init => field = value is < 0 or > CanonicalJson.MaxInteger
            ? throw new ArgumentOutOfRangeException(nameof(Count), "Count is 0 to 2^53.") : value;
    }

    /// <summary>What a publication changed since the version before; null for everything else, for the first version, and for what was published before it was recorded.</summary>
    public VersionDifference? Difference
    {
        get;
        init => field = value is null || Kind == EntryKind.Published
            ? value : throw new ArgumentException("Only a publication records a difference.", nameof(Difference));
    }

    /// <summary>The entry as canonical JSON (RFC 8785), UTF-8: what is stored, hashed and proved. <c>time</c> is microseconds since 1970.</summary>
    public byte[] ToCanonicalJson()
    {
        var json = new CanonicalJson(stackalloc byte[EntryJson.Usual]);
        EntryJson.Write(ref json, Id, Microseconds, Subject, Members);
        return json.Written.ToArray();
    }

    /// <summary>Reads an entry from its canonical JSON.</summary>
    /// <exception cref="FormatException">It is not an entry, or not in canonical form.</exception>
    public static LedgerEntry FromCanonicalJson(ReadOnlySpan<byte> json) => EntryReader.Read(json);

    /// <summary>Equal when the canonical form is.</summary>
    public bool Equals(LedgerEntry? other) => other is not null && ToCanonicalJson().AsSpan().SequenceEqual(other.ToCanonicalJson());

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>Id and kind only.</summary>
    public override string ToString() => $"{Id} {Kind.WireName()}";

    internal long Microseconds => Micros(Time);

    /// <summary>The same done again, at another time or about somebody else.</summary>
    internal LedgerEntry Again(EntryId id, long micros, Pseudonym? subject, string? @case) =>
        ReferenceEquals(@case, Case) ? this with { Id = id, Time = FromMicros(micros), Subject = subject } : this with { Id = id, Time = FromMicros(micros), Subject = subject, Case = @case };

    internal static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    internal EntryMembers Members => new()
    {
        Kind = Kind,
        Accessor = Accessor,
        As = As,
        Recipient = Recipient,
        Purpose = Purpose,
        Ground = Ground,
        Items = Items,
        Clauses = Clauses,
        PolicyVersion = PolicyVersion,
        Case = Case,
        Reason = Reason,
        Count = Count,
        Difference = Difference?.ToCanonicalJson(),
    };

    private static string? One(string? value, string member) => value is null ? null : LedgerCode.Check(value, member);

    private static ImmutableArray<string> Many(IReadOnlyList<string> values, string member)
    {
        if (values.Count > 256)
            throw new ArgumentException($"{member} of a ledger entry are at most 256.", member);
        foreach (var value in values)
            LedgerCode.Check(value, member);
        return [.. values];
    }
}
