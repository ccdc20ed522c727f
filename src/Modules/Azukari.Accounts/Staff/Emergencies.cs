using Azukari.Accounts.Identity;
using Azukari.Accounts.Storage;
using Azukari.Company.Settings;
using Azukari.Console.Staff;
using Azukari.Ledger;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Staff;

/// <summary>Why something about an emergency was not done.</summary>
internal enum EmergencyRefusal
{
    /// <summary>No such role, reason, case or time.</summary>
    Unusable,

    /// <summary>There is none such that this could be done with.</summary>
    NotFound,

    /// <summary>It takes somebody else.</summary>
    SamePerson,

    /// <summary>It takes a duty they do not have.</summary>
    NoDuty,
}

/// <summary>
/// Break-glass: somebody asks for a role they do not have, for a reason and a time; somebody else with the duty <see cref="Duty.Staff"/> lets
/// them; a third look with the duty <see cref="Duty.Audit"/>, neither the asker's nor the granter's, closes it. Each step is in the ledger. The role
/// reads what the policy gives it and nothing else.
/// </summary>
internal sealed class Emergencies(IDbContextFactory<AzukariDb> databases, StaffAccounts accounts, StaffNow staff, AccountRecords records, TimeProvider clock)
{
    /// <summary>Why a role may be asked for.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["danger-to-person", "system-failure", "absence", "authority-deadline"];

    /// <summary>For how long, in minutes.</summary>
    public static IReadOnlyList<int> Times { get; } = [15, 30, 60, 120];

    /// <summary>How long what was asked for can be granted: after that it is no emergency any more.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromHours(1);

    /// <summary>How long one that is over may wait for its review.</summary>
    public static TimeSpan ReviewWithin { get; } = TimeSpan.FromDays(7);

    /// <summary>What a review may find.</summary>
    public static IReadOnlyList<string> Findings { get; } = ["in-order", "to-follow-up"];

    public async Task<EmergencyRefusal?> AskAsync(string login, string? role, string? reason, string? caseCode, int minutes, CancellationToken cancel)
    {
        if (accounts.Roles.All(r => r.Id.Value != role) || reason is null || !Reasons.Contains(reason) || !Times.Contains(minutes) || caseCode is null || !LedgerCode.IsCode(caseCode)) return EmergencyRefusal.Unusable;
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(new EmergencyRow { Id = Guid.NewGuid(), Login = login, Role = role!, Reason = reason, Case = caseCode, Minutes = minutes, AskedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancel);
        await records.StaffAsync(login, new Accessor(login), $"emergency-asked:{role}", caseCode, cancel);
        return null;
    }

    /// <summary>Lets them, or not. Of two who decide at once, one does.</summary>
    public async Task<EmergencyRefusal?> DecideAsync(Guid id, string by, bool granted, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Set<EmergencyRow>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel) is not { DecidedAt: null } row) return EmergencyRefusal.NotFound;
        if (row.Login == by) return EmergencyRefusal.SamePerson;
        if (await staff.FindAsync(by, cancel) is not { } person || !person.Duties.Contains(Duty.Staff)) return EmergencyRefusal.NoDuty;
        var now = clock.GetUtcNow();
        if (granted && now - row.AskedAt > Patience) return EmergencyRefusal.NotFound;
        var until = granted ? now + TimeSpan.FromMinutes(row.Minutes) : (DateTimeOffset?)null;
        var done = await db.Set<EmergencyRow>().Where(e => e.Id == id && e.DecidedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.DecidedBy, by).SetProperty(e => e.DecidedAt, now).SetProperty(e => e.Granted, granted).SetProperty(e => e.ExpiresAt, until), cancel);
        if (done != 1) return EmergencyRefusal.NotFound;
        await records.StaffAsync(row.Login, new Accessor(by), $"emergency-{(granted ? "granted" : "declined")}:{row.Role}", row.Case, cancel);
        return null;
    }

    /// <summary>Ends it before its time: by whoever asked, or whoever may grant.</summary>
    public async Task<EmergencyRefusal?> EndAsync(Guid id, string by, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        if (await db.Set<EmergencyRow>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.Granted && e.EndedAt == null && e.ExpiresAt > now, cancel) is not { } row) return EmergencyRefusal.NotFound;
        if (row.Login != by && (await staff.FindAsync(by, cancel))?.Duties.Contains(Duty.Staff) != true) return EmergencyRefusal.NoDuty;
        if (await db.Set<EmergencyRow>().Where(e => e.Id == id && e.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.EndedAt, now), cancel) != 1) return EmergencyRefusal.NotFound;
        await records.StaffAsync(row.Login, new Accessor(by), $"emergency-ended:{row.Role}", row.Case, cancel);
        return null;
    }

    /// <summary>Closes one that is over: what was done in it was looked at.</summary>
    public async Task<EmergencyRefusal?> ReviewAsync(Guid id, string by, string? finding, CancellationToken cancel)
    {
        if (finding is null || !Findings.Contains(finding)) return EmergencyRefusal.Unusable;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        if (await db.Set<EmergencyRow>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.Granted && e.ReviewedAt == null && (e.EndedAt != null || e.ExpiresAt <= now), cancel) is not { } row) return EmergencyRefusal.NotFound;
        if (row.Login == by || row.DecidedBy == by) return EmergencyRefusal.SamePerson;
        if ((await staff.FindAsync(by, cancel))?.Duties.Contains(Duty.Audit) != true) return EmergencyRefusal.NoDuty;
        var done = await db.Set<EmergencyRow>().Where(e => e.Id == id && e.ReviewedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.ReviewedBy, by).SetProperty(e => e.ReviewedAt, now).SetProperty(e => e.Finding, finding), cancel);
        if (done != 1) return EmergencyRefusal.NotFound;
        await records.StaffAsync(row.Login, new Accessor(by), $"emergency-reviewed:{finding}", row.Case, cancel);
        return null;
    }

    /// <summary>How many wait for somebody who grants them.</summary>
    public async Task<int> AskedAsync(CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Patience;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<EmergencyRow>().CountAsync(e => e.DecidedAt == null && e.AskedAt >= since, cancel);
    }

    /// <summary>How many are over and not reviewed, and when the first of them was over.</summary>
    public async Task<(int Count, DateTimeOffset? Oldest)> UnreviewedAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ends = await db.Set<EmergencyRow>().AsNoTracking().Where(e => e.Granted && e.ReviewedAt == null && (e.EndedAt != null || e.ExpiresAt <= now))
            .Select(e => new { e.EndedAt, e.ExpiresAt }).ToListAsync(cancel);
        return (ends.Count, ends.Min(end => end.EndedAt ?? end.ExpiresAt));
    }

    /// <summary>Some of them, in the order asked for, and how many there are in all.</summary>
    /// <param name="query">Which, and in which order.</param>
    /// <param name="skip">So many are left out first.</param>
    /// <param name="take">So many at most.</param>
    public async Task<EmergencyListing> ListAsync(EmergencyQuery query, int skip, int take, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = query.Of(db.Set<EmergencyRow>().AsNoTracking(), clock.GetUtcNow());
        return new EmergencyListing(await rows.Skip(skip).Take(take).ToListAsync(cancel), await rows.CountAsync(cancel));
    }

    /// <summary>One of them; null where there is none.</summary>
    public async Task<EmergencyRow?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<EmergencyRow>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel);
    }
}
