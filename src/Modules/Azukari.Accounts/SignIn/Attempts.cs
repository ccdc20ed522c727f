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

    public async Task<bool> IsLockedAsync(byte[] key, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Attempt>().AnyAsync(a => a.Hash == key && a.LockedUntil > now, cancel);
    }

    /// <summary>Counts a failure before its answer is given. True when the name is locked from now on.</summary>
    public async Task<bool> FailAsync(byte[] key, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var period = TimeSpan.FromMinutes(options.Value.LockedMinutes);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var forgotten = now - Forgotten;
        await db.Set<Attempt>().Where(a => a.LastAt < forgotten).ExecuteDeleteAsync(cancel);
        var since = now - period;
        // Failures long ago, and those a lock has paid for, count no more.
        await db.Set<Attempt>().Where(a => a.Hash == key && (a.LastAt < since || a.LockedUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, 0).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null), cancel);
        if (await CountAsync(db, key, now, cancel) == 0)
        {
            db.Add(new Attempt { Hash = key, Failures = 1, LastAt = now });
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException)
            {
                await CountAsync(db, key, now, cancel); // another was first
            }
        }

        var until = now + period;
        var most = options.Value.FailuresUntilLocked;
        await db.Set<Attempt>().Where(a => a.Hash == key && a.Failures >= most && a.LockedUntil == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockedUntil, until), cancel);
        return await db.Set<Attempt>().AnyAsync(a => a.Hash == key && a.LockedUntil > now, cancel);
    }

    public async Task ForgetAsync(byte[] key, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Attempt>().Where(a => a.Hash == key).ExecuteDeleteAsync(cancel);
    }

    private static Task<int> CountAsync(AzukariDb db, byte[] key, DateTimeOffset now, CancellationToken cancel) =>
        db.Set<Attempt>().Where(a => a.Hash == key).ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, a => a.Failures + 1).SetProperty(a => a.LastAt, now), cancel);
}
