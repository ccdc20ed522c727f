using System.Globalization;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Identity;

/// <summary>
/// What ASP.NET Core Identity needs of our tables: accounts by id, their stamps, their passkeys. There is no name, mail address or phone to
/// keep: Identity's "user name" is the account's random id.
/// </summary>
internal sealed class AccountStore(IDbContextFactory<AzukariDb> databases, IHttpContextAccessor http, TimeProvider clock)
    : IUserPasskeyStore<Account>, IUserSecurityStampStore<Account>
{
    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(IdOf(user));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(IdOf(user));

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(IdOf(user));

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException("An account's id is its name.");

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    // Accounts are made and changed by AccountBook; Identity comes here after it added a passkey, which is written already.
    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException("Accounts are made by AccountBook.");

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException("Accounts are closed by AccountBook.");

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(userId, "N", out var id)) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
    }

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByIdAsync(normalizedUserName, cancellationToken);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Stamp.ToString("N"));

    public async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Passkey>().SingleOrDefaultAsync(k => k.CredentialId == passkey.CredentialId, cancellationToken) is { } known)
        {
            if (known.AccountId != user.Id) throw new InvalidOperationException("The passkey is another account's.");
            known.SignCount = passkey.SignCount;
            known.BackedUp = passkey.IsBackedUp;
            known.UserVerified |= passkey.IsUserVerified;
            known.UsedAt = clock.GetUtcNow();
        }
        else
        {
            db.Add(new Passkey
            {
                CredentialId = passkey.CredentialId, AccountId = user.Id, PublicKey = passkey.PublicKey, CreatedAt = clock.GetUtcNow(), SignCount = passkey.SignCount,
                Transports = string.Join(' ', (passkey.Transports ?? []).Where(IsTransport)), UserVerified = passkey.IsUserVerified,
                BackupEligible = passkey.IsBackupEligible, BackedUp = passkey.IsBackedUp, Device = Devices.Of(http.HttpContext),
            });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Set<Passkey>().AsNoTracking().Where(k => k.AccountId == user.Id).ToListAsync(cancellationToken)).Select(Info)];
    }

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Passkey>().Where(k => k.CredentialId == credentialId)
            .Join(db.Set<Account>(), k => k.AccountId, a => a.Id, (_, account) => account).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(k => k.AccountId == user.Id && k.CredentialId == credentialId, cancellationToken) is { } key ? Info(key) : null;
    }

    public async Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Passkey>().Where(k => k.AccountId == user.Id && k.CredentialId == credentialId).ExecuteDeleteAsync(cancellationToken);
    }

    public void Dispose()
    {
    }

    internal static string IdOf(Account account) => account.Id.ToString("N", CultureInfo.InvariantCulture);

    // The device says them; only the words of the standard are kept.
    private static bool IsTransport(string word) => word is "usb" or "nfc" or "ble" or "smart-card" or "hybrid" or "internal";

    // What the device attested is checked when it is added and not kept: nothing reads it again.
    private static UserPasskeyInfo Info(Passkey key) => new(
        key.CredentialId, key.PublicKey, key.CreatedAt, (uint)key.SignCount, key.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        key.UserVerified, key.BackupEligible, key.BackedUp, [], []);
}
