using Azukari.Company;
using Azukari.Ledger;
using Azukari.Messages.Queue;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Ends the record that somebody was written to (APPI 22). It is about the address, so it is kept as long as the policy in force keeps an e-mail address,
/// counted from the message's end. Who was written to, when and for what stays in the ledger, which is the evidence.
/// </summary>
public sealed class MessageRetention
{
    /// <summary>The reason of the run's entry in the ledger.</summary>
    public const string Reason = "messages";

    private const int Batch = 2_000;

    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly CompanyCore _company;
    private readonly TimeProvider _clock;

    internal MessageRetention(IDbContextFactory<AzukariDb> databases, CompanyCore company, TimeProvider clock) => (_databases, _company, _clock) = (databases, company, clock);

    /// <summary>How long an ended message is kept; null where the policy in force says nothing of e-mail addresses, and then none ends.</summary>
    public Period? Keep => _company.Trust.HasPolicy ? _company.Trust.Policies.InForce.Document.FindItem(MessageTemplate.Address)?.Retention?.Keep : null;

    /// <summary>
    /// Removes the messages that ended longer ago than that, sent or not, in small steps. What waits or is being handed over never ends here. With one
    /// entry in the ledger that says how many, where there were any. Repeating it changes nothing.
    /// </summary>
    /// <param name="now">The moment up to which retention has run.</param>
    public async Task<long> ExpireAsync(DateTimeOffset now, Accessor by, CancellationToken cancel = default)
    {
        if (Keep is not { } keep) return 0;
        var japan = now.ToOffset(TimeSpan.FromHours(9));
        var before = japan.AddYears(-keep.Years).AddMonths(-keep.Months).AddDays(-keep.Days);
        MessageState[] ended = [MessageState.Sent, MessageState.NotAllowed, MessageState.Dead, MessageState.Dropped];
        var gone = 0L;
        await using var db = await _databases.CreateDbContextAsync(cancel);
        foreach (var state in ended)
        {
            for (var more = true; more;)
            {
                var due = await db.Set<MessageRow>().Where(m => m.State == state && m.DueAt <= before).OrderBy(m => m.DueAt).Select(m => m.Id).Take(Batch).ToListAsync(cancel);
                if (due.Count > 0) gone += await db.Set<MessageRow>().Where(m => due.Contains(m.Id) && m.State == state).ExecuteDeleteAsync(cancel);
                more = due.Count == Batch;
            }
        }

        if (gone > 0)
        {
            await _company.Trust.Ledger.AppendAsync(LedgerEntry.Now(_clock, EntryKind.Expired) with
            {
                Accessor = by.Code, Items = [MessageTemplate.Address.Value], Reason = Reason, Count = gone, PolicyVersion = _company.Trust.Policies.InForce.Version.Value,
            }, cancel);
        }

        return gone;
    }
}
