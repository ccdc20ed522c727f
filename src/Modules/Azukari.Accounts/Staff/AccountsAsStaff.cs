using Azukari.Accounts.Storage;
using Azukari.Console.Staff;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Staff;

/// <summary>Staff with accounts, and roles given for an emergency while they last: read anew each time, so that every change acts on every node at once.</summary>
internal sealed class AccountsAsStaff(IDbContextFactory<AzukariDb> databases, TimeProvider clock) : IStaffSource
{
    public async ValueTask<StaffMember?> FindAsync(string login, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var account = await Active(db).SingleOrDefaultAsync(a => a.Name == login, cancel);
        var emergency = await Granted(db).Where(e => e.Login == login).Select(e => e.Role).ToListAsync(cancel);
        // An emergency of an operator of the settings: their list knows the rest.
        return account is null && emergency.Count == 0 ? null : account is null ? await IsGoneAsync(db, login, cancel) ? null : Of(login, "", "", emergency) : Of(login, account.Roles, account.Duties, emergency);
    }

    public async ValueTask<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var emergencies = (await Granted(db).Select(e => new { e.Login, e.Role }).ToListAsync(cancel)).ToLookup(e => e.Login, e => e.Role);
        return [.. (await Active(db).OrderBy(a => a.Name).ToListAsync(cancel)).Select(a => Of(a.Name, a.Roles, a.Duties, emergencies[a.Name]))];
    }

    private static IQueryable<Account> Active(AzukariDb db) => db.Set<Account>().AsNoTracking().Where(a => a.Kind == AccountKind.Staff && a.State == AccountState.Active);

    private IQueryable<EmergencyRow> Granted(AzukariDb db)
    {
        var now = clock.GetUtcNow();
        return db.Set<EmergencyRow>().AsNoTracking().Where(e => e.Granted && e.ExpiresAt > now && e.EndedAt == null);
    }

    // Who left or is away has nothing of an emergency either.
    private static Task<bool> IsGoneAsync(AzukariDb db, string login, CancellationToken cancel) => db.Set<Account>().AnyAsync(a => a.Kind == AccountKind.Staff && a.Name == login, cancel);

    private static StaffMember Of(string login, string roles, string duties, IEnumerable<string> emergency) => new(
        login, StaffAccounts.Words(roles).Concat(emergency).ToHashSet(StringComparer.Ordinal), StaffAccounts.DutiesOf(duties).ToHashSet());
}
