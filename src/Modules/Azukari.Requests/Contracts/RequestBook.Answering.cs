using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Requests.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Requests.Contracts;

/// <summary>An answer to a request.</summary>
/// <param name="State">Granted, partly granted or refused.</param>
/// <param name="Reason">One of <see cref="RequestWords.Reasons"/> where it is not wholly granted (APPI 36); null where it is.</param>
/// <param name="Undone">One of <see cref="RequestWords.Undone"/> where it is granted, wholly or in part, and nothing was done for it here.</param>
public sealed record RequestAnswer(RequestState State, string? Reason = null, string? Undone = null);

/// <summary>What became of an answer.</summary>
public enum Answering
{
    /// <summary>It is given.</summary>
    Given,

    /// <summary>There is nothing to answer (any more).</summary>
    NothingWaits,

    /// <summary>Nothing is granted to somebody who may not be the person: identity still has to be checked.</summary>
    IdentityOpen,

    /// <summary>Nothing was done for it here, and why it is granted all the same was not said.</summary>
    NothingDone,
}

/// <summary>Something done for a request, as the ledger has it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
/// <param name="By">By whom.</param>
/// <param name="Items">About which items.</param>
public sealed record RequestDeed(EntryId Entry, EntryKind Kind, DateTimeOffset At, string? By, IReadOnlyList<string> Items);

// Answering, and what was done before: a deed is tied to its request by the case it was done in.
public sealed partial class RequestBook
{
    /// <summary>The note that the records of provision were given out (APPI 33(5)).</summary>
    internal const string RecordsGiven = "request-records";

    /// <summary>The note that the purposes of what is held were told (APPI 32(2)).</summary>
    internal const string PurposesTold = "request-purposes";

    /// <summary>Answers a request; of two who do so at once, one does.</summary>
    /// <param name="code">Which.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="by">Who answers.</param>
    /// <param name="cancel">Cancels what has not begun.</param>
    /// <exception cref="ArgumentException">The state is no answer, or reason and state do not belong together.</exception>
    public async Task<Answering> AnswerAsync(string code, RequestAnswer answer, Accessor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.State is not (RequestState.Granted or RequestState.Partly or RequestState.Refused)) throw new ArgumentException("An answer grants, grants in part or refuses.", nameof(answer));
        if (answer.State == RequestState.Granted != answer.Reason is null || (answer.Reason is { } reason && !RequestWords.Reasons.Contains(reason))) throw new ArgumentException("Whatever is not granted has a reason of the list.", nameof(answer));
        if (answer.Undone is { } why && (answer.State == RequestState.Refused || !RequestWords.Undone.Contains(why))) throw new ArgumentException("What is granted without a deed has a reason of its list.", nameof(answer));
        if (await FindAsync(code, cancel) is not { State: RequestState.Open } request) return Answering.NothingWaits;
        if (answer.State != RequestState.Refused)
        {
            if (request.Identity == IdentityCheck.Open) return Answering.IdentityOpen;
            if (answer.Undone is null && !await HasDeedAsync(request, cancel)) return Answering.NothingDone;
        }

        return await EndAsync(code, null, answer, by, cancel) ? Answering.Given : Answering.NothingWaits;
    }

    /// <summary>
    /// What was done for a request, newest first: entries of its case that fit its kind. Of an erasure the link to the person is cut, so it is
    /// found by the request alone. Showing it is an inspection, to be recorded before (<see cref="TrustVault.RecordInspectionAsync"/>).
    /// </summary>
    public async Task<IReadOnlyList<RequestDeed>> DeedsAsync(RightsRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var deeds = new List<RequestDeed>();
        await foreach (var entry in _company.Trust.Vault.HistoryAsync(request.Subject, cancel))
        {
            // Nothing is done for a request before the day it came; entries are newest first.
            if (entry.Time < request.ReceivedAt - TimeSpan.FromDays(1)) break;
            if (entry.Case == request.Code && Fits(request.Kind, entry)) deeds.Add(Deed(entry));
        }

        if (await _company.Trust.Vault.IsErasedAsync(request.Subject, cancel))
        {
            var page = await _company.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Erased, Reason = request.Code, From = request.ReceivedAt - TimeSpan.FromDays(1), NewestFirst = true, Limit = 1 }, ct: cancel);
            deeds.AddRange(page.Records.Select(record => Deed(record.Entry)));
        }

        return deeds;
    }

    /// <summary>Whether something that fits was done for a request.</summary>
    public async Task<bool> HasDeedAsync(RightsRequest request, CancellationToken cancel) => (await DeedsAsync(request, cancel)).Count > 0;

    internal static bool Fits(RequestKind kind, LedgerEntry entry) => kind switch
    {
        RequestKind.Disclosure => entry.Kind is EntryKind.Disclosed,
        RequestKind.Provisions => entry is { Kind: EntryKind.Registered, Reason: RecordsGiven } or { Kind: EntryKind.Disclosed },
        RequestKind.Purposes => entry is { Kind: EntryKind.Registered, Reason: PurposesTold },
        RequestKind.Correction => entry is { Kind: EntryKind.Corrected } or { Kind: EntryKind.Erased, Items.Count: > 0 }, // what is untrue may be deleted as well (APPI 34)
        RequestKind.Addition => entry.Kind is EntryKind.Corrected,
        RequestKind.Suspension or RequestKind.StopProvision => entry.Kind is EntryKind.Restricted or EntryKind.Withdrawn,
        RequestKind.Deletion => entry.Kind is EntryKind.Erased or EntryKind.Corrected,
    };

    private static RequestDeed Deed(LedgerEntry entry) => new(entry.Id, entry.Kind, entry.Time, entry.Accessor, [.. entry.Items]);

    private async Task<bool> EndAsync(string code, SubjectId? only, RequestAnswer answer, Accessor by, CancellationToken cancel)
    {
        var (state, reason, undone) = answer;
        var (now, was, to, login) = (_clock.GetUtcNow(), RequestState.Open.Word(), state.Word(), state == RequestState.Withdrawn ? null : by.Code);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await db.Set<RequestRow>().Where(row => row.Code == code && row.State == was && (only == null || row.Subject == only)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, to).SetProperty(row => row.AnsweredAt, now).SetProperty(row => row.AnsweredBy, login).SetProperty(row => row.Reason, reason).SetProperty(row => row.Undone, undone), cancel);
        if (moved == 0) return false;
        var row = await db.Set<RequestRow>().AsNoTracking().SingleAsync(one => one.Code == code, cancel);
        // In the history before it is so here: what a crash leaves between is answered again.
        await _company.Trust.Vault.NoteAsync(row.Subject, (reason ?? undone) is { } detail ? $"request-{to}:{detail}" : $"request-{to}", by, code, cancel);
        // The case is closed: from here on runs how long the policy keeps what was written.
        if (row.Text is not null || row.Scan is not null) await _company.Trust.Vault.StartRetentionAsync(row.Subject, RetentionStart.CaseClosed, now, by, [Written], cancel);
        // Of somebody who is no member the end of the case is what the end of a membership is to members (security.measures).
        if (await _company.Trust.Vault.DescribeAsync(row.Subject, cancel) is { } person && person.Kind == Stranger && !await db.Set<RequestRow>().AnyAsync(one => one.Subject == row.Subject && one.State == was, cancel))
            await _company.Trust.Vault.StartRetentionAsync(row.Subject, RetentionStart.MembershipEnd, now, by, ct: cancel);
        if (state != RequestState.Withdrawn)
            await SayAsync(db, row, RequestLetters.Answered, fields => fields.Word("right", row.Kind).Word("outcome", to).Word("reason", reason ?? "none"), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
