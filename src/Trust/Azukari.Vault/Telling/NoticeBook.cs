using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Telling;

/// <summary>
/// Who outside is to be told of what changed. A change is noted in its own commit; who received what was before is then looked up in the ledger, while the
/// person's keys still say what the ledger calls them. What a crash leaves noted is looked up by the background, and of an erasure before its keys go. No row
/// names an entry of the ledger, nor, of somebody erased, the moment of one.
/// </summary>
internal sealed class NoticeBook(Store vault, VaultWrites writes, KeyStore keys, LedgerBook ledger, TimeProvider clock, TrustLog log)
{
    private const int Batch = 256;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly RowShape Changes = new("changes", "id:b subject:b kind:l items:t purpose:t recipient:t at:l");
    private static readonly RowShape Notices = new("notices", "id:b subject:b recipient:t acts_as:t kind:l items:t received_at:l at:l");
    private static readonly RowStatement Looked = new("id:b", "DELETE FROM changes WHERE id = @id", "DELETE FROM changes WHERE id IN (SELECT * FROM {rows})");
    private byte[] _next = [];

    /// <summary>Notes what an act changes, in its transaction.</summary>
    public static async Task<IReadOnlyList<HeldChange>> NoteAsync(StoreTransaction tx, SubjectId subject, IReadOnlyList<LedgerEntry> entries, CancellationToken ct)
    {
        var changes = HeldChange.Of(subject, entries);
        if (changes.Count > 0) await Changes.InsertAsync(tx, [.. changes.Select(change => change.Row())], ct);
        return changes;
    }

    /// <summary>After the act's commit: looks up who received what was before. What cannot be looked up now is left to the background.</summary>
    public async Task FollowAsync(byte[]? pseudonym, IReadOnlyList<HeldChange> changes, CancellationToken ct)
    {
        if (changes.Count == 0 || pseudonym is null) return;
        try
        {
            await LookAsync(Pseudonym.FromBytes(pseudonym), changes, ct);
        }
        catch (Exception error) when (error is IOException or System.Data.Common.DbException or StoreException)
        {
            log.BackgroundFailed(error.GetType().Name);
        }
    }

    /// <summary>Looks up what was noted and not looked up; what waits for the master keys goes on waiting.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        var noted = await vault.ReadAsync((session, c) => session.ListAsync($"SELECT {Columns} FROM changes LIMIT {Batch}", Read, c), ct: ct);
        await ResumeAsync(noted, ct);
    }

    /// <summary>As above, of some people whose keys are about to go.</summary>
    public async Task ResumeAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        var noted = await vault.ReadAsync((session, c) => session.ListAsync($"SELECT {Columns} FROM changes WHERE subject {session.InIds()}", Read, c, ("ids", session.IdList(subjects))), ct: ct);
        await ResumeAsync(noted, ct);
    }

    /// <summary>Settles what recipients received anew, as it is now, and drops what was settled a month ago.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        var open = await vault.ReadAsync((session, c) => session.ListAsync(
            $"SELECT {NoticeRows.Columns} FROM notices WHERE settled_at IS NULL AND kind = {(int)ChangeKind.Corrected} AND id > @after ORDER BY id LIMIT {Batch}", NoticeRows.Read, c, ("after", _next)), ct: ct);
        _next = open.Count < Batch ? [] : open[^1].Id.ToBytes();
        foreach (var mine in open.GroupBy(notice => notice.Subject)) await RenewAsync(mine.Key, [.. mine], ct);
        var old = (clock.GetUtcNow() - Kept).ToMicroseconds();
        if (await vault.ReadAsync((session, c) => session.ScalarAsync<long>("SELECT count(*) FROM notices WHERE settled_at < @old", c, ("old", old)), ct: ct) == 0) return;
        await writes.WriteAsync((tx, c) => tx.ExecuteAsync("DELETE FROM notices WHERE settled_at < @old", c, ("old", old)), ct);
    }

    private async Task ResumeAsync(List<HeldChange> noted, CancellationToken ct)
    {
        foreach (var mine in noted.GroupBy(change => change.Subject))
        {
            try
            {
                if ((await keys.ReadAsync(mine.Key, ct)).Pseudonym() is { } pseudonym) await LookAsync(Pseudonym.FromBytes(pseudonym), [.. mine], ct);
                else await writes.WriteAsync((tx, c) => Looked.ExecuteAsync(tx, Ids(mine), c), ct); // an older key store was put back: nobody can tell any more
            }
            catch (MasterKeysUnavailableException)
            {
                // Told when they are back: an erasure waits for them as well.
            }
        }
    }

    private async Task LookAsync(Pseudonym pseudonym, IReadOnlyList<HeldChange> changes, CancellationToken ct)
    {
        var found = new Dictionary<(HeldChange Change, string Recipient), (string? As, DateTimeOffset Last, HashSet<string> Items)>();
        await foreach (var left in ledger.LeftAsync(pseudonym, ct))
        {
            if ((left.Recipient ?? left.Accessor) is not { } recipient) continue;
            foreach (var change in changes)
            {
                var items = change.Touched(left).ToList();
                if (items.Count == 0) continue;
                var before = found.GetValueOrDefault((change, recipient), (left.As, left.Time, new HashSet<string>(StringComparer.Ordinal)));
                before.Item3.UnionWith(items);
                found[(change, recipient)] = left.Time > before.Item2 ? (left.As, left.Time, before.Item3) : before;
            }
        }

        if (found.Count == 0)
        {
            writes.Defer(Looked, Ids(changes));
            return;
        }

        await writes.WriteAsync(async (tx, c) =>
        {
            foreach (var change in changes)
            {
                // Of several processes that look, the first writes.
                if (await Looked.ExecuteAsync(tx, Ids([change]), c) == 0) continue;
                if (change.Kind == ChangeKind.Erased) await tx.ExecuteAsync("DELETE FROM notices WHERE subject = @subject", c, ("subject", change.Subject.ToBytes())); // all of it is in this one
                await Notices.InsertAsync(tx, [.. found.Where(pair => pair.Key.Change == change).Select(pair => Row(change, pair.Key.Recipient, pair.Value))], c);
            }

            return true;
        }, ct);
    }

    private static object?[] Row(HeldChange change, string recipient, (string? As, DateTimeOffset Last, HashSet<string> Items) received) =>
    [
        NoticeId.New().ToBytes(), change.Subject.ToBytes(), recipient, received.As, (long)change.Kind, string.Join(' ', received.Items.Order(StringComparer.Ordinal)),
        change.Kept(received.Last).ToMicroseconds(), change.At.ToMicroseconds(),
    ];

    private async Task RenewAsync(SubjectId subject, IReadOnlyList<RecipientNotice> open, CancellationToken ct)
    {
        byte[]? pseudonym;
        try
        {
            pseudonym = (await keys.ReadAsync(subject, ct)).Pseudonym();
        }
        catch (MasterKeysUnavailableException)
        {
            return;
        }

        if (pseudonym is null) return;
        var missing = open.ToDictionary(notice => notice, notice => notice.Items.Select(item => item.Value).ToHashSet(StringComparer.Ordinal));
        await foreach (var left in ledger.LeftAsync(Pseudonym.FromBytes(pseudonym), ct))
        {
            foreach (var notice in open)
                if (left.Time > notice.At && (left.Recipient ?? left.Accessor) == notice.Recipient) missing[notice].ExceptWith(left.Items);
        }

        var settled = missing.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key.Id).ToList();
        if (settled.Count == 0) return;
        var now = clock.Microseconds();
        await writes.WriteAsync(async (tx, c) =>
        {
            foreach (var id in settled) await NoticeRows.SettleAsync(tx, id, null, now, c);
            return true;
        }, ct);
    }

    private const string Columns = "id, subject, kind, items, purpose, recipient, at";

    private static HeldChange Read(System.Data.Common.DbDataReader r) => new(
        new Guid(r.Bytes(0), bigEndian: true), SubjectId.FromBytes(r.Bytes(1)), (ChangeKind)r.GetInt64(2), r.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        r.IsDBNull(4) ? null : r.GetString(4), r.IsDBNull(5) ? null : r.GetString(5), Instants.FromMicroseconds(r.GetInt64(6)));

    private static List<object?[]> Ids(IEnumerable<HeldChange> changes) => [.. changes.Select(change => new object?[] { change.Id.ToByteArray(bigEndian: true) })];
}
