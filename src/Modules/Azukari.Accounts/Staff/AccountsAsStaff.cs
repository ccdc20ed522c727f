using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Console.Staff;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Staff;

/// <summary>Staff with accounts, and roles given for an emergency while they last: read anew each time, so that every change acts on every node at once.</summary>
internal sealed class AccountsAsStaff(IDbContextFactory<AzukariDb> databases, CompanyCore company, TimeProvider clock) : IStaffSource
{
    public async ValueTask<StaffMember?> FindAsync(string login, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var account = await Active(db).SingleOrDefaultAsync(a => a.Name == login, cancel);
        var emergency = await Granted(db).Where(e => e.Login == login).Select(e => e.Role).ToListAsync(cancel);
        if (account is not null) return Of(login, account.Roles, account.Duties, emergency) with { Since = account.CreatedAt };
        // An emergency of an operator of the settings: their list knows the rest. Who left or is away has nothing of it.
        return emergency.Count > 0 && company.Operators.ContainsKey(login) ? Of(login, "", "", emergency) : null;
    }

    public async ValueTask<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var emergencies = (await Granted(db).Select(e => new { e.Login, e.Role }).ToListAsync(cancel)).ToLookup(e => e.Login, e => e.Role);
        return [.. (await Active(db).OrderBy(a => a.Name).ToListAsync(cancel)).Select(a => Of(a.Name, a.Roles, a.Duties, emergencies[a.Name]) with { Since = a.CreatedAt })];
    }

    // What an operator of the settings signs in with is an account of their own making: it makes nobody of the staff who is on no list any more.
    private static IQueryable<Account> Active(AzukariDb db) =>
        db.Set<Account>().AsNoTracking().Where(a => a.Kind == AccountKind.Staff && a.State == AccountState.Active && a.CreatedBy != a.Name);

    private IQueryable<EmergencyRow> Granted(AzukariDb db)
    {
        var now = clock.GetUtcNow();
        return db.Set<EmergencyRow>().AsNoTracking().Where(e => e.Granted && e.ExpiresAt > now && e.EndedAt == null);
    }

    private static StaffMember Of(string login, string roles, string duties, IEnumerable<string> emergency) => new(
        login, StaffAccounts.Words(roles).Concat(emergency).ToHashSet(StringComparer.Ordinal), StaffAccounts.DutiesOf(duties).ToHashSet());
}
