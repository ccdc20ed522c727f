using System.Text;
using Azukari.Accounts.Storage;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.SignIn;

/// <summary>
/// Counts failed attempts and locks a name for a while: of an account by its id, so that its mail address and its number share one count; of a
/// name nobody has by the name, so that unknown names lock as known ones do. Keys are keyed hashes: nothing that was typed is kept.
/// </summary>
internal sealed class Attempts(IDbContextFactory<AzukariDb> databases, StoragePlace place, TimeProvider clock, IOptions<AccountsOptions> options)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    public byte[] KeyOf(Account? account, AccountKind kind, string name) =>
        place.Seal.Fingerprint(Encoding.UTF8.GetBytes(account is null ? $"{kind} {name}" : account.Id.ToString("N")), account is null ? "attempt name" : "attempt account");

    /// <summary>
    /// Counts an attempt before it is judged, so that of any number at once no more are judged than may fail. Whoever turns out to be right forgets the count,
    /// or gives this one back.
    /// </summary>
    public async Task<Attempted> TakeAsync(byte[] key, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (forgotten, since, until) = (now - Forgotten, now - TimeSpan.FromMinutes(options.Value.LockedMinutes), now + TimeSpan.FromMinutes(options.Value.LockedMinutes));
        var most = options.Value.FailuresUntilLocked;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Attempt>().Where(a => a.LastAt < forgotten).ExecuteDeleteAsync(cancel);
        while (true)
        {
            await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
            {
                var rows = db.Set<Attempt>().Where(a => a.Hash == key);
                // Failures long ago, and those a lock has paid for, count no more.
                await rows.Where(a => a.LastAt < since || a.LockedUntil <= now).ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, 0).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null), cancel);
                var counted = await rows.Where(a => a.LockedUntil == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, a => a.Failures + 1).SetProperty(a => a.LastAt, now), cancel);
                await rows.Where(a => a.Failures >= most && a.LockedUntil == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockedUntil, until), cancel);
                var failures = await rows.Select(a => (int?)a.Failures).SingleOrDefaultAsync(cancel);
                await transaction.CommitAsync(cancel);
                if (failures is { } number) return counted == 0 ? Attempted.Locked : number >= most ? Attempted.Last : Attempted.Counted;
            }

            try
            {
                db.Add(new Attempt { Hash = key, Failures = 0, LastAt = now });
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException) when (!cancel.IsCancellationRequested)
            {
                // another was first
            }

            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Takes back one attempt that was right, where more is to come before the count is forgotten.</summary>
    public async Task GiveBackAsync(byte[] key, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Attempt>().Where(a => a.Hash == key && a.Failures > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, a => a.Failures - 1).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null), cancel);
    }

    public async Task ForgetAsync(byte[] key, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Attempt>().Where(a => a.Hash == key).ExecuteDeleteAsync(cancel);
    }
}

/// <summary>What became of counting an attempt.</summary>
internal enum Attempted
{
    /// <summary>It may be judged.</summary>
    Counted,

    /// <summary>It may be judged; if it fails, the name is locked.</summary>
    Last,

    /// <summary>The name is locked: it is not judged.</summary>
    Locked,
}
