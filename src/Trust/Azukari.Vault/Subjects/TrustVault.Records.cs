using System.Runtime.CompilerServices;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Recording;

namespace Azukari.Vault;

// What the ledger has about people, and what is recorded there without an access.
public sealed partial class TrustVault
{
    /// <summary>Who used what of a person's data, when and for what: newest first, without values. Empty for people erased or unknown.</summary>
    public async IAsyncEnumerable<LedgerEntry> HistoryAsync(SubjectId subject, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if ((await _parts.Keys.ReadAsync(subject, ct)).Pseudonym() is not { } bytes) yield break;
        var pseudonym = Pseudonym.FromBytes(bytes);
        var seen = new HashSet<EntryId>();
        foreach (var waiting in await _parts.Outbox.WaitingAsync(pseudonym, ct))
            if (await _parts.Ledger.FindAsync(waiting.Id, ct) is null && seen.Add(waiting.Id)) yield return waiting;
        await foreach (var record in _parts.Ledger.HistoryAsync(pseudonym, ct: ct))
            if (seen.Count == 0 || !seen.Contains(record.Entry.Id)) yield return record.Entry;
    }

    /// <summary>As above, from after an entry of that person's history on: what comes before it in time. For reading a long history page by page.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="after">The last entry that was read. One that is not in this person's history gives nothing, whoever it is about.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async IAsyncEnumerable<LedgerEntry> HistoryAsync(SubjectId subject, EntryId after, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if ((await _parts.Keys.ReadAsync(subject, ct)).Pseudonym() is not { } bytes) yield break;
        var pseudonym = Pseudonym.FromBytes(bytes);
        var last = await _parts.Ledger.FindAsync(after, ct);
        if (last is not null && last.Entry.Subject != pseudonym) yield break;
        if (last?.Position is { } position)
        {
            await foreach (var record in _parts.Ledger.HistoryAsync(pseudonym, position, ct: ct)) yield return record.Entry;
            yield break;
        }

        // Not sealed yet, so among the newest: what was read is read over.
        var met = false;
        await foreach (var entry in HistoryAsync(subject, ct))
        {
            if (met) yield return entry;
            met |= entry.Id == after;
        }
    }

    /// <summary>As above, of what is sealed and was recorded before a time; a few entries from a little later may be among the first.</summary>
    public async IAsyncEnumerable<LedgerEntry> HistoryAsync(SubjectId subject, DateTimeOffset before, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if ((await _parts.Keys.ReadAsync(subject, ct)).Pseudonym() is not { } bytes) yield break;
        var position = await _parts.Ledger.PositionAtAsync(before, ct);
        await foreach (var record in _parts.Ledger.HistoryAsync(Pseudonym.FromBytes(bytes), position, ct: ct)) yield return record.Entry;
    }

    /// <summary>Brings what is recorded with a change to data and still waits into the ledger, so that a search there meets it. Quick where nothing waits.</summary>
    public Task DrainAsync(CancellationToken ct = default) => _parts.Outbox.ResumeAsync(ct);

    /// <summary>When a person's history begins; null where nothing sealed is recorded about them. One look-up, however long it is.</summary>
    public async Task<DateTimeOffset?> HistoryBeginsAsync(SubjectId subject, CancellationToken ct = default) =>
        (await _parts.Keys.ReadAsync(subject, ct)).Pseudonym() is { } bytes ? await _parts.Ledger.FirstAsync(Pseudonym.FromBytes(bytes), ct) : null;

    /// <summary>
    /// Records an access that the host refused before the policy was asked: an operator who tried a role the settings do not give.
    /// </summary>
    /// <param name="subject">About whom, where it was about one person; in that person's history when known.</param>
    /// <param name="context">What was asked.</param>
    /// <param name="clause">The clause the host refuses by.</param>
    /// <param name="reason">The reason code.</param>
    /// <returns>The entry, durable.</returns>
    public async Task<EntryId> RecordRefusalAsync(SubjectId? subject, AccessContext context, ClauseId clause, string reason, CancellationToken ct = default)
    {
        var entry = Entries.RefusedByHost(_parts.Clock, await PseudonymAsync(subject, ct), context, _parts.Policies.Required.Version, clause, reason);
        await _parts.Ledger.AppendAsync(entry, ct);
        _parts.AfterRefusal.Refused(entry);
        return entry.Id;
    }

    /// <summary>Records an act that the host refused: an operator who tried what the settings do not let them do.</summary>
    /// <inheritdoc cref="RecordRefusalAsync(SubjectId?, AccessContext, ClauseId, string, CancellationToken)"/>
    public async Task<EntryId> RecordRefusalAsync(SubjectId? subject, Accessor by, ClauseId clause, string reason, CancellationToken ct = default)
    {
        var entry = Entries.RefusedByHost(_parts.Clock, await PseudonymAsync(subject, ct), by, _parts.Policies.Required.Version, clause, reason);
        await _parts.Ledger.AppendAsync(entry, ct);
        return entry.Id;
    }

    /// <summary>
    /// Records that somebody of the staff looks at what is recorded about a person (<see cref="HistoryAsync(SubjectId, CancellationToken)"/>, <see cref="DescribeAsync"/>) or
    /// at who there is. To be awaited before it is shown; a person looking at their own needs none.
    /// </summary>
    /// <param name="subject">About whom; null for a list of people.</param>
    /// <param name="by">Who looks.</param>
    /// <param name="what">A code: <c>history</c>, <c>description</c>, <c>subjects</c>.</param>
    /// <returns>The entry, durable.</returns>
    public async Task<EntryId> RecordInspectionAsync(SubjectId? subject, Accessor by, string what, CancellationToken ct = default)
    {
        var entry = Entries.Act(_parts.Clock, EntryKind.Inspected, await PseudonymAsync(subject, ct), by, _parts.Policies.Required.Version, reason: what);
        await _parts.Ledger.AppendAsync(entry, ct);
        return entry.Id;
    }

    /// <summary>Records a look at what is held of a person (<see cref="ForeseeAsync"/>), for a purpose that lets its caller know of such items.</summary>
    /// <param name="subject">About whom.</param>
    /// <param name="context">Who looks, as what and what for.</param>
    /// <param name="items">What the look covered: held or not.</param>
    /// <param name="what">A code: <c>documents</c>.</param>
    /// <returns>The entry, durable.</returns>
    public async Task<EntryId> RecordLookAsync(SubjectId subject, AccessContext context, IReadOnlyList<ItemId> items, string what, CancellationToken ct = default)
    {
        var entry = Entries.Inspected(_parts.Clock, await PseudonymAsync(subject, ct), context, items, _parts.Policies.Required.Version, what);
        await _parts.Ledger.AppendAsync(entry, ct);
        return entry.Id;
    }

    /// <summary>Records that the policy refused such a look, as an access that is refused is.</summary>
    /// <returns>The entry, durable.</returns>
    public async Task<EntryId> RecordRefusedLookAsync(SubjectId subject, AccessContext context, IReadOnlyList<ItemId> items, Refusal refusal, CancellationToken ct = default)
    {
        var entry = Entries.Refused(_parts.Clock, await PseudonymAsync(subject, ct), context, items, _parts.Policies.Required.Version, refusal);
        await _parts.Ledger.AppendAsync(entry, ct);
        _parts.AfterRefusal.Refused(entry);
        return entry.Id;
    }

    /// <summary>
    /// What the ledger calls a person, to look entries about them up; null for people erased or unknown. Looking so is an inspection: record it
    /// first (<see cref="RecordInspectionAsync"/>), and keep the answer no longer than the look takes, since an erasure cuts this link.
    /// </summary>
    public async Task<Pseudonym?> PseudonymOfAsync(SubjectId subject, CancellationToken ct = default) => Entries.Of(await PseudonymAsync(subject, ct));
}
