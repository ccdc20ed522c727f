using System.Text.Json;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>When somebody last did anything that is in the ledger, and last acted as each kind of recipient.</summary>
/// <param name="Any">Their newest entry, a refusal included; null where there is none.</param>
/// <param name="As">By kind of recipient, the newest entry that is no refusal.</param>
/// <param name="ReachesTo">Where they have more entries than one look reads: back to when it looked; null when it saw all.</param>
public sealed record LastActs(DateTimeOffset? Any, IReadOnlyDictionary<string, DateTimeOffset> As, DateTimeOffset? ReachesTo)
{
    /// <summary>
    /// Reads newest first from the index by accessor, until each kind was met, and of an entry only what is asked: who works is known after a few entries,
    /// who has a million without one of the kinds costs as many rows as are read at most, and no memory.
    /// </summary>
    internal static Task<LastActs> ReadAsync(Store store, string accessor, DateTimeOffset from, IReadOnlyCollection<string> kinds, int most, CancellationToken ct) =>
        store.ReadAsync(async (session, c) =>
        {
            var (found, any, looked, reaches) = (new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), (DateTimeOffset?)null, 0, (DateTimeOffset?)null);
            bool Take(byte[] json)
            {
                var (by, role, refused, time) = Read(json);
                if (!string.Equals(by, accessor, StringComparison.Ordinal) || time < from) return false;
                if (!(any >= time)) any = time;
                if (role is not null && !refused && !(found.GetValueOrDefault(role) >= time)) found[role] = time;
                return kinds.All(found.ContainsKey);
            }

            foreach (var waiting in await session.ListAsync("SELECT entry FROM unsealed ORDER BY arrival DESC", r => r.Bytes(0), c).ConfigureAwait(false)) Take(waiting);
            if (any is not null && kinds.All(found.ContainsKey)) return new LastActs(any, found, null);
            var whole = (await Marking.ReadAsync(session, locking: false, c).ConfigureAwait(false)).Whole;
            var rows = session.StreamAsync(whole ? ByAccessor : ByTime, r => (Time: r.GetInt64(0), Json: r.Bytes(1)), c,
                ("accessor", Trait.AccessorMark(accessor)), ("from", LedgerEntry.Micros(from)));
            await foreach (var (time, json) in rows.ConfigureAwait(false))
            {
                if (looked++ == most)
                {
                    reaches = LedgerEntry.FromMicros(time);
                    break;
                }

                if (Take(json)) break;
            }

            return new LastActs(any, found, reaches);
        }, snapshot: true, ct);

    internal const string ByAccessor =
        "SELECT m.time, s.entry FROM marks m JOIN sealed s ON s.position = m.position WHERE m.accessor = @accessor AND m.time >= @from ORDER BY m.time DESC, m.position DESC";

    // As long as not every entry is marked: all there are.
    private const string ByTime = "SELECT time, entry FROM sealed WHERE time >= @from AND @accessor IS NOT NULL ORDER BY time DESC, position DESC";

    private static (string? By, string? As, bool Refused, DateTimeOffset Time) Read(byte[] json)
    {
        var (by, role, refused, time) = ((string?)null, (string?)null, false, default(DateTimeOffset));
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isBy, isAs, isKind, isTime) = (reader.ValueTextEquals("accessor"u8), reader.ValueTextEquals("as"u8), reader.ValueTextEquals("kind"u8), reader.ValueTextEquals("time"u8));
                reader.Read();
                if (isBy) by = reader.GetString();
                else if (isAs) role = reader.GetString();
                else if (isKind) refused = reader.ValueTextEquals("refused"u8);
                else if (isTime) time = LedgerEntry.FromMicros(reader.GetInt64());
                else reader.Skip();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new LedgerDamagedException("The ledger holds an entry that cannot be read. Run azukari ledger verify.", error);
        }

        return (by, role, refused, time);
    }
}
