using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Values;
using Azukari.Vault.Erasing;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Retaining;
using Azukari.Vault.Searching;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Writing;

/// <summary>How a correction comes in.</summary>
internal sealed record CorrectionTerms(CorrectionBy By, Channel Channel, PolicyVersion? VersionShown, bool ToldOfRecording, string? Case, IReadOnlyList<ConsentGrant> Consents)
{
    /// <summary>Why items are deleted, as the ledger keeps it; null where it keeps the way the wish came.</summary>
    public string? Why { get; init; }

    /// <summary>What the law keeps of what is deleted, sealed apart already; null where it keeps nothing.</summary>
    public StatutoryRecords.Kept? Kept { get; init; }
}

/// <summary>
/// Corrects, adds and deletes single items. What was is kept sealed in the history; before and after are never in the ledger. A value that
/// is what the vault holds already changes nothing.
/// </summary>
internal sealed class Corrector(ActRunner runner)
{
    private static readonly RowShape History = new("item_history",
        "subject:b item:t version:l class:l sealed:b acquired_at:l channel:t policy:t kind:t accessor:t superseded_at:l superseded_by:t", "ON CONFLICT DO NOTHING");

    public Task<ActResult> CorrectAsync(SubjectId subject, IReadOnlyDictionary<ItemId, StoredValue?> changes, CorrectionTerms terms, Accessor by, CancellationToken ct) =>
        runner.RunAsync(subject, (act, c) => CorrectAsync(act, changes, terms, by, c), ct);

    internal static async Task<ActResult> CorrectAsync(ActScope act, IReadOnlyDictionary<ItemId, StoredValue?> changes, CorrectionTerms terms, Accessor by, CancellationToken ct)
    {
        var added = changes.Where(c => c.Value is not null && act.Person.Find(c.Key.Value) is null).Select(c => c.Key).ToList();
        var version = terms.VersionShown ?? act.Policies.Version;
        var gone = changes.Where(c => c.Value is null && act.Person.Find(c.Key.Value) is not null).Select(c => c.Key);
        if ((Refuse(act, changes.Keys, added, terms, version) ?? act.Policies.Archive.DecideDeletion(SubjectKind.Parse(act.Person.Kind), gone)) is { } refusal)
        {
            act.Record(EntryKind.Refused, by, changes.Keys, [refusal.Clause], refusal.Code, e => e with { Case = terms.Case });
            return new ActRefused(refusal);
        }

        using var opened = new SealedItems(act.Keys);
        var changed = new List<ItemId>();
        var deleted = new List<ItemId>();
        var rows = new List<object?[]>();
        var history = new List<object?[]>();
        foreach (var (item, value) in changes)
        {
            var row = act.Person.Find(item.Value);
            if (value is null)
            {
                if (row is not null) deleted.Add(item);
                continue;
            }

            if (row is not null && opened.Open(row) is { } before && before == value) continue;
            var known = act.Policies.Find(item)!;
            known.Require(value.Value);
            if (!act.Keys.Has(known.Class))
            {
                act.LacksKeys.Add(known.Class);
                continue;
            }

            changed.Add(item);
            var next = row is null ? await NextVersionAsync(act, item, ct) : row.Version + 1;
            var facts = FactsOf(act, row, terms, version);
            rows.Add(NewRow(act, known, row, next, opened.Seal(known.Class, item.Value, next, facts, value.Value), facts, terms, by));
            if (row is not null) history.Add(OldRow(act, row, by));
            if (known.IsSearchable) act.Index.Add(new IndexChange(act.Person.Subject, item.Value, next, value));
        }

        if (act.LacksKeys.Count > 0 || changed.Count + deleted.Count == 0) return new ActDone(null, []);
        await History.InsertAsync(act.Tx, history, ct);
        foreach (var item in changed) await DeleteAsync(act, item, withHistory: false, ct);
        await ItemRows.Insert.InsertAsync(act.Tx, rows, ct);
        foreach (var item in deleted) await DeleteAsync(act, item, withHistory: true, ct);
        if (deleted.Count > 0 && terms.Kept is { } kept) await StatutoryRecords.KeepAsync(act.Tx, kept, ct);
        act.EndingKeys.UnionWith(Ending(act, changed, deleted));
        act.ChangesDecisions = true; // another version, or an item more or less, may decide otherwise
        return new ActDone(Record(act, changed, deleted, terms, by), [.. changed.Concat(deleted).Order()]);
    }

    /// <summary>What is held is given anew by the person, as it is: it is theirs from now, under the version they were shown. Only what was asked about is confirmed.</summary>
    /// <param name="held">The version of the item that was asked about.</param>
    public Task<ActResult> ConfirmAsync(SubjectId subject, ItemId item, long held, CorrectionTerms terms, Accessor by, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        if (act.Person.Find(item.Value) is not { } row || row.Version != held) return new ActDone(null, []);
        var version = terms.VersionShown ?? act.Policies.Version;
        if (Refuse(act, [item], [], terms, version) is { } refusal)
        {
            act.Record(EntryKind.Refused, by, [item], [refusal.Clause], refusal.Code, e => e with { Case = terms.Case });
            return new ActRefused(refusal);
        }

        using var opened = new SealedItems(act.Keys);
        if (opened.Open(row) is not { } value) return new ActDone(null, []);
        var known = act.Policies.Find(item)!;
        var facts = FactsOf(act, row, terms, version);
        await History.InsertAsync(act.Tx, [OldRow(act, row, by)], c);
        await DeleteAsync(act, item, withHistory: false, c);
        await ItemRows.Insert.InsertAsync(act.Tx, [NewRow(act, known, row, held + 1, opened.Seal(known.Class, item.Value, held + 1, facts, value), facts, terms, by)], c);
        if (known.IsSearchable) act.Index.Add(new IndexChange(act.Person.Subject, item.Value, held + 1, value));
        act.ChangesDecisions = true; // given under another version, it may be decided on otherwise
        return new ActDone(act.Record(EntryKind.Registered, by, [item], PersonActs.RightClauses(act.Policies.Archive.InForce.Document, RightKind.Correction), "item-confirmed", e => e with { Case = terms.Case }), [item]);
    }, ct);

    // Where the last item of a class goes, its key goes too: then no old copy of the vault gives it back either.
    private static IEnumerable<KeyClass> Ending(ActScope act, List<ItemId> changed, List<ItemId> deleted)
    {
        var after = act.Person.Items.Where(row => !deleted.Exists(item => item.Value == row.Item)).Select(row => row.Class)
            .Concat(changed.Select(item => act.Policies.Find(item)!.Class)).ToHashSet();
        return act.Person.Items.Where(row => deleted.Exists(item => item.Value == row.Item)).Select(row => row.Class).Where(one => !after.Contains(one)).Distinct();
    }

    private static EntryId Record(ActScope act, List<ItemId> changed, List<ItemId> deleted, CorrectionTerms terms, Accessor by)
    {
        var policy = act.Policies.Archive.InForce.Document;
        var how = terms.By is CorrectionBy.Self ? "self" : ItemRows.Word(terms.Channel);
        EntryId? id = null;
        if (deleted.Count > 0)
            id = act.Record(EntryKind.Erased, by, deleted, PersonActs.RightClauses(policy, RightKind.Deletion), terms.Why ?? how, e => e with { Case = terms.Case });
        if (changed.Count > 0)
            id = act.Record(EntryKind.Corrected, by, changed, PersonActs.RightClauses(policy, RightKind.Correction), how, e => e with { Case = terms.Case });
        return id!.Value;
    }

    /// <summary>What is added is acquired, and must be collected by a clause; what is corrected is held already.</summary>
    private static Refusal? Refuse(ActScope act, IEnumerable<ItemId> items, List<ItemId> added, CorrectionTerms terms, PolicyVersion version)
    {
        var archive = act.Policies.Archive;
        var unknown = items.Where(i => act.Policies.Find(i) is null).ToList();
        if (unknown.Count > 0) return archive.Resolve(archive.Vocabulary.Purposes[0], archive.Vocabulary.Recipients[0], unknown).Refusal;
        if (terms.By is CorrectionBy.Self && !archive.Vocabulary.Find(version).Exists)
            return archive.DecideAcquisition(new AcquisitionRequest(SubjectKind.Parse(act.Person.Kind), [.. items.Select(i => new AcquiredFact(i))], terms.Channel, version, false, true)).Refusal;
        if (added.Count == 0) return null;
        return DecideAddition(act.Policies, act.Person, act.Person.Kind, added, terms.Consents, terms.Channel, version, terms.ToldOfRecording).Refusal;
    }

    /// <summary>Whether items may be added to what is held of a person. The consents on record count, and those given in the same act.</summary>
    internal static AcquisitionDecision DecideAddition(PublishedPolicies policies, PersonRecord person, string kind, IEnumerable<ItemId> added,
        IEnumerable<ConsentGrant> given, Channel channel, PolicyVersion version, bool toldOfRecording)
    {
        var consented = person.Consents.Where(c => c.WithdrawnAt is null).SelectMany(c => c.Items).ToHashSet(StringComparer.Ordinal);
        consented.UnionWith(given.SelectMany(c => c.Items).Select(i => i.Value));
        return policies.Archive.DecideAcquisition(new AcquisitionRequest(SubjectKind.Parse(kind),
            [.. added.Select(i => new AcquiredFact(i, consented.Contains(i.Value)))], channel, version, toldOfRecording, Addition: true));
    }

    /// <summary>By the person: given anew, having been shown a version. By staff: put right, but given when and under what it was given.</summary>
    private static bool IsGivenAnew(ItemRow? row, CorrectionTerms terms) => row is null || terms.By is CorrectionBy.Self;

    private static SealedFacts FactsOf(ActScope act, ItemRow? row, CorrectionTerms terms, PolicyVersion version) => IsGivenAnew(row, terms)
        ? new SealedFacts(act.Now.ToMicroseconds(), ItemRows.Word(terms.Channel), version.Value, row?.Kind ?? act.Person.Kind)
        : new SealedFacts(row!.AcquiredAt, row.Channel, row.Policy, row.Kind);

    private static object?[] NewRow(ActScope act, ItemTerms known, ItemRow? row, long next, byte[] @sealed, in SealedFacts facts, CorrectionTerms terms, Accessor by) =>
        [act.SubjectBytes, known.Id.Value, next, (long)known.Class, @sealed, facts.AcquiredAt, facts.Channel, facts.Policy, facts.Kind, by.Code,
            IsGivenAnew(row, terms) ? RetentionTerms.UntilFromAcquisition(known.Retention, act.Now) ?? row?.Until : row!.Until];

    private static object?[] OldRow(ActScope act, ItemRow row, Accessor by) =>
        [act.SubjectBytes, row.Item, row.Version, (long)row.Class, row.Sealed, row.AcquiredAt, row.Channel, row.Policy, row.Kind, row.Accessor, act.Now.ToMicroseconds(), by.Code];

    // A version is never used twice for one person and item: the associated data of what was sealed before must not fit again.
    private static async Task<long> NextVersionAsync(ActScope act, ItemId item, CancellationToken ct) =>
        await act.Tx.ScalarAsync<long>("""
            SELECT coalesce(max(version), 0) FROM (
                SELECT version FROM item_history WHERE subject = @subject AND item = @item UNION ALL SELECT version FROM item_versions WHERE subject = @subject AND item = @item) AS versions
            """, ct, ("subject", act.SubjectBytes), ("item", item.Value)) + 1;

    internal static async Task DeleteAsync(ActScope act, ItemId item, bool withHistory, CancellationToken ct)
    {
        await act.Tx.ExecuteAsync("DELETE FROM items WHERE subject = @subject AND item = @item", ct, ("subject", act.SubjectBytes), ("item", item.Value));
        if (!withHistory) return;
        await act.Tx.ExecuteAsync("DELETE FROM item_history WHERE subject = @subject AND item = @item", ct, ("subject", act.SubjectBytes), ("item", item.Value));
        await act.Tx.ExecuteAsync("""
            INSERT INTO item_versions (subject, item, version) VALUES (@subject, @item, @version)
            ON CONFLICT (subject, item) DO UPDATE SET version = excluded.version
            """, ct, ("subject", act.SubjectBytes), ("item", item.Value), ("version", act.Person.Find(item.Value)?.Version ?? 0L));
        if (act.Policies.Find(item) is { IsSearchable: true })
            act.Index.Add(new IndexChange(act.Person.Subject, item.Value, act.Person.Find(item.Value)?.Version ?? 0, null));
    }
}
