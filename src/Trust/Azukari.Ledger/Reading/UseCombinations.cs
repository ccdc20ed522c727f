using System.Buffers;
using System.Text.Json;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Entries which differ only in person, time, case and who acted: what was done, as what, for what, with which items, how often.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Purpose">For which purpose.</param>
/// <param name="As">As which kind of recipient.</param>
/// <param name="Ground">On which ground, where it left by one.</param>
/// <param name="Items">Which items, sorted.</param>
/// <param name="PolicyVersion">Under which version.</param>
/// <param name="Count">How many entries.</param>
/// <param name="Examples">The newest of them, at most <see cref="MostExamples"/>.</param>
public sealed record UseCombination(
    EntryKind Kind, string? Purpose, string? As, string? Ground, IReadOnlyList<string> Items, string? PolicyVersion, long Count, IReadOnlyList<EntryId> Examples)
{
    /// <summary>How many examples are kept of each.</summary>
    public const int MostExamples = 3;
}

/// <summary>What a count by combination came to.</summary>
/// <param name="Combinations">The most frequent first.</param>
/// <param name="LookedAt">How many entries of the time were looked at, of whatever kind.</param>
/// <param name="ReachesTo">Where there were more than were to be looked at: the time of the oldest that was; null where all were.</param>
public sealed record CountedUses(IReadOnlyList<UseCombination> Combinations, long LookedAt, DateTimeOffset? ReachesTo);

/// <summary>How far a count has come.</summary>
/// <param name="LookedAt">So many entries were looked at.</param>
/// <param name="Goal">Of about so many.</param>
public sealed record CountProgress(long LookedAt, long Goal);

/// <summary>
/// Counts entries by combination, streamed, the newest first: of a million entries a company's few hundred combinations are kept, and no entry is made into
/// an object that adds nothing to them.
/// </summary>
internal sealed class UseCombinations(Store store)
{
    /// <summary>The bound is on rows looked at, not on rows of the kinds: what it costs is the same whatever lies between them.</summary>
    internal const string Newest = "SELECT time, kind, entry FROM sealed WHERE time >= @from AND time < @to ORDER BY time DESC, position DESC LIMIT @limit";

    /// <summary>How many there are about, by whole days; trait by trait, so that no day outside is read.</summary>
    internal const string About = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) FROM daily WHERE trait IN (SELECT number FROM traits) AND day >= @from AND day <= @to";

    private const int Step = 5000;
    private readonly Dictionary<byte[], Found> _found = new(Bytes.Comparer);
    private readonly ArrayBufferWriter<byte> _key = new(512);

    public async Task<CountedUses> CountAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<EntryKind> kinds, long most, IProgress<CountProgress>? progress, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (kinds.Count == 0)
            return new CountedUses([], 0, null);
        var (first, last) = (LedgerEntry.Micros(from), LedgerEntry.Micros(to));
        var wanted = kinds.Select(kind => kind.WireName()).ToHashSet(StringComparer.Ordinal);
        var (looked, oldest) = (0L, 0L);
        DateTimeOffset? reaches = null;
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // Read first, so that the snapshot holds both; few, since they wait about a second. They are the newest.
            var waiting = await session.ListAsync("SELECT entry FROM unsealed ORDER BY arrival DESC", r => r.Bytes(0), ct).ConfigureAwait(false);
            foreach (var row in waiting)
            {
                var entry = LedgerReader.Parse(row);
                if (entry.Time < from || entry.Time >= to)
                    continue;
                looked++;
                if (kinds.Contains(entry.Kind))
                    Add(row);
            }
            var goal = progress is null ? 0 : Math.Min(most, looked + await session.FirstAsync(About, r => r.GetInt64(0), ct, ("from", Trait.DayOf(first)), ("to", Trait.DayOf(last))).ConfigureAwait(false));
            progress?.Report(new CountProgress(looked, Math.Max(goal, looked)));
            var rows = session.StreamAsync(Newest, r => (Time: r.GetInt64(0), Entry: wanted.Contains(r.GetString(1)) ? r.Bytes(2) : null), ct,
                ("from", first), ("to", last), ("limit", Math.Max(0, most - looked) + 1)); // one more, to know whether there is one
            await foreach (var (time, entry) in rows.ConfigureAwait(false))
            {
                if (looked >= most)
                {
                    reaches = LedgerEntry.FromMicros(oldest == 0 ? time : oldest);
                    break;
                }
                oldest = time;
                if (entry is not null)
                    Add(entry);
                if (++looked % Step == 0)
                    progress?.Report(new CountProgress(looked, Math.Max(goal, looked)));
            }
            progress?.Report(new CountProgress(looked, looked));
        }
        return new CountedUses([.. _found.Values.Select(found => found.ToCombination()).OrderByDescending(c => c.Count)
            .ThenBy(c => c.Purpose, StringComparer.Ordinal).ThenBy(c => c.As, StringComparer.Ordinal).ThenBy(c => string.Join(' ', c.Items), StringComparer.Ordinal)], looked, reaches);
    }

    private void Add(byte[] json)
    {
        _key.ResetWrittenCount();
        ReadKey(json);
        var lookup = _found.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(_key.WrittenSpan, out var found))
        {
            var entry = LedgerEntry.FromCanonicalJson(json);
            lookup[_key.WrittenSpan] = found = new Found(entry);
        }
        found.Count++;
        if (found.Examples.Count < UseCombination.MostExamples)
            found.Examples.Add(LedgerEntry.FromCanonicalJson(json).Id);
    }

    // The members that make a combination, as they stand: the form is canonical, so the same values are the same bytes.
    private void ReadKey(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var counts = reader.ValueTextEquals("as"u8) || reader.ValueTextEquals("ground"u8) || reader.ValueTextEquals("items"u8)
                    || reader.ValueTextEquals("kind"u8) || reader.ValueTextEquals("policy"u8) || reader.ValueTextEquals("purpose"u8);
                var start = (int)reader.TokenStartIndex;
                reader.Read();
                reader.Skip();
                if (counts)
                    _key.Write(json[start..(int)reader.BytesConsumed]);
            }
        }
        catch (JsonException error)
        {
            throw new LedgerDamagedException("The ledger holds an entry that cannot be read. Run azukari ledger verify.", error);
        }
    }

    private sealed class Found(LedgerEntry first)
    {
        public long Count { get; set; }

        public List<EntryId> Examples { get; } = [];

        public UseCombination ToCombination() => new(first.Kind, first.Purpose, first.As, first.Ground, first.Items, first.PolicyVersion, Count, Examples);
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Bytes Comparer { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => GetHashCode((ReadOnlySpan<byte>)bytes);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
