using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Stores.StoreWorld;

namespace Azukari.Tests.Stores;

public sealed class TransactionTests
{
    [Theory, EngineData]
    public async Task What_a_failing_write_did_is_undone(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(async (t, ct) =>
        {
            await t.ExecuteAsync("INSERT INTO notes (id) VALUES (5)", ct);
            throw new InvalidOperationException();
        }, Cancel));

        Assert.Equal(1, await store.CountAsync());
        await store.AddAsync(5, [1]); // and the next writer is not in its way
        Assert.Equal(2, await store.CountAsync());
    }

    [Theory, EngineData]
    public async Task Selects_read_together_see_one_moment_and_a_failing_one_leaves_the_store_usable(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);
        await using var beside = await OpenAsync(place.Location);
        var (ids, counts) = (new List<long>(), new List<long>());

        await store.ReadTogetherAsync(
        [
            ("SELECT id FROM notes WHERE id = @id", r =>
            {
                ids.Add(r.GetInt64(0));
                beside.Write(t => t.Execute("INSERT INTO notes (id) VALUES (7)"));
            }),
            ("SELECT count(*) FROM notes", r => counts.Add(r.GetInt64(0))),
            ("SELECT id FROM notes WHERE id > @id", r => ids.Add(r.GetInt64(0))),
        ], Cancel, ("id", 0L));

        Assert.Equal([0], ids);
        Assert.Equal([1], counts);
        Assert.Equal(2, await store.CountAsync());
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.ReadTogetherAsync([("SELECT 1 FROM nowhere", _ => { })], Cancel));
        await store.AddAsync(8, [1]);
        await store.ReadTogetherAsync([("SELECT count(*) FROM notes", r => counts.Add(r.GetInt64(0)))], Cancel);
        Assert.Equal([1, 3], counts);
    }

    [Theory, EngineData]
    public async Task A_statement_by_itself_is_durable_whole_or_not_at_all(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);

        Assert.Equal(2, store.WriteStatement(s => s.Execute("INSERT INTO notes (id) VALUES (1), (2)")));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => store.WriteStatement(s => s.Execute("INSERT INTO notes (id) VALUES (3), (2)")));

        Assert.Equal(3, await store.CountAsync());
        Assert.Equal(1, store.WriteStatement(s => s.Execute("INSERT INTO notes (id) VALUES (3)")));
    }

    [Fact]
    public async Task A_statement_run_for_many_rows_keeps_every_kind_of_value()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, new StoreDefinition("notes", First,
            new Migration(2, "kinds", "CREATE TABLE kinds (id {long} NOT NULL PRIMARY KEY, b {bytes}, t {text}) {strict};")));
        object?[][] rows = [[1L, new byte[] { 1, 0, 255 }, "短い"], [2L, Array.Empty<byte>(), ""], [3L, null, null], [4L, new byte[5000], new string('長', 1000)], [5, new byte[] { 9 }, new string('長', 128)]];

        Assert.Equal(5, await store.WriteAsync((t, _) => Task.FromResult(t.ExecuteEach("INSERT INTO kinds (id, b, t) VALUES (@id, @b, @t)", rows)), Cancel));
        Assert.Equal(0, await store.WriteAsync((t, _) => Task.FromResult(t.ExecuteEach("INSERT INTO kinds (id, b, t) VALUES (@id, @b, @t) ON CONFLICT DO NOTHING", rows)), Cancel));

        var kept = await store.ReadAsync((s, ct) => s.ListAsync("SELECT id, b, t FROM kinds ORDER BY id", r => (r.GetInt64(0), r.BytesOrNull(1), r.TextOrNull(2)), ct), ct: Cancel);
        Assert.Equal(rows.Select(r => (Convert.ToInt64(r[0], System.Globalization.CultureInfo.InvariantCulture), (byte[]?)r[1], (string?)r[2])), kept);
    }

    [Fact]
    public async Task A_row_that_fails_among_many_undoes_them_all_and_the_statement_serves_the_next()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location);
        const string insert = "INSERT INTO notes (id) VALUES (@id)";

        var error = await Record.ExceptionAsync(() => store.WriteAsync((t, _) => Task.FromResult(t.ExecuteEach(insert, [[7L], [8L], [7L]])), Cancel));
        Assert.True(StoreErrors.IsUniqueViolation(error!), error?.ToString());
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync((t, _) => Task.FromResult(t.ExecuteEach(insert, [[7L], [8L, 9L]])), Cancel));
        Assert.Equal(1, await store.CountAsync());

        await store.WriteAsync((t, _) => Task.FromResult(t.ExecuteEach(insert, [[7L], [8L]])), Cancel);
        Assert.Equal(3, await store.CountAsync());
    }

    [Theory, EngineData]
    public async Task Writers_of_two_stores_on_one_place_lose_no_update(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var one = await OpenAsync(place.Location, new StoreDefinition("notes", First, new Migration(2, "n", "ALTER TABLE notes ADD COLUMN n {long} NOT NULL DEFAULT 0")));
        await using var two = await OpenAsync(place.Location, one.Definition);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            for (var k = 0; k < 10; k++)
                await (i % 2 == 0 ? one : two).WriteAsync((t, ct) => t.ExecuteAsync("UPDATE notes SET n = n + 1 WHERE id = 0", ct), Cancel);
        }, Cancel)));

        Assert.Equal(200, await one.ReadAsync((s, ct) => s.ScalarAsync<long>("SELECT n FROM notes WHERE id = 0", ct), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task Writers_that_lock_each_other_out_are_tried_again(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);
        await store.AddAsync(1, []);
        await store.AddAsync(2, []);

        // Opposite orders of the same rows deadlock on PostgreSQL; SQLite has one writer at a time.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => store.WriteAsync(async (t, ct) =>
        {
            await t.ExecuteAsync("UPDATE notes SET label = 'x' WHERE id = @id", ct, ("id", i % 2 == 0 ? 1L : 2L));
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
            await t.ExecuteAsync("UPDATE notes SET label = 'y' WHERE id = @id", ct, ("id", i % 2 == 0 ? 2L : 1L));
        }, Cancel)));

        Assert.Equal(2, await store.ReadAsync((s, ct) => s.ScalarAsync<long>("SELECT count(*) FROM notes WHERE label IN ('x', 'y')", ct), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task A_snapshot_sees_one_moment(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);

        await store.ReadAsync(async (s, ct) =>
        {
            Assert.Equal(1, await s.ScalarAsync<long>("SELECT count(*) FROM notes", ct));
            await store.AddAsync(7, [1]);
            Assert.Equal(1, await s.ScalarAsync<long>("SELECT count(*) FROM notes", ct));
            return true;
        }, snapshot: true, Cancel);

        Assert.Equal(2, await store.CountAsync());
    }

    [Theory, EngineData]
    public async Task Values_come_back_as_they_went_in(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);
        await store.WriteAsync(async (t, ct) =>
        {
            for (var id = 1L; id <= 3; id++) // the same statement with and without nulls: prepared once
                await t.ExecuteAsync("INSERT INTO notes (id, body, label) VALUES (@id, @body, @label)", ct,
                    ("id", id), ("body", id == 2 ? null : new byte[] { 0, 255, (byte)id }), ("label", id == 3 ? null : "見本𠮷'\"" + id));
        }, Cancel);

        var rows = await store.ReadAsync((s, ct) => s.ListAsync("SELECT id, body, label FROM notes WHERE id > @after ORDER BY id",
            r => (r.GetInt64(0), Body: r.BytesOrNull(1), Label: r.TextOrNull(2)), ct, ("after", 0L)), ct: Cancel);

        Assert.Equal([0, 255, 1], rows[0].Body);
        Assert.Equal("見本𠮷'\"1", rows[0].Label);
        Assert.Null(rows[1].Body);
        Assert.Null(rows[2].Label);
        var first = await store.ReadAsync((s, ct) => s.FirstAsync("SELECT id FROM notes WHERE id = 99", r => (long?)r.GetInt64(0), ct), ct: Cancel);
        Assert.Null(first);
    }

    [Theory, EngineData]
    public async Task A_module_enlists_its_own_commands_in_a_transaction(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(async (t, ct) =>
        {
            await using var command = t.Connection.CreateCommand();
            command.Transaction = t.Transaction;
            command.CommandText = "INSERT INTO notes (id) VALUES (9)";
            await command.ExecuteNonQueryAsync(ct);
            throw new InvalidOperationException();
        }, Cancel));

        Assert.Equal(1, await store.CountAsync());
    }

    [Theory, EngineData]
    public async Task A_value_that_must_be_unique_is_told_apart(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using var store = await OpenAsync(place.Location);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => store.AddAsync(0, [1]));
        Assert.True(StoreErrors.IsUniqueViolation(error));
        Assert.False(StoreErrors.IsTransient(error));
    }

    [Theory, EngineData]
    public async Task A_lease_has_one_holder_until_it_runs_out_or_is_given_back(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        var clock = new TestClock();
        await using var store = await OpenAsync(place.Location, clock: clock);
        var minute = TimeSpan.FromMinutes(1);

        var winners = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.TryAcquireLeaseAsync("job", "holder" + i, minute, Cancel)));
        Assert.Single(winners, won => won);
        var winner = "holder" + Array.IndexOf(winners, true);
        Assert.True(await store.TryAcquireLeaseAsync("job", winner, minute, Cancel));
        Assert.True(await store.TryAcquireLeaseAsync("other job", "someone", minute, Cancel));
        await store.ReleaseLeaseAsync("job", "someone", Cancel);
        Assert.False(await store.TryAcquireLeaseAsync("job", "someone", minute, Cancel));

        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.True(await store.TryAcquireLeaseAsync("job", winner, minute, Cancel)); // renewed
        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.False(await store.TryAcquireLeaseAsync("job", "someone", minute, Cancel));
        clock.Advance(TimeSpan.FromSeconds(16));
        Assert.True(await store.TryAcquireLeaseAsync("job", "someone", minute, Cancel));
        await store.ReleaseLeaseAsync("job", "someone", Cancel);
        Assert.True(await store.TryAcquireLeaseAsync("job", winner, minute, Cancel));
    }
}
