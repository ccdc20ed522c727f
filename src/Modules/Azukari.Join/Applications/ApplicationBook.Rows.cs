using Azukari.Members.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>Reading and moving rows.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>The application of a code; null where there is none.</summary>
    public async Task<Application?> FindAsync(string code, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == code, cancel) is { } found ? Of(found) : null;
    }

    /// <summary>The application of a person; null where there is none.</summary>
    public async Task<Application?> FindAsync(Azukari.Vault.SubjectId subject, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Subject == subject, cancel) is { } found ? Of(found) : null;
    }

    /// <summary>The applications a question is about, in its order, and how many there are.</summary>
    /// <param name="query">Which.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to 10,000.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<(IReadOnlyList<Application> Page, int Total)> ListAsync(ApplicationQuery query, int page, int size, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 10_000);
        // Why one stands still is not in its row: it is found out before, and there are few.
        var stopped = query.Stopped ? (await StoppedOnesAsync(cancel)).Keys.ToArray() : null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = query.Of((query.ToPost ? ToPost(db) : db.Set<ApplicationRow>()).AsNoTracking());
        if (stopped is not null) rows = rows.Where(row => stopped.Contains(row.Code));
        var found = await rows.Skip((page - 1) * size).Take(size).ToListAsync(cancel);
        return ([.. found.Select(Of)], await rows.CountAsync(cancel));
    }

    internal static Application Of(ApplicationRow row) => new(
        row.Code, row.Subject, MemberWords.TryParse(row.Kind, out MemberClass kind) ? kind : throw new FormatException("A stored kind is none of the list."), row.Channel,
        ApplicationWords.StateOf(row.State), [.. row.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries)], row.Same, row.Language, row.Policy, row.Sponsor, row.Electronic, row.ElectronicAt,
        row.SubmittedAt, row.ConfirmBy, row.ConfirmedAt, row.DecidedAt, row.DecidedBy, row.Reason, [.. (row.Taking ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        DayOf(row.PostedOn), DayOf(row.ReceivedOn), DayOf(row.GoodsOn));

    private static DateOnly? DayOf(int? stored) => stored is { } day ? new DateOnly(day / 10_000, day / 100 % 100, day % 100) : null;

    private static int Stored(DateOnly day) => day.Year * 10_000 + day.Month * 100 + day.Day;

    private async Task<Application> RequireAsync(string code, CancellationToken cancel) =>
        await FindAsync(code, cancel) ?? throw new InvalidOperationException("An application that was there is not.");

    private async Task BeginAsync(ApplicationRow row, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Set<ApplicationRow>().AnyAsync(known => known.Code == row.Code, cancel)) return;
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            if (await FindAsync(row.Code, cancel) is null) throw; // else it was sent twice at once
        }
    }

    private async Task ForgetAsync(string code, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var begun = ApplicationState.Begun.Word();
        await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == begun).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Changes a state; false when it was not, or no longer, the one named.</summary>
    private async Task<bool> MoveAsync(string code, ApplicationState from, ApplicationState to, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (was, now, at) = (from.Word(), to.Word(), clock.GetUtcNow());
        return await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == was)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, now).SetProperty(row => row.ChangedAt, at), cancel) == 1;
    }

    private async Task WaitAsync(string code, ApplicationState from, IEnumerable<string> reasons, Azukari.Vault.SubjectId? same, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (was, to, at, why) = (from.Word(), ApplicationState.Waiting.Word(), clock.GetUtcNow(), string.Join(' ', reasons));
        await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == was).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, to).SetProperty(row => row.ChangedAt, at).SetProperty(row => row.Reasons, why).SetProperty(row => row.Same, same), cancel);
    }
}
