using Azukari.Messages.Queue;
using Azukari.Storage;
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

    internal Outbox(IDbContextFactory<AzukariDb> databases, OrderTaker taker, MessageBell bell) => (_databases, _taker, _bell) = (databases, taker, bell);

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
}
