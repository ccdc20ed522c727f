using Azukari.Company;
using Azukari.Messages.Queue;
using Azukari.Messages.Templates;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Where modules leave messages to be sent. Taking an order reads nothing of the person; whether the message may be sent is decided when it
/// is: a person who has withdrawn, restricted or been erased by then gets none.
/// </summary>
public sealed class Outbox
{
    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly OrderTaker _taker;
    private readonly MessageBell _bell;
    private readonly CompanyCore _company;
    private readonly MessageCatalog _catalog;

    internal Outbox(IDbContextFactory<AzukariDb> databases, OrderTaker taker, MessageBell bell, CompanyCore company, MessageCatalog catalog) =>
        (_databases, _taker, _bell, _company, _catalog) = (databases, taker, bell, company, catalog);

    /// <summary>Takes an order, durable when the task completes.</summary>
    /// <exception cref="ArgumentException">No such template, or fields, case, language or key that are none; the message repeats no value.</exception>
    public async Task<MessageQueued> EnqueueAsync(MessageOrder order, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var queued = await _taker.TakeAsync(db, order, cancel);
        _bell.Ring();
        return queued;
    }

    /// <summary>
    /// Takes an order with the caller's own changes: written at once within the transaction the context has open, so that it is there when,
    /// and only when, that commits. Without a transaction it is durable by itself.
    /// </summary>
    /// <inheritdoc cref="EnqueueAsync(MessageOrder, CancellationToken)" path="/exception"/>
    public async Task<MessageQueued> EnqueueAsync(AzukariDb db, MessageOrder order, CancellationToken cancel = default)
    {
        var queued = await _taker.TakeAsync(db, order, cancel);
        _bell.Ring();
        return queued;
    }

    /// <summary>Whether a warning ordered in a span of time went out: taken by the server, or refused by it for good, which is as far as mail reaches.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="template">Which.</param>
    /// <param name="from">Ordered not before.</param>
    /// <param name="to">Ordered not after.</param>
    /// <param name="by">Gone out by this moment.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<bool> WentOutAsync(SubjectId subject, string template, DateTimeOffset from, DateTimeOffset to, DateTimeOffset by, CancellationToken cancel = default)
    {
        var bytes = subject.ToBytes();
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<MessageRow>().AnyAsync(m => m.Subject == bytes && m.Template == template && m.CreatedAt >= from && m.CreatedAt <= to && m.DueAt <= by
            && (m.State == MessageState.Sent || (m.State == MessageState.Dead && m.Reason!.StartsWith("smtp-5"))), cancel);
    }

    /// <summary>
    /// Takes a warning to the address that is held now, before it is changed: it goes there whatever is held when it is sent. The address is read for the
    /// template's purpose, decided and recorded like any reading, and sealed in the order until the message has ended. Whether the person may be written to
    /// is decided once more when it is sent.
    /// </summary>
    /// <returns>Null where there is nobody to warn: no address is held, nobody confirmed it, or the policy does not permit it.</returns>
    /// <inheritdoc cref="EnqueueAsync(MessageOrder, CancellationToken)" path="/exception"/>
    public async Task<MessageQueued?> WarnAsync(MessageOrder order, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var template = _catalog.Find(order.Template) ?? throw new ArgumentException($"There is no message template {order.Template}.", nameof(order));
        if (await _company.Trust.Vault.DescribeAsync(order.Subject, cancel) is not { } person || !ConfirmedAddress.Has(person)) return null;
        var context = new AccessContext
        {
            Accessor = order.By ?? new Accessor(OrderTaker.Ownself), As = template.As, Purpose = template.Purpose, Case = order.Case, Reason = "message:" + template.Id,
        };
        if (await _company.Trust.Vault.ReadAsync(order.Subject, [MessageTemplate.Address], context, cancel) is not Granted<ItemValues> { Values: { } held } || held[MessageTemplate.Address] is not { } address) return null;
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var queued = await _taker.TakeAsync(db, order, cancel, address.Reveal());
        _bell.Ring();
        return queued;
    }
}
