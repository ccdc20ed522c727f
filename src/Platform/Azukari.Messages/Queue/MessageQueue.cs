using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Messages.Sending;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Queue;

/// <summary>
/// The queue's steps, each one statement that takes effect only for whoever holds the message's lease. Any number of processes work on it: a
/// lease that ran out is another's.
/// </summary>
internal sealed class MessageQueue(IDbContextFactory<AzukariDb> databases, TimeProvider clock)
{
    private const int Looked = 16;

    /// <summary>Longer than any attempt may last, so that no living attempt loses its lease.</summary>
    public static TimeSpan LeaseTime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Takes a message that is due and nobody works on; null when there is none.</summary>
    public async Task<MessageRow?> TakeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        while (true)
        {
            var now = clock.GetUtcNow();
            var due = await db.Set<MessageRow>().AsNoTracking()
                .Where(m => (m.State == MessageState.Waiting || m.State == MessageState.Handing) && m.DueAt <= now && (m.LeaseUntil == null || m.LeaseUntil <= now))
                .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(Looked).ToListAsync(cancel);
            if (due.Count == 0) due = await LeftBehindAsync(db, now, cancel);
            if (due.Count == 0) return null;
            foreach (var row in due)
            {
                var (lease, until, before) = (Guid.NewGuid(), now + LeaseTime, row.Lease);
                var taken = await db.Set<MessageRow>()
                    .Where(m => m.Id == row.Id && m.Lease == before && (m.State == MessageState.Waiting || m.State == MessageState.Handing))
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Lease, lease).SetProperty(m => m.LeaseUntil, until), cancel);
                if (taken != 1) continue; // another was first
                if (row.State == MessageState.Handing && row.Lease is not null) row.Doubts++; // whoever handed it over never said what became of it
                (row.Lease, row.LeaseUntil) = (lease, until);
                return row;
            }
        }
    }

    /// <summary>
    /// What a clock that ran ahead and was set back left due at a time that has not come, or leased until one: taken in at once, or put off by no longer than a try ever is. What was ordered for later waits
    /// for its time.
    /// </summary>
    private static Task<List<MessageRow>> LeftBehindAsync(AzukariDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var (latest, longest, leased) = (now + LeaseTime, now + BackOff.Longest, now + LeaseTime + LeaseTime);
        return db.Set<MessageRow>().AsNoTracking()
            .Where(m => (m.State == MessageState.Waiting || m.State == MessageState.Handing) && (m.LeaseUntil == null || m.LeaseUntil <= now || m.LeaseUntil > leased)
                && (m.DueAt <= now || (m.CreatedAt > latest && m.DueAt == m.CreatedAt) || (m.Reason != null && m.DueAt > longest)))
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(Looked).ToListAsync(cancel);
    }

    /// <summary>Notes that the message is about to be handed over: from here on only the server's answer, noted, says whether it was.</summary>
    /// <returns>False when the lease is another's by now.</returns>
    public Task<bool> HandAsync(MessageRow row, EntryId entry, CancellationToken cancel)
    {
        var (guid, doubts) = (entry.Value, row.Doubts);
        row.Entry = guid; // what ends the message keeps it
        return ChangeAsync(row, set => set.SetProperty(m => m.State, MessageState.Handing).SetProperty(m => m.Entry, guid).SetProperty(m => m.Doubts, doubts), cancel);
    }

    /// <summary>The message has ended: its fields are removed, unless staff may yet try it again.</summary>
    public Task<bool> EndAsync(MessageRow row, MessageState state, string? reason, CancellationToken cancel, string? clause = null, EntryId? entry = null)
    {
        var (now, guid, kept) = (clock.GetUtcNow(), entry?.Value ?? row.Entry, state == MessageState.Dead ? row.Fields : null);
        return ChangeAsync(row, set => set.SetProperty(m => m.State, state).SetProperty(m => m.Reason, reason).SetProperty(m => m.Clause, clause).SetProperty(m => m.Entry, guid)
            .SetProperty(m => m.DueAt, now).SetProperty(m => m.Fields, kept).SetProperty(m => m.Lease, (Guid?)null).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancel);
    }

    /// <summary>The message waits and is tried again.</summary>
    /// <param name="attempt">Whether the attempt counts: it does not when nothing could be tried, because the server or a store was away.</param>
    /// <param name="doubt">Whether the server may have taken it without our hearing so.</param>
    public Task<bool> AgainAsync(MessageRow row, string reason, DateTimeOffset at, bool attempt, bool doubt, CancellationToken cancel)
    {
        var state = doubt ? MessageState.Handing : MessageState.Waiting;
        var (attempts, doubts) = (row.Attempts + (attempt ? 1 : 0), row.Doubts + (doubt ? 1 : 0));
        return ChangeAsync(row, set => set.SetProperty(m => m.State, state).SetProperty(m => m.Reason, reason).SetProperty(m => m.DueAt, at)
            .SetProperty(m => m.Attempts, attempts).SetProperty(m => m.Doubts, doubts)
            .SetProperty(m => m.Lease, (Guid?)null).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancel);
    }

    private async Task<bool> ChangeAsync(MessageRow row, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<MessageRow>> set, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MessageRow>().Where(m => m.Id == row.Id && m.Lease == row.Lease).ExecuteUpdateAsync(set, cancel) == 1;
    }
}
