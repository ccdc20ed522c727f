using Azukari.Members.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>How applications end, and finishing what was left half done.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>How many rows are read at a time.</summary>
    internal const int PageSize = 200;

    private readonly SweepRound _round = new(PageSize);

    /// <summary>How long what a declined application gave is kept, so that its message can be sent.</summary>
    private static readonly TimeSpan DeclinedFor = TimeSpan.FromDays(3);

    /// <summary>
    /// Ends what nobody confirmed in time, erases what declined applications gave, and goes on with what a crash left behind: everything that is due, so that
    /// nothing that stands still or fails keeps others waiting. Repeating it changes nothing. Returns how many applications moved.
    /// </summary>
    /// <exception cref="Exception">What the first one failed by, after the others had their turn.</exception>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (longAgo, said) = (now - Patience, now - DeclinedFor);
        string begun = ApplicationState.Begun.Word(), unconfirmed = ApplicationState.Unconfirmed.Word(), ending = ApplicationState.Ending.Word(), declined = ApplicationState.Declined.Word(),
            confirmed = ApplicationState.Confirmed.Word(), joining = ApplicationState.Joining.Word(), carrying = ApplicationState.Carrying.Word();
        return await _round.GoAsync(
            async (last, size) =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                return await db.Set<ApplicationRow>().AsNoTracking().Where(row => row.Code.CompareTo(last) > 0
                    && ((row.State == begun && row.ChangedAt < longAgo) || (row.State == unconfirmed && row.ConfirmBy <= now) || (row.State == ending && row.ChangedAt < longAgo)
                    || (row.State == declined && (row.ChangedAt < said || (row.Reasons != "" && row.ChangedAt < longAgo)))
                    || ((row.State == confirmed || row.State == joining || row.State == carrying) && row.ChangedAt < longAgo))).OrderBy(row => row.Code).Take(size).ToListAsync(cancel);
            },
            row => row.Code, row => GoOnAsync(Of(row), cancel));
    }

    // Goes on with one that is due; false where it stays as it is. Each step asks anew how it stands.
    private async Task<bool> GoOnAsync(Application due, CancellationToken cancel)
    {
        switch (due.State)
        {
            case ApplicationState.Confirmed:
                await DecideAsync(due.Code, cancel);
                return true;
            case ApplicationState.Joining or ApplicationState.Carrying:
                return await FinishJoiningAsync(due, cancel);
            case ApplicationState.Declined when !due.Reasons.IsEmpty:
                await FinishDeclineAsync(due.Code, cancel);
                return true;
            case ApplicationState.Begun:
                await ResumeAsync(due, cancel);
                return true;
            default:
                if (due.State != ApplicationState.Ending && !await MoveAsync(due.Code, due.State, ApplicationState.Ending, cancel)) return false;
                await EndAsync(due, cancel);
                return true;
        }
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
