using Azukari.Accounts.Storage;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Identity;

/// <summary>Accounts as rows: made, found, changed by one statement each, so that of two who change one thing at once neither undoes the other.</summary>
internal sealed class AccountBook(IDbContextFactory<AzukariDb> databases, TimeProvider clock)
{
    public async Task<Account> AddAsync(AccountKind kind, string name, string roles, string duties, string by, CancellationToken cancel)
    {
        var account = new Account
        {
            Id = Guid.NewGuid(), Kind = kind, Name = name, State = AccountState.Invited, Stamp = Guid.NewGuid(), Roles = roles, Duties = duties,
            CreatedAt = clock.GetUtcNow(), CreatedBy = by,
        };
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(account);
        await db.SaveChangesAsync(cancel);
        return account;
    }

    public async Task<Account?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);
    }

    public async Task<Account?> FindAsync(AccountKind kind, string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Kind == kind && a.Name == name, cancel);
    }

    /// <summary>The accounts with any of these names: one question, however many.</summary>
    public async Task<IReadOnlyList<Account>> FindAsync(AccountKind kind, string[] names, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Account>().AsNoTracking().Where(a => a.Kind == kind && EF.Parameter(names).Contains(a.Name)).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<Account>> AllStaffAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Account>().AsNoTracking().Where(a => a.Kind == AccountKind.Staff).OrderBy(a => a.Name).ToListAsync(cancel);
    }

    /// <summary>Sets a password (its hash), or takes it away. What was begun before is worth nothing.</summary>
    public Task SetPasswordAsync(Guid id, string? hash, CancellationToken cancel) => UpdateAsync(id, hash, (rows, value, stamp) => rows.ExecuteUpdateAsync(
        set => set.SetProperty(a => a.PasswordHash, value).SetProperty(a => a.Stamp, stamp), cancel), cancel);

    /// <summary>A hash by better rules of the same password: nothing else changes.</summary>
    public async Task RehashAsync(Guid id, string hash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Account>().Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, hash), cancel);
    }

    /// <summary>Sets the authenticator's key (sealed), or takes it away with the recovery codes.</summary>
    public async Task SetAuthenticatorAsync(Guid id, byte[]? key, long step, CancellationToken cancel)
    {
        await UpdateAsync(id, key, (rows, value, stamp) => rows.ExecuteUpdateAsync(
            set => set.SetProperty(a => a.TotpKey, value).SetProperty(a => a.TotpStep, step).SetProperty(a => a.Stamp, stamp), cancel), cancel);
        if (key is null) await ReplaceCodesAsync(id, [], cancel);
    }

    /// <summary>Takes a code's time step, if it is later than the last taken: of two who send one code at once, one is let in.</summary>
    public async Task<bool> TakeStepAsync(Guid id, long step, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Account>().Where(a => a.Id == id && a.TotpStep < step && a.TotpKey != null).ExecuteUpdateAsync(set => set.SetProperty(a => a.TotpStep, step), cancel) == 1;
    }

    public async Task ActivateAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Account>().Where(a => a.Id == id && a.State == AccountState.Invited).ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AccountState.Active), cancel);
    }

    /// <summary>Sets the state of an account that is not closed.</summary>
    public async Task<bool> SetStateAsync(Guid id, AccountState state, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var stamp = Guid.NewGuid();
        return await db.Set<Account>().Where(a => a.Id == id && a.State != AccountState.Closed)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, state).SetProperty(a => a.Stamp, stamp), cancel) == 1;
    }

    public async Task SetRightsAsync(Guid id, string roles, string duties, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Account>().Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Roles, roles).SetProperty(a => a.Duties, duties), cancel);
    }

    /// <summary>Takes away everything one signs in with: before somebody whose identity was checked sets it anew.</summary>
    public async Task ClearAsync(Guid id, AccountState state, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var stamp = Guid.NewGuid();
        var closed = state == AccountState.Closed ? clock.GetUtcNow() : (DateTimeOffset?)null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Set<Account>().Where(a => a.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.State, state).SetProperty(a => a.PasswordHash, (string?)null).SetProperty(a => a.TotpKey, (byte[]?)null)
            .SetProperty(a => a.Stamp, stamp).SetProperty(a => a.ClosedAt, closed), cancel);
        await db.Set<Passkey>().Where(k => k.AccountId == id).ExecuteDeleteAsync(cancel);
        await db.Set<RecoveryCode>().Where(c => c.AccountId == id).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public Task CloseAsync(Guid id, CancellationToken cancel) => ClearAsync(id, AccountState.Closed, cancel);

    /// <summary>Puts a set of recovery codes in the place of the one before.</summary>
    public async Task ReplaceCodesAsync(Guid id, IReadOnlyList<byte[]> hashes, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Set<RecoveryCode>().Where(c => c.AccountId == id).ExecuteDeleteAsync(cancel);
        db.AddRange(hashes.Select(hash => new RecoveryCode { AccountId = id, Hash = hash }));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Uses a recovery code up; false when there is none such, or it was used.</summary>
    public async Task<bool> UseCodeAsync(Guid id, byte[] hash, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<RecoveryCode>().Where(c => c.AccountId == id && c.Hash == hash && c.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancel) == 1;
    }

    public async Task<int> CodesLeftAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<RecoveryCode>().CountAsync(c => c.AccountId == id && c.UsedAt == null, cancel);
    }

    public async Task<IReadOnlyList<Passkey>> PasskeysAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Passkey>().AsNoTracking().Where(k => k.AccountId == id).OrderBy(k => k.CreatedAt).ToListAsync(cancel);
    }

    private async Task UpdateAsync<T>(Guid id, T value, Func<IQueryable<Account>, T, Guid, Task<int>> update, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await update(db.Set<Account>().Where(a => a.Id == id), value, Guid.NewGuid());
    }
}
