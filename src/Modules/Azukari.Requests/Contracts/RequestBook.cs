using System.Text;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
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
public sealed class RequestBook
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
    public async Task<AskResult> AskAsync(SubjectId subject, string attempt, RequestKind kind, bool onPaper, string? text, Accessor by, string language, CancellationToken cancel)
    {
        var code = CodeOf(subject, attempt);
        if (await FindAsync(code, cancel) is { } before) return new Asked(before);
        var policy = _company.Trust.Policies.InForce.Document;
        if (RequestWords.ClauseOf(policy, kind) is not { Rule: RightRule rule }) return new NotAsked();
        DocumentId? document = null;
        if (!string.IsNullOrWhiteSpace(text))
        {
            document = DocumentId.For(by, subject, code);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var kept = await _company.Trust.Vault.Documents.AddAsync(
                subject, new NewDocument { Id = document, Item = Written, Type = DocumentType.Text, FileName = $"{code}.txt", Channel = Channel.Web, PolicyVersion = policy.Version, Case = code }, content, by, cancel);
            if (kept is not (DocumentKept or DocumentKnown)) return new NotAsked();
        }

        var now = _clock.GetUtcNow();
        var due = DateOnly.FromDateTime((rule.Deadline is { } deadline ? deadline.After(now.ToOffset(Japan)) : now.ToOffset(Japan).AddDays(RequestWords.UsualDays)).DateTime);
        var row = new RequestRow
        {
            Code = code, Subject = subject, Kind = kind.Word(), OnPaper = onPaper, State = RequestState.Open.Word(), Language = language, ReceivedAt = now, DueOn = Stored(due),
            Text = document is { } id ? id.ToBytes() : null,
        };
        if (await _company.Trust.Vault.NoteAsync(subject, "request:" + row.Kind, by, code, cancel) is ActUnknown) return new NotAsked();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            await transaction.RollbackAsync(cancel);
            return await FindAsync(code, cancel) is { } first ? new Asked(first) : throw new InvalidOperationException("A request could not be written."); // sent twice at once
        }

        await SayAsync(db, row, RequestLetters.Received, fields => fields.Word("right", row.Kind).Day("due", due), cancel);
        await transaction.CommitAsync(cancel);
        return new Asked(Of(row));
    }

    /// <summary>Answers a request; of two who do so at once, one does.</summary>
    /// <param name="code">Which.</param>
    /// <param name="state">Granted, partly granted or refused.</param>
    /// <param name="reason">One of <see cref="RequestWords.Reasons"/> where it is not wholly granted (APPI 36); null where it is.</param>
    /// <param name="by">Who answers.</param>
    /// <param name="cancel">Cancels what has not begun.</param>
    /// <returns>False when there is nothing to answer (any more).</returns>
    /// <exception cref="ArgumentException">The state is no answer, or reason and state do not belong together.</exception>
    public Task<bool> AnswerAsync(string code, RequestState state, string? reason, Accessor by, CancellationToken cancel)
    {
        if (state is not (RequestState.Granted or RequestState.Partly or RequestState.Refused)) throw new ArgumentException("An answer grants, grants in part or refuses.", nameof(state));
        if (state == RequestState.Granted != reason is null || (reason is not null && !RequestWords.Reasons.Contains(reason))) throw new ArgumentException("Whatever is not granted has a reason of the list.", nameof(reason));
        return EndAsync(code, null, state, reason, by, cancel);
    }

    /// <summary>Takes a request back, by who made it. False when there is none of theirs that waits.</summary>
    public Task<bool> WithdrawAsync(SubjectId subject, string code, Accessor by, CancellationToken cancel) => EndAsync(code, subject, RequestState.Withdrawn, null, by, cancel);

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

    /// <summary>Requests that wait, the most urgent first; or those that are done, the newest first.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to 200.</param>
    public async Task<(IReadOnlyList<RightsRequest> Page, int Total)> ListAsync(bool open, int page, int size, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 200);
        var waits = RequestState.Open.Word();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var rows = db.Set<RequestRow>().AsNoTracking().Where(row => open ? row.State == waits : row.State != waits);
        var ordered = open ? rows.OrderBy(row => row.DueOn).ThenBy(row => row.Code) : rows.OrderByDescending(row => row.AnsweredAt).ThenBy(row => row.Code);
        return ([.. (await ordered.Skip((page - 1) * size).Take(size).ToListAsync(cancel)).Select(Of)], await rows.CountAsync(cancel));
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

    private async Task<bool> EndAsync(string code, SubjectId? only, RequestState state, string? reason, Accessor by, CancellationToken cancel)
    {
        var (now, was, to, login) = (_clock.GetUtcNow(), RequestState.Open.Word(), state.Word(), state == RequestState.Withdrawn ? null : by.Code);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await db.Set<RequestRow>().Where(row => row.Code == code && row.State == was && (only == null || row.Subject == only)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, to).SetProperty(row => row.AnsweredAt, now).SetProperty(row => row.AnsweredBy, login).SetProperty(row => row.Reason, reason), cancel);
        if (moved == 0) return false;
        var row = await db.Set<RequestRow>().AsNoTracking().SingleAsync(one => one.Code == code, cancel);
        // In the history before it is so here: what a crash leaves between is answered again.
        await _company.Trust.Vault.NoteAsync(row.Subject, reason is null ? $"request-{to}" : $"request-{to}:{reason}", by, code, cancel);
        // The case is closed: from here on runs how long the policy keeps what was written.
        if (row.Text is not null) await _company.Trust.Vault.StartRetentionAsync(row.Subject, RetentionStart.CaseClosed, now, by, [Written], cancel);
        if (state != RequestState.Withdrawn)
            await SayAsync(db, row, RequestLetters.Answered, fields => fields.Word("right", row.Kind).Word("outcome", to).Word("reason", reason ?? "none"), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task SayAsync(AzukariDb db, RequestRow row, MessageTemplate template, Func<MessageFields, MessageFields> fields, CancellationToken cancel)
    {
        if (await _company.Trust.Vault.DescribeAsync(row.Subject, cancel) is not { } person || !ConfirmedAddress.Has(person)) return;
        await _outbox.EnqueueAsync(
            db, new MessageOrder { Template = template.Id, Subject = row.Subject, Case = row.Code, Language = row.Language, Fields = fields(new MessageFields().Code("case", row.Code)), DedupeKey = row.Code }, cancel);
    }

    private string CodeOf(SubjectId subject, string attempt)
    {
        // Crockford's base 32, as the other codes: nothing is misread.
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var print = _company.Seal.Fingerprint([.. subject.ToBytes(), .. Encoding.UTF8.GetBytes(attempt)], "rights request");
        return "R-" + string.Concat(print.Take(8).Select(b => alphabet[b & 31]));
    }

    private static RightsRequest Of(RequestRow row) => new(
        row.Code, row.Subject, RequestWords.TryParse(row.Kind, out var kind) ? kind : throw new FormatException("A stored kind is none of the list."), row.OnPaper, RequestWords.StateOf(row.State), row.ReceivedAt,
        new DateOnly(row.DueOn / 10_000, row.DueOn / 100 % 100, row.DueOn % 100), row.AnsweredAt, row.AnsweredBy, row.Reason, row.Text is not null);

    private static int Stored(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;
}
