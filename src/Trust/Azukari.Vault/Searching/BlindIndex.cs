using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Searching;

/// <summary>A searchable value that changed; a null value is to be read from the vault (or is gone).</summary>
internal readonly record struct IndexChange(SubjectId Subject, string Item, long Version, StoredValue? Value)
{
    public object?[] Row() => [Subject.ToBytes(), Item, Version];
}

/// <summary>
/// Blind tokens, HMAC-SHA-256 under a key per item and epoch. Brought up to date after the data is durable, from a queue written in the
/// data's own transaction; the queue is worked off before the caller is answered and resumed when the vault opens. What is in the vault
/// wins: after writing, the versions are compared and what changed meanwhile is done again.
/// </summary>
internal sealed class BlindIndex(Store index, Store vault, VaultWrites writes, KeyStore keys, PolicyShelf shelf, TrustLog log)
{
    private const int Batch = 256;
    private static readonly RowShape TokenRows = new("tokens", "item:t epoch:l token:b subject:b", "ON CONFLICT DO NOTHING");

    private static readonly RowStatement Forget = new("subject:b item:t", "DELETE FROM tokens WHERE subject = @subject AND item = @item",
        "DELETE FROM tokens t USING {rows} AS r (subject, item) WHERE t.subject = r.subject AND t.item = r.item");

    private static readonly RowStatement Finished = new("subject:b item:t version:l", "DELETE FROM reindex WHERE subject = @subject AND item = @item AND version <= @version",
        "DELETE FROM reindex q USING {rows} AS r (subject, item, version) WHERE q.subject = r.subject AND q.item = r.item AND q.version <= r.version");

    public IndexKeys Keys { get; } = new(keys);

    /// <summary>Brings the index up to these changes.</summary>
    public async Task UpdateAsync(IReadOnlyCollection<IndexChange> changes, bool isNew, CancellationToken ct)
    {
        var todo = changes;
        for (var first = isNew; todo.Count > 0; first = false)
        {
            await WriteAsync(todo, replace: !first, ct);
            todo = await ChangedMeanwhileAsync(todo, ct);
        }
    }

    /// <summary>
    /// Brings the index up to changes that are durable. What fails now (a busy store) stays in the queue and is done by the background or at
    /// opening: the act it follows has happened.
    /// </summary>
    public async Task FollowAsync(IReadOnlyCollection<IndexChange> changes, bool isNew, CancellationToken ct)
    {
        try
        {
            await UpdateAsync(changes, isNew, ct);
        }
        catch (Exception error) when (error is StoreException or MasterKeyException or FormatException)
        {
            log.IndexWaits(changes.Count, error.GetType().Name);
        }
    }

    /// <summary>Works the queue off, of any process.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        await writes.TidyAsync(ct);
        while (true)
        {
            var queued = await vault.ReadAsync((session, c) => session.ListAsync($"SELECT subject, item, version FROM reindex ORDER BY subject, item LIMIT {Batch}",
                r => new IndexChange(SubjectId.FromBytes(r.Bytes(0)), r.GetString(1), r.GetInt64(2), null), c), ct: ct);
            if (queued.Count == 0) return;
            await UpdateAsync(await CurrentAsync(queued, ct), isNew: false, ct);
            Done(queued);
            await writes.TidyAsync(ct);
        }
    }

    /// <summary>Removes all tokens of people.</summary>
    public Task RemoveAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) => index.WriteAsync(
        (tx, c) => tx.ExecuteAsync($"DELETE FROM tokens WHERE subject {tx.InIds()}", c, ("ids", tx.IdList(subjects))), ct);

    /// <summary>
    /// Whom terms of one or more items may all stand for, at most <paramref name="limit"/>, in the order of their (random) ids after <paramref name="after"/>.
    /// </summary>
    public async Task<List<SubjectId>> FindAsync(IReadOnlyList<(string Item, SearchTerm Term)> wanted, SubjectId? after, int limit, CancellationToken ct)
    {
        var tokens = await WithKeysAsync([.. wanted.Select(one => one.Item).Distinct()], all => wanted.Select(one =>
        {
            var key = Active(all, one.Item);
            using var opened = Keys.Open(key);
            return (one.Item, key.Epoch, Token: IndexKeys.Token(opened, one.Term.Bytes.Span));
        }).ToList(), ct);
        var args = new List<(string, object?)> { ("after", after?.ToBytes() ?? []), ("limit", (long)limit) };
        for (var i = 0; i < tokens.Count; i++) args.AddRange([($"item{i}", tokens[i].Item), ($"epoch{i}", tokens[i].Epoch), ($"token{i}", tokens[i].Token)]);
        return await index.ReadAsync((session, c) => session.ListAsync(FindSql(tokens.Count), r => SubjectId.FromBytes(r.Bytes(0)), c, [.. args]), ct: ct);
    }

    // The first term's people in their order, each looked up in the key of the table for the others.
    internal static string FindSql(int terms) =>
        "SELECT t.subject FROM tokens t WHERE t.item = @item0 AND t.epoch = @epoch0 AND t.token = @token0 AND t.subject > @after"
        + string.Concat(Enumerable.Range(1, terms - 1).Select(i =>
            $" AND EXISTS (SELECT 1 FROM tokens o{i} WHERE o{i}.item = @item{i} AND o{i}.epoch = @epoch{i} AND o{i}.token = @token{i} AND o{i}.subject = t.subject)"))
        + " ORDER BY t.subject LIMIT @limit";

    /// <summary>For many terms of one item at once: whom each may stand for.</summary>
    public async Task<ILookup<SearchTerm, SubjectId>> FindManyAsync(string item, IReadOnlyCollection<SearchTerm> terms, CancellationToken ct)
    {
        var (epoch, byToken) = await WithKeysAsync([item], all =>
        {
            var key = Active(all, item);
            using var opened = Keys.Open(key);
            return (key.Epoch, terms.Distinct().ToDictionary(t => Convert.ToHexString(IndexKeys.Token(opened, t.Bytes.Span))));
        }, ct);
        var rows = await index.ReadAsync((session, c) => session.ListAsync(
            $"SELECT token, subject FROM tokens WHERE item = @item AND epoch = @epoch AND token {session.InIds()}",
            r => (Token: Convert.ToHexString(r.Bytes(0)), Subject: SubjectId.FromBytes(r.Bytes(1))), c,
            ("item", item), ("epoch", epoch), ("ids", session.BytesList(byToken.Keys))), ct: ct);
        return rows.ToLookup(r => byToken[r.Token], r => r.Subject);
    }

    /// <summary>The current value of each queued item, opened; null where it is gone or cannot be opened any more.</summary>
    internal async Task<List<IndexChange>> CurrentAsync(IReadOnlyCollection<IndexChange> queued, CancellationToken ct)
    {
        SubjectId[] ids = [.. queued.Select(q => q.Subject).Distinct()];
        var wrapped = await keys.ReadManyAsync(ids, ct);
        var people = await vault.ReadAsync((session, c) => PeopleReader.ReadAsync(session, ids, c), snapshot: true, ct);
        var current = new List<IndexChange>(queued.Count);
        foreach (var bySubject in queued.GroupBy(q => q.Subject))
        {
            var person = people.Find(bySubject.Key);
            using var @sealed = wrapped.TryGetValue(bySubject.Key, out var opened) ? new SealedItems(opened) : null;
            foreach (var change in bySubject)
            {
                var row = person is { State: SubjectState.Active } ? person.Find(change.Item) : null;
                current.Add(change with { Version = row?.Version ?? change.Version, Value = row is null ? null : @sealed?.Open(row) });
            }
        }

        return current;
    }

    internal async Task WriteAsync(IReadOnlyCollection<IndexChange> changes, bool replace, CancellationToken ct)
    {
        var rows = await WithKeysAsync([.. changes.Select(c => c.Item).Distinct()], all => Rows(changes, all), ct);
        await index.WriteAsync(async (tx, c) =>
        {
            if (replace) await Forget.ExecuteAsync(tx, [.. changes.Select(change => new object?[] { change.Subject.ToBytes(), change.Item })], c);
            await TokenRows.InsertAsync(tx, rows, c);
        }, ct);
    }

    private List<object?[]> Rows(IReadOnlyCollection<IndexChange> changes, List<IndexKey> epochs)
    {
        var (policies, rows) = (shelf.Required, new List<object?[]>());
        foreach (var byItem in changes.Where(c => c.Value is not null).GroupBy(c => c.Item))
        {
            if (policies.Find(byItem.Key) is not { IsSearchable: true, Shape: { } shape }) continue;
            foreach (var key in epochs.Where(k => k.Item == byItem.Key))
            {
                using var opened = Keys.Open(key);
                foreach (var change in byItem)
                    foreach (var term in shape.SearchTerms(change.Value!.Value))
                        rows.Add([change.Item, key.Epoch, IndexKeys.Token(opened, term.Bytes.Span), change.Subject.ToBytes()]);
            }
        }

        // In the order of the table's key: one walk through its pages instead of a jump for each token.
        rows.Sort((a, b) => (string.CompareOrdinal((string)a[0]!, (string)b[0]!), ((long)a[1]!).CompareTo((long)b[1]!), ((byte[])a[2]!).AsSpan().SequenceCompareTo((byte[])b[2]!)) switch
        {
            (0, 0, var token) => token,
            (0, var epoch, _) => epoch,
            var (item, _, _) => item,
        });
        return rows;
    }

    /// <summary>Keys read just before a rotation destroyed what wrapped them open no more: they are read again.</summary>
    private async Task<T> WithKeysAsync<T>(IReadOnlyCollection<string> items, Func<List<IndexKey>, T> use, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var all = await Keys.ReadAsync(items, ct);
            try
            {
                return use(all);
            }
            catch (MasterKeyException) when (tries < 3)
            {
                continue;
            }
        }
    }

    private static IndexKey Active(List<IndexKey> all, string item) => all.First(k => k.Item == item && k.State == EpochState.Active);

    private async Task<List<IndexChange>> ChangedMeanwhileAsync(IReadOnlyCollection<IndexChange> written, CancellationToken ct)
    {
        var now = await vault.ReadAsync(async (session, c) => (await session.ListAsync(
            $"SELECT subject, item, version FROM items WHERE subject {session.InIds()}",
            r => (Subject: SubjectId.FromBytes(r.Bytes(0)), Item: r.GetString(1), Version: r.GetInt64(2)), c,
            ("ids", session.IdList([.. written.Select(w => w.Subject).Distinct()])))).ToDictionary(r => (r.Subject, r.Item), r => r.Version), ct: ct);
        var (done, stale) = (new List<IndexChange>(written.Count), new List<IndexChange>());
        foreach (var change in written)
        {
            var there = now.TryGetValue((change.Subject, change.Item), out var version);
            if (there ? change.Value is not null && version == change.Version : change.Value is null) done.Add(change);
            else if (there && change.Value is null && version == change.Version) done.Add(change); // held, but its key is gone: nothing to index
            else stale.Add(change);
        }

        Done(done);
        return stale.Count == 0 ? stale : await CurrentAsync(stale, ct);
    }

    private void Done(List<IndexChange> changes) => writes.Defer(Finished, changes.ConvertAll(c => c.Row()));
}
