using Azukari.Members.Storage;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Contracts;

/// <summary>
/// How many looks at people below an agent has a day: who only wants to know whom to invite needs some, who copies a line needs all of them. A day
/// is one in Japan; a look counts when it is taken, also where the policy then refuses it. Safe for concurrent use, on any number of nodes.
/// </summary>
public sealed class UplineAllowance
{
    private const int Tries = 20;

    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly TimeProvider _clock;

    internal UplineAllowance(IDbContextFactory<AzukariDb> databases, TimeProvider clock) => (_databases, _clock) = (databases, clock);

    /// <summary>Takes looks of today's, as many as are left of those wanted.</summary>
    /// <param name="viewer">Who wants to look.</param>
    /// <param name="wanted">How many people, 0 or more.</param>
    /// <param name="limit">How many there are a day.</param>
    /// <param name="cancel">Cancels before anything is taken.</param>
    /// <returns>How many may be looked at, 0 to <paramref name="wanted"/>; they count whether or not they are used.</returns>
    public async Task<int> TakeAsync(SubjectId viewer, int wanted, int limit, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        if (wanted == 0) return 0;
        var today = JapanTime.Today(_clock);
        var day = (today.Year * 10_000) + (today.Month * 100) + today.Day;
        await using var db = await _databases.CreateDbContextAsync(cancel);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var row = await db.Set<LookRow>().AsNoTracking().SingleOrDefaultAsync(look => look.Subject == viewer && look.Day == day, cancel);
            var granted = Math.Min(wanted, limit - (row?.Taken ?? 0));
            if (granted <= 0) return 0;
            if (row is null)
            {
                if (await BeginAsync(db, viewer, day, granted, cancel)) return granted;
                continue; // another request began the day
            }

            var (was, now) = (row.Taken, row.Taken + granted);
            if (await db.Set<LookRow>().Where(look => look.Subject == viewer && look.Day == day && look.Taken == was).ExecuteUpdateAsync(set => set.SetProperty(look => look.Taken, now), cancel) == 1) return granted;
        }

        return 0; // twenty others at once for one person's line: none of that is somebody reading
    }

    private static async Task<bool> BeginAsync(AzukariDb db, SubjectId viewer, int day, int taken, CancellationToken cancel)
    {
        await db.Set<LookRow>().Where(look => look.Subject == viewer && look.Day < day).ExecuteDeleteAsync(cancel); // what was yesterday matters to nobody
        db.Add(new LookRow { Subject = viewer, Day = day, Taken = taken });
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException error) when (Uniqueness.IsBroken(error))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
