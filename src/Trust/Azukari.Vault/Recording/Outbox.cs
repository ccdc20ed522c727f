using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Recording;

/// <summary>
/// Ledger entries of changes to data, written in the transaction of the change itself and drained into the ledger before the caller is
/// answered. Where that fails the row stays, and this or another process drains it later: at least once, and idempotent by entry id.
/// A row holds the entry with the ledger's pseudonym, never the subject's id, so the store has no link between the two.
/// </summary>
internal sealed class Outbox(Store vault, VaultWrites writes, LedgerBook ledger, TrustLog log)
{
    private const int Batch = 256;
    private static readonly RowStatement Delete = new("id:b", "DELETE FROM outbox WHERE id = @id", "DELETE FROM outbox WHERE id IN (SELECT * FROM {rows})");
    private static readonly RowShape Rows = new("outbox", "id:b pseudonym:b entry:b");

    /// <summary>Entries made ready once, for their rows and for the ledger.</summary>
    public static PreparedEntry[] Prepare(IEnumerable<LedgerEntry> entries) => [.. entries.Select(e => new PreparedEntry(e))];

    /// <summary>Adds entries to the transaction of what they record.</summary>
    public static Task AddAsync(StoreTransaction tx, PreparedEntry[] entries, CancellationToken ct) =>
        Rows.InsertAsync(tx, Array.ConvertAll(entries, e => new object?[] { e.Id.ToBytes(), e.Subject?.ToBytes(), e.Json.ToArray() }), ct);

    /// <summary>Brings committed entries into the ledger; what cannot be brought now stays in the outbox.</summary>
    public async Task DrainAsync(PreparedEntry[] entries)
    {
        try
        {
            await ledger.DrainAsync(entries);
            writes.Defer(Delete, Array.ConvertAll(entries, e => new object?[] { e.Id.ToBytes() }));
        }
        catch (IOException error)
        {
            log.OutboxWaits(entries.Length, error.GetType().Name);
        }
    }

    /// <summary>Drains every row there is, of any process, and removes it.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        await writes.TidyAsync(ct);
        while (true)
        {
            var rows = await vault.ReadAsync((session, c) => session.ListAsync(
                $"SELECT id, entry FROM outbox ORDER BY id LIMIT {Batch}", r => (Id: r.Bytes(0), Entry: LedgerEntry.FromCanonicalJson(r.Bytes(1))), c), ct: ct);
            if (rows.Count == 0) return;
            await ledger.DrainAsync([.. rows.Select(r => r.Entry)], ct);
            await writes.WriteAsync(async (tx, c) =>
            {
                await Delete.ExecuteAsync(tx, rows.ConvertAll(r => new object?[] { r.Id }), c);
                return true;
            }, ct);
        }
    }

    /// <summary>Entries about a person that wait to be drained, newest first.</summary>
    public Task<List<LedgerEntry>> WaitingAsync(Pseudonym pseudonym, CancellationToken ct) => vault.ReadAsync((session, c) => session.ListAsync(
        "SELECT entry FROM outbox WHERE pseudonym = @pseudonym ORDER BY id DESC", r => LedgerEntry.FromCanonicalJson(r.Bytes(0)), c,
        ("pseudonym", pseudonym.ToBytes())), ct: ct);
}
