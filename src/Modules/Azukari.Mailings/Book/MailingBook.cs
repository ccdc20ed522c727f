using Azukari.Company;
using Azukari.Ledger;
using Azukari.Mailings.Storage;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy.Document;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Mailings.Book;

/// <summary>What became of an act on a mailing. Expected refusals are values.</summary>
internal enum MailingAct
{
    Done,

    /// <summary>There is none of this code.</summary>
    None,

    /// <summary>It stands otherwise by now, or was changed since it was read.</summary>
    Changed,

    /// <summary>Something is missing or wrong with it.</summary>
    NotReady,

    /// <summary>Who wrote or proposed it cannot approve it.</summary>
    SamePerson,
}

/// <summary>
/// Mailings: written by one person, approved by another, sent to those who consented. Each step is one conditional change of the row, so that of two at once one
/// happens; what was approved is never changed. Safe for concurrent use, on any number of nodes.
/// </summary>
internal sealed partial class MailingBook(IDbContextFactory<AzukariDb> databases, CompanyCore company, MessageDesk desk, TimeProvider clock)
{
    private Policy.Document.Company Who => company.Trust.Policies.InForce.Document.Company;

    /// <summary>What keeps a draft from being kept.</summary>
    public IReadOnlyList<MailingFault> Wrong(MailingDraft draft) => MailingCheck.Wrong(draft, Who, desk.Site);

    /// <summary>What keeps it from being proposed: what is missing, and what is wrong by now.</summary>
    public IReadOnlyList<MailingFault> Open(MailingDraft draft) => [.. MailingCheck.Missing(draft, Who, clock.GetUtcNow()), .. Wrong(draft)];

    public async Task<Mailing?> FindAsync(string code, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MailingRow>().AsNoTracking().SingleOrDefaultAsync(m => m.Code == code, cancel) is { } row ? Of(row) : null;
    }

    /// <param name="take">The most, 1 to 1000.</param>
    public async Task<IReadOnlyList<Mailing>> ListAsync(MailingQuery query, int skip, int take, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 1000);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. (await query.Of(db.Set<MailingRow>().AsNoTracking()).Skip(skip).Take(take).ToListAsync(cancel)).Select(Of)];
    }

    public async Task<int> CountAsync(MailingQuery query, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await query.Of(db.Set<MailingRow>()).CountAsync(cancel);
    }

    /// <summary>How many wait for a second person.</summary>
    public async Task<int> CountProposedAsync(CancellationToken cancel = default)
    {
        var proposed = MailingState.Proposed.Word();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MailingRow>().CountAsync(m => m.State == proposed, cancel);
    }

    /// <summary>Keeps a new draft. Its audience is counted.</summary>
    /// <returns>Its code; null where something is wrong with it (<see cref="Wrong"/>).</returns>
    public async Task<string?> WriteAsync(MailingDraft draft, Accessor by, CancellationToken cancel = default)
    {
        if (Wrong(draft).Count > 0) return null;
        var now = clock.GetUtcNow();
        var row = new MailingRow
        {
            Code = MailingWords.NewCode(), Kind = draft.Kind.Word(), State = MailingState.Draft.Word(), SubjectJa = draft.Words.Subject.Ja, SubjectEn = draft.Words.Subject.En,
            TextJa = draft.Words.Text.Ja, TextEn = draft.Words.Text.En, Classes = Words(draft.Audience), Rank = draft.Audience.RankAtLeast?.Word(), SendAt = draft.SendAt,
            WrittenAt = now, WrittenBy = by.Code, Version = 1, CountAskedAt = now,
        };
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        return row.Code;
    }

    /// <summary>Changes a draft, as it was read. Its audience is counted anew.</summary>
    public async Task<MailingAct> WriteAsync(string code, long version, MailingDraft draft, Accessor by, CancellationToken cancel = default)
    {
        if (Wrong(draft).Count > 0) return MailingAct.NotReady;
        var (now, state, classes, kind, rank) = (clock.GetUtcNow(), MailingState.Draft.Word(), Words(draft.Audience), draft.Kind.Word(), draft.Audience.RankAtLeast?.Word());
        var (subject, text, at, who) = (draft.Words.Subject, draft.Words.Text, draft.SendAt, by.Code);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var changed = await db.Set<MailingRow>().Where(m => m.Code == code && m.State == state && m.Version == version).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Kind, kind).SetProperty(m => m.SubjectJa, subject.Ja).SetProperty(m => m.SubjectEn, subject.En).SetProperty(m => m.TextJa, text.Ja)
                .SetProperty(m => m.TextEn, text.En).SetProperty(m => m.Classes, classes).SetProperty(m => m.Rank, rank).SetProperty(m => m.SendAt, at)
                .SetProperty(m => m.WrittenAt, now).SetProperty(m => m.WrittenBy, who).SetProperty(m => m.Version, version + 1)
                .SetProperty(m => m.CountAskedAt, now).SetProperty(m => m.CountedAt, (DateTimeOffset?)null).SetProperty(m => m.CountedTo, (byte[]?)null)
                .SetProperty(m => m.CountLooked, 0).SetProperty(m => m.CountFit, 0).SetProperty(m => m.CountLeftOut, ""), cancel);
        return changed == 1 ? MailingAct.Done : await WhyAsync(db, code, cancel);
    }

    /// <summary>Removes a draft: of what was never proposed, or came back, nothing is kept.</summary>
    public async Task<MailingAct> DiscardAsync(string code, CancellationToken cancel = default)
    {
        var state = MailingState.Draft.Word();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MailingRow>().Where(m => m.Code == code && m.State == state).ExecuteDeleteAsync(cancel) == 1 ? MailingAct.Done : await WhyAsync(db, code, cancel);
    }

    /// <summary>A new draft with the words and the audience of another.</summary>
    public async Task<string?> CopyAsync(string code, Accessor by, CancellationToken cancel = default) =>
        await FindAsync(code, cancel) is { } mailing ? await WriteAsync(mailing.Draft with { SendAt = null }, by, cancel) : null;

    /// <summary>Has the audience counted anew, before the mailing is sent. Repeating it while it is counted changes nothing.</summary>
    public async Task<MailingAct> CountAgainAsync(string code, CancellationToken cancel = default)
    {
        string[] before = [MailingState.Draft.Word(), MailingState.Proposed.Word(), MailingState.Approved.Word()];
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var asked = await db.Set<MailingRow>().Where(m => m.Code == code && before.Contains(m.State) && (m.CountAskedAt == null || m.CountedAt != null)).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.CountAskedAt, now).SetProperty(m => m.CountedAt, (DateTimeOffset?)null).SetProperty(m => m.CountedTo, (byte[]?)null)
                .SetProperty(m => m.CountLooked, 0).SetProperty(m => m.CountFit, 0).SetProperty(m => m.CountLeftOut, ""), cancel);
        return asked == 1 ? MailingAct.Done : await WhyAsync(db, code, cancel);
    }

    internal static Mailing Of(MailingRow row) => new(row.Code, MailingWords.StateOf(row.State), DraftOf(row), row.Version)
    {
        WrittenAt = row.WrittenAt, WrittenBy = row.WrittenBy, ProposedAt = row.ProposedAt, ProposedBy = row.ProposedBy, DecidedAt = row.DecidedAt, DecidedBy = row.DecidedBy, Declined = row.Declined,
        StartedAt = row.StartedAt, EndedAt = row.EndedAt, EndedBy = row.EndedBy,
        Sent = new MailingTally(row.SentLooked, row.SentOrdered, MailingWords.ReadNumbers(row.SentLeftOut)),
        Count = row.CountAskedAt is null ? null : new MailingCount(new MailingTally(row.CountLooked, row.CountFit, MailingWords.ReadNumbers(row.CountLeftOut)), row.CountedAt),
    };

    internal static MailingDraft DraftOf(MailingRow row) => new(
        MailingWords.KindOf(row.Kind)!.Value, new MailingText(new LocalText(row.SubjectJa, row.SubjectEn), new LocalText(row.TextJa, row.TextEn)),
        new MailingAudience([.. row.Classes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ClassOf)], row.Rank is { } word && MemberWords.TryParseRank(word, out var rank) ? rank : null),
        row.SendAt);

    private static MemberClass ClassOf(string word) => MemberWords.TryParse(word, out MemberClass found) ? found : throw new FormatException("A stored class is none of the list.");

    private static string Words(MailingAudience audience) => string.Join(' ', audience.Classes.Order().Select(each => each.Word()));

    private static async Task<MailingAct> WhyAsync(AzukariDb db, string code, CancellationToken cancel) =>
        await db.Set<MailingRow>().AnyAsync(m => m.Code == code, cancel) ? MailingAct.Changed : MailingAct.None;

    private async Task RecordAsync(string code, string reason, Accessor by, CancellationToken cancel, long? count = null) =>
        await company.Trust.Ledger.AppendAsync(LedgerEntry.Now(clock, EntryKind.Registered) with
        {
            Accessor = by.Code, Case = code, Reason = reason, Count = count, PolicyVersion = company.Trust.Policies.InForce.Version.Value,
        }, cancel);
}
