using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Telling;

namespace Azukari.Vault;

// Who outside received what was corrected, deleted, erased or consented to no more since, and whether they were told (APPI 34, 35; entrustees and joint users besides).
public sealed partial class TrustVault
{
    /// <summary>The reason of a note that a recipient was told of a change, by somebody of the staff.</summary>
    public const string Told = "request-told";

    /// <summary>The reason of a note that a recipient's own system took note of a change.</summary>
    public const string Acknowledged = "notice-acknowledged";

    /// <summary>What one recipient is still to be told, in no order: by id, so that a caller goes on after the last.</summary>
    /// <param name="recipient">Who, as the ledger has it.</param>
    /// <param name="after">Goes on after this one.</param>
    /// <param name="most">At most so many.</param>
    public async Task<IReadOnlyList<RecipientNotice>> NoticesAsync(string recipient, NoticeId? after, int most, CancellationToken ct = default) =>
        await _parts.Vault.ReadAsync((session, c) => session.ListAsync(
            $"SELECT {NoticeRows.Columns} FROM notices WHERE recipient = @recipient AND settled_at IS NULL AND id > @after ORDER BY id LIMIT @most", NoticeRows.Read, c,
            ("recipient", LedgerCode.Check(recipient, nameof(recipient))), ("after", after?.ToBytes() ?? []), ("most", (long)most)), ct: ct);

    /// <summary>What any recipient is still to be told, by when it changed: a page of it.</summary>
    public async Task<IReadOnlyList<RecipientNotice>> OpenNoticesAsync(NoticeQuery query, int skip, int most, CancellationToken ct = default) =>
        await _parts.Vault.ReadAsync((session, c) => session.ListAsync(
            $"SELECT {NoticeRows.Columns} FROM notices WHERE {query.Condition} ORDER BY at {(query.NewestFirst ? "DESC" : "ASC")}, id LIMIT @most OFFSET @skip", NoticeRows.Read, c,
            [.. query.Values, ("most", (long)most), ("skip", (long)skip)]), ct: ct);

    /// <summary>How many of these there are.</summary>
    public async Task<int> CountNoticesAsync(NoticeQuery query, CancellationToken ct = default) =>
        (int)await _parts.Vault.ReadAsync((session, c) => session.ScalarAsync<long>($"SELECT count(*) FROM notices WHERE {query.Condition}", c, [.. query.Values]), ct: ct);

    /// <summary>How much there is still to be told.</summary>
    public Task<OpenNotices> CountNoticesAsync(CancellationToken ct = default) => _parts.Vault.ReadAsync(async (session, c) =>
        await session.FirstAsync("SELECT count(*), count(DISTINCT recipient), min(at) FROM notices WHERE settled_at IS NULL",
            r => new OpenNotices((int)r.GetInt64(0), (int)r.GetInt64(1), r.IsDBNull(2) ? null : Instants.FromMicroseconds(r.GetInt64(2))), c) ?? new OpenNotices(0, 0, null), ct: ct);

    /// <summary>
    /// Records that a recipient was told of what a notice says, in the person's history, or, of somebody erased, in the ledger alone: nothing leads to them there any more.
    /// Saying so again changes nothing.
    /// </summary>
    /// <param name="notice">Which.</param>
    /// <param name="recipient">Only where it is to this one; null whoever it is to.</param>
    /// <param name="reason"><see cref="Told"/> or <see cref="Acknowledged"/>.</param>
    /// <param name="by">Who told, or acknowledges.</param>
    /// <returns>What the ledger keeps as the reason ends with what happened, where that was no correction or deletion. <see cref="ActDone"/>, without an entry where they were told before; <see cref="ActUnknown"/> where there is no such notice to this recipient.</returns>
    public async Task<ActResult> TellAsync(NoticeId notice, string? recipient, string reason, Accessor by, CancellationToken ct = default)
    {
        if (await _parts.Vault.ReadAsync((session, c) => session.FirstAsync($"SELECT {NoticeRows.Columns} FROM notices WHERE id = @id", NoticeRows.Read, c, ("id", notice.ToBytes())), ct: ct) is not { } found
            || (recipient is not null && found.Recipient != recipient)) return new ActUnknown(Erased: false);
        if (found.Kind is ChangeKind.Erased or ChangeKind.Withdrawn) reason = $"{reason}:{found.Kind.Word()}";
        var done = await _acts.TellAsync(found, LedgerCode.Check(reason, nameof(reason)), by, ct);
        return done is ActUnknown ? await TellOfErasedAsync(found, reason, by, ct) : done;
    }

    /// <summary>Records that a recipient was told of what changed of some items of a person, in a case or in none; what notices say of corrections and deletions of these items is settled with it.</summary>
    public Task<ActResult> TellAsync(SubjectId subject, string recipient, IReadOnlyCollection<ItemId> items, Accessor by, string? @case, CancellationToken ct = default) =>
        _acts.TellAsync(subject, LedgerCode.Check(recipient, nameof(recipient)), items, Told, by, @case, ct);

    private async Task<ActResult> TellOfErasedAsync(RecipientNotice notice, string reason, Accessor by, CancellationToken ct)
    {
        var entry = Entries.Act(_parts.Clock, EntryKind.Registered, null, by, _parts.Policies.Required.Version, notice.Items, reason: reason) with { Recipient = notice.Recipient };
        var prepared = Outbox.Prepare([entry]);
        var first = await _parts.Writes.WriteAsync(async (tx, c) =>
        {
            if (!await NoticeRows.SettleAsync(tx, notice.Id, by.Code, _parts.Clock.Microseconds(), c)) return false;
            await Outbox.AddAsync(tx, prepared, c);
            return true;
        }, ct);
        if (!first) return new ActDone(null, []);
        await _parts.Outbox.DrainAsync(prepared);
        return new ActDone(entry.Id, []);
    }
}
