using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Searching;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Telling;

namespace Azukari.Vault.Writing;

/// <summary>What an act on one person works with, inside its transaction, the person's row held.</summary>
internal sealed class ActScope(StoreTransaction tx, PersonRecord person, SubjectKeys keys, byte[]? pseudonym, PublishedPolicies policies, TimeProvider clock)
{
    public StoreTransaction Tx { get; } = tx;

    public PersonRecord Person { get; } = person;

    public SubjectKeys Keys { get; } = keys;

    public PublishedPolicies Policies { get; } = policies;

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Whether the person's link to the ledger is there; it is missing only where an older key store was put back or the master keys are away.</summary>
    public bool IsLinked => Pseudonym is not null;

    public byte[] SubjectBytes { get; } = person.Subject.ToBytes();

    /// <summary>Whether the act can change a decision, so that the generation is raised.</summary>
    public bool ChangesDecisions { get; set; }

    /// <summary>What the ledger calls the person; null where it cannot be told.</summary>
    public byte[]? Pseudonym { get; } = pseudonym;

    public List<LedgerEntry> Entries { get; } = [];

    /// <summary>What changed of the person that somebody outside may have received before.</summary>
    public IReadOnlyList<HeldChange> Changes { get; set; } = [];

    /// <summary>The entries as they are stored, once the act is done.</summary>
    public PreparedEntry[] Prepared { get; set; } = [];

    public List<IndexChange> Index { get; } = [];

    /// <summary>Classes of keys the act needs and the person lacks; when any is named, the act is rolled back, they are made, and it runs again.</summary>
    public HashSet<KeyClass> LacksKeys { get; } = [];

    /// <summary>Classes of keys nothing is sealed under any more once the act is done: noted in its commit, and destroyed after it.</summary>
    public HashSet<KeyClass> EndingKeys { get; } = [];

    /// <summary>Those that were there, by their serials.</summary>
    public IReadOnlyList<Ending> Endings { get; set; } = [];

    /// <summary>Records the act.</summary>
    public EntryId Record(EntryKind kind, Accessor by, IEnumerable<ItemId>? items = null, IEnumerable<ClauseId>? clauses = null, string? reason = null,
        Func<LedgerEntry, LedgerEntry>? with = null)
    {
        var entry = Recording.Entries.Act(clock, kind, Pseudonym, by, Policies.Version, items, clauses, reason);
        if (with is not null) entry = with(entry);
        Entries.Add(entry);
        return entry.Id;
    }
}

/// <summary>
/// Runs an act on one person: the person's row is held, so acts on one person follow each other; what changed goes with its outbox row in
/// one commit, is drained into the ledger and indexed before the caller is answered.
/// </summary>
internal sealed class ActRunner(TrustParts parts)
{
    private const int Tries = 6;

    /// <param name="evenUnlinked">Whether the act is also done on a person whose keys are missing or cannot be opened now; its entry then names nobody.</param>
    public async Task<ActResult> RunAsync(SubjectId subject, Func<ActScope, CancellationToken, Task<ActResult>> act, CancellationToken ct, bool evenUnlinked = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var policies = parts.Policies.Required;
            var outcome = await parts.Writes.WriteAsync((tx, c) => TryAsync(tx, subject, policies, act, evenUnlinked, c), ct);
            if (outcome.Result is { } result)
            {
                if (outcome.Scope is { } done)
                {
                    await parts.StepAsync("act-written");
                    await parts.EndingKeys.FinishAsync(done.Endings, ct);
                    await parts.StepAsync("class-keys-destroyed");
                    await parts.Telling.FollowAsync(done.Pseudonym, done.Changes, ct);
                    await parts.Outbox.DrainAsync(done.Prepared);
                    await parts.BlindIndex.FollowAsync(done.Index, isNew: false, ct);
                }

                return result;
            }

            if (attempt == Tries) throw new InvalidOperationException("The policy or the person's keys changed under the act again and again; it was not done. Try again.");
            if (outcome.PolicySequence > policies.Sequence) await parts.Policies.AtLeastAsync(outcome.PolicySequence, ct);
            if (outcome.LacksKeys is { Count: > 0 } lacking) await parts.Keys.CreateAsync([.. lacking.Select(k => (subject, k))], newPeople: false, ct);
        }
    }

    private async Task<Outcome> TryAsync(StoreTransaction tx, SubjectId subject, PublishedPolicies policies, Func<ActScope, CancellationToken, Task<ActResult>> act, bool evenUnlinked, CancellationToken ct)
    {
        var id = subject.ToBytes();
        await tx.ScalarAsync<long>("SELECT state FROM subjects WHERE id = @id" + tx.ForUpdate(), ct, ("id", id));
        var snapshot = await PeopleReader.ReadAsync(tx, [subject], ct);
        if (snapshot.PolicySequence > policies.Sequence) return new Outcome(null, null, snapshot.PolicySequence, null);
        if (snapshot.Find(subject) is not { } person) return Answer(new ActUnknown(Erased: false));
        if (person.State != SubjectState.Active) return Answer(new ActUnknown(Erased: true));

        // Read while the row is held: a class of keys ends only under it, so what is sealed here stays readable.
        await parts.EndingKeys.FinishAsync(tx, subject, ct);
        var keys = await parts.Keys.ReadAsync(subject, ct);
        var pseudonym = evenUnlinked ? PseudonymIfReachable(keys) : keys.Pseudonym();
        if (pseudonym is null && !evenUnlinked) return Answer(new ActUnknown(Erased: true));
        var scope = new ActScope(tx, person, keys, pseudonym, policies, parts.Clock);
        var result = await act(scope, ct);
        if (scope.LacksKeys.Count > 0) return new Outcome(null, null, 0, scope.LacksKeys); // nothing was written before keys are asked for
        if (scope.Entries.Count == 0) return Answer(result);
        scope.Endings = [.. scope.EndingKeys.Where(keys.Has).Select(one => new Ending(subject, one, keys.SerialOf(one)!.Value))];
        await EndingKeys.NoteAsync(tx, scope.Endings, ct);
        await tx.ExecuteAsync("UPDATE subjects SET generation = generation + @raised, changed_at = @now WHERE id = @id", ct,
            ("raised", scope.ChangesDecisions ? 1L : 0L), ("now", scope.Now.ToMicroseconds()), ("id", id));
        await ItemRows.Reindex.InsertAsync(tx, [.. scope.Index.Select(i => i.Row())], ct);
        scope.Changes = await NoticeBook.NoteAsync(tx, subject, scope.Entries, ct);
        scope.Prepared = Outbox.Prepare(scope.Entries);
        await Outbox.AddAsync(tx, scope.Prepared, ct);
        await parts.StepAsync("act-before-commit");
        return new Outcome(result, scope, 0, null);
    }

    private static byte[]? PseudonymIfReachable(SubjectKeys keys)
    {
        try
        {
            return keys.Pseudonym();
        }
        catch (MasterKeysUnavailableException)
        {
            return null;
        }
    }

    private static Outcome Answer(ActResult result) => new(result, null, 0, null);

    private sealed record Outcome(ActResult? Result, ActScope? Scope, long PolicySequence, HashSet<KeyClass>? LacksKeys);
}
