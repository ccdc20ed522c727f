using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Requests.Contracts;

/// <summary>Somebody outside, or a joint user, who received what was corrected for a request, as it was before.</summary>
/// <param name="Key">Who, as the ledger has it: a recipient's code, else the accessor's.</param>
/// <param name="Kind">The recipient kind.</param>
/// <param name="Items">Which of the items corrected.</param>
/// <param name="LastAt">When last.</param>
/// <param name="CorrectedAt">When the last of these items was corrected.</param>
/// <param name="ToldAt">When they were told of it; null where they were not yet.</param>
/// <param name="ToldBy">Who told them.</param>
public sealed record OldRecipient(string Key, string? Kind, IReadOnlyList<string> Items, DateTimeOffset LastAt, DateTimeOffset CorrectedAt, DateTimeOffset? ToldAt, string? ToldBy);

// Who received the old value is told of the correction (rights.correction): joint users and entrustees, and everybody else outside.
public sealed partial class RequestBook
{
    /// <summary>The note that a recipient was told of a correction.</summary>
    internal const string Told = "request-told";

    /// <summary>
    /// Who received what was corrected for a request before it was, from the person's history; those not told yet first. Showing it is an inspection, to be recorded before.
    /// </summary>
    public async Task<IReadOnlyList<OldRecipient>> RecipientsAsync(RightsRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(await DeedsAsync(request, cancel)).Any(deed => deed.Kind == EntryKind.Corrected)) return [];
        var corrected = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var told = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
        var received = new Dictionary<string, (string? Kind, DateTimeOffset Last, HashSet<string> Items)>(StringComparer.Ordinal);

        // Newest first: what is met after a correction came before it.
        await foreach (var entry in _company.Trust.Vault.HistoryAsync(request.Subject, cancel))
        {
            if (entry.Case == request.Code && entry is { Kind: EntryKind.Registered, Reason: Told, Recipient: { } whom })
            {
                told.TryAdd(whom, entry);
            }
            else if (entry.Case == request.Code && entry.Kind == EntryKind.Corrected)
            {
                foreach (var item in entry.Items) corrected.TryAdd(item, entry.Time);
            }
            else if (entry.Kind is EntryKind.Provided or EntryKind.Shared && (entry.Recipient ?? entry.Accessor) is { } key && entry.Items.Where(corrected.ContainsKey).ToList() is { Count: > 0 } items)
            {
                if (!received.TryGetValue(key, out var one)) received[key] = one = (entry.As, entry.Time, []);
                one.Items.UnionWith(items);
            }
        }

        return
        [
            .. received.Select(pair =>
            {
                var since = pair.Value.Items.Max(item => corrected[item]);
                var note = told.GetValueOrDefault(pair.Key) is { } known && known.Time >= since ? known : null;
                return new OldRecipient(pair.Key, pair.Value.Kind, [.. pair.Value.Items.Order(StringComparer.Ordinal)], pair.Value.Last, since, note?.Time, note?.Accessor);
            }).OrderBy(one => one.ToldAt is not null).ThenBy(one => one.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>Records that a recipient was told. False where there is no such recipient, or they were told already.</summary>
    public async Task<bool> TellAsync(RightsRequest request, string key, Accessor by, CancellationToken cancel)
    {
        if ((await RecipientsAsync(request, cancel)).FirstOrDefault(one => one.Key == key) is not { ToldAt: null } recipient) return false;
        return (await _company.Trust.Vault.NoteAsync(request.Subject, Told, by, request.Code, recipient.Key, [.. recipient.Items.Select(ItemId.Parse)], cancel)).Done;
    }
}
