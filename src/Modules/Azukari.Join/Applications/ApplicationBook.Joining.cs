using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>What can be done where an applicant is a member, or was one.</summary>
public enum JoiningWay
{
    /// <summary>Nothing: the other is no member's, or is suspended or waits itself.</summary>
    None,

    /// <summary>The membership had ended: it begins anew, as what was applied for.</summary>
    Return,

    /// <summary>The membership lives, as something else: it becomes what was applied for.</summary>
    Change,

    /// <summary>The membership lives, as just that: it takes over what was given, and nothing else changes.</summary>
    Update,
}

/// <summary>
/// The applicant is the same person: what was given goes to the membership there is, as corrections, and the application's own person is erased. Two
/// live memberships of one person cannot come of it: that of the application is declined first, which of everybody who decides at once one does.
/// </summary>
internal sealed partial class ApplicationBook
{
    /// <summary>What may be taken over: what customer service may read for registration. Accounts of banks and cards it may not; the member gives them anew.</summary>
    public static readonly IReadOnlyList<ItemId> Takeable =
        [.. new[] { "name", "kana", "date-of-birth", "gender", "address", "phone", "mobile", "fax", "email", "payment-method" }.Select(ItemId.Parse)];

    /// <summary>What can be done with an application whose person is another's.</summary>
    public async Task<JoiningWay> WayAsync(Application application, CancellationToken cancel) =>
        application.Same is not { } same ? JoiningWay.None : await members.FindAsync(same, cancel) switch
        {
            null or { Status: MemberStatus.Applied or MemberStatus.Suspended } => JoiningWay.None,
            { Status: MemberStatus.Active } member => member.Class == application.Class ? JoiningWay.Update : JoiningWay.Change,
            // An application that came to nothing, of somebody who never was a member.
            { RegisteredAt: null } when !(await members.HistoryAsync(same, cancel)).Any(line => line is { Change: MemberChange.Status, To: "active" }) => JoiningWay.None,
            _ => JoiningWay.Return,
        };

    /// <summary>
    /// Which items may be taken over. The address of a living membership's mail may not: whoever applied might take the account with it; its owner changes
    /// it on their own pages. One that was not confirmed may not either.
    /// </summary>
    public static bool MayTake(ItemId item, Application application, JoiningWay way) =>
        way != JoiningWay.None && Takeable.Contains(item) && (item != Email || (way == JoiningWay.Return && application.ConfirmedAt is not null));

    /// <summary>Joins an application to the membership of the same person. What a crash leaves undone is done by asking again, or by the sweep.</summary>
    /// <param name="items">What is taken over; what may not be is left out.</param>
    public async Task<Decided> JoinAsync(string code, IReadOnlyCollection<ItemId> items, Accessor by, CancellationToken cancel)
    {
        if (await FindAsync(code, cancel) is not { State: ApplicationState.Waiting, Same: { } same } application) return Decided.NotWaiting;
        var way = await WayAsync(application, cancel);
        if (way == JoiningWay.None) return Decided.Refused;
        if (way == JoiningWay.Return && !await HasSponsorAsync(application, cancel)) return Decided.SponsorGone;
        if (await members.DeclineAsync(application.Subject, new MemberActing(by, code, "same-person"), cancel) is MemberRefused
            && await members.FindAsync(application.Subject, cancel) is { Status: not MemberStatus.Cancelled }) return Decided.NotWaiting;
        await After("joining-declined");
        var member = (await members.FindAsync(same, cancel))!;
        var reason = way switch { JoiningWay.Return => "returned", JoiningWay.Change => ApplicationWords.ChangedFrom + member.Class.Word(), _ => "updated" };
        var (now, was, to, taking) = (clock.GetUtcNow(), ApplicationState.Waiting.Word(), ApplicationState.Joining.Word(), string.Join(' ', items.Where(item => MayTake(item, application, way)).Order()));
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var moved = await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == was).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, to).SetProperty(row => row.ChangedAt, now).SetProperty(row => row.DecidedAt, now).SetProperty(row => row.DecidedBy, by.Code)
                .SetProperty(row => row.Reason, reason).SetProperty(row => row.Taking, taking), cancel);
            if (moved == 0) return Decided.NotWaiting;
        }

        await After("joining");
        return await JoinedAsync(code, cancel);
    }

    /// <summary>Goes on with what was decided to be joined; doing it again does only what is left. False where it was declined first, or stands still.</summary>
    private async Task<bool> FinishJoiningAsync(Application begun, CancellationToken cancel)
    {
        if (begun is not { Same: { } same, DecidedBy: { } decider, Reason: { } reason } || !await GoesOnAsync(begun.Code, cancel)) return false;
        await After("joining-won");
        var joining = await RequireAsync(begun.Code, cancel);
        var (by, own) = (new Accessor(decider), joining.Subject);
        var acting = new MemberActing(by, joining.Code, reason);
        // Handed over already: the application is the member's, and what is left is to write to them. Nothing of the member may go.
        if (own != same && !await CarryOverAsync(joining, same, own, acting, cancel)) return false;
        if (reason == "updated")
        {
            var told = joining with { Subject = same };
            if (await HasMailAsync(told, cancel)) await SayAsync(told, JoinMessages.Joined, fields => fields, joining.Code + " joined", cancel);
            await After("joining-told");
            return await MoveAsync(joining.Code, ApplicationState.Carrying, ApplicationState.Joined, cancel);
        }

        if (!await HandOverAsync(joining, same, cancel)) return false;
        await After("joining-handed");
        var member = await RequireAsync(joining.Code, cancel);
        await WelcomeAsync(member, PapersSecret(same), by, cancel);
        return await MoveAsync(joining.Code, ApplicationState.Carrying, ApplicationState.Accepted, cancel);
    }

    // The membership that was there first, then what was given, then the application's own person goes. So whoever is declined on the way has given nothing.
    private async Task<bool> CarryOverAsync(Application joining, SubjectId same, SubjectId own, MemberActing acting, CancellationToken cancel)
    {
        if (!await BeginAgainAsync(joining, same, acting, cancel)) return false;
        await After("joining-member");
        if (!await CarryItemsAsync(joining, same, acting, cancel)) return false;
        await After("joining-taken");
        await Vault.EraseAsync(own, acting.By, "application-joined", cancel);
        await After("joining-erased");
        return true;
    }

    private async Task<bool> BeginAgainAsync(Application joining, SubjectId same, MemberActing acting, CancellationToken cancel)
    {
        if (acting.Reason == "updated") return true;
        var held = Holding(acting, joining.Code);
        if (acting.Reason != "returned")
            return await members.ChangeClassAsync(same, joining.Class, held, cancel) is MemberDone or MemberRefused { Why: MemberRefusal.SameClass } || !await StandsStillAsync(joining, same, acting, cancel);
        if (!PolicyWords.TryParse(joining.Channel, out Channel channel)) throw new FormatException("A stored channel is none of the list.");
        var applied = await members.ApplyAsync(same, joining.Class, joining.Sponsor, channel, PolicyVersion.Parse(joining.Policy), held, cancel);
        if (applied is MemberDone or MemberRefused { Why: MemberRefusal.MemberAlready })
        {
            await After("joining-applied");
            if (await members.ActivateAsync(same, held, cancel: cancel) is MemberDone) return true;
        }

        // Another may have done it: then it has begun.
        return !await StandsStillAsync(joining, same, acting, cancel);
    }

    // From here on the application is the member's. An earlier one of theirs gives up its place: it is joined to this one, and stands for the person erased.
    private async Task<bool> HandOverAsync(Application joining, SubjectId same, CancellationToken cancel)
    {
        if (joining.Subject == same) return true;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await HoldAsync(db, joining.Code, cancel)) return false;
        var (own, between, hash) = (joining.Subject, SubjectId.New(), Codes.Hash(PapersSecret(same)));
        await db.Set<ApplicationRow>().Where(row => row.Code == joining.Code).ExecuteUpdateAsync(set => set.SetProperty(row => row.Subject, between), cancel);
        var (accepted, joined) = (ApplicationState.Accepted.Word(), ApplicationState.Joined.Word());
        await db.Set<ApplicationRow>().Where(row => row.Subject == same && row.State == accepted).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, joined), cancel);
        await db.Set<ApplicationRow>().Where(row => row.Subject == same).ExecuteUpdateAsync(set => set.SetProperty(row => row.Subject, own).SetProperty(row => row.PapersHash, (byte[]?)null), cancel);
        await db.Set<ApplicationRow>().Where(row => row.Code == joining.Code).ExecuteUpdateAsync(set => set.SetProperty(row => row.Subject, same).SetProperty(row => row.PapersHash, hash), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>
    /// What was given becomes the member's, item by item as a correction in this case: on the web the person gave it, having been shown the version of the
    /// form; on paper staff typed it in. Reading it is an access to the application's person. False where the policy refuses.
    /// </summary>
    private async Task<bool> TakeOverAsync(Application application, SubjectId same, IReadOnlyList<ItemId> items, Accessor by, CancellationToken cancel)
    {
        if (items.Count == 0 || await Vault.DescribeAsync(application.Subject, cancel) is not { } held) return true;
        ItemId[] given = [.. items.Where(item => held.Items.Any(one => one.Item == item))];
        if (given.Length == 0) return true;
        var context = new AccessContext { Accessor = by, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code, Reason = "same-person" };
        if (await Vault.ReadAsync(application.Subject, given, context, cancel) is not Granted<ItemValues> { Values: var values }) return false;
        var changes = given.Where(item => values[item] is not null).ToDictionary(item => item, item => (StoredValue?)values[item]);
        if (!PolicyWords.TryParse(application.Channel, out Channel channel)) throw new FormatException("A stored channel is none of the list.");
        CorrectionBy correction = channel == Channel.Web && application.ConfirmedAt is not null ? new CorrectionBy.Self(PolicyVersion.Parse(application.Policy)) : new CorrectionBy.Staff();
        return await Vault.CorrectAsync(same, changes, correction, by, channel, application.Code, ct: cancel) is ActDone;
    }
}
