using Azukari.Members.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>How applications end, and finishing what was left half done.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>How long what a declined application gave is kept, so that its message can be sent.</summary>
    private static readonly TimeSpan DeclinedFor = TimeSpan.FromDays(3);

    /// <summary>
    /// Ends what nobody confirmed in time, erases what declined applications gave, and goes on with what a crash left behind. Repeating it changes nothing. Returns how many applications moved.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (longAgo, said) = (now - Patience, now - DeclinedFor);
        string begun = ApplicationState.Begun.Word(), unconfirmed = ApplicationState.Unconfirmed.Word(), ending = ApplicationState.Ending.Word(), declined = ApplicationState.Declined.Word(),
            confirmed = ApplicationState.Confirmed.Word(), joining = ApplicationState.Joining.Word();
        List<ApplicationRow> due;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            due = await db.Set<ApplicationRow>().AsNoTracking().Where(row =>
                (row.State == begun && row.ChangedAt < longAgo) || (row.State == unconfirmed && row.ConfirmBy <= now) || (row.State == ending && row.ChangedAt < longAgo)
                || (row.State == declined && (row.ChangedAt < said || (row.Reasons != "" && row.ChangedAt < longAgo))) || ((row.State == confirmed || row.State == joining) && row.ChangedAt < longAgo)).OrderBy(row => row.ChangedAt).Take(200).ToListAsync(cancel);
        }

        var moved = 0;
        foreach (var row in due)
        {
            if (row.State == confirmed) await DecideAsync(row.Code, cancel);
            else if (row.State == joining)
            {
                if (!await FinishJoiningAsync(Of(row), cancel)) continue;
            }
            else if (row.State == declined && row.Reasons.Length > 0) await FinishDeclineAsync(Of(row), cancel);
            else if (row.State == begun) await ResumeAsync(Of(row), cancel);
            else if (row.State == ending || await MoveAsync(row.Code, ApplicationWords.StateOf(row.State), ApplicationState.Ending, cancel)) await EndAsync(Of(row), cancel);
            else continue;
            moved++;
        }

        return moved;
    }

    // The membership first, then the person: with the person gone the membership could not be ended any more.
    private async Task EndAsync(Application application, CancellationToken cancel)
    {
        if (await members.FindAsync(application.Subject, cancel) is { Status: MemberStatus.Applied })
            await members.DeclineAsync(application.Subject, new MemberActing(ApplicationWords.Web, application.Code, "ended"), cancel);
        await Vault.EraseAsync(application.Subject, ApplicationWords.Web, "application-ended", cancel);
        await MoveAsync(application.Code, ApplicationState.Ending, application.DecidedAt is null ? ApplicationState.Lapsed : ApplicationState.Erased, cancel);
    }
}
