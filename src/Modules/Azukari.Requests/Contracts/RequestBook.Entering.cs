using System.Text;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Requests.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Requests.Contracts;

// Taking requests in: from members, and what staff enter that came by telephone or post.
public sealed partial class RequestBook
{
    private static readonly SubjectKind Stranger = SubjectKind.Parse("inquirer");

    /// <summary>Enters a request that came another way than the member's pages. Sending the same again gives the first answer again.</summary>
    /// <param name="subject">Who asks: somebody the vault holds.</param>
    /// <param name="attempt">What names this one sending: 1 to 64 letters and digits.</param>
    /// <param name="kind">What for.</param>
    /// <param name="onPaper">Whether the answer is wanted on paper.</param>
    /// <param name="text">The wish in words; null or empty for nothing.</param>
    /// <param name="arrival">How and when it came, and how identity was checked.</param>
    /// <param name="by">Who enters it.</param>
    /// <param name="cancel">Cancels what has not begun.</param>
    /// <exception cref="ArgumentException">The way, the day or the check is none that staff can enter.</exception>
    public Task<AskResult> EnterAsync(SubjectId subject, string attempt, RequestKind kind, bool onPaper, string? text, Arrival arrival, Accessor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        if (!ArrivalWords.Entered.Contains(arrival.Way) || arrival.Identity == IdentityCheck.SignedIn) throw new ArgumentException("Staff enter what came another way than by signing in.", nameof(arrival));
        if (!Arrival.CanBe(arrival.On, JapanTime.Today(_clock))) throw new ArgumentException("A request arrived today or within the year before.", nameof(arrival));
        return TakeAsync(subject, attempt, new Wish(kind, onPaper, text, arrival, "ja"), by, cancel);
    }

    /// <summary>Takes in somebody who is not held, so that their request can be: as an inquirer, with what an answer needs. Null where the policy refuses it.</summary>
    /// <param name="attempt">As of the request: the same gives the same person.</param>
    /// <param name="values">A name, and where an answer reaches them.</param>
    /// <param name="way">By which way the request came.</param>
    /// <param name="by">Who enters it.</param>
    /// <param name="cancel">Cancels what has not begun.</param>
    public async Task<SubjectId?> TakeStrangerAsync(string attempt, IReadOnlyDictionary<ItemId, StoredValue> values, RequestWay way, Accessor by, CancellationToken cancel)
    {
        var id = SubjectId.FromBytes(_company.Seal.Fingerprint(Encoding.UTF8.GetBytes(attempt), "who asks by right").AsSpan(0, 16));
        var taken = await _company.Trust.Vault.AcquireAsync(
            new Acquisition { Id = id, SubjectKind = Stranger, Values = values, Channel = way.Channel(), PolicyVersion = _company.Trust.Policies.InForce.Version, Case = CodeOf(id, attempt) }, by, cancel);
        return taken is Acquired known ? known.SubjectId : null;
    }

    /// <summary>Records how identity was checked, of a request that waits with that open. False where there is none such.</summary>
    public async Task<bool> IdentifyAsync(string code, IdentityCheck check, Accessor by, CancellationToken cancel)
    {
        if (!ArrivalWords.Checks.Contains(check)) throw new ArgumentException("Staff check identity in one of the ways of the list.", nameof(check));
        var (now, was, open, to, login) = (_clock.GetUtcNow(), RequestState.Open.Word(), IdentityCheck.Open.Word(), check.Word(), by.Code);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await db.Set<RequestRow>().Where(row => row.Code == code && row.State == was && row.Identity == open).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Identity, to).SetProperty(row => row.IdentityAt, now).SetProperty(row => row.IdentityBy, login), cancel);
        if (moved == 0) return false;
        var subject = await db.Set<RequestRow>().Where(row => row.Code == code).Select(row => row.Subject).SingleAsync(cancel);
        await _company.Trust.Vault.NoteAsync(subject, "request-identity:" + to, by, code, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Keeps a scan with a request, in place of one that is there.</summary>
    /// <returns>As the vault answers; null where there is no such request.</returns>
    public async Task<AddDocumentResult?> AttachAsync(string code, DocumentType type, Stream content, Accessor by, CancellationToken cancel)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        if (await db.Set<RequestRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Code == code, cancel) is not { } row) return null;
        var kept = await _company.Trust.Vault.Documents.AddAsync(row.Subject, new NewDocument
        {
            Item = Written, Type = type, FileName = $"{code}-scan{type.Extension}", Channel = Channel.Paper, PolicyVersion = _company.Trust.Policies.InForce.Version, Case = code,
            Replaces = row.Scan is { } before ? DocumentId.FromBytes(before) : null,
        }, content, by, cancel);
        if (kept is DocumentKept { Document: var document })
        {
            var bytes = document.Id.ToBytes();
            await db.Set<RequestRow>().Where(one => one.Code == code).ExecuteUpdateAsync(set => set.SetProperty(one => one.Scan, bytes), cancel);
        }

        return kept;
    }

    /// <summary>The scan of a request, as <see cref="ReadAsync"/>; null where there is none, or it is no more.</summary>
    public async Task<AccessResult<DocumentContent>?> OpenScanAsync(RightsRequest request, AccessContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<RequestRow>().AsNoTracking().Where(row => row.Code == request.Code).Select(row => row.Scan).SingleOrDefaultAsync(cancel) is { } id
            ? await _company.Trust.Vault.Documents.OpenAsync(request.Subject, DocumentId.FromBytes(id), context, cancel) : null;
    }

    private async Task<AskResult> TakeAsync(SubjectId subject, string attempt, Wish wish, Accessor by, CancellationToken cancel)
    {
        var code = CodeOf(subject, attempt);
        if (await FindAsync(code, cancel) is { } before) return new Asked(before);
        var policy = _company.Trust.Policies.InForce.Document;
        if (RequestWords.ClauseOf(policy, wish.Kind) is not { Rule: RightRule rule }) return new NotAsked();
        var now = _clock.GetUtcNow();
        var came = wish.Arrival is { } arrival ? new DateTimeOffset(arrival.On.ToDateTime(TimeOnly.MinValue), Japan).ToUniversalTime() : now;
        var due = DateOnly.FromDateTime((rule.Deadline is { } deadline ? deadline.After(came.ToOffset(Japan)) : came.ToOffset(Japan).AddDays(RequestWords.UsualDays)).DateTime);
        var (way, identity) = (wish.Arrival?.Way ?? RequestWay.Web, wish.Arrival?.Identity ?? IdentityCheck.SignedIn);
        DocumentId? document = null;
        if (!string.IsNullOrWhiteSpace(wish.Text))
        {
            document = DocumentId.For(by, subject, code);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(wish.Text));
            var kept = await _company.Trust.Vault.Documents.AddAsync(subject, new NewDocument
            {
                Id = document, Item = Written, Type = DocumentType.Text, FileName = $"{code}.txt", Channel = way.Channel(), PolicyVersion = policy.Version, Case = code, AcquiredAt = came < now ? came : null,
            }, content, by, cancel);
            if (kept is not (DocumentKept or DocumentKnown)) return new NotAsked();
        }

        var entered = wish.Arrival is not null;
        var row = new RequestRow
        {
            Code = code, Subject = subject, Kind = wish.Kind.Word(), OnPaper = wish.OnPaper, State = RequestState.Open.Word(), Language = wish.Language, ReceivedAt = came, DueOn = Stored(due),
            Text = document is { } id ? id.ToBytes() : null, Way = way.Word(), Identity = identity.Word(), EnteredBy = entered ? by.Code : null, EnteredAt = entered ? now : null,
            IdentityBy = entered && identity != IdentityCheck.Open ? by.Code : null, IdentityAt = entered && identity != IdentityCheck.Open ? now : null,
        };
        if (await _company.Trust.Vault.NoteAsync(subject, "request:" + row.Kind, by, code, cancel) is ActUnknown) return new NotAsked();
        if (row.IdentityBy is not null) await _company.Trust.Vault.NoteAsync(subject, "request-identity:" + row.Identity, by, code, cancel);
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

    // What is asked; without an arrival the person asked by signing in.
    private sealed record Wish(RequestKind Kind, bool OnPaper, string? Text, Arrival? Arrival, string Language)
    {
        public override string ToString() => $"Wish[{Kind}]";
    }
}
