using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>
/// Whether an application that is being joined goes on or is declined: one change of its row's state, which of all who decide at once one makes. Whatever follows
/// from going on holds that row while it is done, and is done only where the row still says so; so nothing begins for who is declined, and nobody is told so whose membership began.
/// </summary>
internal sealed partial class ApplicationBook
{
    private async Task<bool> GoesOnAsync(string code, CancellationToken cancel) =>
        await MoveAsync(code, ApplicationState.Joining, ApplicationState.Carrying, cancel) || await IsAsync(code, ApplicationState.Carrying, cancel);

    /// <summary>Takes the row of an application that goes on until the transaction ends; false when it does not go on (any more).</summary>
    private static async Task<bool> HoldAsync(AzukariDb db, string code, CancellationToken cancel)
    {
        var carrying = ApplicationState.Carrying.Word();
        return await db.Set<ApplicationRow>().Where(row => row.Code == code && row.State == carrying).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, carrying), cancel) == 1;
    }

    private static MemberActing Holding(MemberActing acting, string code) => acting with { Holds = (db, cancel) => HoldAsync(db, code, cancel) };

    // A step was refused: it stands still, staff sees why and may decline it. Not where another has done that step meanwhile: asked with the row held, nobody can do it afterwards.
    private async Task<bool> StandsStillAsync(Application joining, SubjectId same, MemberActing acting, CancellationToken cancel)
    {
        var (carrying, to, now) = (ApplicationState.Carrying.Word(), ApplicationState.Joining.Word(), clock.GetUtcNow());
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (await db.Set<ApplicationRow>().Where(row => row.Code == joining.Code && row.State == carrying)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, to).SetProperty(row => row.ChangedAt, now), cancel) == 0) return true;
            if (await IsBegunAsync(joining, same, cancel)) return false;
            await transaction.CommitAsync(cancel);
        }

        await members.SettleAsync(same, acting, cancel);
        return true;
    }

    // What was given becomes the member's, once: with the row held until it is noted. False where nothing else was to be done and the policy refuses it: then it stands still.
    private async Task<bool> CarryItemsAsync(Application joining, SubjectId same, MemberActing acting, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await HoldAsync(db, joining.Code, cancel)) return false;
        var row = await db.Set<ApplicationRow>().AsNoTracking().SingleAsync(one => one.Code == joining.Code, cancel);
        var taken = await TakeOverAsync(joining, same, [.. Of(row).Taking.Select(ItemId.Parse)], acting.By, cancel);
        await After("joining-corrected");
        var (joiningWord, now) = (ApplicationState.Joining.Word(), clock.GetUtcNow());
        var held = db.Set<ApplicationRow>().Where(one => one.Code == joining.Code);
        if (taken) await held.ExecuteUpdateAsync(set => set.SetProperty(one => one.Taking, (string?)null), cancel); // what stays noted could not be taken over: staff is told
        else if (acting.Reason == "updated") await held.ExecuteUpdateAsync(set => set.SetProperty(one => one.State, joiningWord).SetProperty(one => one.ChangedAt, now), cancel);
        await transaction.CommitAsync(cancel);
        return taken || acting.Reason != "updated";
    }
}
