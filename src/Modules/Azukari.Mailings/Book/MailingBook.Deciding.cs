using Azukari.Mailings.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Mailings.Book;

/// <summary>What makes a draft a mailing: proposed by one, decided by another, stopped by anybody of the desk. Each is in the ledger, under the mailing's code as its case.</summary>
internal sealed partial class MailingBook
{
    public const string ProposedReason = "mailing-proposed", ApprovedReason = "mailing-approved", DeclinedReason = "mailing-declined", StoppedReason = "mailing-stopped";

    /// <summary>Asks for a second person's approval of a draft, as it was read.</summary>
    public async Task<MailingAct> ProposeAsync(string code, long version, Accessor by, CancellationToken cancel = default)
    {
        if (await FindAsync(code, cancel) is not { } mailing) return MailingAct.None;
        if (mailing.State != MailingState.Draft || mailing.Version != version) return MailingAct.Changed;
        if (Open(mailing.Draft).Count > 0) return MailingAct.NotReady;
        var (now, from, to, who) = (clock.GetUtcNow(), MailingState.Draft.Word(), MailingState.Proposed.Word(), by.Code);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var changed = await db.Set<MailingRow>().Where(m => m.Code == code && m.State == from && m.Version == version).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, to).SetProperty(m => m.ProposedAt, now).SetProperty(m => m.ProposedBy, who).SetProperty(m => m.Declined, (string?)null)
                .SetProperty(m => m.DecidedAt, (DateTimeOffset?)null).SetProperty(m => m.DecidedBy, (string?)null).SetProperty(m => m.Version, version + 1), cancel);
        if (changed == 0) return MailingAct.Changed;
        await RecordAsync(code, ProposedReason, by, cancel);
        await transaction.CommitAsync(cancel);
        return MailingAct.Done;
    }

    /// <summary>Takes a proposal back, to write on.</summary>
    public async Task<MailingAct> TakeBackAsync(string code, CancellationToken cancel = default)
    {
        var (from, to) = (MailingState.Proposed.Word(), MailingState.Draft.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MailingRow>().Where(m => m.Code == code && m.State == from).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, to).SetProperty(m => m.ProposedAt, (DateTimeOffset?)null).SetProperty(m => m.ProposedBy, (string?)null).SetProperty(m => m.Version, m => m.Version + 1), cancel) == 1
            ? MailingAct.Done : await WhyAsync(db, code, cancel);
    }

    /// <summary>
    /// The second person's decision about what they read. Approved, words and audience stay as they are for good, and their digest stands in the ledger; it goes at its
    /// day and hour, at once where that has passed. Declined, it is a draft again.
    /// </summary>
    /// <param name="declined">Why it is declined, one of <see cref="MailingWords.Declines"/>; null approves.</param>
    /// <param name="by">Neither who wrote it last nor who proposed it.</param>
    public async Task<MailingAct> DecideAsync(string code, long version, string? declined, Accessor by, CancellationToken cancel = default)
    {
        if (await FindAsync(code, cancel) is not { } mailing) return MailingAct.None;
        if (mailing.State != MailingState.Proposed || mailing.Version != version) return MailingAct.Changed;
        if (mailing.WrittenBy == by.Code || mailing.ProposedBy == by.Code) return MailingAct.SamePerson;
        var approve = declined is null;
        var now = clock.GetUtcNow();
        // The policy, the site's address or the company's own may have changed since; that its hour has come meanwhile is no fault.
        if (approve && Open(mailing.Draft with { SendAt = null }).Count > 0) return MailingAct.NotReady;
        var (from, to, who, digest) = (MailingState.Proposed.Word(), (approve ? MailingState.Approved : MailingState.Draft).Word(), by.Code, approve ? MailingWords.Digest(mailing.Draft) : null);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var changed = await db.Set<MailingRow>().Where(m => m.Code == code && m.State == from && m.Version == version).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, to).SetProperty(m => m.DecidedAt, now).SetProperty(m => m.DecidedBy, who).SetProperty(m => m.Declined, declined)
                .SetProperty(m => m.Digest, digest).SetProperty(m => m.SendAt, m => approve ? m.SendAt ?? now : m.SendAt).SetProperty(m => m.Version, version + 1), cancel);
        if (changed == 0) return MailingAct.Changed;
        await RecordAsync(code, approve ? $"{ApprovedReason}:{digest}" : $"{DeclinedReason}:{declined}", by, cancel);
        await transaction.CommitAsync(cancel);
        return MailingAct.Done;
    }

    /// <summary>
    /// Stops a mailing that was approved, before it begins or amid: nothing more is ordered, what waits is taken out, and what a process had in its hands is asked about
    /// once more before it goes. What the server has is sent. Final.
    /// </summary>
    public async Task<MailingAct> StopAsync(string code, Accessor by, CancellationToken cancel = default)
    {
        string[] going = [MailingState.Approved.Word(), MailingState.Sending.Word()];
        var (now, to, who) = (clock.GetUtcNow(), MailingState.Stopped.Word(), by.Code);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            var changed = await db.Set<MailingRow>().Where(m => m.Code == code && going.Contains(m.State)).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.State, to).SetProperty(m => m.EndedAt, now).SetProperty(m => m.EndedBy, who).SetProperty(m => m.Version, m => m.Version + 1), cancel);
            if (changed == 0) return await WhyAsync(db, code, cancel);
            await RecordAsync(code, StoppedReason, by, cancel);
            await transaction.CommitAsync(cancel);
        }

        await desk.DropWaitingAsync(code, by, cancel);
        return MailingAct.Done;
    }

    /// <summary>How the messages of a mailing stand, as long as the queue keeps them.</summary>
    public Task<IReadOnlyDictionary<Messages.Contracts.MessageState, int>> ProgressAsync(string code, CancellationToken cancel = default) => desk.CountsOfAsync(code, cancel);
}
