using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Contracts;

/// <summary>Moves: proposed by one person, decided by another.</summary>
public sealed partial class SponsorTree
{
    internal const string Proposed = "proposed", Moved = "done", Declined = "declined";

    /// <summary>Proposes to hang a member, with all below, under another sponsor (or at the top). Nothing moves until a second person approves.</summary>
    /// <param name="acting">Who proposes, in which case and for which reason; the reason is needed.</param>
    public async Task<TreeMoveResult> ProposeMoveAsync(SubjectId member, SubjectId? sponsor, MemberActing acting, CancellationToken cancel = default)
    {
        if (string.IsNullOrEmpty(acting.Reason)) return new TreeMoveRefused(TreeMoveRefusal.NoReason);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await NodeAsync(db, member, cancel) is not { } node) return new TreeMoveRefused(TreeMoveRefusal.NotInTree);
        var (under, refusal) = await UnderAsync(db, sponsor, cancel);
        refusal ??= under == node.Parent ? TreeMoveRefusal.SamePlace : null;
        if (refusal is null && under is { } parent && (await TreeWriter.UpFromAsync(db, parent, cancel)).Contains(node.Id)) refusal = TreeMoveRefusal.BelowItself;
        if (refusal is { } why) return new TreeMoveRefused(why);
        var move = new TreeMoveRow
        {
            Id = Guid.CreateVersion7(_clock.GetUtcNow()), Node = node.Id, From = node.Parent, To = under, State = Proposed, Reason = acting.Reason, Case = acting.Case,
            ProposedAt = _clock.GetUtcNow(), ProposedBy = acting.By.Code,
        };
        db.Add(move);
        await db.SaveChangesAsync(cancel);
        await _company.Trust.Vault.NoteAsync(member, "tree:move-proposed", acting.By, acting.Case, cancel);
        await transaction.CommitAsync(cancel);
        return new TreeMoveDone(await MoveAsync(db, move, cancel));
    }

    /// <summary>Approves or declines a proposed move. Approved, it is checked against the tree as it is now, and done.</summary>
    /// <param name="by">The second person: not who proposed.</param>
    public async Task<TreeMoveResult> DecideMoveAsync(TreeMoveId id, bool approve, Accessor by, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var state = approve ? Moved : Declined;
        var now = _clock.GetUtcNow();
        // Whoever raises it first decides it.
        var taken = await db.Set<TreeMoveRow>().Where(move => move.Id == id.Value && move.State == Proposed && move.ProposedBy != by.Code).ExecuteUpdateAsync(
            set => set.SetProperty(move => move.State, state).SetProperty(move => move.DecidedAt, now).SetProperty(move => move.DecidedBy, by.Code), cancel);
        var row = await db.Set<TreeMoveRow>().AsNoTracking().SingleOrDefaultAsync(move => move.Id == id.Value, cancel);
        if (taken == 0) return new TreeMoveRefused(row is { State: Proposed } ? TreeMoveRefusal.SamePerson : TreeMoveRefusal.NotWaiting);
        if (approve && await CarryOutAsync(db, row!, by, now, cancel) is { } refusal) return new TreeMoveRefused(refusal);
        await db.SaveChangesAsync(cancel);
        var done = await MoveAsync(db, row!, cancel);
        if (done.Member is { } member) await _company.Trust.Vault.NoteAsync(member, approve ? "tree:moved" : "tree:move-declined", by, row!.Case, cancel);
        await transaction.CommitAsync(cancel);
        await CatchUpAsync(cancel);
        return new TreeMoveDone(done);
    }

    /// <summary>The moves a question is about, in its order.</summary>
    /// <param name="query">Which.</param>
    /// <param name="skip">How many of them come before.</param>
    /// <param name="take">The most, 1 to 1000.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<IReadOnlyList<TreeMove>> MovesAsync(TreeMoveQuery query, int skip = 0, int take = 100, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 1000);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await MovesAsync(db, await query.Of(db.Set<TreeMoveRow>().AsNoTracking()).Skip(skip).Take(take).ToListAsync(cancel), cancel);
    }

    /// <summary>How many moves a question is about.</summary>
    public async Task<int> CountMovesAsync(TreeMoveQuery query, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await query.Of(db.Set<TreeMoveRow>()).CountAsync(cancel);
    }

    /// <summary>How many moves wait for a second person.</summary>
    public async Task<int> CountWaitingMovesAsync(CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<TreeMoveRow>().CountAsync(move => move.State == Proposed, cancel);
    }

    /// <summary>A move by its id; null where there is none.</summary>
    public async Task<TreeMove?> FindMoveAsync(TreeMoveId id, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<TreeMoveRow>().AsNoTracking().SingleOrDefaultAsync(move => move.Id == id.Value, cancel) is { } row ? await MoveAsync(db, row, cancel) : null;
    }

    private static async Task<TreeMoveRefusal?> CarryOutAsync(AzukariDb db, TreeMoveRow move, Accessor by, DateTimeOffset now, CancellationToken cancel)
    {
        var node = await db.Set<TreeNodeRow>().AsNoTracking().SingleAsync(each => each.Id == move.Node, cancel);
        if (node.Subject is null) return TreeMoveRefusal.NotInTree;
        if (node.Parent == move.To) return TreeMoveRefusal.SamePlace;
        if (move.To is { } to && !await IsAgentAsync(db, to, cancel)) return TreeMoveRefusal.SponsorNotAgent;
        var acting = new MemberActing(new Accessor(move.ProposedBy), move.Case, move.Reason);
        return await TreeWriter.MoveAsync(db, move.Node, move.To, now, acting, by.Code, cancel) ? null : TreeMoveRefusal.BelowItself;
    }

    private static async Task<(long? Under, TreeMoveRefusal? Refusal)> UnderAsync(AzukariDb db, SubjectId? sponsor, CancellationToken cancel)
    {
        if (sponsor is not { } subject) return (null, null);
        return await NodeAsync(db, subject, cancel) is { } node && await IsAgentAsync(db, node.Id, cancel) ? (node.Id, null) : (null, TreeMoveRefusal.SponsorNotAgent);
    }

    private static Task<TreeNodeRow?> NodeAsync(AzukariDb db, SubjectId member, CancellationToken cancel) =>
        db.Set<TreeNodeRow>().AsNoTracking().SingleOrDefaultAsync(node => node.Subject == member, cancel);

    private static Task<bool> IsAgentAsync(AzukariDb db, long node, CancellationToken cancel) =>
        db.Set<TreeNodeRow>().AnyAsync(each => each.Id == node && each.Subject != null && each.Standing == (int)Standing.Agent, cancel);

    private static async Task<TreeMove> MoveAsync(AzukariDb db, TreeMoveRow row, CancellationToken cancel) => (await MovesAsync(db, [row], cancel))[0];

    private static async Task<IReadOnlyList<TreeMove>> MovesAsync(AzukariDb db, IReadOnlyList<TreeMoveRow> rows, CancellationToken cancel)
    {
        List<long> places = [.. rows.SelectMany(row => new[] { row.Node, row.From, row.To }).OfType<long>().Distinct()];
        var people = await db.Set<TreeNodeRow>().AsNoTracking().Where(node => places.Contains(node.Id)).Select(node => new { node.Id, node.Subject }).ToDictionaryAsync(node => node.Id, node => node.Subject, cancel);
        SubjectId? Who(long? place) => place is { } id ? people[id] : null;
        return [.. rows.Select(row => new TreeMove(new TreeMoveId(row.Id), Who(row.Node), Who(row.From), Who(row.To),
            row.State switch { Moved => TreeMoveState.Done, Declined => TreeMoveState.Declined, _ => TreeMoveState.Proposed }, row.Reason, row.Case,
            row.ProposedAt, new Accessor(row.ProposedBy), row.DecidedAt, row.DecidedBy is { } by ? new Accessor(by) : null))];
    }
}
