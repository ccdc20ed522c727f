using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Retaining;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Writing;

namespace Azukari.Vault.Documents;

/// <summary>
/// Takes documents in: decided, then its key, then chunks in short transactions of one megabyte as they come, then the act (decided again
/// under the person's row) that makes it one in a single commit with its ledger entry. What ends before that is removed.
/// </summary>
internal sealed class DocumentWriter(TrustParts parts, ActRunner runner, DocumentRemoval removal)
{
    private static readonly RowShape Rows = new("documents",
        "id:b subject:b item:t class:l state:l series:b version:l type:t size:l acquired_at:l channel:t policy:t kind:t accessor:t until:l moved_at:l");

    public async Task<AddDocumentResult> AddAsync(SubjectId subject, NewDocument given, Stream content, Accessor by, CancellationToken ct)
    {
        if (!given.IsFileNameUsable) return new DocumentUnfit(UnfitReason.FileName);
        var (draft, no) = await BeginAsync(subject, given, by, ct);
        if (draft is null) return no!;
        if (given.Id is { } id && await KnownAsync(subject, id, ct) is { } known) return known;
        using var pieces = new DocumentPieces(content, parts.DocumentBytes);
        await pieces.BeginAsync(ct);
        if (!given.Type.Fits(pieces.Head)) return new DocumentUnfit(UnfitReason.ContentIsOfAnotherType);
        var (made, isKnown) = await parts.DocumentKeys.CreateAsync(draft.Place, draft.Terms.Class, ct);
        if (made is null) return isKnown ? await KnownAsync(subject, draft.Id, ct) ?? new DocumentKnown(null, IsComing: false) : new DocumentOfNobody(Erased: true);
        using var cipher = made;
        try
        {
            await parts.StepAsync("document-key-created");
            var result = await StoreAsync(draft, pieces, cipher, ct);
            if (result is not DocumentKept) await removal.AbandonAsync(draft.Id, CancellationToken.None);
            return result;
        }
        catch
        {
            await TryAbandonAsync(draft.Id);
            throw;
        }
    }

    private async Task<(Draft? Draft, AddDocumentResult? No)> BeginAsync(SubjectId subject, NewDocument given, Accessor by, CancellationToken ct)
    {
        var (keys, people) = await parts.ReadPeopleAsync([subject], ct);
        var policies = await parts.Policies.AtLeastAsync(people.PolicySequence, ct);
        if (people.Find(subject) is not { } person) return (null, new DocumentOfNobody(Erased: false));
        if (person.State != SubjectState.Active || keys.GetValueOrDefault(subject)?.Pseudonym() is not { } pseudonym) return (null, new DocumentOfNobody(Erased: true));
        if (Decide(policies, person, given, person.Kind).Refusal is { } refusal)
        {
            var entry = Entries.Act(parts.Clock, EntryKind.Refused, pseudonym, by, policies.Version, [given.Item], [refusal.Clause], refusal.Code) with { Case = given.Case };
            await parts.Ledger.AppendAsync([entry], ct);
            return (null, new DocumentRefused(refusal, entry.Id));
        }

        var terms = policies.Find(given.Item)!;
        if (!terms.InVault || terms.Shape is { Name: not "text" }) return (null, new DocumentUnfit(UnfitReason.ItemIsSingle));
        var draft = new Draft(given.Id ?? DocumentId.New(), subject, given, terms, person.Kind, given.AcquiredAt ?? parts.Clock.GetUtcNow(), by);
        if (given.Replaces is not { } replaces) return (draft, null);
        var rows = await parts.Vault.ReadAsync((session, c) => DocumentRow.ReadAsync(session, subject, replaces, c), ct: ct);
        return rows is [{ ReplacedBy: null } row] && row.Item == given.Item.Value ? (draft with { Replaced = row }, null) : (null, new DocumentUnfit(UnfitReason.Replaced));
    }

    /// <summary>Who has the id already; null when nobody has.</summary>
    private async Task<DocumentKnown?> KnownAsync(SubjectId subject, DocumentId id, CancellationToken ct)
    {
        var key = await parts.DocumentKeys.HasAsync(id, ct);
        var (state, rows) = await parts.Vault.ReadAsync(async (session, c) => (
            await session.FirstAsync("SELECT state FROM documents WHERE id = @id", r => (DocumentState?)r.GetInt64(0), c, ("id", id.ToBytes())),
            await DocumentRow.ReadAsync(session, subject, id, c)), snapshot: true, ct);
        if (rows is [var row]) return new DocumentKnown(row.ToHeld(), IsComing: false);
        return state is null && !key ? null : new DocumentKnown(null, IsComing: state is null or DocumentState.Coming);
    }

    private async Task<AddDocumentResult> StoreAsync(Draft draft, DocumentPieces pieces, DocumentCipher cipher, CancellationToken ct)
    {
        for (var started = false; ; started = true)
        {
            var chunks = await pieces.SealAsync(cipher, draft.Place, ct);
            if (pieces.TooLarge) return new DocumentUnfit(UnfitReason.TooLarge, parts.DocumentBytes);
            if (pieces.AtEnd) return await FinishAsync(draft, cipher, pieces.Size, chunks, started, ct);
            var going = await parts.Writes.WriteAsync(async (tx, c) =>
            {
                // Whether the person is being erased is asked under the row's lock: from that decision on nothing of them is begun.
                if (!started && await tx.ScalarAsync<long>("SELECT count(*) FROM (SELECT 1 FROM subjects WHERE id = @id AND state = 0" + tx.ForShare() + ") s", c, ("id", draft.Subject.ToBytes())) == 0) return false;
                if (!started) await Rows.InsertAsync(tx, [Row(draft, DocumentState.Coming, 0)], c);
                else if (await MoveAsync(tx, draft, c) == 0) return false;
                await DocumentPieces.Rows.InsertAsync(tx, chunks, c);
                return true;
            }, ct);
            if (!going) return new DocumentOfNobody(Erased: true);
            await parts.StepAsync("document-chunks-written");
        }
    }

    private async Task<AddDocumentResult> FinishAsync(Draft draft, DocumentCipher cipher, long size, IReadOnlyList<object?[]> chunks, bool started, CancellationToken ct)
    {
        // Sealed once, outside the act, which may run again: a nonce is never used for two contents.
        var card = cipher.SealCard(draft.Place, draft.Facts(size), draft.Given.FileName);
        AddDocumentResult? answer = null;
        var result = await runner.RunAsync(draft.Subject, async (act, c) =>
        {
            answer = null;
            var decision = Decide(act.Policies, act.Person, draft.Given, draft.Kind);
            if (decision.Refusal is { } refusal)
            {
                answer = new DocumentRefused(refusal, act.Record(EntryKind.Refused, draft.By, [draft.Given.Item], [refusal.Clause], refusal.Code, e => e with { Case = draft.Given.Case }));
                return new ActRefused(refusal);
            }

            if (draft.Replaced is { } replaced && await ReplaceAsync(act.Tx, replaced, draft.Id, c) == 0)
            {
                answer = new DocumentUnfit(UnfitReason.Replaced);
                return new ActDone(null, []);
            }

            if (!started) await Rows.InsertAsync(act.Tx, [Row(draft, DocumentState.Coming, size)], c);
            await DocumentPieces.Rows.InsertAsync(act.Tx, chunks, c);
            if (await act.Tx.ExecuteAsync("UPDATE documents SET state = 1, size = @size, card = @card WHERE id = @id AND state = 0", c,
                ("size", size), ("card", card), ("id", draft.Id.ToBytes())) == 0)
                throw new IOException($"The upload of document {draft.Id} was given up as unfinished before it ended: nothing came of it for too long. Nothing is kept; send it again.");
            await ItemRows.Consents.InsertAsync(act.Tx, [.. draft.Given.Consents.Select(g => ItemRows.Consent(draft.Subject, Guid.NewGuid(), g, draft.Given.PolicyVersion, act.Now, draft.By))], c);
            act.ChangesDecisions = draft.Given.Consents.Count > 0;
            var entry = act.Record(draft.Replaced is null ? EntryKind.Acquired : EntryKind.Corrected, draft.By, [draft.Given.Item], decision.Clauses,
                ItemRows.Word(draft.Given.Channel), e => e with { Case = draft.Given.Case });
            answer = new DocumentKept(draft.ToRow(size, card).ToHeld(), entry);
            return new ActDone(entry, [draft.Given.Item]);
        }, ct);
        if (answer is null) return new DocumentOfNobody(result is ActUnknown { Erased: true });
        if (answer is DocumentKept) parts.DocumentKeys.Finished([draft.Id]);
        return answer;
    }

    private static (Refusal? Refusal, ClauseId[] Clauses) Decide(PublishedPolicies policies, PersonRecord person, NewDocument given, string kind)
    {
        if (Acquirer.Unknown(policies, given.Consents) is { } unknown) return (unknown, []);
        var decision = Corrector.DecideAddition(policies, person, kind, [given.Item], given.Consents, given.Channel, given.PolicyVersion, given.ToldOfRecording ?? false);
        return decision.Permitted ? (null, decision.Clauses.ToArray()) : (decision.Refusal, []);
    }

    private static Task<int> ReplaceAsync(StoreTransaction tx, DocumentRow replaced, DocumentId by, CancellationToken ct) => tx.ExecuteAsync(
        "UPDATE documents SET replaced_by = @by WHERE id = @id AND state = 1 AND replaced_by IS NULL", ct, ("by", by.ToBytes()), ("id", replaced.Id.ToBytes()));

    private Task<int> MoveAsync(StoreTransaction tx, Draft draft, CancellationToken ct) => tx.ExecuteAsync(
        "UPDATE documents SET moved_at = @now WHERE id = @id AND state = 0", ct, ("now", parts.Clock.Microseconds()), ("id", draft.Id.ToBytes()));

    private async Task TryAbandonAsync(DocumentId document)
    {
        try
        {
            await removal.AbandonAsync(document, CancellationToken.None);
        }
        catch (Exception error)
        {
            parts.Log.BackgroundFailed(error.GetType().Name); // found again when nothing came of it for a while
        }
    }

    private object?[] Row(Draft draft, DocumentState state, long size)
    {
        var row = draft.ToRow(size, []);
        return [row.Id.ToBytes(), row.Subject.ToBytes(), row.Item, (long)row.Class, (long)state, row.Series, row.Version, row.Type, row.Size, row.AcquiredAt, row.Channel, row.Policy,
            row.Kind, row.Accessor, row.Until, parts.Clock.Microseconds()];
    }

    /// <summary>A document on its way in. Its facts are fixed when it begins.</summary>
    private sealed record Draft(DocumentId Id, SubjectId Subject, NewDocument Given, ItemTerms Terms, string Kind, DateTimeOffset AcquiredAt, Accessor By)
    {
        public DocumentRow? Replaced { get; init; }

        public DocumentPlace Place { get; } = new(Subject, Id, Given.Item.Value);

        public DocumentFacts Facts(long size) => ToRow(size, []).Facts;

        public DocumentRow ToRow(long size, byte[] card) => new(
            Id, Subject, Given.Item.Value, Terms.Class, Replaced?.Series ?? Id.ToBytes(), (Replaced?.Version ?? 0) + 1, null, Given.Type.MediaType, size, card,
            AcquiredAt.ToMicroseconds(), ItemRows.Word(Given.Channel), Given.PolicyVersion.Value, Kind, By.Code, RetentionTerms.UntilFromAcquisition(Terms.Retention, AcquiredAt));
    }
}
