using System.Runtime.CompilerServices;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Documents;
using Azukari.Vault.Erasing;
using Azukari.Vault.Hosting;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Writing;

namespace Azukari.Vault.Retaining;

/// <summary>Deletes what its retention has ended for (APPI 22), recorded per person; where a whole class of a person's items ends, its key goes with it.</summary>
internal sealed class Expirer(TrustParts parts, ActRunner runner, StatutoryRecords statutory)
{
    private const int Batch = 256;
    private readonly DocumentExpirer _documents = new(parts, runner);

    public async Task<ExpireResult> ExpireAsync(DateTimeOffset now, Accessor by, CancellationToken ct)
    {
        await parts.LastUses.FlushAsync(ct);
        var (people, items) = (0L, 0L);
        for (var more = true; more;)
        {
            var policies = await parts.NewestPoliciesAsync(ct);
            var rows = await parts.Vault.ReadAsync((session, c) => DueRowsAsync(session, policies, now, c), ct: ct);
            var before = items;
            foreach (var bySubject in rows.GroupBy(r => r.Subject))
            {
                var due = bySubject.Select(r => r.Item).ToHashSet(StringComparer.Ordinal);
                var result = await runner.RunAsync(bySubject.Key, (act, c) => ExpireAsync(act, due, now, by, c), ct);
                if (result is not ActDone { Items.Length: > 0 } done) continue;
                people++;
                items += done.Items.Length;
            }

            more = rows.Count >= Batch && items > before; // what cannot end (its person has no keys) must not keep the others from ending, nor this from stopping
        }

        await foreach (var (subject, ended) in FormerAsync(ct))
        {
            var policies = await parts.NewestPoliciesAsync(ct);
            var gone = await parts.Modules.ExpireAsync(policies, subject, ended, now, ct);
            if (gone.Count == 0) continue;
            await runner.RunAsync(subject, (act, _) => Task.FromResult<ActResult>(new ActDone(act.Record(EntryKind.Expired, by, gone), [.. gone])), ct);
            people++;
            items += gone.Count;
        }

        return new ExpireResult(people, items, await statutory.ExpireAsync(now, ct)) { Documents = await _documents.ExpireAsync(now, by, ct) };
    }

    /// <summary>Everybody whose membership has ended, with when.</summary>
    private async IAsyncEnumerable<(SubjectId Subject, DateTimeOffset Ended)> FormerAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (!parts.Modules.Any) yield break;
        for (var after = Array.Empty<byte>(); ;)
        {
            var page = await parts.Vault.ReadAsync((session, c) => session.ListAsync(
                $"SELECT id, membership_ended_at FROM subjects WHERE id > @after AND state = 0 AND membership_ended_at IS NOT NULL ORDER BY id LIMIT {4 * Batch}",
                r => (Id: r.Bytes(0), At: r.GetInt64(1)), c, ("after", after)), ct: ct);
            foreach (var (id, at) in page) yield return (SubjectId.FromBytes(id), Instants.FromMicroseconds(at));
            if (page.Count < 4 * Batch) yield break;
            after = page[^1].Id;
        }
    }

    /// <summary>An event from which retention runs (the end of a membership, of a case): items kept so long after it get their end.</summary>
    public Task<ActResult> StartAsync(SubjectId subject, RetentionStart start, DateTimeOffset at, IReadOnlyCollection<ItemId>? only, Accessor by, CancellationToken ct) =>
        runner.RunAsync(subject, async (act, c) =>
        {
            if (start == RetentionStart.MembershipEnd)
                await act.Tx.ExecuteAsync("UPDATE subjects SET membership_ended_at = @at WHERE id = @id", c, ("at", at.ToMicroseconds()), ("id", act.SubjectBytes));
            var started = new List<ItemId>();
            foreach (var row in act.Person.Items)
            {
                if (act.Policies.Find(row.Item) is not { Retention: { } retention } terms || retention.After != start || only?.Contains(terms.Id) == false) continue;
                await act.Tx.ExecuteAsync("UPDATE items SET until = @until WHERE subject = @subject AND item = @item", c,
                    ("until", RetentionTerms.Until(retention.Keep, at)), ("subject", act.SubjectBytes), ("item", row.Item));
                started.Add(terms.Id);
            }

            started.AddRange(await DocumentExpirer.StartAsync(act, start, at, only, c));
            started = [.. started.Distinct()];
            return new ActDone(act.Record(EntryKind.Registered, by, started, reason: "retention:" + PolicyWords.Of(start)), [.. started]);
        }, ct);

    /// <summary>What started the time is undone (a membership goes on): items kept so long after it have no end again.</summary>
    public Task<ActResult> StopAsync(SubjectId subject, RetentionStart start, Accessor by, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        if (start == RetentionStart.MembershipEnd && act.Person.MembershipEndedAt is null) return new ActDone(null, []);
        if (start == RetentionStart.MembershipEnd) await act.Tx.ExecuteAsync("UPDATE subjects SET membership_ended_at = NULL WHERE id = @id", c, ("id", act.SubjectBytes));
        var stopped = new List<ItemId>();
        foreach (var row in act.Person.Items)
        {
            if (row.Until is null || act.Policies.Find(row.Item) is not { Retention: { } retention } terms || retention.After != start) continue;
            await act.Tx.ExecuteAsync("UPDATE items SET until = NULL WHERE subject = @subject AND item = @item", c, ("subject", act.SubjectBytes), ("item", row.Item));
            stopped.Add(terms.Id);
        }

        return new ActDone(act.Record(EntryKind.Registered, by, stopped, reason: "retention-stopped:" + PolicyWords.Of(start)), [.. stopped]);
    }, ct);

    private static async Task<ActResult> ExpireAsync(ActScope act, IReadOnlyCollection<string> due, DateTimeOffset now, Accessor by, CancellationToken ct)
    {
        var ended = act.Person.Items.Where(i => due.Contains(i.Item) && (i.Until is { } until ? until <= now.ToMicroseconds() : IsUnused(act, i))).ToList();
        if (ended.Count == 0) return new ActDone(null, []);

        // A correction that adds to the class waits for the person's row, and then makes a key of its own.
        foreach (var ending in ended.GroupBy(i => i.Class))
            if (act.Person.Items.Count(i => i.Class == ending.Key) == ending.Count()) act.EndingKeys.Add(ending.Key);
        List<ItemId> items = [.. ended.Select(i => ItemId.Parse(i.Item)).Order()];
        foreach (var item in items) await Corrector.DeleteAsync(act, item, withHistory: true, ct);
        act.ChangesDecisions = true;
        return new ActDone(act.Record(EntryKind.Expired, by, items), [.. items]);
    }

    // Already picked by its last use; another process may have used it since: the row is held, so what it says now counts.
    private static bool IsUnused(ActScope act, ItemRow item) => act.Policies.Find(item.Item) is { Retention.After: RetentionStart.LastUse };

    private static async Task<List<(SubjectId Subject, string Item)>> DueRowsAsync(StoreSession session, Publishing.PublishedPolicies policies, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await session.ListAsync(
            $"SELECT i.subject, i.item FROM items i JOIN subjects s ON s.id = i.subject WHERE s.state = 0 AND i.until IS NOT NULL AND i.until <= @now ORDER BY i.until LIMIT {Batch}",
            r => (SubjectId.FromBytes(r.Bytes(0)), r.GetString(1)), ct, ("now", now.ToMicroseconds()));
        foreach (var terms in policies.Items)
        {
            if (terms.Retention is not { After: RetentionStart.LastUse, Keep: var keep } || rows.Count >= Batch) continue;
            rows.AddRange(await session.ListAsync($"""
                SELECT i.subject, i.item FROM items i JOIN subjects s ON s.id = i.subject
                WHERE s.state = 0 AND i.item = @item AND i.until IS NULL AND coalesce(s.last_used_at, i.acquired_at) <= @start AND i.acquired_at <= @start LIMIT {Batch}
                """, r => (SubjectId.FromBytes(r.Bytes(0)), r.GetString(1)), ct, ("item", terms.Id.Value), ("start", RetentionTerms.LatestStart(keep, now))));
        }

        return rows;
    }
}
