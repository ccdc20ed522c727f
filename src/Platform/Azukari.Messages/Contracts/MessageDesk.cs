using Azukari.Company;
using Azukari.Ledger;
using Azukari.Messages.Queue;
using Azukari.Messages.Sending;
using Azukari.Messages.Templates;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Contracts;

/// <summary>
/// What staff see of messages and decide about them: states, reasons, ids and times, never an address, a name or a text that was sent. Templates are
/// shown with specimens.
/// </summary>
public sealed partial class MessageDesk
{
    /// <summary>No state is counted further than this.</summary>
    public const int MostCounted = 10_000;

    /// <summary>The reason of the entry of a message that staff had tried once more.</summary>
    public const string AgainReason = "message-again";

    /// <summary>The reason of the entry of a message that staff took out.</summary>
    public const string DroppedReason = "message-dropped";

    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly CompanyCore _company;
    private readonly MessageCatalog _catalog;
    private readonly LetterWriter _writer;
    private readonly Posts _posts;
    private readonly MessageBell _bell;
    private readonly IEnumerable<IWrittenLetters> _letters;
    private readonly TimeProvider _clock;

    internal MessageDesk(IDbContextFactory<AzukariDb> databases, CompanyCore company, MessageCatalog catalog, LetterWriter writer, Posts posts, MessageBell bell,
        IEnumerable<IWrittenLetters> letters, TimeProvider clock) =>
        (_databases, _company, _catalog, _writer, _posts, _bell, _letters, _clock) = (databases, company, catalog, writer, posts, bell, letters, clock);

    /// <summary>Where messages go.</summary>
    public MessageRoute Route => !_posts.Any ? MessageRoute.Nowhere : _posts.Folder is not null ? MessageRoute.Files : MessageRoute.Server;

    /// <summary>The newest version of every template, sorted by id.</summary>
    public IReadOnlyList<MessageTemplate> Templates => [.. _catalog.All];

    /// <summary>How many messages stand in each state, none counted beyond <see cref="MostCounted"/>.</summary>
    public async Task<IReadOnlyDictionary<MessageState, int>> CountsAsync(CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var counts = new Dictionary<MessageState, int>();
        foreach (var state in Enum.GetValues<MessageState>())
            counts[state] = await db.Set<MessageRow>().Where(m => m.State == state).OrderBy(m => m.DueAt).Select(m => m.Id).Take(MostCounted).CountAsync(cancel);
        return counts;
    }

    /// <summary>How many messages a question is about, none counted beyond <see cref="MostCounted"/>.</summary>
    public async Task<int> CountAsync(MessageQuery query, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await query.Of(db.Set<MessageRow>()).CountAsync(cancel);
    }

    /// <summary>The messages a question is about, in its order.</summary>
    /// <param name="query">Which.</param>
    /// <param name="skip">How many to leave out, 0 to <see cref="MostCounted"/>.</param>
    /// <param name="take">How many, at most <see cref="MostCounted"/>.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<IReadOnlyList<MessageLine>> ListAsync(MessageQuery query, int skip, int take, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skip, MostCounted);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, MostCounted);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return [.. (await query.Of(db.Set<MessageRow>().AsNoTracking()).Skip(skip).Take(take).ToListAsync(cancel)).Select(Line)];
    }

    /// <summary>What was ordered for one person, newest first: for that person.</summary>
    /// <param name="subject">Whose messages.</param>
    /// <param name="skip">How many to leave out, 0 or more.</param>
    /// <param name="take">How many, at most 200.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<IReadOnlyList<MessageLine>> OfAsync(SubjectId subject, int skip, int take, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 200);
        var bytes = subject.ToBytes();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var rows = db.Set<MessageRow>().AsNoTracking().Where(m => m.Subject == bytes).OrderByDescending(m => m.CreatedAt).ThenBy(m => m.Id);
        return [.. (await rows.Skip(skip).Take(take).ToListAsync(cancel)).Select(Line)];
    }

    /// <summary>
    /// A message that could not be delivered waits again, at once and for its template's whole lifetime. Whether it may go is decided when it goes.
    /// </summary>
    /// <returns>False when it isn't dead: somebody else decided meanwhile.</returns>
    public async Task<bool> TryAgainAsync(MessageId id, Accessor by, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        if (await db.Set<MessageRow>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id.Value, cancel) is not { State: MessageState.Dead } row) return false;
        if (_catalog.Find(row.Template) is not { } template) return false;
        var now = _clock.GetUtcNow();
        var until = now + template.Lifetime;
        var changed = await db.Set<MessageRow>().Where(m => m.Id == id.Value && m.State == MessageState.Dead).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, MessageState.Waiting).SetProperty(m => m.DueAt, now).SetProperty(m => m.ExpiresAt, until).SetProperty(m => m.Attempts, 0), cancel);
        if (changed == 0) return false;
        await RecordAsync(row, by, AgainReason, cancel);
        _bell.Ring();
        return true;
    }

    /// <summary>Takes out a message that waits, or could not be delivered: it never goes, and what its order brought is removed.</summary>
    /// <returns>False when it is being sent or has ended otherwise.</returns>
    public async Task<bool> DropAsync(MessageId id, Accessor by, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        if (await db.Set<MessageRow>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id.Value, cancel) is not { } row) return false;
        var now = _clock.GetUtcNow();
        var changed = await db.Set<MessageRow>()
            .Where(m => m.Id == id.Value && (m.State == MessageState.Dead || (m.State == MessageState.Waiting && (m.LeaseUntil == null || m.LeaseUntil <= now))))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MessageState.Dropped).SetProperty(m => m.DueAt, now).SetProperty(m => m.Fields, (byte[]?)null)
                .SetProperty(m => m.Lease, (Guid?)null).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancel);
        if (changed == 0) return false;
        await RecordAsync(row, by, DroppedReason, cancel);
        return true;
    }

    /// <summary>A template as people get it, with specimens for fields, and for items their names.</summary>
    /// <param name="template">Which.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public MessagePreview Preview(MessageTemplate template, string language)
    {
        ArgumentNullException.ThrowIfNull(template);
        var fields = new MessageFields(template.Fields.Select(field => KeyValuePair.Create(field.Name, field.Specimen)));
        var items = _company.Trust.Policies.InForce.Document.Items;
        string? Named(string place) => items.FirstOrDefault(item => item.Id.Value == place)?.Label.In(language) is { } label ? (language == "en" ? $"[{label}]" : $"〔{label}〕") : null;
        var text = _writer.Write(template, language, Named, fields, template.Kind == MessageKind.Advertising ? _writer.StopSpecimen(language) : null);
        return new MessagePreview(text.Subject, text.Body);
    }

    private static MessageLine Line(MessageRow row) => new(
        new MessageId(row.Id), SubjectId.FromBytes(row.Subject), row.Template, row.Language, row.State, row.Case, row.Attempts, row.Doubts, row.CreatedAt, row.DueAt, row.ExpiresAt, row.Reason, row.Clause,
        row.Entry is { } entry ? EntryId.FromBytes(entry.ToByteArray(bigEndian: true)) : null);

    private async Task RecordAsync(MessageRow row, Accessor by, string reason, CancellationToken cancel)
    {
        var about = await _company.Trust.Vault.PseudonymOfAsync(SubjectId.FromBytes(row.Subject), cancel);
        await _company.Trust.Ledger.AppendAsync(LedgerEntry.Now(_clock, EntryKind.Registered) with
        {
            Subject = about, Accessor = by.Code, Case = row.Case, Reason = reason, PolicyVersion = _company.Trust.Policies.InForce.Version.Value,
        }, cancel);
    }
}

/// <summary>Where messages go.</summary>
public enum MessageRoute
{
    /// <summary>No server is named: they wait.</summary>
    Nowhere,

    /// <summary>Into files.</summary>
    Files,

    /// <summary>To a mail server.</summary>
    Server,
}

/// <summary>A message as staff see it: facts, no values.</summary>
/// <param name="Id">Which; the first part of its Message-ID.</param>
/// <param name="Subject">To whom.</param>
/// <param name="Template">Its template.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Case">What it belongs to.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="Doubts">How often nobody knew whether the server had taken it.</param>
/// <param name="OrderedAt">When it was ordered.</param>
/// <param name="At">When it is looked at next; for an ended one when it ended.</param>
/// <param name="ExpiresAt">After this it isn't sent.</param>
/// <param name="Reason">Why it waits, failed or is not allowed: a code.</param>
/// <param name="Clause">The clause that does not allow it.</param>
/// <param name="Entry">The ledger entry of the last decision.</param>
public sealed record MessageLine(
    MessageId Id, SubjectId Subject, string Template, string Language, MessageState State, string? Case, int Attempts, int Doubts,
    DateTimeOffset OrderedAt, DateTimeOffset At, DateTimeOffset ExpiresAt, string? Reason, string? Clause, EntryId? Entry);

/// <summary>A template with specimens.</summary>
/// <param name="Subject">The subject line.</param>
/// <param name="Body">The text, lines ended by <c>\n</c>.</param>
public sealed record MessagePreview(string Subject, string Body);
