using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Writing;

/// <summary>
/// The import's path. People are found by the blind token of their identifying value, candidates' values compared here inside the vault.
/// New people of a batch are created together; who is there and differs is corrected; who is the same costs one read.
/// </summary>
internal sealed class Reconciler(TrustParts parts, Acquirer acquirer, ActRunner runner)
{
    public async Task<IReadOnlyList<ReconcileResult>> ReconcileAsync(IReadOnlyList<Reconciliation> rows, Accessor by, CancellationToken ct)
    {
        var policies = parts.Policies.Required;
        var results = new ReconcileResult?[rows.Count];
        var found = await FindAsync(policies, rows, ct);
        var fresh = new List<int>();
        var firstOf = new Dictionary<(string, StoredValue), int>();
        var repeats = new List<(int At, int First)>();
        for (var at = 0; at < rows.Count; at++)
        {
            var candidates = found[at];
            if (candidates.Count > 1) results[at] = new ReconciledAmbiguous(candidates.Count);
            else if (!firstOf.TryAdd((rows[at].IdentifyBy.Value, Identifying(rows[at])), at)) repeats.Add((at, firstOf[(rows[at].IdentifyBy.Value, Identifying(rows[at]))]));
            else if (candidates.Count == 1) results[at] = await ExistingAsync(candidates[0], rows[at], by, ct);
            else fresh.Add(at);
        }

        var created = await acquirer.AcquireAsync([.. fresh.Select(at => rows[at].Acquisition)], by, ct);
        for (var i = 0; i < fresh.Count; i++)
        {
            results[fresh[i]] = created[i] switch
            {
                Acquired acquired => new ReconciledCreated(acquired.SubjectId),
                RefusedAcquisition refused => new ReconciledRefused(refused.Refusal),
                _ => throw new InvalidOperationException("An acquisition is permitted or refused."),
            };
        }

        foreach (var (at, first) in repeats) results[at] = await RepeatAsync(results[first]!, rows[at], rows[first], by, ct);
        return results!;
    }

    /// <summary>The same person twice in one batch: the later row comes after the earlier one, as if it had come in the next batch.</summary>
    private async Task<ReconcileResult> RepeatAsync(ReconcileResult first, Reconciliation row, Reconciliation earlier, Accessor by, CancellationToken ct) => first switch
    {
        ReconciledCreated created => await ExistingAsync((created.Subject, null), row, by, ct),
        ReconciledCorrected corrected => await ExistingAsync((corrected.Subject, null), row, by, ct),
        ReconciledUnchanged unchanged => await ExistingAsync((unchanged.Subject, null), row, by, ct),
        ReconciledAmbiguous => first,
        _ => (await ReconcileAsync([row], by, ct))[0],
    };

    private async Task<ReconcileResult> ExistingAsync((SubjectId Subject, Dictionary<string, StoredValue>? Held) candidate, Reconciliation row, Accessor by, CancellationToken ct)
    {
        var acquisition = row.Acquisition;
        if (candidate.Held is { } held && acquisition.Values.All(v => held.TryGetValue(v.Key.Value, out var there) && there == v.Value))
            return new ReconciledUnchanged(candidate.Subject);
        var changes = acquisition.Values.ToDictionary(v => v.Key, v => (StoredValue?)v.Value);
        var terms = new CorrectionTerms(new CorrectionBy.Staff(), acquisition.Channel, acquisition.PolicyVersion, acquisition.ToldOfRecording ?? false, acquisition.Case, acquisition.Consents);
        return await runner.RunAsync(candidate.Subject, (act, c) => Corrector.CorrectAsync(act, changes, terms, by, c), ct) switch
        {
            ActDone { Items.Length: 0 } => new ReconciledUnchanged(candidate.Subject),
            ActDone done => new ReconciledCorrected(candidate.Subject, done.Items),
            ActRefused refused => new ReconciledRefused(refused.Refusal),
            _ => (await ReconcileAsync([row], by, ct))[0], // erased in between: somebody new
        };
    }

    /// <summary>For each row the people who have its identifying value, with their values opened: compared here, released to nobody.</summary>
    private async Task<List<(SubjectId Subject, Dictionary<string, StoredValue>? Held)>[]> FindAsync(PublishedPolicies policies, IReadOnlyList<Reconciliation> rows, CancellationToken ct)
    {
        var found = new List<(SubjectId, Dictionary<string, StoredValue>?)>[rows.Count];
        foreach (var byItem in rows.Select((row, at) => (Row: row, At: at)).GroupBy(r => r.Row.IdentifyBy))
        {
            var terms = TermsOf(policies, byItem.Key);
            var wanted = byItem.Select(r => (r.At, r.Row, Term: terms.Shape!.SearchTerms(Identifying(r.Row)).First(t => t.Kind == SearchKind.Exact))).ToList();
            var hits = await parts.BlindIndex.FindManyAsync(byItem.Key.Value, [.. wanted.Select(w => w.Term)], ct);
            var held = await OpenAsync([.. hits.SelectMany(h => h).Distinct()], ct);
            foreach (var (at, row, term) in wanted)
            {
                found[at] = [.. hits[term].Distinct().Where(s => held.TryGetValue(s, out var values) && values.TryGetValue(byItem.Key.Value, out var value)
                    && terms.Shape!.SearchTerms(value).Contains(term)).Select(s => (s, (Dictionary<string, StoredValue>?)held[s]))];
            }
        }

        return found;
    }

    private async Task<Dictionary<SubjectId, Dictionary<string, StoredValue>>> OpenAsync(IReadOnlyList<SubjectId> subjects, CancellationToken ct)
    {
        var held = new Dictionary<SubjectId, Dictionary<string, StoredValue>>();
        foreach (var chunk in subjects.Chunk(256))
        {
            var (keys, people) = await parts.ReadPeopleAsync(chunk, ct);
            foreach (var subject in chunk)
            {
                if (people.Find(subject) is not { State: SubjectState.Active } person || !keys.TryGetValue(subject, out var mine)) continue;
                using var opened = new SealedItems(mine);
                var values = new Dictionary<string, StoredValue>(StringComparer.Ordinal);
                foreach (var row in person.Items)
                    if (opened.Open(row) is { } value) values[row.Item] = value;
                held[subject] = values;
            }
        }

        return held;
    }

    private static ItemTerms TermsOf(PublishedPolicies policies, ItemId item) =>
        policies.Find(item) is { IsSearchable: true, Search: ItemSearch.Exact } terms
            ? terms : throw new ArgumentException($"People cannot be identified by {item}: the policy does not make it searchable by its exact value.", nameof(item));

    private static StoredValue Identifying(Reconciliation row) => row.Acquisition.Values.TryGetValue(row.IdentifyBy, out var value)
        ? value : throw new ArgumentException($"A row to be identified by {row.IdentifyBy} has no value of it.", nameof(row));
}
