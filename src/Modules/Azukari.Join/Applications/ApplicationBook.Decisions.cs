using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>What became of a decision of staff.</summary>
internal enum Decided
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There is nothing to decide (any more): somebody else was first, or there is no such application.</summary>
    NotWaiting,

    /// <summary>The scan of a paper form is missing.</summary>
    ScanMissing,

    /// <summary>The sponsor sponsors nobody any more.</summary>
    SponsorGone,

    /// <summary>The policy refuses it.</summary>
    Refused,

    /// <summary>Somebody known may be the same person: it has to be said that this is another.</summary>
    SameUnsure,
}

/// <summary>What staff decides.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>Makes the applicant a member. Of two who decide at once, one does; after a crash it is asked again.</summary>
    /// <param name="another">Whether it was said that this is another person than the one who may be the same. Who came twice must not become two members by oversight: so
    /// it is looked for once more where nobody was found before.</param>
    public async Task<Decided> AcceptAsync(string code, Accessor by, CancellationToken cancel, bool another = false)
    {
        if (await FindAsync(code, cancel) is not { State: ApplicationState.Waiting } application) return Decided.NotWaiting;
        if (application.Same is null && !another && await new SamePerson(company, members, application).FindAsync(cancel) is { } meanwhile)
        {
            await WaitAsync(code, ApplicationState.Waiting, application.Reasons.Append(ApplicationWords.Duplicate).Distinct(), meanwhile, cancel);
            return Decided.SameUnsure;
        }

        if (application.Same is not null && !another) return Decided.SameUnsure;
        if (application.Channel == "paper" && (await ScansAsync(application, cancel)).Count == 0) return Decided.ScanMissing;
        if (await AcceptAsync(application, by, ApplicationState.Waiting, cancel) is not MemberRefused refused)
        {
            if (application.Same is not null) await Vault.NoteAsync(application.Subject, "application:another-person", by, code, cancel);
            return Decided.Done;
        }

        return refused.Why switch
        {
            MemberRefusal.SponsorNotAgent or MemberRefusal.SponsorNotMember or MemberRefusal.SponsorSuspended => Decided.SponsorGone,
            MemberRefusal.WrongStatus => Decided.NotWaiting,
            _ => Decided.Refused,
        };
    }

    /// <summary>Declines, for one of <see cref="ApplicationWords.DeclineReasons"/>. The person is told where the address was confirmed; then what was given is erased.</summary>
    public async Task<Decided> DeclineAsync(string code, string reason, Accessor by, CancellationToken cancel)
    {
        if (!ApplicationWords.DeclineReasons.Contains(reason)) throw new ArgumentException("A reason is one of the list.", nameof(reason));
        if (await FindAsync(code, cancel) is not { State: ApplicationState.Waiting or ApplicationState.Joining } application) return Decided.NotWaiting;
        if (application.State == ApplicationState.Joining) return await DeclineJoiningAsync(application, reason, by, cancel);
        // Whether there is a member is decided at the membership, for those who accept as well; the application's state follows.
        if (await members.DeclineAsync(application.Subject, new MemberActing(by, code, reason), cancel) is MemberRefused
            && await members.FindAsync(application.Subject, cancel) is { Status: not MemberStatus.Cancelled }) return Decided.NotWaiting;
        await After("cancelled");
        var (now, was, to) = (clock.GetUtcNow(), ApplicationState.Waiting.Word(), ApplicationState.Declined.Word());
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var moved = await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == was).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, to).SetProperty(row => row.ChangedAt, now).SetProperty(row => row.DecidedAt, now).SetProperty(row => row.DecidedBy, by.Code)
                .SetProperty(row => row.Reason, reason), cancel);
            if (moved == 0) return Decided.NotWaiting;
        }

        await After("declined");
        await FinishDeclineAsync(code, cancel);
        return Decided.Done;
    }

    // Only of what is declined, whoever asks for it. Repeating it writes once; what it leaves of the reasons tells the sweep that it is done.
    private async Task FinishDeclineAsync(string code, CancellationToken cancel)
    {
        if (await FindAsync(code, cancel) is not { State: ApplicationState.Declined, DecidedBy: { } decider } declined) return;
        if (declined.Same is { } same) await TakeBackAsync(code, same, new Accessor(decider), cancel);
        await After("taken-back");
        if (declined.ConfirmedAt is not null && await HasMailAsync(declined, cancel))
            await SayAsync(declined, JoinMessages.Declined, fields => fields.Word("reason", declined.Reason!), code + " declined", cancel);
        await After("declined-said");
        var state = ApplicationState.Declined.Word();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == state).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reasons, ""), cancel);
    }

    /// <summary>The scans of a paper form.</summary>
    public async Task<IReadOnlyList<HeldDocument>> ScansAsync(Application application, CancellationToken cancel) =>
        await Vault.Documents.ListAsync(application.Subject, cancel) is { } all ? [.. all.Where(one => one.Item == Scan && one.ReplacedBy is null)] : [];

    /// <summary>Keeps a scan with the application.</summary>
    public Task<AddDocumentResult> AttachAsync(Application application, DocumentType type, Stream content, Accessor by, CancellationToken cancel) =>
        Vault.Documents.AddAsync(
            application.Subject,
            new NewDocument { Item = Scan, Type = type, Channel = Channel.Paper, PolicyVersion = PolicyVersion.Parse(application.Policy), Case = application.Code }, content, by, cancel);

    /// <summary>How many applications wait for staff to decide; those that stand still are <see cref="StoppedAsync"/>.</summary>
    public async Task<int> WaitingAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = ApplicationState.Waiting.Word();
        return await db.Set<ApplicationRow>().CountAsync(row => row.State == waiting, cancel);
    }
}
