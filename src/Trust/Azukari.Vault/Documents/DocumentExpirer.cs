using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Retaining;
using Azukari.Vault.Storage;
using Azukari.Vault.Writing;

namespace Azukari.Vault.Documents;

/// <summary>Deletes documents whose retention has ended (APPI 22), recorded per person and item.</summary>
internal sealed class DocumentExpirer(TrustParts parts, ActRunner runner)
{
    private const int Batch = 256;
    private readonly DocumentRemoval _removal = new(parts);

    /// <summary>Returns how many documents ended.</summary>
    public async Task<long> ExpireAsync(DateTimeOffset now, Accessor by, CancellationToken ct)
    {
        var ended = 0L;
        for (var more = true; more;)
        {
            var policies = await parts.NewestPoliciesAsync(ct);
            var due = await parts.Vault.ReadAsync((session, c) => DueAsync(session, policies, now, c), ct: ct);
            var before = ended;
            List<DocumentId> going = [];
            foreach (var one in due.GroupBy(d => d.Subject))
            {
                List<DocumentId> gone = [];
                var ids = one.Select(d => d.Document).ToHashSet();
                await runner.RunAsync(one.Key, async (act, c) =>
                {
                    var rows = (await DocumentRow.ReadAsync(act.Tx, one.Key, null, c)).FindAll(r => ids.Contains(r.Id));
                    gone = rows.ConvertAll(r => r.Id);
                    if (gone.Count == 0) return new ActDone(null, []);
                    await act.Tx.ExecuteAsync($"UPDATE documents SET state = 2 WHERE id {act.Tx.InIds()}", c, ("ids", act.Tx.Ids(gone)));
                    List<ItemId> items = [.. rows.Select(r => ItemId.Parse(r.Item)).Distinct().Order()];
                    return new ActDone(act.Record(EntryKind.Expired, by, items, reason: "documents", with: e => e with { Count = gone.Count }), [.. items]);
                }, ct);
                going.AddRange(gone);
            }

            await _removal.FinishAsync(going, ct); // once a batch: freed key pages are overwritten with each run
            ended += going.Count;
            more = due.Count >= Batch && ended > before;
        }

        return ended;
    }

    /// <summary>An event from which retention runs: documents of items kept so long after it get their end. Returns the items.</summary>
    public static async Task<List<ItemId>> StartAsync(ActScope act, RetentionStart start, DateTimeOffset at, IReadOnlyCollection<ItemId>? only, CancellationToken ct)
    {
        var started = new List<ItemId>();
        foreach (var item in (await DocumentRow.ReadAsync(act.Tx, act.Person.Subject, null, ct)).Select(r => r.Item).Distinct())
        {
            if (act.Policies.Find(item) is not { Retention: { } retention } terms || retention.After != start || only?.Contains(terms.Id) == false) continue;
            await act.Tx.ExecuteAsync("UPDATE documents SET until = @until WHERE subject = @subject AND item = @item AND state = 1", ct,
                ("until", RetentionTerms.Until(retention.Keep, at)), ("subject", act.SubjectBytes), ("item", item));
            started.Add(terms.Id);
        }

        return started;
    }

    private static async Task<List<(SubjectId Subject, DocumentId Document)>> DueAsync(StoreSession session, PublishedPolicies policies, DateTimeOffset now, CancellationToken ct)
    {
        var due = await session.ListAsync(
            $"SELECT d.subject, d.id FROM documents d JOIN subjects s ON s.id = d.subject WHERE s.state = 0 AND d.state = 1 AND d.until IS NOT NULL AND d.until <= @now ORDER BY d.until LIMIT {Batch}",
            r => (SubjectId.FromBytes(r.Bytes(0)), DocumentId.FromBytes(r.Bytes(1))), ct, ("now", now.ToMicroseconds()));
        foreach (var terms in policies.Items)
        {
            if (terms.Retention is not { After: RetentionStart.LastUse, Keep: var keep } || due.Count >= Batch) continue;
            due.AddRange(await session.ListAsync($"""
                SELECT d.subject, d.id FROM documents d JOIN subjects s ON s.id = d.subject
                WHERE s.state = 0 AND d.state = 1 AND d.item = @item AND d.until IS NULL AND coalesce(s.last_used_at, d.acquired_at) <= @start AND d.acquired_at <= @start LIMIT {Batch}
                """, r => (SubjectId.FromBytes(r.Bytes(0)), DocumentId.FromBytes(r.Bytes(1))), ct, ("item", terms.Id.Value), ("start", RetentionTerms.LatestStart(keep, now))));
        }

        return due;
    }
}
