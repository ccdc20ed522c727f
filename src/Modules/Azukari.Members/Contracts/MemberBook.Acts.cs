using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Azukari.Members.Contracts;

/// <summary>What the acts have in common.</summary>
public sealed partial class MemberBook
{
    private async Task<MemberResult> TryActivateAsync(SubjectId subject, MemberNumber number, MemberActing acting, CancellationToken cancel)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await HoldsAsync(db, acting, cancel)) return new MemberRefused(MemberRefusal.Overtaken);
        if (await TakeAsync(db, subject, cancel) is not { } row) return new MemberRefused(MemberRefusal.NoMembership);
        if (row.Status != MemberStatus.Applied.Word()) return new MemberRefused(MemberRefusal.WrongStatus);
        if (row.Sponsor is { } sponsor && !await db.Set<TreeNodeRow>().AnyAsync(node => node.Id == sponsor && node.Standing == (int)Standing.Agent, cancel))
            return new MemberRefused(MemberRefusal.SponsorNotAgent);
        var now = _clock.GetUtcNow();
        Note(db, row, MemberChange.Status, row.Status, MemberStatus.Active.Word(), acting);
        (row.Status, row.RegisteredAt, row.Number) = (MemberStatus.Active.Word(), now, Fingerprint(number));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (Uniqueness.IsBroken(error))
        {
            return new MemberRefused(MemberRefusal.NumberTaken);
        }

        var items = new Dictionary<ItemId, StoredValue?> { [Number] = number.ToStored(), [RegistrationDate] = CalendarDate.Of(JapanTime.Today(_clock)).ToStored() };
        if (Refusal(await Vault.CorrectAsync(subject, items, new CorrectionBy.Staff(), acting.By, Channel.Module, acting.Case, ct: cancel)) is { } refused) return refused;
        if (Refusal(await Vault.StopRetentionAsync(subject, RetentionStart.MembershipEnd, acting.By, cancel)) is { } ended) return ended; // who comes back
        if (await VaultAsync(subject, "member:active", MemberWords.ClassOf(row.Class).Kind(), acting, cancel) is { } refusal) return refusal;
        await TreeWriter.AddAsync(db, subject, row.Sponsor, Standings.Of(MemberWords.ClassOf(row.Class)), now, acting, cancel);
        return await CommitAsync(db, transaction, row, null, cancel);
    }

    private Task<MemberResult> StandAsync(SubjectId subject, MemberStatus to, MemberActing acting, CancellationToken cancel, MemberStatus? only = null) => ActAsync(subject, acting, async (db, row) =>
    {
        var before = Of(row);
        if (before.WhyNot(to) is { } why) return new MemberRefused(why);
        if (only is { } from && before.Status != from) return new MemberRefused(MemberRefusal.WrongStatus);
        Note(db, row, MemberChange.Status, row.Status, to.Word(), acting);
        row.Status = to.Word();
        // Who only ever applied was never a member, and does not become a former one; who had been one before is that again, with the end there was.
        var wasMember = row.RegisteredAt is null && await WasMemberAsync(db, row, cancel);
        if (to.HasEnded())
        {
            row.EndedAt = _clock.GetUtcNow();
            if (!wasMember && Refusal(await Vault.StartRetentionAsync(subject, RetentionStart.MembershipEnd, row.EndedAt.Value, acting.By, ct: cancel)) is { } failed) return failed;
            await TreeWriter.StandAsync(db, subject, Standing.Former, cancel);
        }

        SubjectKind? kind = to.HasEnded() && (wasMember || row.RegisteredAt is not null) ? MemberWords.FormerMember : null;
        return await VaultAsync(subject, to == MemberStatus.Active ? Reinstated : $"member:{row.Status}", kind, acting, cancel);
    }, cancel);

    private async Task<MemberResult> ActAsync(SubjectId subject, MemberActing acting, Func<AzukariDb, MemberRow, Task<MemberRefused?>> act, CancellationToken cancel)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await HoldsAsync(db, acting, cancel)) return new MemberRefused(MemberRefusal.Overtaken);
        if (await TakeAsync(db, subject, cancel) is not { } row) return new MemberRefused(MemberRefusal.NoMembership);
        return await CommitAsync(db, transaction, row, await act(db, row), cancel);
    }

    private async Task<MemberResult> CommitAsync(AzukariDb db, IDbContextTransaction transaction, MemberRow row, MemberRefused? refusal, CancellationToken cancel)
    {
        if (refusal is not null) return refusal; // the transaction ends undone
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (_tree.Version >= 0) await _tree.CatchUpAsync(cancel);
        return new MemberDone(Of(row));
    }

    private static async Task<bool> WasMemberAsync(AzukariDb db, MemberRow row, CancellationToken cancel) => row.RegisteredAt is not null
        || await db.Set<MemberEventRow>().AnyAsync(line => line.Subject == row.Subject && line.Change == "status" && line.To == "active", cancel);

    private static async Task<bool> HoldsAsync(AzukariDb db, MemberActing acting, CancellationToken cancel) => acting.Holds is null || await acting.Holds(db, cancel);

    /// <summary>Takes a membership's row until the transaction ends; null where there is none.</summary>
    private static async Task<MemberRow?> TakeAsync(AzukariDb db, SubjectId subject, CancellationToken cancel) =>
        await db.Set<MemberRow>().Where(member => member.Subject == subject).ExecuteUpdateAsync(set => set.SetProperty(member => member.Version, member => member.Version + 1), cancel) == 0
            ? null : await db.Set<MemberRow>().SingleAsync(member => member.Subject == subject, cancel);

    /// <summary>The vault's part: what kind of person it is from now, and what was done, in the person's history.</summary>
    private async Task<MemberRefused?> VaultAsync(SubjectId subject, string what, SubjectKind? kind, MemberActing acting, CancellationToken cancel)
    {
        if (kind is { } now && Refusal(await Vault.ChangeKindAsync(subject, now, acting.By, acting.Case, cancel)) is { } refused) return refused;
        return Refusal(await Vault.NoteAsync(subject, what, acting.By, acting.Case, cancel));
    }

    private static MemberRefused? Refusal(ActResult result) => result switch
    {
        ActRefused refused => new MemberRefused(MemberRefusal.Policy, refused.Refusal),
        ActUnknown => new MemberRefused(MemberRefusal.NoSuchPerson),
        _ => null,
    };

    private static async Task<(long? Place, MemberRefusal? Refusal)> SponsorAsync(AzukariDb db, SubjectId? sponsor, CancellationToken cancel)
    {
        if (sponsor is not { } subject) return (null, null);
        var row = await db.Set<MemberRow>().AsNoTracking().SingleOrDefaultAsync(member => member.Subject == subject, cancel);
        if (row is null || MemberWords.StatusOf(row.Status) is not (MemberStatus.Active or MemberStatus.Suspended)) return (null, MemberRefusal.SponsorNotMember);
        if (row.Status == MemberStatus.Suspended.Word()) return (null, MemberRefusal.SponsorSuspended);
        if (row.Class != MemberClass.Agent.Word()) return (null, MemberRefusal.SponsorNotAgent);
        return (await db.Set<TreeNodeRow>().Where(node => node.Subject == subject).Select(node => node.Id).SingleAsync(cancel), null);
    }

    private void Note(AzukariDb db, MemberRow row, MemberChange change, string? from, string to, MemberActing acting, DateTimeOffset? at = null)
    {
        var now = at ?? _clock.GetUtcNow();
        db.Add(new MemberEventRow
        {
            Id = Guid.CreateVersion7(now), Subject = row.Subject, At = now, Ordinal = row.Version, Change = change switch { MemberChange.Class => "class", MemberChange.Rank => "rank", MemberChange.Status => "status" }, From = from, To = to,
            Accessor = acting.By.Code, Case = acting.Case, Reason = acting.Reason,
        });
    }
}
