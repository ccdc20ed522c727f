using System.Collections.Immutable;
using System.Security.Cryptography;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>
/// The one way to a value: decide, record, open, recheck, release. Nothing is released before its ledger entry is durable, and nothing
/// whose person or policy changed in between: then it is decided again.
/// </summary>
internal sealed partial class Gate(TrustParts parts)
{
    internal const int Rounds = 5;
    private long _readAnew;

    /// <summary>For tests: called when entries are durable and before the recheck.</summary>
    internal Func<Task>? BeforeRecheck { get; set; }

    /// <summary>For tests: how often what had been read was read anew before release, because somebody had committed meanwhile.</summary>
    internal long ReadAnew => Interlocked.Read(ref _readAnew) + (_joined?.Reads.ReadAnew ?? 0);

    internal void CountReadAnew() => Interlocked.Increment(ref _readAnew);

    /// <summary>Reads items of some people (at most a chunk), each decided and recorded on its own; answers in the order asked.</summary>
    public async Task<AccessResult<ItemValues>[]> ReadAsync(IReadOnlyList<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        var results = new AccessResult<ItemValues>[subjects.Count];
        var open = Enumerable.Range(0, subjects.Count).ToList();
        for (var round = 1; open.Count > 0; round++)
            open = await RoundAsync(subjects, open, items, context, results, last: round >= Rounds, ct);
        return results;
    }

    /// <summary>One attempt at those still open; returns the ones to decide again.</summary>
    private async Task<List<int>> RoundAsync(
        IReadOnlyList<SubjectId> subjects, List<int> open, IReadOnlyList<ItemId> items, AccessContext context, AccessResult<ItemValues>[] results, bool last, CancellationToken ct)
    {
        SubjectId[] ids = [.. open.Select(i => subjects[i]).Distinct()];
        var (keys, snapshot) = await parts.ReadPeopleAsync(ids, ct);
        var policies = await parts.Policies.AtLeastAsync(snapshot.PolicySequence, ct);
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, items, context.Ground);
        if (resolved.Refusal is null && parts.Modules.Any)
            snapshot = await parts.Modules.BesideAsync(parts, policies, snapshot, ids, items.Select(policies.Find).OfType<ItemTerms>(), ct);
        var entries = new List<LedgerEntry>(open.Count);
        var attempts = new List<Attempt>(open.Count);
        var again = new List<int>();
        foreach (var at in open)
        {
            var subject = subjects[at];
            var attempt = await DecideAsync(policies, resolved, subject, keys.GetValueOrDefault(subject), snapshot.Find(subject), items, context, last, ct);
            if (attempt is null)
            {
                again.Add(at);
                continue;
            }

            entries.Add(attempt.Entry);
            attempts.Add(attempt with { At = at });
        }

        var durable = parts.Ledger.AppendAsync(entries, ct); // the commit is under way while values are opened
        var opened = new List<(Attempt Attempt, ItemValues Values)>();
        try
        {
            foreach (var attempt in attempts.Where(a => a.Refusal is null))
            {
                if (OpenValues(attempt.Person!, attempt.Keys!, items, last) is { } values) opened.Add((attempt, values));
                else again.Add(attempt.At);
            }
        }
        finally
        {
            await durable;
        }

        foreach (var attempt in attempts.Where(a => a.Refusal is not null))
        {
            parts.AfterRefusal.Refused(attempt.Entry);
            results[attempt.At] = new RefusedAccess<ItemValues>(attempt.Subject, attempt.Entry.Id, attempt.Refusal!);
        }

        if (opened.Count > 0) again.AddRange(await ReleaseAsync(policies, opened, results, ct));
        if (last && again.Count > 0) await GiveUpAsync(policies, subjects, again, items, context, results, ct);
        return last ? [] : again;
    }

    /// <summary>Null when what was read does not fit together (something changed between the two stores) and must be read again.</summary>
    private async ValueTask<Attempt?> DecideAsync(PublishedPolicies policies, Resolution resolved, SubjectId subject, SubjectKeys? keys, PersonRecord? person,
        IReadOnlyList<ItemId> items, AccessContext context, bool last, CancellationToken ct)
    {
        var pseudonym = keys?.Pseudonym();
        Attempt Refuse(Refusal refusal) =>
            new(subject, person, keys, Entries.Refused(parts.Clock, pseudonym, context, items, policies.Version, refusal), refusal, default);
        if (person is { State: not SubjectState.Active }) return Refuse(policies.Archive.Erased());
        if (person is null) return Refuse(policies.Archive.NoSuchSubject());
        if (pseudonym is null)
        {
            if (!last) return null;
            parts.Log.NoKeys(subject);
            return Refuse(policies.Archive.NoSuchSubject());
        }

        if (resolved.Refusal is { } unresolved) return Refuse(unresolved);
        var answers = await parts.Decider.AskAsync(resolved.Request.Needs, subject, items, context, ct);
        var decision = Decider.Decide(policies, resolved.Request, person, answers, context.Case is not null);
        if (!decision.Permitted) return Refuse(decision.Refusal!);
        // Nothing may be recorded as used that could not be opened: what may be away is asked first.
        if (parts.Keys.Masters.IsRemote) keys!.Unlock(items.Select(item => person.Find(item.Value)).OfType<ItemRow>().Select(row => row.Class));
        var flagged = parts.AfterRefusal.IsAfterRefusal(context.Accessor, pseudonym, context.Purpose);
        var entry = Entries.Permitted(parts.Clock, Entries.KindOf(decision.Exit), pseudonym, context, items, policies.Version, decision, flagged);
        return new Attempt(subject, person, keys, entry, null, decision);
    }

    private ItemValues? OpenValues(PersonRecord person, SubjectKeys keys, IReadOnlyList<ItemId> items, bool last)
    {
        ItemId[] asked = [.. items.Distinct()];
        var values = new StoredValue?[asked.Length];
        using var @sealed = new SealedItems(keys);
        for (var i = 0; i < asked.Length; i++)
        {
            var item = asked[i];
            var value = person.Elsewhere.FirstOrDefault(row => row.Item == item)?.Value;
            if (person.Find(item.Value) is { } row)
            {
                try
                {
                    value = @sealed.Open(row);
                }
                catch (CryptographicException)
                {
                    parts.Log.ValueDamaged(person.Subject, item.Value);
                    throw new VaultDamagedException(person.Subject, item);
                }

                // The key was made or rewrapped between the two reads: read again. Still none in the last round: the class was destroyed.
                if (value is null && !last) return null;
            }

            values[i] = value;
        }

        return new ItemValues(asked, values);
    }

    private async Task<List<int>> ReleaseAsync(
        PublishedPolicies policies, List<(Attempt Attempt, ItemValues Values)> opened, AccessResult<ItemValues>[] results, CancellationToken ct)
    {
        if (BeforeRecheck is { } pause) await pause();
        var fresh = await parts.FreshnessAsync([.. opened.Select(o => o.Attempt.Subject).Distinct()], ct);
        var again = new List<int>();
        foreach (var (attempt, values) in opened)
        {
            var expected = new Freshness(policies.Sequence, attempt.Person!.Generation, SubjectState.Active);
            if (!fresh.TryGetValue(attempt.Subject, out var now) || now != expected)
            {
                again.Add(attempt.At);
                continue;
            }

            parts.LastUses.Used(policies, attempt.Subject);
            results[attempt.At] = new Granted<ItemValues>(attempt.Subject, attempt.Entry.Id, values, policies.Version,
                ClausesOf(attempt.Decision), attempt.Decision.Obligations);
        }

        return again;
    }

    /// <summary>Somebody changes this person faster than we can decide: refused, and recorded as such.</summary>
    private async Task GiveUpAsync(PublishedPolicies policies, IReadOnlyList<SubjectId> subjects, List<int> open, IReadOnlyList<ItemId> items,
        AccessContext context, AccessResult<ItemValues>[] results, CancellationToken ct)
    {
        var refusal = policies.Stale();
        var (keys, _) = await parts.ReadPeopleAsync([.. open.Select(i => subjects[i]).Distinct()], ct);
        var entries = open.Select(at => Entries.Refused(parts.Clock, keys.GetValueOrDefault(subjects[at])?.Pseudonym(), context, items, policies.Version, refusal)).ToList();
        await parts.Ledger.AppendAsync(entries, ct);
        for (var i = 0; i < open.Count; i++)
            results[open[i]] = new RefusedAccess<ItemValues>(subjects[open[i]], entries[i].Id, refusal);
    }

    private static ImmutableArray<ClauseId> ClausesOf(in Decision decision) => [.. decision.Clauses.ToArray()];

    private sealed record Attempt(SubjectId Subject, PersonRecord? Person, SubjectKeys? Keys, LedgerEntry Entry, Refusal? Refusal, Decision Decision)
    {
        public int At { get; init; }
    }
}
