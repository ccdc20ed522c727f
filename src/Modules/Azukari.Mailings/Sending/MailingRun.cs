using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Ledger;
using Azukari.Mailings.Book;
using Azukari.Mailings.Storage;
using Azukari.Messages.Contracts;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Mailings.Sending;

/// <summary>
/// Works on mailings a small step at a time: begins one whose hour has come, orders the messages of the next members together with the note how far it has come, counts an
/// audience, closes what has gone. A step holds a lease; whatever ends a process amid one, the next begins where the last note stands, and a message ordered twice is one by
/// its key. Any number of processes work at it.
/// </summary>
internal sealed class MailingRun(
    IDbContextFactory<AzukariDb> databases, CompanyCore company, AudienceLook audience, Outbox outbox, MessageDesk desk, IEnumerable<MemberLanguage> languages, TimeProvider clock)
{
    /// <summary>How many members a step looks at, 1 to 1000. Few, so that what was decided is decided again soon after, by the sending.</summary>
    internal int Step { get; set; } = 100;

    /// <summary>How many a step of counting looks at.</summary>
    public const int CountStep = 500;

    /// <summary>While as many messages wait for their turn, no more are ordered: a letter somebody waits for never stands behind a whole mailing.</summary>
    internal int MostWaiting { get; set; } = 100;

    public const string DoneReason = "mailing-done";

    /// <summary>Longer than a step lasts.</summary>
    public static TimeSpan LeaseTime { get; } = TimeSpan.FromMinutes(2);

    /// <summary>For tests: what happens after a step's orders are written and before they are durable.</summary>
    internal Func<Task>? BeforeCommit { get; set; }

    /// <summary>Does one step of one mailing.</summary>
    /// <returns>False when there is nothing to do for now.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        foreach (var code in await DueAsync(cancel))
            if (await TakeAsync(code, cancel) is { } row && await WorkAsync(row, cancel)) return true;
        return false;
    }

    private async Task<List<string>> DueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (approved, sending) = (MailingState.Approved.Word(), MailingState.Sending.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MailingRow>()
            .Where(m => (m.State == sending || (m.State == approved && m.SendAt <= now) || (m.CountAskedAt != null && m.CountedAt == null)) && (m.LeaseUntil == null || m.LeaseUntil <= now))
            .OrderBy(m => m.SendAt).ThenBy(m => m.Code).Select(m => m.Code).Take(16).ToListAsync(cancel);
    }

    private async Task<MailingRow?> TakeAsync(string code, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (lease, until) = (Guid.NewGuid(), now + LeaseTime);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var taken = await db.Set<MailingRow>().Where(m => m.Code == code && (m.LeaseUntil == null || m.LeaseUntil <= now)).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Lease, lease).SetProperty(m => m.LeaseUntil, until), cancel);
        return taken == 0 ? null : await db.Set<MailingRow>().AsNoTracking().SingleOrDefaultAsync(m => m.Code == code && m.Lease == lease, cancel);
    }

    private async Task<bool> WorkAsync(MailingRow row, CancellationToken cancel)
    {
        var done = await StepAsync(row, cancel);
        // A step that failed, and a process that ends amid one, leave the lease to run out: until then nobody tries.
        await ReleaseAsync(row, cancel);
        return done;
    }

    private async Task<bool> StepAsync(MailingRow row, CancellationToken cancel)
    {
        if (row is { CountAskedAt: not null, CountedAt: null } && row.State != MailingState.Sending.Word()) await CountAsync(row, cancel);
        else if (row.State == MailingState.Approved.Word()) await BeginAsync(row, cancel);
        else if (row.State != MailingState.Sending.Word()) return false;
        else if (row.SentThrough) return await CloseAsync(row, cancel);
        else if (await desk.CountDueAsync(MostWaiting, cancel) >= MostWaiting) return false;
        else await OrderAsync(row, cancel);
        return true;
    }

    private async Task BeginAsync(MailingRow row, CancellationToken cancel)
    {
        var (now, from, to) = (clock.GetUtcNow(), MailingState.Approved.Word(), MailingState.Sending.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<MailingRow>().Where(m => m.Code == row.Code && m.Lease == row.Lease && m.State == from).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, to).SetProperty(m => m.StartedAt, now), cancel);
    }

    private async Task OrderAsync(MailingRow row, CancellationToken cancel)
    {
        var mailing = MailingBook.Of(row);
        var part = await audience.NextAsync(mailing, After(row.SentTo), Step, cancel);
        var orders = new List<MessageOrder>(part.Fit.Length);
        foreach (var subject in part.Fit) orders.Add(await OrderAsync(mailing, subject, cancel));
        var sum = AudienceLook.Sum(mailing.Sent, part.Tally);
        var (to, through, leftOut, sending) = (part.Last?.ToBytes() ?? row.SentTo, part.Tally.Looked < Step, MailingWords.Write(sum.LeftOut), MailingState.Sending.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Stopped meanwhile, or another's by now: none of it happens.
        var noted = await db.Set<MailingRow>().Where(m => m.Code == row.Code && m.Lease == row.Lease && m.State == sending).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.SentTo, to).SetProperty(m => m.SentThrough, through).SetProperty(m => m.SentLooked, sum.Looked)
                .SetProperty(m => m.SentOrdered, sum.Fit).SetProperty(m => m.SentLeftOut, leftOut), cancel);
        if (noted == 0) return;
        foreach (var order in orders) await outbox.EnqueueAsync(db, order, cancel);
        if (BeforeCommit is { } before) await before();
        await transaction.CommitAsync(cancel);
    }

    private async Task<MessageOrder> OrderAsync(Mailing mailing, SubjectId subject, CancellationToken cancel)
    {
        string? language = null;
        foreach (var known in languages)
            if ((language = await known.Of(subject, cancel)) is not null) break;
        return new MessageOrder
        {
            Template = MailingTemplates.IdOf(mailing.Draft.Kind), Subject = subject, Case = mailing.Code, DedupeKey = mailing.Code, Language = language == "en" ? "en" : "ja",
            Fields = new MessageFields().Code(MailingTemplates.Letter, mailing.Code), By = new Accessor(mailing.DecidedBy!),
        };
    }

    // Everybody was looked at: it is done when none of its messages waits any more.
    private async Task<bool> CloseAsync(MailingRow row, CancellationToken cancel)
    {
        var counts = await desk.CountsOfAsync(row.Code, cancel);
        if (counts.GetValueOrDefault(MessageState.Waiting) + counts.GetValueOrDefault(MessageState.Handing) > 0) return false;
        var (now, from, to) = (clock.GetUtcNow(), MailingState.Sending.Word(), MailingState.Done.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var closed = await db.Set<MailingRow>().Where(m => m.Code == row.Code && m.Lease == row.Lease && m.State == from).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, to).SetProperty(m => m.EndedAt, now), cancel);
        if (closed == 0) return false;
        await company.Trust.Ledger.AppendAsync(LedgerEntry.Now(clock, EntryKind.Registered) with
        {
            Accessor = row.DecidedBy, Case = row.Code, Reason = DoneReason, Count = counts.GetValueOrDefault(MessageState.Sent), PolicyVersion = company.Trust.Policies.InForce.Version.Value,
        }, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task CountAsync(MailingRow row, CancellationToken cancel)
    {
        var mailing = MailingBook.Of(row);
        var part = await audience.NextAsync(mailing, After(row.CountedTo), CountStep, cancel);
        var sum = AudienceLook.Sum(mailing.Count!.Tally, part.Tally);
        var (to, leftOut, asked) = (part.Last?.ToBytes() ?? row.CountedTo, MailingWords.Write(sum.LeftOut), row.CountAskedAt);
        var counted = part.Tally.Looked < CountStep ? clock.GetUtcNow() : (DateTimeOffset?)null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<MailingRow>().Where(m => m.Code == row.Code && m.Lease == row.Lease && m.CountAskedAt == asked).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.CountedTo, to).SetProperty(m => m.CountLooked, sum.Looked).SetProperty(m => m.CountFit, sum.Fit)
                .SetProperty(m => m.CountLeftOut, leftOut).SetProperty(m => m.CountedAt, counted), cancel);
    }

    private async Task ReleaseAsync(MailingRow row, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<MailingRow>().Where(m => m.Code == row.Code && m.Lease == row.Lease).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Lease, (Guid?)null).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancel);
    }

    private static SubjectId? After(byte[]? last) => last is null ? null : SubjectId.FromBytes(last);
}
