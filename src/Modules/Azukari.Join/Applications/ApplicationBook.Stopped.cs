using Azukari.Members.Contracts;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>Why an application that is being joined to a membership does not go on.</summary>
public enum JoiningStop
{
    /// <summary>Its sponsor is an active agent no more: another is needed.</summary>
    Sponsor,

    /// <summary>The membership was suspended meanwhile.</summary>
    Suspended,

    /// <summary>The membership to be changed has ended meanwhile, or another application of the person's is open.</summary>
    Membership,

    /// <summary>It was begun long ago, and nothing of this is so: the policy refuses a step, or a part of the program is away.</summary>
    Unknown,
}

/// <summary>What cannot go on by itself: seeing why, choosing another sponsor, ending it.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>Why an application that is being joined stands still; null for one that goes on, or is at another step.</summary>
    public async Task<JoiningStop?> StopOfAsync(Application application, CancellationToken cancel)
    {
        if (application is not { State: ApplicationState.Joining or ApplicationState.Carrying, Same: { } same, Reason: { } reason } || application.Subject == same) return null;
        var late = application.DecidedAt < clock.GetUtcNow() - Patience ? JoiningStop.Unknown : (JoiningStop?)null;
        if (application.State == ApplicationState.Carrying) return late;
        var member = await members.FindAsync(same, cancel);
        if (member is { Status: MemberStatus.Suspended }) return JoiningStop.Suspended;
        if (reason == "updated" || (member is { Status: MemberStatus.Active } && (reason == "returned" || member.Class == application.Class))) return late;
        if (reason != "returned") return member is { Status: MemberStatus.Active } ? late : JoiningStop.Membership;
        return !await HasSponsorAsync(application, cancel) ? JoiningStop.Sponsor
            : member is { Status: MemberStatus.Applied } && !await IsAppliedHereAsync(application.Code, same, cancel) ? JoiningStop.Membership : late;
    }

    /// <summary>Whether staff can end an application that stands still: not once the membership has become what was applied for.</summary>
    public async Task<bool> MayDeclineAsync(Application application, CancellationToken cancel) =>
        application.State == ApplicationState.Waiting || (application is { State: ApplicationState.Joining, Same: { } same } && !await IsBegunAsync(application, same, cancel));

    /// <summary>Whether there is nobody to be named as sponsor, or the one named is an active agent.</summary>
    public async Task<bool> HasSponsorAsync(Application application, CancellationToken cancel) => application.Sponsor is not { } sponsor || await MaySponsorAsync(sponsor, cancel);

    /// <summary>Names another sponsor, where the one named sponsors nobody any more. An application that was being joined goes on at once.</summary>
    /// <param name="sponsor">An active agent, confirmed by the public nickname.</param>
    public async Task<Decided> ChooseSponsorAsync(string code, SubjectId sponsor, Accessor by, CancellationToken cancel)
    {
        if (await FindAsync(code, cancel) is not { State: ApplicationState.Waiting or ApplicationState.Joining, Sponsor: not null } application || await HasSponsorAsync(application, cancel)) return Decided.NotWaiting;
        if (sponsor == application.Subject || sponsor == application.Same || !await MaySponsorAsync(sponsor, cancel)) return Decided.SponsorGone;
        // The membership that waits first: it is what the tree will be made of.
        var applicant = application.State == ApplicationState.Joining ? application.Same!.Value : application.Subject;
        var applied = application.State == ApplicationState.Waiting || await IsAppliedHereAsync(code, applicant, cancel);
        if (applied)
        {
            var named = await members.NameSponsorAsync(applicant, sponsor, new MemberActing(by, code, "sponsor-left"), cancel);
            if (named is MemberRefused refused && await members.FindAsync(applicant, cancel) is { Status: MemberStatus.Applied })
                return refused.Why is MemberRefusal.SponsorNotAgent or MemberRefusal.SponsorNotMember or MemberRefusal.SponsorSuspended ? Decided.SponsorGone : Decided.Refused;
        }

        await After("sponsor-named");
        // Where it goes on meanwhile, it goes on with the one named.
        var (was, before, now, joining, carrying) = (application.State.Word(), application.Sponsor, clock.GetUtcNow(), ApplicationState.Joining.Word(), ApplicationState.Carrying.Word());
        var reasons = string.Join(' ', application.Reasons.Where(reason => reason != ApplicationWords.SponsorGone).Append(ApplicationWords.SponsorChosen).Distinct());
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var moved = await db.Set<ApplicationRow>().Where(row => row.Code == code && (row.State == was || (was == joining && row.State == carrying)) && row.Sponsor == before).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Sponsor, sponsor).SetProperty(row => row.Reasons, reasons).SetProperty(row => row.ChangedAt, now), cancel);
            if (moved == 0) return Decided.NotWaiting;
        }

        if (!applied) await Vault.NoteAsync(applicant, "member:sponsor", by, code, cancel);
        return application.State == ApplicationState.Joining ? await JoinedAsync(code, cancel) : Decided.Done;
    }

    /// <summary>How many applications cannot go on until staff does something.</summary>
    public async Task<int> StoppedAsync(CancellationToken cancel) => (await StoppedOnesAsync(cancel)).Count;

    /// <summary>Those of them that are being joined, with why.</summary>
    public async Task<IReadOnlyDictionary<string, JoiningStop>> StoppedOnesAsync(CancellationToken cancel)
    {
        var (joining, carrying, last) = (ApplicationState.Joining.Word(), ApplicationState.Carrying.Word(), "");
        var stopped = new Dictionary<string, JoiningStop>(StringComparer.Ordinal);
        List<ApplicationRow> rows;
        do
        {
            await using (var db = await databases.CreateDbContextAsync(cancel))
                rows = await db.Set<ApplicationRow>().AsNoTracking().Where(row => (row.State == joining || row.State == carrying) && row.Code.CompareTo(last) > 0).OrderBy(row => row.Code).Take(PageSize).ToListAsync(cancel);
            foreach (var row in rows)
                if (await StopOfAsync(Of(row), cancel) is { } why) stopped[row.Code] = why;
            if (rows.Count > 0) last = rows[^1].Code;
        }
        while (rows.Count == PageSize);
        return stopped;
    }

    /// <summary>The same for those a list shows: nothing is looked up where none of them is being joined.</summary>
    public async Task<IReadOnlyDictionary<string, JoiningStop>> StoppedAmongAsync(IReadOnlyList<Application> listed, CancellationToken cancel) =>
        listed.Any(one => one.State is ApplicationState.Joining or ApplicationState.Carrying) ? await StoppedOnesAsync(cancel) : new Dictionary<string, JoiningStop>(StringComparer.Ordinal);

    // What was decided to be joined, gone on with: done, or why not.
    private async Task<Decided> JoinedAsync(string code, CancellationToken cancel) => await FinishJoiningAsync(await RequireAsync(code, cancel), cancel) ? Decided.Done
        : await FindAsync(code, cancel) is { State: ApplicationState.Joining } stays && await StopOfAsync(stays, cancel) == JoiningStop.Sponsor ? Decided.SponsorGone : Decided.Refused;

    // The application moves first: whoever would go on with it loses, and what is left of what was begun for it is taken back.
    private async Task<Decided> DeclineJoiningAsync(Application joining, string reason, Accessor by, CancellationToken cancel)
    {
        // A membership begun, or an application handed over, in this state: only an earlier version of the program left that. It goes on.
        if (joining.Same is not { } same || await IsBegunAsync(joining, same, cancel)) return Decided.NotWaiting;
        var (now, was, to) = (clock.GetUtcNow(), ApplicationState.Joining.Word(), ApplicationState.Declined.Word());
        await After("declining-joining");
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var moved = await db.Set<ApplicationRow>().Where(row => row.Code == joining.Code && row.State == was && row.Subject != row.Same).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, to).SetProperty(row => row.ChangedAt, now).SetProperty(row => row.DecidedAt, now).SetProperty(row => row.DecidedBy, by.Code)
                .SetProperty(row => row.Reason, reason).SetProperty(row => row.Reasons, ApplicationWords.SponsorGone).SetProperty(row => row.Taking, (string?)null), cancel);
            if (moved == 0) return Decided.NotWaiting;
        }

        await After("declined-joining");
        await FinishDeclineAsync(joining.Code, cancel);
        return Decided.Done;
    }

    // The membership that was to begin again, where it waits for this application: it ends as what it is, an application that came to nothing.
    private async Task TakeBackAsync(string code, SubjectId same, Accessor by, CancellationToken cancel)
    {
        if (await IsAppliedHereAsync(code, same, cancel)) await members.DeclineAsync(same, new MemberActing(by, code, "declined"), cancel);
    }

    private async Task<bool> IsBegunAsync(Application joining, SubjectId same, CancellationToken cancel)
    {
        if (joining.Subject == same || joining.Reason is not { } reason || await Vault.IsErasedAsync(joining.Subject, cancel)) return true;
        if (reason == "updated") return false;
        return await members.FindAsync(same, cancel) is { Status: MemberStatus.Active or MemberStatus.Suspended } member && (reason == "returned"
            ? (await members.HistoryAsync(same, cancel)).LastOrDefault(line => line is { Change: MemberChange.Status, To: "active" })?.Case == joining.Code
            : member.Class == joining.Class);
    }

    private async Task<bool> IsAppliedHereAsync(string code, SubjectId same, CancellationToken cancel) =>
        await members.FindAsync(same, cancel) is { Status: MemberStatus.Applied }
        && (await members.HistoryAsync(same, cancel)).LastOrDefault(line => line is { Change: MemberChange.Status, To: "applied" })?.Case == code;

    private async Task<bool> MaySponsorAsync(SubjectId sponsor, CancellationToken cancel) =>
        await members.FindAsync(sponsor, cancel) is { Class: MemberClass.Agent, Status: MemberStatus.Active };

    private async Task<bool> IsAsync(string code, ApplicationState state, CancellationToken cancel) => await FindAsync(code, cancel) is { } found && found.State == state;
}
