using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Searching;

/// <summary>Finds people by a value. A search is an access: decided per hit, capped, recorded also when it finds nothing.</summary>
internal sealed class Searcher(TrustParts parts)
{
    /// <summary>How many candidates are looked at for each hit the cap lets through, and at least.</summary>
    private const int CandidatesPerHit = 4;
    private const int LeastCandidates = 256;

    public async Task<SearchResult> SearchAsync(ItemId item, string query, AccessContext context, int cap, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cap, 1000);
        var policies = await parts.NewestPoliciesAsync(ct);
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, [item], context.Ground);
        var refusal = resolved.Refusal ?? policies.Archive.Why(context.Purpose, context.As, [item], context.Ground);
        if (refusal is not null)
        {
            var refused = Entries.Refused(parts.Clock, null, context, [item], policies.Version, refusal);
            await parts.Ledger.AppendAsync(refused, ct);
            return new SearchRefused(refused.Id, refusal, null);
        }

        var terms = policies.Find(item)!;
        ValueError? error = new(ValueErrorCode.NotSearchable);
        if (!terms.IsSearchable || !terms.Shape!.TryQuery(query, out var term, out error))
        {
            var unread = Searched(context, item, policies, 0) with { Reason = error!.Rule };
            await parts.Ledger.AppendAsync(unread, ct);
            return new SearchRefused(unread.Id, null, error);
        }

        var most = Math.Max(cap * CandidatesPerHit, LeastCandidates);
        var candidates = await parts.BlindIndex.FindAsync(item.Value, term, null, most + 1, ct);
        for (var round = 1; ; round++)
        {
            var (hits, entries, generations, more) = await DecideAsync(candidates, terms, term, context, cap, ct);
            policies = parts.Policies.Required;
            // "There may be more" must not tell that somebody who may not be found has this value: only somebody who may be, or a crowd.
            var capped = more || candidates.Count > most;
            var found = Searched(context, item, policies, hits.Count);
            await parts.Ledger.AppendAsync([found, .. entries], ct);
            var fresh = hits.Count == 0 ? [] : await parts.FreshnessAsync(hits, ct);
            if (hits.TrueForAll(h => fresh.TryGetValue(h, out var now) && now == generations[h])) return new SearchFound(found.Id, hits, capped);
            if (round == 5) return new SearchFound(found.Id, [], capped); // people who change faster than we decide are not found now
        }
    }

    private async Task<(List<SubjectId> Hits, List<LedgerEntry> Entries, Dictionary<SubjectId, Freshness> Generations, bool More)> DecideAsync(
        List<SubjectId> candidates, ItemTerms terms, SearchTerm term, AccessContext context, int cap, CancellationToken ct)
    {
        var (hits, entries, generations) = (new List<SubjectId>(), new List<LedgerEntry>(), new Dictionary<SubjectId, Freshness>());
        if (candidates.Count == 0) return (hits, entries, generations, false);
        var (keys, people) = await parts.ReadPeopleAsync(candidates, ct);
        var policies = await parts.Policies.AtLeastAsync(people.PolicySequence, ct);
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, [terms.Id], context.Ground);
        foreach (var candidate in candidates)
        {
            if (people.Find(candidate) is not { State: SubjectState.Active } person || keys.GetValueOrDefault(candidate) is not { } mine || mine.Pseudonym() is not { } pseudonym) continue;
            if (!Matches(person, mine, terms, term)) continue; // the index runs ahead of or behind the vault for a moment
            var answers = await parts.Decider.AskAsync(resolved.Request.Needs, candidate, [terms.Id], context, ct);
            var decision = resolved.Refusal is null ? Decider.Decide(policies, resolved.Request, person, answers, context.Case is not null) : default;
            if (decision.Permitted && hits.Count == cap) return (hits, entries, generations, true);
            if (decision.Permitted)
            {
                hits.Add(candidate);
                generations[candidate] = new Freshness(policies.Sequence, person.Generation, SubjectState.Active);
                entries.Add(Entries.Permitted(parts.Clock, EntryKind.Searched, pseudonym, context, [terms.Id], policies.Version, decision,
                    parts.AfterRefusal.IsAfterRefusal(context.Accessor, pseudonym, context.Purpose)));
            }
            else
            {
                entries.Add(Entries.Refused(parts.Clock, pseudonym, context, [terms.Id], policies.Version, decision.Refusal ?? resolved.Refusal!));
                parts.AfterRefusal.Refused(entries[^1]);
            }
        }

        return (hits, entries, generations, false);
    }

    private static bool Matches(PersonRecord person, SubjectKeys keys, ItemTerms terms, SearchTerm term)
    {
        using var opened = new SealedItems(keys);
        return person.Find(terms.Id.Value) is { } row && opened.Open(row) is { } value && terms.Shape!.SearchTerms(value).Contains(term);
    }

    private LedgerEntry Searched(AccessContext context, ItemId item, PublishedPolicies policies, int count) =>
        LedgerEntry.Now(parts.Clock, EntryKind.Searched) with
        {
            Accessor = context.Accessor.Code,
            As = context.As.Value,
            Recipient = context.To,
            Purpose = context.Purpose.Value,
            Ground = context.Ground?.Value,
            Items = [item.Value],
            PolicyVersion = policies.Version.Value,
            Case = context.Case,
            Reason = context.Reason,
            Count = count,
        };
}
