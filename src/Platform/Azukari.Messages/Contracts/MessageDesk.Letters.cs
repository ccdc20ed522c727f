using Azukari.Ledger;
using Azukari.Messages.Queue;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Contracts;

/// <summary>Letters somebody wrote, and the messages of one case: for modules that send to many.</summary>
public sealed partial class MessageDesk
{
    /// <summary>What links of the site begin with in a message.</summary>
    public Uri Site => _writer.Site;

    /// <summary>A written letter as people get it.</summary>
    /// <param name="template">The template that refers to it.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="letter">The letter.</param>
    public MessagePreview Preview(MessageTemplate template, string language, WrittenLetter letter)
    {
        ArgumentNullException.ThrowIfNull(template);
        var text = _writer.Write(template, language, static _ => null, new MessageFields(), template.Kind == MessageKind.Advertising ? _writer.StopSpecimen(language) : null, letter);
        return new MessagePreview(text.Subject, text.Body);
    }

    /// <summary>What a message is called in a list: its template's subject line, or that of the letter it refers to; null where the template is gone.</summary>
    public async Task<LocalText?> HeadingAsync(MessageLine line, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (_catalog.Find(line.Template) is not { } template) return null;
        if (template.Written is null || line.Case is not { } code || _letters.FirstOrDefault(one => one.KeepsFor(template.Id)) is not { } keeper) return template.Subject;
        return await keeper.HeadingAsync(code, cancel) ?? template.Subject;
    }

    /// <summary>How many messages wait whose turn has come, none counted beyond <paramref name="most"/>: whoever orders many orders no more than are sent.</summary>
    public async Task<int> CountDueAsync(int most, CancellationToken cancel = default)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<MessageRow>().Where(m => m.State == MessageState.Waiting && m.DueAt <= now).OrderBy(m => m.DueAt).Select(m => m.Id).Take(most).CountAsync(cancel);
    }

    /// <summary>How many messages of a case stand in each state; a state without one is left out.</summary>
    public async Task<IReadOnlyDictionary<MessageState, int>> CountsOfAsync(string @case, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var counts = await db.Set<MessageRow>().Where(m => m.Case == @case).GroupBy(m => m.State).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancel);
        return counts.ToDictionary(each => each.Key, each => each.Count);
    }

    /// <summary>Takes out all messages of a case that wait: they never go. What is being handed over at this moment goes on. One entry in the ledger says how many.</summary>
    public async Task<int> DropWaitingAsync(string @case, Accessor by, CancellationToken cancel = default)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var dropped = await db.Set<MessageRow>()
            .Where(m => m.Case == @case && m.State == MessageState.Waiting && (m.LeaseUntil == null || m.LeaseUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MessageState.Dropped).SetProperty(m => m.DueAt, now).SetProperty(m => m.Fields, (byte[]?)null)
                .SetProperty(m => m.Lease, (Guid?)null).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), cancel);
        if (dropped > 0)
        {
            await _company.Trust.Ledger.AppendAsync(LedgerEntry.Now(_clock, EntryKind.Registered) with
            {
                Accessor = by.Code, Case = @case, Reason = DroppedReason, Count = dropped, PolicyVersion = _company.Trust.Policies.InForce.Version.Value,
            }, cancel);
        }

        return dropped;
    }
}
