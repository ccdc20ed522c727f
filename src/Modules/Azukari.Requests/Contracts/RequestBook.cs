using System.Text;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Requests.Storage;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Requests.Contracts;

/// <summary>What became of a request being made.</summary>
public abstract record AskResult
{
    private protected AskResult()
    {
    }
}

/// <summary>It is taken, and confirmed by a letter where there is a confirmed address.</summary>
public sealed record Asked(RightsRequest Request) : AskResult;

/// <summary>The policy refuses it, or there is no such person; nothing is kept.</summary>
public sealed record NotAsked : AskResult;

/// <summary>
/// Requests by right, from their coming to their answer: each step in the person's history, the days counted from the policy. What is written
/// in one is a document of the vault, read by customer service for this case. Safe for concurrent use, on any number of nodes.
/// </summary>
public sealed partial class RequestBook
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int LongestText = 2_000;

    private static readonly ItemId Written = ItemId.Parse("inquiry");
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly CompanyCore _company;
    private readonly Outbox _outbox;
    private readonly TimeProvider _clock;

    internal RequestBook(IDbContextFactory<AzukariDb> databases, CompanyCore company, Outbox outbox, TimeProvider clock) =>
        (_databases, _company, _outbox, _clock) = (databases, company, outbox, clock);

    /// <summary>Takes a request. Sending the same again gives the first answer again.</summary>
    /// <param name="subject">Who asks: somebody whose identity is confirmed.</param>
    /// <param name="attempt">What names this one sending, so that it is taken once: 1 to 64 letters and digits.</param>
    /// <param name="kind">What for.</param>
    /// <param name="onPaper">Whether the answer is wanted on paper.</param>
    /// <param name="text">What was written beside it; null or empty for nothing.</param>
    /// <param name="by">Who took it, for the ledger.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancel">Cancels what has not begun.</param>
    public Task<AskResult> AskAsync(SubjectId subject, string attempt, RequestKind kind, bool onPaper, string? text, Accessor by, string language, CancellationToken cancel) =>
        TakeAsync(subject, attempt, new Wish(kind, onPaper, text, null, language), by, cancel);

    /// <summary>Takes a request back, by who made it. False when there is none of theirs that waits.</summary>
    public Task<bool> WithdrawAsync(SubjectId subject, string code, Accessor by, CancellationToken cancel) => EndAsync(code, subject, new RequestAnswer(RequestState.Withdrawn), by, cancel);

    /// <summary>The request of a code; null where there is none.</summary>
    public async Task<RightsRequest?> FindAsync(string code, CancellationToken cancel)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<RequestRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == code, cancel) is { } row ? Of(row) : null;
    }

    /// <summary>Somebody's own requests, newest first.</summary>
    /// <param name="most">At most so many, 1 to 200.</param>
    public async Task<IReadOnlyList<RightsRequest>> OfAsync(SubjectId subject, int most, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 200);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return [.. (await db.Set<RequestRow>().AsNoTracking().Where(row => row.Subject == subject).OrderByDescending(row => row.ReceivedAt).Take(most).ToListAsync(cancel)).Select(Of)];
    }

    /// <summary>The requests a question is about, in its order, and how many there are.</summary>
    /// <param name="query">Which.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to 10,000.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<(IReadOnlyList<RightsRequest> Page, int Total)> ListAsync(RequestQuery query, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 10_000);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var rows = query.Of(db.Set<RequestRow>().AsNoTracking());
        return ([.. (await rows.Skip((page - 1) * size).Take(size).ToListAsync(cancel)).Select(Of)], await rows.CountAsync(cancel));
    }

    /// <summary>How many requests wait for an answer.</summary>
    public async Task<int> WaitingAsync(CancellationToken cancel)
    {
        var waits = RequestState.Open.Word();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<RequestRow>().CountAsync(row => row.State == waits, cancel);
    }

    /// <summary>What was written in a request, to customer service, for consultations and in this case; null where nothing was, or it is no more.</summary>
    public async Task<AccessResult<DocumentContent>?> ReadAsync(RightsRequest request, AccessContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<RequestRow>().AsNoTracking().Where(row => row.Code == request.Code).Select(row => row.Text).SingleOrDefaultAsync(cancel) is { } id
            ? await _company.Trust.Vault.Documents.OpenAsync(request.Subject, DocumentId.FromBytes(id), context, cancel) : null;
    }

    private async Task SayAsync(AzukariDb db, RequestRow row, MessageTemplate template, Func<MessageFields, MessageFields> fields, CancellationToken cancel)
    {
        if (await _company.Trust.Vault.DescribeAsync(row.Subject, cancel) is not { } person || !ConfirmedAddress.Has(person)) return;
        await _outbox.EnqueueAsync(
            db, new MessageOrder { Template = template.Id, Subject = row.Subject, Case = row.Code, Language = row.Language, Fields = fields(new MessageFields().Code("case", row.Code)), DedupeKey = row.Code }, cancel);
    }

    private string CodeOf(SubjectId subject, string attempt)
    {
        var print = _company.Seal.Fingerprint([.. subject.ToBytes(), .. Encoding.UTF8.GetBytes(attempt)], "rights request");
        return "R-" + string.Concat(print.Take(8).Select(b => RequestWords.Alphabet[b & 31]));
    }

    private static RightsRequest Of(RequestRow row) => new()
    {
        Code = row.Code, Subject = row.Subject, Kind = RequestWords.TryParse(row.Kind, out var kind) ? kind : throw new FormatException("A stored kind is none of the list."), OnPaper = row.OnPaper,
        State = RequestWords.StateOf(row.State), ReceivedAt = row.ReceivedAt, DueOn = new DateOnly(row.DueOn / 10_000, row.DueOn / 100 % 100, row.DueOn % 100), AnsweredAt = row.AnsweredAt,
        AnsweredBy = row.AnsweredBy, Reason = row.Reason, Undone = row.Undone, HasText = row.Text is not null, HasScan = row.Scan is not null,
        Way = ArrivalWords.WayOf(row.Way) ?? throw new FormatException("A stored way is none of the list."),
        Identity = ArrivalWords.CheckOf(row.Identity) ?? throw new FormatException("A stored check is none of the list."),
        IdentityBy = row.IdentityBy, IdentityAt = row.IdentityAt, EnteredBy = row.EnteredBy, EnteredAt = row.EnteredAt,
    };

    private static int Stored(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;
}
