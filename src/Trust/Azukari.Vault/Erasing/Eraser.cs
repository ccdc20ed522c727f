using System.Collections.Immutable;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Documents;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;
using Azukari.Vault.Writing;

namespace Azukari.Vault.Erasing;

/// <summary>
/// Erases people. Decided in the vault (state, generation, ledger entry in one commit), then keys destroyed, then rows removed: each step
/// can be repeated, and whatever crashes in between is finished when the vault opens. From the first step on no read succeeds.
/// </summary>
internal sealed class Eraser(TrustParts parts, ActRunner runner, StatutoryRecords statutory)
{
    /// <summary>The reason code of an erasure whose entry can name nobody, because the person's keys were missing: an older key store had been put back.</summary>
    public const string Unlinked = "keys-missing";

    /// <summary>The reason code of the entry that names the person, made when the master keys are back: the erasure was decided without them.</summary>
    public const string DecidedBefore = "decided-without-master-keys";

    private static readonly string[] Tables = ["items", "item_history", "consents", "answers", "restrictions", "ending_keys", "item_versions"];

    private readonly DocumentRemoval _documents = new(parts);

    public async Task<ErasureCertificate?> EraseAsync(SubjectId subject, Accessor by, string? reason, string? @case, CancellationToken ct)
    {
        var at = parts.Clock.GetUtcNow();
        var (kept, waits) = await PrepareAsync(subject, ct);
        await parts.StepAsync("erasure-prepared");
        EntryId? entry = null;
        var documents = 0L;
        var result = await runner.RunAsync(subject, async (act, c) =>
        {
            await act.Tx.ExecuteAsync("UPDATE subjects SET state = 1 WHERE id = @id", c, ("id", act.SubjectBytes));
            documents = await act.Tx.ScalarAsync<long>("SELECT count(*) FROM documents WHERE subject = @subject AND state = 1", c, ("subject", act.SubjectBytes));
            if (kept is not null) await StatutoryRecords.KeepAsync(act.Tx, kept, c);
            act.ChangesDecisions = true;
            var clauses = PersonActs.RightClauses(act.Policies.Archive.InForce.Document, RightKind.Deletion);
            waits |= !act.IsLinked && act.Keys.IsLinked;
            entry = act.Record(EntryKind.Erased, by, clauses: clauses, reason: act.IsLinked ? reason : Unlinked, with: e => e with { Case = @case });
            return new ActDone(entry, []);
        }, ct, evenUnlinked: true);
        if (result is ActUnknown { Erased: false }) return null;
        await parts.StepAsync("erasure-decided");
        if (waits || result is ActUnknown) waits = !await ResumeOneAsync(subject, ct); // erased before, or keys just back: what waited is tried now
        if (waits) return (await WaitAsync(subject, at, entry, ct)) with { Documents = documents };
        var scrubbed = await FinishAsync([subject], ct);
        parts.Log.Erased(subject);
        return Certificate(subject, at, scrubbed, await statutory.UntilAsync(subject, ct), entry) with { Documents = documents };
    }

    /// <summary>Finishes erasures that were decided: interrupted by a crash, or while the master keys were away. Returns how many are finished.</summary>
    public async Task<int> FinishDecidedAsync(CancellationToken ct)
    {
        var finished = 0;
        var begun = await parts.Vault.ReadAsync((session, c) => session.ListAsync("SELECT id FROM subjects WHERE state = 1",
            r => SubjectId.FromBytes(r.Bytes(0)), c), ct: ct);
        foreach (var chunk in begun.Chunk(256))
        {
            var ready = new List<SubjectId>();
            foreach (var subject in chunk)
                if (await ResumeOneAsync(subject, ct)) ready.Add(subject);
            if (ready.Count > 0) await FinishAsync(ready, ct);
            finished += ready.Count;
        }

        return finished;
    }

    private async Task<(StatutoryRecords.Kept? Kept, bool Waits)> PrepareAsync(SubjectId subject, CancellationToken ct)
    {
        try
        {
            return (await statutory.PrepareAsync(subject, erasing: false, ct), false);
        }
        catch (MasterKeysUnavailableException)
        {
            // Whether the law asks for the name to be kept stands in the ledger, beside the pseudonym, and that takes the master keys.
            return (null, true);
        }
    }

    /// <summary>
    /// While the master keys are away: decided and recorded, so no read succeeds any more; the keys that hold what the law never asks to keep
    /// are destroyed at once, the others when it can be told whether a name has to be kept. Until then nobody can open them.
    /// </summary>
    private async Task<ErasureCertificate> WaitAsync(SubjectId subject, DateTimeOffset at, EntryId? entry, CancellationToken ct)
    {
        foreach (var keyClass in (KeyClass[])[KeyClass.SpecialCare, KeyClass.IndividualNumber])
            await parts.KeyErasure.DestroyClassAsync(subject, keyClass, ct);
        await _documents.RemoveOfAsync([subject], ct);
        return new ErasureCertificate(subject, at, [ErasureStep.Decided, ErasureStep.Recorded],
            [ErasureLimit.KeysUntilMasterKeysAreBack, ErasureLimit.ExportedFiles, ErasureLimit.SentMessages, ErasureLimit.KeyBackupsUntilRotation],
            await statutory.UntilAsync(subject, ct), entry);
    }

    /// <summary>Sets apart what the law keeps of somebody whose erasure is decided, and sees to an entry that names them; false while the master keys are away.</summary>
    private async Task<bool> ResumeOneAsync(SubjectId subject, CancellationToken ct)
    {
        try
        {
            if (await statutory.PrepareAsync(subject, erasing: true, ct) is { } kept)
            {
                await parts.Writes.WriteAsync(async (tx, c) =>
                {
                    await StatutoryRecords.KeepAsync(tx, kept, c);
                    return true;
                }, ct);
            }

            if ((await parts.Keys.ReadAsync(subject, ct)).Pseudonym() is { } pseudonym) await NameAsync(Pseudonym.FromBytes(pseudonym), ct);
            return true;
        }
        catch (MasterKeysUnavailableException)
        {
            return false;
        }
    }

    private async Task NameAsync(Pseudonym pseudonym, CancellationToken ct)
    {
        static bool IsErasure(LedgerEntry entry) => entry is { Kind: EntryKind.Erased, Items.Count: 0 };
        if ((await parts.Outbox.WaitingAsync(pseudonym, ct)).Any(IsErasure)) return;
        await foreach (var record in parts.Ledger.HistoryAsync(pseudonym, ct: ct))
            if (IsErasure(record.Entry)) return;
        await parts.Ledger.AppendAsync(LedgerEntry.Now(parts.Clock, EntryKind.Erased) with { Subject = pseudonym, Reason = DecidedBefore }, ct);
    }

    /// <summary>Destroys the keys and removes the rows of people whose erasure is decided. Repeating it changes nothing. Returns whether freed space was overwritten.</summary>
    public async Task<bool> FinishAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        await parts.Telling.ResumeAsync(subjects, ct); // once the keys are gone nobody can tell who received what
        await parts.StepAsync("erasure-told");
        await parts.KeyErasure.DestroyAsync(subjects, ct);
        await parts.StepAsync("erasure-keys-destroyed");
        var scrubbed = await parts.KeyScrub.RunAsync(ct);
        await parts.BlindIndex.RemoveAsync(subjects, ct);
        await parts.StepAsync("erasure-index-removed");
        await _documents.RemoveOfAsync(subjects, ct);
        await parts.Modules.ForgetAsync(subjects, ct);
        await parts.Writes.WriteAsync(async (tx, c) =>
        {
            foreach (var table in Tables)
                await tx.ExecuteAsync($"DELETE FROM {table} WHERE subject {tx.InIds()}", c, ("ids", tx.IdList(subjects)));
            // No time stays: the ledger has the same moments, beside the pseudonym.
            await tx.ExecuteAsync($"""
                UPDATE subjects SET state = 2, kind = '', created_at = 0, changed_at = 0, membership_ended_at = NULL, last_used_at = NULL WHERE id {tx.InIds()}
                """, c, ("ids", tx.IdList(subjects)));
            return true;
        }, ct);
        return scrubbed;
    }

    /// <summary>
    /// Finishes what a crash interrupted, and erases again whoever a restored copy of a store brought back. Returns how many there were.
    /// </summary>
    public async Task<(int Listed, int Finished)> ResumeAsync(CancellationToken ct)
    {
        var finished = 0;
        var (listed, documents) = await parts.KeyErasure.ReplayAsync(ct);
        foreach (var chunk in listed.Chunk(256))
        {
            var back = await parts.Vault.ReadAsync((session, c) => session.ListAsync(
                $"SELECT id FROM subjects WHERE id {session.InIds()} AND state <> 2", r => SubjectId.FromBytes(r.Bytes(0)), c, ("ids", session.IdList(chunk))), ct: ct);
            if (back.Count == 0) continue;
            await FinishAsync(back, ct);
            finished += back.Count;
        }

        var begun = await FinishDecidedAsync(ct);
        await _documents.ResumeAsync(parts.Clock.GetUtcNow() - parts.UnfinishedAfter, documents, ct);
        var known = listed.Count + begun;
        var brought = await ReplayLedgerAsync(known, ct);
        return (known + brought, finished + begun + brought);
    }

    /// <summary>
    /// Where the ledger knows of more erasures than the list beside the keys, the list was restored too: the people are found by the
    /// pseudonyms their restored keys give, and erased again. Costs a look at everybody, and only then.
    /// </summary>
    private async Task<int> ReplayLedgerAsync(int listed, CancellationToken ct)
    {
        var erased = new HashSet<Pseudonym>();
        await foreach (var record in parts.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Erased }, ct))
            if (record.Entry is { Items.Count: 0, Subject: { } pseudonym }) erased.Add(pseudonym);
        if (erased.Count <= listed) return 0;
        var (back, after) = (new List<SubjectId>(), Array.Empty<byte>());
        while (true)
        {
            var page = await parts.Vault.ReadAsync((session, c) => session.ListAsync("SELECT id FROM subjects WHERE id > @after AND state = 0 ORDER BY id LIMIT 256",
                r => SubjectId.FromBytes(r.Bytes(0)), c, ("after", after)), ct: ct);
            if (page.Count == 0) break;
            foreach (var (subject, keys) in await parts.Keys.ReadManyAsync(page, ct))
                if (keys.Pseudonym() is { } pseudonym && erased.Contains(Pseudonym.FromBytes(pseudonym))) back.Add(subject);
            after = page[^1].ToBytes();
        }

        foreach (var chunk in back.Chunk(256)) await FinishAsync(chunk, ct);
        return back.Count;
    }

    private static ErasureCertificate Certificate(SubjectId subject, DateTimeOffset at, bool scrubbed, DateTimeOffset? until, EntryId? entry)
    {
        ImmutableArray<ErasureStep> done = [ErasureStep.Decided, ErasureStep.StatutoryKept, ErasureStep.KeysDestroyed];
        if (scrubbed) done = done.Add(ErasureStep.KeyStoreScrubbed);
        ImmutableArray<ErasureLimit> limits = [ErasureLimit.ExportedFiles, ErasureLimit.SentMessages, ErasureLimit.KeyBackupsUntilRotation];
        if (!scrubbed) limits = limits.Add(ErasureLimit.KeyStoreNotYetScrubbed);
        return new ErasureCertificate(subject, at, done.AddRange(ErasureStep.RowsRemoved, ErasureStep.Recorded), limits, until, entry);
    }
}
