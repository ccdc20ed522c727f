using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.CoolingOff;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Leaving;

/// <summary>
/// Ends memberships at the member's wish, of those who applied here and of those who came otherwise. What was wanted is written first; each step after
/// it can be repeated, and what a crash leaves undone is finished by itself. Safe for concurrent use, on any number of nodes.
/// </summary>
internal sealed class LeavingBook(IDbContextFactory<AzukariDb> databases, CompanyCore company, MemberBook members, MemberAccounts accounts, Outbox outbox, TimeProvider clock)
{
    /// <summary>How long a leaving may take before it counts as left behind.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly SweepRound _round = new(ApplicationBook.PageSize);

    /// <summary>For tests: called after each step, by its name. A host may die after any of them.</summary>
    internal Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Ends a membership. Saying it again, or twice at once, gives the same answer.</summary>
    /// <param name="subject">Who leaves.</param>
    /// <param name="sent">The day the notice was sent, in Japan: it takes effect then.</param>
    /// <param name="by">Who does it: the member, or staff for a letter that came.</param>
    /// <param name="language">The language of the letter that confirms it.</param>
    /// <param name="notice">How the wish came to staff and in which case, for the member's own history; null where the member said so here.</param>
    /// <param name="cancel">Cancels what has not begun.</param>
    public async Task<LeaveResult> LeaveAsync(SubjectId subject, DateOnly sent, Accessor by, string language, LeavingNotice? notice, CancellationToken cancel)
    {
        if (await OpenAsync(subject, cancel) is { } begun) return await FinishAsync(begun, cancel);
        if (await members.FindAsync(subject, cancel) is not { Status: MemberStatus.Active or MemberStatus.Suspended }) return LeaveResult.NoMember;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (row, undone) = await ContractAsync(db, subject, sent, cancel);
        var leaving = new LeavingRow
        {
            Subject = subject, Code = row?.Code ?? "L-" + Codes.Random(8), Undone = undone, Accessor = by.Code, Language = language, BegunAt = clock.GetUtcNow(),
        };
        // That it came is so whatever becomes of it: said first, so that no crash leaves a leaving whose reason nobody knows.
        if (notice is not null) await company.Trust.Vault.NoteAsync(subject, notice.Code, by, notice.Case, cancel);
        await db.Set<LeavingRow>().Where(before => before.Subject == subject && before.DoneAt != null).ExecuteDeleteAsync(cancel); // who left, came back and leaves again
        db.Add(leaving);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Said twice at once: the other goes on, or is through already.
            if (await OpenAsync(subject, cancel) is { } first) return await FinishAsync(first, cancel);
            db.ChangeTracker.Clear();
            if (await db.Set<LeavingRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Subject == subject && one.DoneAt != null, cancel) is not { } through) throw;
            return !through.Undone ? LeaveResult.Left : await BeforeAsync(through, cancel) is null ? LeaveResult.Undone : LeaveResult.ChangedBack;
        }

        await After("begun");
        return await FinishAsync(leaving, cancel);
    }

    /// <summary>What a notice sent on a day would come to, as things are now: nothing is done, and the policy is not asked.</summary>
    public async Task<LeaveResult> ForeseeAsync(SubjectId subject, DateOnly sent, CancellationToken cancel)
    {
        if (await members.FindAsync(subject, cancel) is not { Status: MemberStatus.Active or MemberStatus.Suspended }) return LeaveResult.NoMember;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (row, undone) = await ContractAsync(db, subject, sent, cancel);
        return !undone ? LeaveResult.Left : ApplicationBook.Of(row!).Before is null ? LeaveResult.Undone : LeaveResult.ChangedBack;
    }

    /// <summary>Goes on with what was left half done. Returns how many leavings were finished.</summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var longAgo = clock.GetUtcNow() - Patience;
        return await _round.GoAsync(
            async (last, size) =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                return await db.Set<LeavingRow>().AsNoTracking().Where(row => row.DoneAt == null && row.BegunAt < longAgo && row.Code.CompareTo(last) > 0).OrderBy(row => row.Code).Take(size).ToListAsync(cancel);
            },
            row => row.Code,
            async row =>
            {
                await FinishAsync(row, cancel);
                return true;
            });
    }

    // Membership first, since everything of a member hangs on it; the account last of what the member sees, so that the answer can still be shown.
    private async Task<LeaveResult> FinishAsync(LeavingRow row, CancellationToken cancel)
    {
        var by = new Accessor(row.Accessor);
        var acting = new MemberActing(by, row.Code, row.Undone ? "cooling-off" : "left");
        if (row.Undone && await BeforeAsync(row, cancel) is { } before) return await ChangeBackAsync(row, before, acting, cancel);
        var result = row.Undone ? await members.CancelAsync(row.Subject, acting, cancel) : await members.WithdrawAsync(row.Subject, acting, cancel);
        if (result is MemberRefused { Why: MemberRefusal.Policy })
        {
            await using var gone = await databases.CreateDbContextAsync(cancel);
            await gone.Set<LeavingRow>().Where(one => one.Subject == row.Subject && one.DoneAt == null).ExecuteDeleteAsync(cancel);
            return LeaveResult.Refused;
        }

        // Any other refusal says that it has ended already, or that there is nobody left to end it for.
        await After("ended");
        await SayAsync(row, JoinMessages.Left, fields => fields.Word("how", row.Undone ? "undone" : "left"), cancel);
        await After("said");
        await accounts.CloseAsync(row.Subject, by, row.Code, cancel);
        await After("closed");
        var (now, was, to) = (clock.GetUtcNow(), ApplicationState.Accepted.Word(), (row.Undone ? ApplicationState.Undone : ApplicationState.Left).Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<ApplicationRow>().Where(one => one.Subject == row.Subject && one.State == was).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, to).SetProperty(one => one.ChangedAt, now), cancel);
        await After("moved");
        await db.Set<LeavingRow>().Where(one => one.Subject == row.Subject && one.Code == row.Code && one.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(one => one.DoneAt, now), cancel);
        return row.Undone ? LeaveResult.Undone : LeaveResult.Left;
    }

    /// <summary>What somebody was when their application changed the class of a living membership; null where it made one.</summary>
    private async Task<MemberClass?> BeforeAsync(LeavingRow row, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Code == row.Code && one.Subject == row.Subject, cancel) is { } found ? ApplicationBook.Of(found).Before : null;
    }

    // Undone is what was applied for: the membership is what it was, and goes on, account and all.
    private async Task<LeaveResult> ChangeBackAsync(LeavingRow row, MemberClass before, MemberActing acting, CancellationToken cancel)
    {
        var result = await members.ChangeClassAsync(row.Subject, before, acting, cancel);
        await After("changed-back");
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (result is MemberRefused { Why: not MemberRefusal.SameClass })
        {
            await db.Set<LeavingRow>().Where(one => one.Subject == row.Subject && one.DoneAt == null).ExecuteDeleteAsync(cancel);
            return LeaveResult.Refused;
        }

        await company.Trust.Vault.NoteAsync(row.Subject, "contract:class-undone", acting.By, row.Code, cancel);
        await SayAsync(row, JoinMessages.ClassUndone, fields => fields.Word("class", before.Word()), cancel);
        await After("said-back");
        var (now, was, to) = (clock.GetUtcNow(), ApplicationState.Accepted.Word(), ApplicationState.Undone.Word());
        await db.Set<ApplicationRow>().Where(one => one.Code == row.Code && one.State == was).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, to).SetProperty(one => one.ChangedAt, now), cancel);
        await db.Set<LeavingRow>().Where(one => one.Subject == row.Subject && one.Code == row.Code && one.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(one => one.DoneAt, now), cancel);
        return LeaveResult.ChangedBack;
    }

    // The letter that confirms it, where there is an address to send it to. The queue takes it once, however often it is ordered.
    private async Task SayAsync(LeavingRow row, MessageTemplate template, Func<MessageFields, MessageFields> fields, CancellationToken cancel)
    {
        if (await company.Trust.Vault.DescribeAsync(row.Subject, cancel) is not { } person || !ConfirmedAddress.Has(person)) return;
        await outbox.EnqueueAsync(
            new MessageOrder
            {
                Template = template.Id, Subject = row.Subject, Case = row.Code, Language = row.Language, DedupeKey = row.Code + " left", By = ApplicationWords.Web,
                Fields = fields(new MessageFields().Code("case", row.Code).Moment("at", row.BegunAt)),
            }, cancel);
    }

    // The contract a notice is about, where it was made here, and whether the notice was sent within its cooling-off period.
    private static async Task<(ApplicationRow? Row, bool Undone)> ContractAsync(AzukariDb db, SubjectId subject, DateOnly sent, CancellationToken cancel)
    {
        var accepted = ApplicationState.Accepted.Word();
        var row = await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Subject == subject && one.State == accepted, cancel);
        return (row, row is not null && ApplicationBook.Of(row) is var application && CoolingOffPeriod.IsInTime(sent, application.ReceivedOn, application.GoodsOn));
    }

    private async Task<LeavingRow?> OpenAsync(SubjectId subject, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<LeavingRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Subject == subject && row.DoneAt == null, cancel);
    }
}
