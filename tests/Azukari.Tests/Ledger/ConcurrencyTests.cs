using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>Several callers, several processes (each a ledger and a store of its own), kills.</summary>
public sealed class ConcurrencyTests
{
    [Theory, EngineData]
    public async Task Many_writers_in_two_processes_make_one_order_that_verifies(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var host = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        var tool = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        var subjects = Enumerable.Range(0, 5).Select(_ => Pseudonym.New()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async caller =>
        {
            var ledger = caller % 2 == 0 ? host : tool;
            for (var i = 0; i < 50; i++)
            {
                var entry = world.Use(subjects[caller % 5]);
                await ledger.AppendAsync(entry, Cancel);
                if (i % 10 == 0)
                    Assert.NotNull(await ledger.FindAsync(entry.Id, Cancel)); // durable, and never lost on its way to be sealed
            }
        }));
        await host.DisposeAsync();
        await tool.DisposeAsync();

        var report = await world.VerifyAsync();
        Assert.True(report.Ok, report.First?.ToString());
        Assert.Equal((2000, 0, 2000), (report.Sealed, report.Unsealed, report.Vouched));
        await using var reader = await world.OpenAsync();
        foreach (var subject in subjects)
        {
            var history = await reader.HistoryAsync(subject, ct: Cancel).ToListAsync(Cancel);
            Assert.Equal(400, history.Select(record => record.Entry.Id).Distinct().Count());
            Assert.Equal(history.OrderByDescending(record => record.Position), history);
        }
    }

    [Theory, EngineData]
    public async Task A_seal_gives_a_checkpoint_over_all_that_was_durable_also_where_the_background_sealed_the_last_of_it(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        for (var round = 1; round <= 10; round++)
        {
            await ledger.AppendAsync(world.Uses(2100), Cancel); // a batch and a little more
            Assert.Equal(2100 * round, (await ledger.SealAsync(Cancel)).Size);
        }
    }

    [Theory, EngineData]
    public async Task A_history_read_while_sealing_goes_on_misses_nothing_and_repeats_nothing(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var subject = Pseudonym.New();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sealing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await ledger.SealAsync(Cancel);
        }, Cancel);

        for (var written = 1; written <= 60; written++)
        {
            await ledger.AppendAsync(world.Use(subject), Cancel);
            var history = await ledger.HistoryAsync(subject, ct: Cancel).Select(record => record.Entry.Id).ToListAsync(Cancel);
            Assert.Equal(written, history.Count);
            Assert.Equal(written, history.Distinct().Count());
        }
        await stop.CancelAsync();
        await sealing;
    }

    [Theory, EngineData]
    public async Task Two_processes_draining_the_same_outbox_record_each_entry_once(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var one = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        var two = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        var entries = world.Uses(200);
        var drained = 0;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            var ledger = i % 2 == 0 ? one : two;
            foreach (var chunk in entries.Chunk(10))
                Interlocked.Add(ref drained, await ledger.DrainAsync(chunk, Cancel));
        }));
        await one.DisposeAsync();
        await two.DisposeAsync();

        Assert.Equal(200, drained);
        var report = await world.VerifyAsync();
        Assert.True(report.Ok, report.First?.ToString());
        Assert.Equal(200, report.Sealed);
    }

    [Theory, EngineData]
    public async Task Draining_again_after_sealing_records_nothing_anew(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var entries = world.Uses(3);
        Assert.Equal(2, await ledger.DrainAsync(entries[..2], Cancel));
        await ledger.SealAsync(Cancel);

        Assert.Equal(1, await ledger.DrainAsync([entries[0], entries[1], entries[2], entries[2]], Cancel));
        Assert.Equal(0, await ledger.DrainAsync(entries, Cancel));
        Assert.Equal(3, (await ledger.SealAsync(Cancel)).Size);
    }

    [Theory, EngineData]
    public async Task A_killed_sealers_lease_runs_out_and_another_takes_over(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var killed = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        var entry = world.Use();
        await killed.AppendAsync(entry, Cancel);
        await Eventually.HoldsAsync(async () => (await killed.FindAsync(entry.Id, Cancel))?.Position is not null);
        await killed.AbandonAsync(); // holds the lease still

        await using var other = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        var next = world.Use();
        await other.AppendAsync(next, Cancel);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Cancel);
        Assert.Null((await other.FindAsync(next.Id, Cancel))?.Position);

        world.Clock.Advance(TimeSpan.FromSeconds(11));
        await Eventually.HoldsAsync(async () => (await other.FindAsync(next.Id, Cancel))?.Position == 1);
    }

    [Theory, EngineData]
    public async Task A_chain_given_back_is_taken_up_and_a_killed_ones_is_not(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        for (var run = 0; run < 4; run++)
            await using (var ledger = await world.OpenAsync())
                await ledger.AppendAsync(world.Use(), Cancel);
        Assert.Equal(1, (await world.VerifyAsync()).Writers);

        var killed = await world.OpenAsync();
        await killed.AppendAsync(world.Use(), Cancel);
        await killed.AbandonAsync();
        await using (var ledger = await world.OpenAsync())
            await ledger.AppendAsync(world.Use(), Cancel);

        var report = await world.VerifyAsync();
        Assert.True(report.Ok, report.First?.ToString());
        Assert.Equal(2, report.Writers);
        Assert.Equal(6, report.Sealed);
    }

    [Theory, EngineData]
    public async Task Reading_only_writes_nothing(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using (var ledger = await world.OpenAsync())
            Assert.Equal(0, (await ledger.CheckpointAsync(Cancel)).Size);

        var report = await world.VerifyAsync();
        Assert.Equal((0, 0L), (report.Writers, report.Checkpoints));
        Assert.False(Directory.Exists(world.Checkpoints));
    }

    [Theory, EngineData]
    public async Task After_closing_an_append_is_refused(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var ledger = await world.OpenAsync();
        await ledger.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => ledger.AppendAsync(world.Use(), Cancel));
    }

    [Theory, EngineData]
    public async Task A_commit_that_fails_tells_its_callers_and_the_next_one_succeeds(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        await ledger.AppendAsync(world.Use(), Cancel);
        var store = await world.OpenStoreAsync();
        await store.WriteAsync((t, ct) => t.ExecuteAsync("ALTER TABLE unsealed RENAME TO away", ct), Cancel);

        var failing = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => ledger.AppendAsync(world.Use(), Cancel)).AsTask()));
        Assert.All(failing, error => Assert.IsType<LedgerUnavailableException>(error));

        await store.WriteAsync((t, ct) => t.ExecuteAsync("ALTER TABLE away RENAME TO unsealed", ct), Cancel);
        await ledger.AppendAsync(world.Use(), Cancel);
        Assert.Equal(2, (await ledger.SealAsync(Cancel)).Size);
        Assert.True((await world.VerifyAsync()).Ok);
    }

    [Theory, EngineData]
    public async Task A_chain_taken_by_another_is_left_and_a_new_one_begun(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        await ledger.AppendAsync(world.Use(), Cancel);
        var store = await world.OpenStoreAsync();
        await store.WriteAsync((t, ct) => t.ExecuteAsync("UPDATE writers SET holder = 'another'", ct), Cancel);

        await ledger.AppendAsync(world.Use(), Cancel);

        Assert.Equal(2, (await ledger.SealAsync(Cancel)).Size);
        var report = await world.VerifyAsync();
        Assert.True(report.Ok, report.First?.ToString());
        Assert.Equal(2, report.Writers);
    }

    [Theory, EngineData]
    public async Task While_connections_break_or_the_file_is_locked_nothing_acknowledged_is_lost_or_doubled(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var ledger = await world.OpenAsync(world.Options(TimeSpan.FromMilliseconds(10)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var disturbing = Task.Run(() => DisturbAsync(world, stop.Token), Cancel);
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<EntryId>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 60; i++)
            {
                var entry = world.Use();
                try
                {
                    await ledger.AppendAsync(entry, Cancel);
                    acknowledged.Add(entry.Id);
                }
                catch (IOException)
                {
                    while (await Record.ExceptionAsync(() => ledger.DrainAsync([entry], Cancel)) is IOException)
                    {
                        // what failed can be drained, whether it was written or not, until it succeeds
                    }
                    acknowledged.Add(entry.Id);
                }
            }
        }));
        await stop.CancelAsync();
        await disturbing;
        await ledger.DisposeAsync();

        var report = await world.VerifyAsync();
        Assert.True(report.Ok, report.First?.ToString());
        await using var reader = await world.OpenAsync();
        var found = await reader.QueryAsync(new LedgerQuery(), Cancel).Select(record => record.Entry.Id).ToListAsync(Cancel);
        Assert.Equal(480, acknowledged.Count);
        Assert.Equal(acknowledged.Order(Comparer<EntryId>.Create((a, b) => a.Value.CompareTo(b.Value))), found.Order(Comparer<EntryId>.Create((a, b) => a.Value.CompareTo(b.Value))));
    }

    private static async Task DisturbAsync(LedgerWorld world, CancellationToken stop)
    {
        var store = await Store.OpenAsync(world.Place.Location, new StoreDefinition("disturber"), TimeProvider.System, Cancel);
        await using (store)
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(40), Cancel);
                if (world.Place.Location is SqliteFolder folder)
                {
                    await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.FileOf("ledger")};Pooling=False");
                    await other.OpenAsync(Cancel);
                    await using var transaction = other.BeginTransaction(deferred: false);
                    await Task.Delay(TimeSpan.FromMilliseconds(60), Cancel);
                }
                else
                {
                    await store.ReadAsync((s, ct) => s.ScalarAsync<long>(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'azukari-ledger' AND datname = current_database()", ct), ct: Cancel);
                }
            }
    }
}
