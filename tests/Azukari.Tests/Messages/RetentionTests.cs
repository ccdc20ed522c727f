using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>What is kept of messages ends when the policy says so.</summary>
public sealed class RetentionTests
{
    private static readonly Accessor Operator = new("hanako");

    [Theory, EngineData]
    public async Task Ended_messages_end_their_time_as_the_policy_keeps_addresses_and_those_that_wait_do_not(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var retention = world.First.Services.GetRequiredService<MessageRetention>();
        Assert.Equal("P1Y", retention.Keep?.ToString());
        await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync(), "sent"), Cancel);
        await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync(withMail: false), "dead"), Cancel);
        await world.First.SendAsync();
        var waits = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync(), "waits"), Cancel);
        DateTimeOffset ended = world.Clock.GetUtcNow();
        Assert.Equal([MessageState.Waiting, MessageState.Sent, MessageState.Dead], (await world.RowsAsync()).Select(row => row.State).Order());

        Assert.Equal(0, await retention.ExpireAsync(ended.AddYears(1).AddDays(-1), Operator, Cancel));
        Assert.Equal(3, (await world.RowsAsync()).Count);
        Assert.Equal(2, await retention.ExpireAsync(ended.AddYears(1).AddMinutes(1), Operator, Cancel));
        MessageRow left = Assert.Single(await world.RowsAsync());
        Assert.Equal(waits.Id.Value, left.Id);
        Assert.Equal(0, await retention.ExpireAsync(ended.AddYears(1).AddMinutes(1), Operator, Cancel));

        LedgerEntry entry = (await world.First.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Expired, Reason = MessageRetention.Reason }, Cancel).SingleAsync(Cancel)).Entry;
        Assert.Equal((2L, "hanako", "email"), (entry.Count, entry.Accessor, Assert.Single(entry.Items)));
    }
}
