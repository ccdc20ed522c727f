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
        for (var i = 0; i < 63; i++) appends.Add(ledger.AppendAsync(world.Use(), Cancel));
        await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        await WaitForWritersAsync(held, 1); // who goes now is cut off from whoever comes next
        appends.Add(ledger.AppendAsync(world.Use(), Cancel));
        await WaitForWritersAsync(held, 2);
        await ExecuteAsync(held, "COMMIT");
        await Task.WhenAll(appends);

        Assert.Equal([1L, 10L, 64L], await CommitsAsync(held));
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

    private static async Task WaitForWritersAsync(NpgsqlConnection held, long writers)
    {
        await using var look = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE relation = 'azukari_ledger.writers'::regclass AND NOT granted", held);
        for (var waiting = -1L; waiting != writers; waiting = (long)(await look.ExecuteScalarAsync(Cancel))!)
            if (waiting != -1) await Task.Delay(TimeSpan.FromMilliseconds(5), Cancel);
    }

    // Entries by the transaction that wrote them, in order.
    private static async Task<List<long>> CommitsAsync(NpgsqlConnection held)
    {
        await using var look = new NpgsqlCommand("SELECT count(*) FROM azukari_ledger.unsealed GROUP BY xmin ORDER BY min(arrival)", held);
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
