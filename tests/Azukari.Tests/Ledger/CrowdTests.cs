using Azukari.Ledger;
using Azukari.Stores;
using Npgsql;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>How callers of a moment share commits on PostgreSQL, where two writers take turns.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task A_second_commit_begins_when_it_has_as_much_as_the_one_under_way_and_no_small_piece_of_a_crowd()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Postgres);
        await using var ledger = await world.OpenAsync();
        await ledger.AppendAsync(world.Use(), Cancel);
        await using var held = new NpgsqlConnection(((PostgresDatabase)world.Place.Location).ConnectionString);
        await held.OpenAsync(Cancel);
        await ExecuteAsync(held, "BEGIN; LOCK TABLE azukari_ledger.writers IN EXCLUSIVE MODE");

        List<Task> appends = [ledger.AppendAsync(world.Uses(10), Cancel)];
        await WaitForWritersAsync(held, 1);
        for (var i = 0; i < 23; i++) appends.Add(ledger.AppendAsync(world.Use(), Cancel));
        await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        await WaitForWritersAsync(held, 1); // who goes now is cut off from whoever comes next
        appends.Add(ledger.AppendAsync(world.Use(), Cancel));
        await WaitForWritersAsync(held, 2);
        await ExecuteAsync(held, "COMMIT");
        await Task.WhenAll(appends);

        Assert.Equal([1L, 10L, 24L], await CommitsAsync(held));
    }

    [Fact]
    public async Task Lone_callers_wait_for_nobody_but_their_own_commit()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Postgres);
        await using var ledger = await world.OpenAsync();
        await ledger.AppendAsync(world.Use(), Cancel);
        await using var held = new NpgsqlConnection(((PostgresDatabase)world.Place.Location).ConnectionString);
        await held.OpenAsync(Cancel);
        await ExecuteAsync(held, "BEGIN; LOCK TABLE azukari_ledger.writers IN EXCLUSIVE MODE");

        var first = ledger.AppendAsync(world.Use(), Cancel);
        await WaitForWritersAsync(held, 1);
        var second = ledger.AppendAsync(world.Use(), Cancel);
        await WaitForWritersAsync(held, 2);
        await ExecuteAsync(held, "COMMIT");
        await Task.WhenAll(first, second);

        Assert.Equal([1L, 1L, 1L], await CommitsAsync(held));
    }

    [Fact]
    public async Task Closing_writes_what_waits_behind_a_larger_commit()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Postgres);
        var ledger = await world.OpenAsync();
        await ledger.AppendAsync(world.Use(), Cancel);
        await using var held = new NpgsqlConnection(((PostgresDatabase)world.Place.Location).ConnectionString);
        await held.OpenAsync(Cancel);
        await ExecuteAsync(held, "BEGIN; LOCK TABLE azukari_ledger.writers IN EXCLUSIVE MODE");

        List<Task> appends = [ledger.AppendAsync(world.Uses(5), Cancel)];
        await WaitForWritersAsync(held, 1);
        appends.Add(ledger.AppendAsync(world.Use(), Cancel));
        var closing = Task.Run(async () => await ledger.DisposeAsync(), Cancel);
        await WaitForWritersAsync(held, 1);
        await ExecuteAsync(held, "COMMIT");
        await Task.WhenAll(appends);
        await closing;

        await using var again = await world.OpenAsync();
        Assert.Equal(7, (await again.CheckpointAsync(Cancel)).Size);
    }

    [Fact]
    public async Task Sealing_sweeps_the_table_of_waiting_entries_so_that_it_does_not_grow_with_what_went_through_it()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Postgres);
        await using var ledger = await world.OpenAsync();
        await using var look = new NpgsqlConnection(((PostgresDatabase)world.Place.Location).ConnectionString);
        await look.OpenAsync(Cancel);

        var sizes = new List<long>();
        for (var turn = 0; turn < 3; turn++)
        {
            for (var sealedNow = 0; sealedNow < Sweeper.Every; sealedNow += Sealer.BatchSize)
            {
                await ledger.AppendAsync(world.Uses(Sealer.BatchSize), Cancel);
                await ledger.SealAsync(Cancel);
            }

            await using var size = new NpgsqlCommand("SELECT pg_relation_size('azukari_ledger.unsealed')", look);
            sizes.Add((long)(await size.ExecuteScalarAsync(Cancel))!);
        }

        Assert.True(sizes[2] < 1.5 * sizes[0], string.Join(", ", sizes)); // three times as much without
    }

    private static async Task WaitForWritersAsync(NpgsqlConnection held, long writers)
    {
        await using var look = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE relation = 'azukari_ledger.writers'::regclass AND NOT granted", held);
        for (var waiting = -1L; waiting != writers; waiting = (long)(await look.ExecuteScalarAsync(Cancel))!)
            if (waiting != -1) await Task.Delay(TimeSpan.FromMilliseconds(5), Cancel);
    }

    // Entries by the transaction that wrote them, the fewest first: of two that wait either may be let in first.
    private static async Task<List<long>> CommitsAsync(NpgsqlConnection held)
    {
        await using var look = new NpgsqlCommand("SELECT count(*) FROM azukari_ledger.unsealed GROUP BY xmin ORDER BY count(*)", held);
        await using var rows = await look.ExecuteReaderAsync(Cancel);
        var commits = new List<long>();
        while (await rows.ReadAsync(Cancel)) commits.Add(rows.GetInt64(0));
        return commits;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
