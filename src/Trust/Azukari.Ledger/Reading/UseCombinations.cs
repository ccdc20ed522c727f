using System.Buffers;
using System.Globalization;
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
/// <param name="Examples">The first of them, at most <see cref="MostExamples"/>.</param>
public sealed record UseCombination(
    EntryKind Kind, string? Purpose, string? As, string? Ground, IReadOnlyList<string> Items, string? PolicyVersion, long Count, IReadOnlyList<EntryId> Examples)
{
    /// <summary>How many examples are kept of each.</summary>
    public const int MostExamples = 3;
}

/// <summary>
/// Counts entries by combination, streamed: of a million entries a company's few hundred combinations are kept, and no entry is made into an object
/// that adds nothing to them.
/// </summary>
internal sealed class UseCombinations(Store store)
{
    private readonly Dictionary<byte[], Found> _found = new(Bytes.Comparer);
    private readonly ArrayBufferWriter<byte> _key = new(512);

    public async Task<IReadOnlyList<UseCombination>> CountAsync(DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<EntryKind> kinds, CancellationToken ct)
    {
        if (kinds.Count == 0)
            return [];
        var names = string.Join(", ", kinds.Select(kind => $"'{kind.WireName()}'")); // a closed list of words of ours
        var (first, last) = (LedgerEntry.Micros(from), LedgerEntry.Micros(to));
        var wanted = kinds.ToHashSet();
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // Read first, so that the snapshot holds both; few, since they wait about a second.
            var waiting = await session.ListAsync("SELECT entry FROM unsealed ORDER BY arrival", r => r.Bytes(0), ct).ConfigureAwait(false);
            var sealedRows = session.StreamAsync(
                string.Create(CultureInfo.InvariantCulture, $"SELECT entry FROM sealed WHERE time >= @from AND time < @to AND kind IN ({names})"),
                r => r.Bytes(0), ct, ("from", first), ("to", last));
            await foreach (var row in sealedRows.ConfigureAwait(false))
                Add(row);
            foreach (var row in waiting)
            {
                var entry = LedgerEntry.FromCanonicalJson(row);
                if (wanted.Contains(entry.Kind) && entry.Time >= from && entry.Time < to)
                    Add(row);
            }
        }
        return [.. _found.Values.Select(found => found.ToCombination()).OrderByDescending(c => c.Count)
            .ThenBy(c => c.Purpose, StringComparer.Ordinal).ThenBy(c => c.As, StringComparer.Ordinal).ThenBy(c => string.Join(' ', c.Items), StringComparer.Ordinal)];
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
