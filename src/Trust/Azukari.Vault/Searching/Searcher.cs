using System.Globalization;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Searching;

/// <summary>Finds people by values. A search is an access: decided per hit, capped, recorded also when it finds nothing.</summary>
internal sealed class Searcher(TrustParts parts)
{
    /// <summary>How many candidates are looked at for each hit the cap lets through, and at least.</summary>
    private const int CandidatesPerHit = 4;
    private const int LeastCandidates = 256;
    private const int MostCriteria = 12;

    private static readonly StringComparer Japanese = StringComparer.Create(CultureInfo.GetCultureInfo("ja-JP"), ignoreCase: true);

    public async Task<SearchResult> SearchAsync(IReadOnlyList<SearchCriterion> criteria, AccessContext context, int cap, IReadOnlyList<ItemId> orders, IReadOnlyList<SubjectId>? within, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cap, 1000);
        ArgumentOutOfRangeException.ThrowIfZero(criteria.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(criteria.Count, MostCriteria);
        ItemId[] items = [.. criteria.Select(criterion => criterion.Item).Distinct()];
        var policies = await parts.NewestPoliciesAsync(ct);
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, items, context.Ground);
        var refusal = resolved.Refusal ?? policies.Archive.Why(context.Purpose, context.As, items, context.Ground);
        if (refusal is not null)
        {
            var refused = Entries.Refused(parts.Clock, null, context, [.. items.Order()], policies.Version, refusal);
            await parts.Ledger.AppendAsync(refused, ct);
            return new SearchRefused(refused.Id, refusal, null, items[0]);
        }

        var asked = new List<Asked>(criteria.Count);
        foreach (var criterion in criteria)
        {
            var terms = policies.Find(criterion.Item)!;
            ValueError? error = new(ValueErrorCode.NotSearchable);
            if (terms.IsSearchable && terms.Shape!.TryQuery(criterion.Value, criterion.Match, out var query, out error)) asked.Add(new Asked(terms, query));
            else return await UnreadAsync(context, items, policies, error!, criterion.Item, ct);
        }

        var indexed = asked.FindAll(one => one.Query.Term is not null);
        if (indexed.Count == 0 && within is null) return await UnreadAsync(context, items, policies, new ValueError(ValueErrorCode.SearchTooBroad), items[0], ct);
        var most = Math.Max(cap * CandidatesPerHit, LeastCandidates);
        var candidates = within is not null ? [.. within.Distinct().Take(cap)] : await parts.BlindIndex.FindAsync([.. indexed.Select(one => (one.Terms.Id.Value, one.Query.Term!.Value))], null, most + 1, ct);
        var ordering = orders.Select(order => new Order(order)).ToList();
        for (var round = 1; ; round++)
        {
            ordering.ForEach(order => order.Values.Clear());
            var (hits, entries, generations, more) = await DecideAsync(candidates, asked, items, context, cap, ordering, ct);
            policies = parts.Policies.Required;
            // "There may be more" must not tell that somebody who may not be found has this value: only somebody who may be, or a crowd.
            var capped = more || candidates.Count > most;
            var found = Searched(context, items, policies, hits.Count);
            await parts.Ledger.AppendAsync([found, .. entries], ct);
            var fresh = hits.Count == 0 ? [] : await parts.FreshnessAsync(hits, ct);
            if (hits.TrueForAll(h => fresh.TryGetValue(h, out var now) && now == generations[h]))
                return new SearchFound(found.Id, hits, capped) { Orders = [.. ordering.Select(order => order.Sort(hits))] };
            if (round == 5) return new SearchFound(found.Id, [], capped) { Orders = [.. ordering.Select(_ => (IReadOnlyList<SubjectId>)[])] }; // people who change faster than we decide are not found now
        }
    }

    private async Task<SearchResult> UnreadAsync(AccessContext context, ItemId[] items, PublishedPolicies policies, ValueError error, ItemId item, CancellationToken ct)
    {
        var unread = Searched(context, items, policies, 0) with { Reason = error.Rule };
        await parts.Ledger.AppendAsync(unread, ct);
        return new SearchRefused(unread.Id, null, error, item);
    }

    private async Task<(List<SubjectId> Hits, List<LedgerEntry> Entries, Dictionary<SubjectId, Freshness> Generations, bool More)> DecideAsync(
        List<SubjectId> candidates, List<Asked> asked, ItemId[] items, AccessContext context, int cap, List<Order> ordering, CancellationToken ct)
    {
        var (hits, entries, generations) = (new List<SubjectId>(), new List<LedgerEntry>(), new Dictionary<SubjectId, Freshness>());
        if (candidates.Count == 0) return (hits, entries, generations, false);
        var (keys, people) = await parts.ReadPeopleAsync(candidates, ct);
        var policies = await parts.Policies.AtLeastAsync(people.PolicySequence, ct);
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, items, context.Ground);
        foreach (var order in ordering) order.Resolve(policies, context);
        foreach (var candidate in candidates)
        {
            if (people.Find(candidate) is not { State: SubjectState.Active } person || keys.GetValueOrDefault(candidate) is not { } mine || mine.Pseudonym() is not { } pseudonym) continue;
            using var opened = new SealedItems(mine);
            // The index runs ahead of or behind the vault for a moment, and knows of some values only how they begin.
            if (!asked.TrueForAll(one => person.Find(one.Terms.Id.Value) is { } row && opened.Open(row) is { } value && one.Terms.Shape!.Finds(value, one.Query))) continue;
            var decision = await DecideAsync(policies, resolved, person, candidate, items, context, ct);
            if (decision.Permitted && hits.Count == cap) return (hits, entries, generations, true);
            if (decision.Permitted)
            {
                hits.Add(candidate);
                generations[candidate] = new Freshness(policies.Sequence, person.Generation, SubjectState.Active);
                var touched = new List<ItemId>(items);
                foreach (var order in ordering)
                {
                    // What people are put in order by is used as well: where the policy permits it, and then the entry says so.
                    if (order.Resolved is not { } own || person.Find(order.Item.Value) is not { } row || !(await DecideAsync(policies, own, person, candidate, [order.Item], context, ct)).Permitted) continue;
                    if (opened.Open(row) is { } value) order.Values[candidate] = policies.Find(order.Item)!.Shape!.ToDisplay(value, CultureInfo.GetCultureInfo("ja-JP"));
                    if (!touched.Contains(order.Item)) touched.Add(order.Item);
                }

                entries.Add(Entries.Permitted(parts.Clock, EntryKind.Searched, pseudonym, context, [.. touched.Order()], policies.Version, decision,
                    parts.AfterRefusal.IsAfterRefusal(context.Accessor, pseudonym, context.Purpose)));
            }
            else
            {
                entries.Add(Entries.Refused(parts.Clock, pseudonym, context, [.. items.Order()], policies.Version, decision.Refusal ?? resolved.Refusal!));
                parts.AfterRefusal.Refused(entries[^1]);
            }
        }

        return (hits, entries, generations, false);
    }

    private async ValueTask<Decision> DecideAsync(
        PublishedPolicies policies, Resolution resolved, PersonRecord person, SubjectId candidate, ItemId[] items, AccessContext context, CancellationToken ct)
    {
        if (resolved.Refusal is not null) return default;
        var answers = await parts.Decider.AskAsync(resolved.Request.Needs, candidate, items, context, ct);
        return Decider.Decide(policies, resolved.Request, person, answers, context.Case is not null);
    }

    private LedgerEntry Searched(AccessContext context, ItemId[] items, PublishedPolicies policies, int count) =>
        LedgerEntry.Now(parts.Clock, EntryKind.Searched) with
        {
            Accessor = context.Accessor.Code,
            As = context.As.Value,
            Recipient = context.To,
            Purpose = context.Purpose.Value,
            Ground = context.Ground?.Value,
            Items = [.. items.Order().Select(item => item.Value)],
            PolicyVersion = policies.Version.Value,
            Case = context.Case,
            Reason = context.Reason,
            Count = count,
        };

    private readonly record struct Asked(ItemTerms Terms, SearchQuery Query);

    // An order people are put in by one of their items; whoever's may not be used, or who has none, comes last.
    private sealed class Order(ItemId item)
    {
        public ItemId Item { get; } = item;

        public Resolution? Resolved { get; private set; }

        public Dictionary<SubjectId, string> Values { get; } = [];

        public void Resolve(PublishedPolicies policies, AccessContext context)
        {
            Resolved = policies.Find(Item) is { InVault: true, Shape: not null, Class: KeyClass.Ordinary }
                && policies.Archive.Resolve(context.Purpose, context.As, [Item], context.Ground) is { Refusal: null } resolved ? resolved : null;
        }

        public IReadOnlyList<SubjectId> Sort(List<SubjectId> hits) =>
            [.. hits.OrderBy(hit => !Values.ContainsKey(hit)).ThenBy(hit => Values.GetValueOrDefault(hit), Japanese)];
    }
}
