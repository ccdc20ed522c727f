using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Documents;
using Azukari.Vault.Hosting;
using Azukari.Vault.Reading;
using Azukari.Vault.Writing;

namespace Azukari.Vault;

/// <summary>
/// People's documents: notes, recordings, scans, application documents; many per person and item, each under a key of its own. Taken in and
/// read as streams, in constant memory, through the same decisions, ledger and restrictions as single values.
/// </summary>
public sealed class DocumentVault
{
    private readonly DocumentWriter _writer;
    private readonly DocumentReader _reader;
    private readonly DocumentRemoval _removal;
    private readonly ActRunner _runner;

    internal DocumentVault(TrustParts parts, Gate gate, ActRunner runner)
    {
        _runner = runner;
        _removal = new DocumentRemoval(parts);
        _writer = new DocumentWriter(parts, runner, _removal);
        _reader = new DocumentReader(parts, gate);
        Limit = parts.DocumentBytes;
    }

    /// <summary>The largest document, in bytes (<see cref="TrustOptions.DocumentBytes"/>).</summary>
    public long Limit { get; }

    /// <summary>
    /// Takes a document in. The content is read once, forward, to its end, and sealed as it comes; durable and recorded when the task
    /// completes with <see cref="DocumentKept"/>. Otherwise, and when reading the content fails or is cancelled, nothing is kept.
    /// </summary>
    /// <param name="subject">Of whom.</param>
    /// <param name="document">What it is and how it came.</param>
    /// <param name="content">Of any length up to <see cref="Limit"/>; stays the caller's to dispose.</param>
    /// <param name="by">Who takes it in.</param>
    /// <param name="ct">Gives it up: nothing is kept.</param>
    public Task<AddDocumentResult> AddAsync(SubjectId subject, NewDocument document, Stream content, Accessor by, CancellationToken ct = default) =>
        _writer.AddAsync(subject, document, content, by, ct);

    /// <summary>
    /// The documents held of a person, with earlier versions, oldest first: facts without names, as
    /// <see cref="TrustVault.DescribeAsync"/> gives of items. Null for people erased or unknown.
    /// </summary>
    public Task<IReadOnlyList<HeldDocument>?> ListAsync(SubjectId subject, CancellationToken ct = default) => _reader.ListAsync(subject, ct);

    /// <summary>The documents with the names of their files: an access to their items, permitted whole or refused whole. Null when none is held.</summary>
    /// <param name="subject">Of whom.</param>
    /// <param name="items">Documents of these items only; of all when null.</param>
    /// <param name="context">Who asks, for what.</param>
    /// <param name="ct">Cancels.</param>
    public Task<AccessResult<IReadOnlyList<NamedDocument>>?> ListNamedAsync(SubjectId subject, IReadOnlyCollection<ItemId>? items, AccessContext context, CancellationToken ct = default) =>
        _reader.ListNamedAsync(subject, items, context, ct);

    /// <summary>
    /// Opens a document for a purpose: decided by its item, and in the ledger before a byte of it can be read. An act acknowledged while it
    /// is being read (a withdrawal, a restriction, an erasure, a publication) is decided by before the next chunk of 64 KiB is handed out.
    /// </summary>
    /// <returns>The content, to be disposed; or the refusal. Null when the person has no such document.</returns>
    /// <exception cref="VaultDamagedException">Its row was altered.</exception>
    public Task<AccessResult<DocumentContent>?> OpenAsync(SubjectId subject, DocumentId document, AccessContext context, CancellationToken ct = default) =>
        _reader.OpenAsync(subject, document, context, ct);

    /// <summary>
    /// Deletes a document with all its versions: their keys are destroyed, also for copies of the stores made before. When the task
    /// completes nothing of it can be read, not by who was reading it either. Refused, and the refusal recorded, for what the policy keeps
    /// (<see cref="Policy.Compiling.PolicyArchive.DecideDocumentDeletion"/>).
    /// </summary>
    /// <param name="subject">Of whom.</param>
    /// <param name="document">Which, by any of its versions.</param>
    /// <param name="by">Who deletes it.</param>
    /// <param name="case">The request it is done for.</param>
    /// <param name="why">Why, as the ledger keeps it (<c>deletion:untrue</c>).</param>
    /// <param name="ct">Cancels what has not begun.</param>
    /// <returns><see cref="ActDone"/>, <see cref="ActRefused"/>, or <see cref="ActUnknown"/> when there is no such person or document.</returns>
    public async Task<ActResult> DeleteAsync(
        SubjectId subject, DocumentId document, Accessor by, string? @case = null, DeletionReason why = DeletionReason.NotNeeded, CancellationToken ct = default)
    {
        List<DocumentId> gone = [];
        var result = await _runner.RunAsync(subject, async (act, c) =>
        {
            gone = [];
            if (await DocumentRow.ReadAsync(act.Tx, subject, document, c) is not [var row]) return new ActUnknown(Erased: false);
            var item = ItemId.Parse(row.Item);
            var held = await DocumentRow.ReadAsync(act.Tx, subject, null, c);
            var last = !held.Exists(other => other.Item == row.Item && !other.Series.AsSpan().SequenceEqual(row.Series));
            if (act.Policies.Archive.DecideDocumentDeletion(SubjectKind.Parse(act.Person.Kind), item, why, last) is { } refusal)
            {
                act.Record(EntryKind.Refused, by, [item], [refusal.Clause], refusal.Code, e => e with { Case = @case });
                return new ActRefused(refusal);
            }

            gone = [.. held.Where(r => r.Series.AsSpan().SequenceEqual(row.Series)).Select(r => r.Id)];
            await act.Tx.ExecuteAsync("UPDATE documents SET state = 2 WHERE subject = @subject AND series = @series AND state = 1", c, ("subject", act.SubjectBytes), ("series", row.Series));
            var clauses = PersonActs.RightClauses(act.Policies.Archive.InForce.Document, RightKind.Deletion);
            return new ActDone(act.Record(EntryKind.Erased, by, [item], clauses, why.Code(), e => e with { Case = @case, Count = gone.Count }), [item]);
        }, ct);
        if (result.Done) await _removal.FinishAsync(gone, ct);
        return result;
    }
}
