using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Requests.Contracts;

/// <summary>Somebody outside, or a joint user, who received what was corrected or deleted since, as it was before.</summary>
/// <param name="Key">Who, as the ledger has it: a recipient's code, else the accessor's.</param>
/// <param name="Kind">The recipient kind.</param>
/// <param name="Items">Which of the items corrected or deleted.</param>
/// <param name="LastAt">When last, as they were before.</param>
/// <param name="CorrectedAt">When the last of these items was corrected or deleted.</param>
/// <param name="ToldAt">When they were told of all of it; null where they were not yet.</param>
/// <param name="ToldBy">Who told them.</param>
public sealed record OldRecipient(string Key, string? Kind, IReadOnlyList<string> Items, DateTimeOffset LastAt, DateTimeOffset CorrectedAt, DateTimeOffset? ToldAt, string? ToldBy)
{
    /// <summary>Which of the items were deleted.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = [];

    /// <summary>When they last received all of these items anew, as they are now; null where they did not.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>Whether their own system took note of it, over the API.</summary>
    public bool Acknowledged { get; init; }

    /// <summary>Whether they hold what is not right any more, as far as is known here: neither told nor given it anew.</summary>
    public bool IsOpen => ToldAt is null && RenewedAt is null;
}

/// <summary>Reads from a person's history who holds what was corrected or deleted since.</summary>
internal static class OldRecipients
{
    /// <param name="history">The person's, newest first.</param>
    /// <param name="case">Only what was done in a case; null for whatever was.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<IReadOnlyList<OldRecipient>> OfAsync(IAsyncEnumerable<LedgerEntry> history, string? @case, CancellationToken cancel)
    {
        var changed = new Dictionary<string, (DateTimeOffset At, bool Deleted)>(StringComparer.Ordinal);
        var told = new Dictionary<(string Key, string Item), LedgerEntry>();
        var renewed = new Dictionary<(string Key, string Item), DateTimeOffset>();
        var received = new Dictionary<string, (string? Kind, DateTimeOffset Last, HashSet<string> Items)>(StringComparer.Ordinal);

        // Newest first: what is met after a correction came before it, and the first one met of anything is the last.
        await foreach (var entry in history.WithCancellation(cancel))
        {
            if (entry is { Kind: EntryKind.Registered, Reason: TrustVault.Told or TrustVault.Acknowledged, Recipient: { } whom })
            {
                foreach (var item in entry.Items) told.TryAdd((whom, item), entry);
            }
            else if (entry.Kind is EntryKind.Corrected or EntryKind.Erased && (@case is null || entry.Case == @case))
            {
                foreach (var item in entry.Items) changed.TryAdd(item, (entry.Time, entry.Kind == EntryKind.Erased));
            }
            else if (entry.Kind is EntryKind.Provided or EntryKind.Shared && (entry.Recipient ?? entry.Accessor) is { } key)
            {
                foreach (var item in entry.Items.Where(item => !changed.ContainsKey(item))) renewed.TryAdd((key, item), entry.Time);
                var old = entry.Items.Where(changed.ContainsKey).ToList();
                if (old.Count == 0) continue;
                if (!received.TryGetValue(key, out var one)) received[key] = one = (entry.As, entry.Time, []);
                one.Items.UnionWith(old);
            }
        }

        return [.. received.Select(pair => Of(pair.Key, pair.Value)).OrderBy(one => one.ToldAt is not null).ThenBy(one => !one.IsOpen).ThenBy(one => one.Key, StringComparer.Ordinal)];

        OldRecipient Of(string key, (string? Kind, DateTimeOffset Last, HashSet<string> Items) one)
        {
            string[] items = [.. one.Items.Order(StringComparer.Ordinal)];
            var notes = items.Select(item => told.GetValueOrDefault((key, item)) is { } note && note.Time >= changed[item].At ? note : null).ToList();
            var last = notes.Contains(null) ? null : notes.MaxBy(note => note!.Time);
            return new OldRecipient(key, one.Kind, items, one.Last, items.Max(item => changed[item].At), last?.Time, last?.Accessor)
            {
                Acknowledged = last?.Reason == TrustVault.Acknowledged,
                Deleted = [.. items.Where(item => changed[item].Deleted)],
                RenewedAt = items.All(item => renewed.ContainsKey((key, item))) ? items.Max(item => renewed[(key, item)]) : null,
            };
        }
    }
}
