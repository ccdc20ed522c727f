using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Retaining;
using Azukari.Vault.Searching;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Writing;

/// <summary>Takes people in: decided by the policy, keys first, then all data in one transaction; a batch costs one commit a store.</summary>
internal sealed class Acquirer(TrustParts parts)
{
    private static readonly RowShape SubjectRows = new("subjects", "id:b kind:t state:l generation:l created_at:l changed_at:l");

    public async Task<AcquireResult[]> AcquireAsync(IReadOnlyList<Acquisition> batch, Accessor by, CancellationToken ct)
    {
        var results = new AcquireResult[batch.Count];
        while (true)
        {
            var policies = parts.Policies.Required;
            var (permitted, refused) = Decide(policies, batch, by);
            if (await StoreAsync(policies, batch, permitted, by, ct) is { } sequence)
            {
                await parts.Policies.AtLeastAsync(sequence, ct); // another version came into force meanwhile: decided again under it
                continue;
            }

            await parts.Ledger.AppendAsync([.. refused.Select(r => r.Entry)], ct);
            foreach (var (at, refusal, entry) in refused) results[at] = new RefusedAcquisition(refusal, entry.Id);
            foreach (var newcomer in permitted) results[newcomer.At] = new Acquired(newcomer.Subject, newcomer.Entry!.Id);
            return results;
        }
    }

    /// <summary>Whether the policy collects this, and by which clauses.</summary>
    public static AcquisitionDecision Decide(PublishedPolicies policies, Acquisition acquisition)
    {
        var consented = acquisition.Consents.SelectMany(c => c.Items).ToHashSet();
        return policies.Archive.DecideAcquisition(new AcquisitionRequest(acquisition.SubjectKind,
            [.. acquisition.Values.Keys.Select(item => new AcquiredFact(item, consented.Contains(item)))],
            acquisition.Channel, acquisition.PolicyVersion, acquisition.ToldOfRecording ?? false));
    }

    private (List<Newcomer> Permitted, List<(int At, Refusal Refusal, LedgerEntry Entry)> Refused) Decide(PublishedPolicies policies, IReadOnlyList<Acquisition> batch, Accessor by)
    {
        var permitted = new List<Newcomer>(batch.Count);
        var refused = new List<(int, Refusal, LedgerEntry)>();
        for (var at = 0; at < batch.Count; at++)
        {
            var decision = Decide(policies, batch[at]);
            if ((decision.Refusal ?? Unknown(policies, batch[at].Consents)) is { } refusal)
            {
                refused.Add((at, refusal, Entries.Act(parts.Clock, EntryKind.Refused, null, by, policies.Version, batch[at].Values.Keys, [refusal.Clause], refusal.Code)
                    with { Case = batch[at].Case }));
                continue;
            }

            foreach (var (item, value) in batch[at].Values) policies.Find(item)!.Require(value);
            permitted.Add(new Newcomer(at, batch[at].Id ?? SubjectId.New(), decision.Clauses.ToArray()));
        }

        return (permitted, refused);
    }

    /// <summary>Why a consent cannot be recorded: it names what no version knows.</summary>
    internal static Refusal? Unknown(PublishedPolicies policies, IEnumerable<ConsentGrant> consents) =>
        consents.Select(c => policies.Archive.Resolve(c.Purpose, c.Recipient ?? policies.Archive.Vocabulary.Recipients[0], c.Items).Refusal).FirstOrDefault(r => r is not null);

    /// <summary>Null when stored; else the sequence of the version that came into force meanwhile, and nothing is stored.</summary>
    private async Task<long?> StoreAsync(PublishedPolicies policies, IReadOnlyList<Acquisition> batch, List<Newcomer> newcomers, Accessor by, CancellationToken ct)
    {
        if (newcomers.Count == 0) return null;
        SubjectId[] ids = [.. newcomers.Select(n => n.Subject)];
        await parts.Keys.CreateAsync([.. newcomers.SelectMany(n => ClassesOf(policies, batch[n.At]).Select(c => (n.Subject, c)))], newPeople: true, ct);
        await parts.StepAsync("keys-created");
        var keys = await parts.Keys.ReadManyAsync(ids, ct);
        var rows = new Rows();
        foreach (var newcomer in newcomers) rows.Add(parts.Clock, policies, newcomer, batch[newcomer.At], keys[newcomer.Subject], by);
        var entries = Outbox.Prepare(newcomers.Select(n => n.Entry!));
        var sequence = await parts.Writes.WriteAsync(async (tx, c) =>
        {
            var now = await PeopleReader.PolicySequenceAsync(tx, c);
            if (now != policies.Sequence) return (long?)now;
            await SubjectRows.InsertAsync(tx, rows.Subjects, c);
            await ItemRows.Insert.InsertAsync(tx, rows.Items, c);
            await ItemRows.Consents.InsertAsync(tx, rows.Consents, c);
            await ItemRows.Reindex.InsertAsync(tx, [.. rows.Index.Select(i => i.Row())], c);
            await Outbox.AddAsync(tx, entries, c);
            return null;
        }, ct);
        if (sequence is not null)
        {
            await parts.Keys.DropUnfinishedAsync(ids, ct);
            return sequence;
        }

        await parts.StepAsync("data-written");
        parts.Keys.Finished(ids);
        await parts.Outbox.DrainAsync(entries);
        await parts.BlindIndex.FollowAsync(rows.Index, isNew: true, ct);
        return null;
    }

    private static IEnumerable<KeyClass> ClassesOf(PublishedPolicies policies, Acquisition acquisition) =>
        acquisition.Values.Keys.Select(item => policies.Find(item)!.Class).Append(KeyClass.Link).Distinct();

    private sealed record Newcomer(int At, SubjectId Subject, ClauseId[] Clauses)
    {
        public LedgerEntry? Entry { get; set; }
    }

    private sealed class Rows
    {
        public List<object?[]> Subjects { get; } = [];

        public List<object?[]> Items { get; } = [];

        public List<object?[]> Consents { get; } = [];

        public List<IndexChange> Index { get; } = [];

        public void Add(TimeProvider clock, PublishedPolicies policies, Newcomer newcomer, Acquisition acquisition, SubjectKeys keys, Accessor by)
        {
            var now = clock.GetUtcNow();
            var acquired = acquisition.AcquiredAt ?? now;
            Subjects.Add([newcomer.Subject.ToBytes(), acquisition.SubjectKind.Value, (long)SubjectState.Active, 1L, now.ToMicroseconds(), now.ToMicroseconds()]);
            using var @sealed = new SealedItems(keys);
            var facts = new SealedFacts(acquired.ToMicroseconds(), ItemRows.Word(acquisition.Channel), acquisition.PolicyVersion.Value, acquisition.SubjectKind.Value);
            foreach (var (item, value) in acquisition.Values)
            {
                var terms = policies.Find(item)!;
                Items.Add([newcomer.Subject.ToBytes(), item.Value, 1L, (long)terms.Class, @sealed.Seal(terms.Class, item.Value, 1, facts, value),
                    facts.AcquiredAt, facts.Channel, facts.Policy, facts.Kind, by.Code, RetentionTerms.UntilFromAcquisition(terms.Retention, acquired)]);
                if (terms.IsSearchable) Index.Add(new IndexChange(newcomer.Subject, item.Value, 1, value));
            }

            foreach (var consent in acquisition.Consents)
                Consents.Add(ItemRows.Consent(newcomer.Subject, Guid.NewGuid(), consent, acquisition.PolicyVersion, now, by));
            newcomer.Entry = Entries.Act(clock, EntryKind.Acquired, keys.Pseudonym(), by, policies.Version, acquisition.Values.Keys, newcomer.Clauses, ItemRows.Word(acquisition.Channel))
                with { Case = acquisition.Case };
        }
    }
}
