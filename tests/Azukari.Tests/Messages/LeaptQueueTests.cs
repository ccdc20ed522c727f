using Azukari.Messages.Contracts;
using Azukari.Messages.Sending;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault.Health;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>The clock leaps ahead and comes back: what was ordered, put off or begun meanwhile is sent, and what is ordered for later waits for its time. And what health says of the queue.</summary>
public sealed class LeaptQueueTests
{
    private static readonly TimeSpan Leap = TimeSpan.FromHours(20);

    [Theory, EngineData]
    public async Task What_was_ordered_ahead_is_due_once_the_clock_is_back_and_what_is_for_later_is_not(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var start = world.Clock.GetUtcNow();
        world.Clock.Set(start + Leap);
        var ahead = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        world.Clock.Set(start);
        var later = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()) with { NotBefore = start + TimeSpan.FromHours(8) }, Cancel);

        Assert.Equal(ahead.Id.Value, (await world.First.Queue.TakeAsync(Cancel))!.Id);
        Assert.Null(await world.First.Queue.TakeAsync(Cancel));
        Assert.Equal(MessageState.Waiting, (await world.RowAsync(later.Id)).State);
        world.Clock.Set(start + TimeSpan.FromHours(8));
        var due = await world.First.Queue.TakeAsync(Cancel);
        while (due is not null && due.Id != later.Id.Value) due = await world.First.Queue.TakeAsync(Cancel);
        Assert.NotNull(due);
    }

    [Theory, EngineData]
    public async Task What_was_put_off_or_begun_ahead_waits_no_longer_than_a_try_ever_does(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var start = world.Clock.GetUtcNow();
        var putOff = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        world.Clock.Set(start + Leap);
        var row = (await world.First.Queue.TakeAsync(Cancel))!;
        Assert.True(await world.First.Queue.AgainAsync(row, "smtp-450", world.Clock.GetUtcNow() + BackOff.After(1, row.Id), attempt: true, doubt: false, Cancel));
        world.Clock.Set(start);

        var again = (await world.First.Queue.TakeAsync(Cancel))!; // at once, and whoever has it keeps it
        Assert.Equal((putOff.Id.Value, 1), (again.Id, again.Attempts));
        Assert.Null(await world.First.Queue.TakeAsync(Cancel));
        Assert.True(await world.First.Queue.AgainAsync(again, "smtp-450", start + BackOff.After(7, row.Id), attempt: true, doubt: false, Cancel));
        Assert.Null(await world.First.Queue.TakeAsync(Cancel)); // an ordinary wait is kept

        // Begun ahead by somebody who died: the lease binds nobody for longer than it could.
        world.Clock.Set(start + Leap);
        Assert.NotNull(await world.First.Queue.TakeAsync(Cancel));
        world.Clock.Set(start + TimeSpan.FromHours(6));
        Assert.NotNull(await world.First.Queue.TakeAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task Health_tells_how_many_wait_since_when_and_whether_the_server_is_away_or_they_are_late(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var even = new Even();
        var (state, start) = (new PostState(), world.Clock.GetUtcNow());
        var health = new MessageHealth(world.First.Databases, world.First.Services.GetRequiredService<Posts>(), state, world.Clock) { Even = even };
        Assert.Equal(("messages", HealthState.Degraded), (health.Part, health.Worst)); // a host without its mail server goes on
        async Task<(HealthState, string, long?, TimeSpan?)> LookAsync() => await health.LookAsync(Cancel) is var found ? (found.State, found.Code, found.Count, found.Age) : default;

        Assert.Equal((HealthState.Ready, "ok", 0L, null), await LookAsync());
        await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()) with { NotBefore = start + TimeSpan.FromDays(1) }, Cancel);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((HealthState.Ready, "ok", 1L, TimeSpan.FromMinutes(5)), await LookAsync());

        state.IsAway = true;
        Assert.Equal((HealthState.Degraded, "server-away", 1L, TimeSpan.FromMinutes(5)), await LookAsync());
        state.IsAway = false;

        // Late: told once it has lasted, by even time, since a leap makes everything late for a moment.
        world.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal((HealthState.Ready, "ok"), (await LookAsync()) is var first ? (first.Item1, first.Item2) : default);
        even.Passed = TimeSpan.FromSeconds(31);
        Assert.Equal((HealthState.Degraded, "waiting", 1L, TimeSpan.FromMinutes(16)), await LookAsync());
        await world.First.SendAsync();
        Assert.Equal((HealthState.Ready, "ok", 0L, null), await LookAsync());
    }

    [Fact]
    public async Task A_company_that_named_no_server_is_told_so_and_is_not_unwell_for_it()
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite, _ => null!);
        var health = new MessageHealth(world.First.Databases, world.First.Services.GetRequiredService<Posts>(), new PostState(), world.Clock);
        await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        world.Clock.Advance(TimeSpan.FromHours(1));

        var found = await health.LookAsync(Cancel);

        Assert.Equal((HealthState.Ready, "no-server", 1L), (found.State, found.Code, found.Count));
    }

    /// <summary>Time that passes when it is told to.</summary>
    private sealed class Even : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks + 1;
    }
}
