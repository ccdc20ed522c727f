using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Reads entries, sealed or not, each from one moment of the store so that none is missed on its way.</summary>
internal sealed class LedgerReader(Store store)
{
    public async IAsyncEnumerable<LedgerRecord> HistoryAsync(Pseudonym subject, long? before, int limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var left = limit;
            if (before is null)
            {
                var waiting = await session.ListAsync("SELECT entry FROM unsealed WHERE subject = @subject ORDER BY arrival DESC",
                    r => Parse(r.Bytes(0)), ct, ("subject", subject.ToBytes())).ConfigureAwait(false);
                foreach (var entry in waiting.Take(left))
                    yield return new LedgerRecord(entry, null);
                left -= Math.Min(left, waiting.Count);
            }
            if (left == 0)
                yield break;
            var rows = session.StreamAsync(
                "SELECT position, entry FROM sealed WHERE subject = @subject AND position < @before ORDER BY position DESC LIMIT @limit",
                r => new LedgerRecord(Parse(r.Bytes(1)), r.GetInt64(0)), ct,
                ("subject", subject.ToBytes()), ("before", before ?? long.MaxValue), ("limit", (long)left));
            await foreach (var row in rows.ConfigureAwait(false))
                yield return row;
        }
    }

    public async IAsyncEnumerable<LedgerRecord> QueryAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        if (query.Limit <= 0)
            yield break;
        var session = await store.OpenSessionAsync(snapshot: true, ct).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // Read first, so that the snapshot holds both; few, since they wait about a second.
            var waiting = await session.ListAsync("SELECT entry FROM unsealed ORDER BY arrival", r => Parse(r.Bytes(0)), ct).ConfigureAwait(false);
            var (sql, args) = Sql(query);
            var left = query.Limit;
            await foreach (var row in session.StreamAsync(sql, r => new LedgerRecord(Parse(r.Bytes(1)), r.GetInt64(0)), ct, args).ConfigureAwait(false))
            {
                if (!query.Matches(row.Entry))
                    continue;
                yield return row;
                if (--left == 0)
                    yield break;
            }
            foreach (var entry in waiting.Where(query.Matches).OrderBy(entry => entry.Time).Take(left))
                yield return new LedgerRecord(entry, null);
        }
    }

    public Task<LedgerRecord?> FindAsync(EntryId id, CancellationToken ct) => store.ReadAsync(
        (session, c) => session.FirstAsync(
            """
            SELECT entry, position FROM sealed WHERE id = @id
            UNION ALL SELECT entry, NULL FROM unsealed WHERE id = @id LIMIT 1
            """, r => (LedgerRecord?)new LedgerRecord(Parse(r.Bytes(0)), r.LongOrNull(1)), c, ("id", id.ToBytes())), ct: ct);

    private static LedgerEntry Parse(byte[] json)
    {
        try
        {
            return LedgerEntry.FromCanonicalJson(json);
        }
        catch (FormatException error)
        {
            throw new LedgerDamagedException("The ledger holds an entry that cannot be read. Run azukari ledger verify.", error);
        }
    }

    // What has a column narrows in SQL; the rest is asked of each entry.
    private static (string Sql, (string, object?)[] Args) Sql(LedgerQuery query)
    {
        var where = new StringBuilder();
        var args = new List<(string, object?)>();
        void And(string condition, string name, object? value)
        {
            if (value is null)
                return;
            where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);
            args.Add((name, value));
        }
        And("time >= @from", "from", query.From is { } from ? LedgerEntry.Micros(from) : null);
        And("time < @to", "to", query.To is { } to ? LedgerEntry.Micros(to) : null);
        And("kind = @kind", "kind", query.Kind?.WireName());
        And("subject = @subject", "subject", query.Subject?.ToBytes());
        And("accessor = @accessor", "accessor", query.Accessor);
        And("purpose = @purpose", "purpose", query.Purpose);
        return (string.Create(CultureInfo.InvariantCulture, $"SELECT position, entry FROM sealed{where} ORDER BY time, position"), [.. args]);
    }
}
