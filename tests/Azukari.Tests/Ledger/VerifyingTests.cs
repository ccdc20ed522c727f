using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>Somebody with the database in his hands changes it; the verifier names the first entry that is not as it was.</summary>
public sealed partial class VerifyingTests
{
    private const int Sealed = 700;
    private const int Waiting = 20;

    // Filled once; each test tampers with a copy.
    private static readonly Dictionary<StoreEngine, Lazy<Task<LedgerWorld>>> Originals =
        Enum.GetValues<StoreEngine>().ToDictionary(engine => engine, engine => new Lazy<Task<LedgerWorld>>(() => FillAsync(engine)));

    [Theory, EngineData]
    public async Task A_ledger_as_it_was_written_passes(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);

        var report = await world.VerifyAsync();

        Assert.Null(report.First);
        Assert.True(report.Ok);
        Assert.Equal((Sealed, Waiting, Sealed), (report.Sealed, report.Unsealed, report.Vouched));
        Assert.Equal(2, report.Writers);
        Assert.True(report.Checkpoints >= 4);
    }

    [Theory, EngineData]
    public async Task A_ledger_that_is_sealed_while_it_is_verified_is_not_taken_for_one_cut_short(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sealing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ledger.AppendAsync(world.Use(), Cancel);
                await ledger.SealAsync(Cancel);
            }
        }, Cancel);

        for (var i = 0; i < 30; i++)
        {
            var report = await world.VerifyAsync(); // with the checkpoints outside, which are more each time one looks
            Assert.True(report.Ok, report.First?.ToString());
        }
        await stop.CancelAsync();
        await sealing;
    }

    [Theory, EngineData]
    public async Task An_empty_ledger_passes(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using (await world.OpenAsync())
        {
        }

        var report = await world.VerifyAsync();

        Assert.True(report.Ok);
        Assert.Equal((0, 0, 0), (report.Sealed, report.Unsealed, report.Vouched));
    }

    [Theory]
    [EngineData("id", 300)]
    [EngineData("salt", 300)]
    [EngineData("link", 300)]
    [EngineData("entry", 0)]
    [EngineData("entry", 300)]
    [EngineData("entry", 699)]
    [EngineData("subject", 300)]
    public async Task A_flipped_byte_in_a_sealed_entry_is_named(StoreEngine engine, string column, int position)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync(async (session, ct) =>
        {
            var bytes = (await session.ScalarAsync<byte[]>($"SELECT {column} FROM sealed WHERE position = @p", ct, ("p", (long)position)))!;
            bytes[bytes.Length / 2] ^= 1;
            await session.ExecuteAsync($"UPDATE sealed SET {column} = @b WHERE position = @p", ct, ("b", bytes), ("p", (long)position));
        });

        await AssertFirstAsync(world, position);
    }

    [Theory]
    [EngineData("kind", "'provided'")]
    [EngineData("accessor", "'op.other'")]
    [EngineData("accessor", "NULL")]
    [EngineData("purpose", "'purpose.member.9'")]
    [EngineData("time", "time + 1")]
    [EngineData("seq", "seq + 1")]
    [EngineData("writer", "3 - writer")]
    [EngineData("writer", "99")]
    [EngineData("subject", "NULL")]
    public async Task A_changed_column_of_a_sealed_entry_is_named(StoreEngine engine, string column, string value)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync((session, ct) => session.ExecuteAsync($"UPDATE sealed SET {column} = {value} WHERE position = 411", ct));

        await AssertFirstAsync(world, 411);
    }

    [Theory, EngineData]
    public async Task An_entry_rewritten_with_a_fitting_chain_link_is_named_by_the_tree(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync(async (session, ct) =>
        {
            // The last of its writer's chain, so that no later link gives it away; head and sealed head are rewritten as well.
            var row = await session.FirstAsync("SELECT position, writer, seq, salt FROM sealed WHERE writer = 1 ORDER BY position DESC LIMIT 1",
                r => (Position: r.GetInt64(0), Writer: r.GetInt64(1), Seq: r.GetInt64(2), Salt: r.Bytes(3)), ct);
            var previous = await session.ScalarAsync<byte[]>("SELECT link FROM sealed WHERE writer = 1 AND seq = @s", ct, ("s", row.Seq - 1));
            var forged = world.Use();
            var link = LedgerHash.Link(previous, row.Seq, LedgerHash.Leaf(row.Salt, forged.ToCanonicalJson()));
            await session.ExecuteAsync("UPDATE sealed SET entry = @e, link = @l, id = @i, subject = NULL, time = @t WHERE position = @p", ct,
                ("e", forged.ToCanonicalJson()), ("l", link), ("i", forged.Id.ToBytes()), ("t", forged.Microseconds), ("p", row.Position));
            await session.ExecuteAsync("UPDATE writers SET sealed_head = @l WHERE number = 1", ct, ("l", link));
            await session.ExecuteAsync("DELETE FROM unsealed WHERE writer = 1", ct);
            await session.ExecuteAsync("UPDATE writers SET head = @l, seq = sealed_seq WHERE number = 1", ct, ("l", link));
            world.Noted = row.Position;
        });

        await AssertFirstAsync(world, world.Noted);
    }

    [Theory]
    [EngineData(0)]
    [EngineData(345)]
    [EngineData(698)]
    public async Task A_deleted_entry_is_named(StoreEngine engine, int position)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync((session, ct) => session.ExecuteAsync("DELETE FROM sealed WHERE position = @p", ct, ("p", (long)position)));

        await AssertFirstAsync(world, position);
    }

    [Theory, EngineData]
    public async Task A_deleted_entry_whose_successors_moved_up_is_named(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync(async (session, ct) =>
        {
            await session.ExecuteAsync("DELETE FROM sealed WHERE position = 345", ct);
            await session.ExecuteAsync("UPDATE sealed SET position = -position WHERE position > 345", ct);
            await session.ExecuteAsync("UPDATE sealed SET position = -position - 1 WHERE position < 0", ct);
        });

        await AssertFirstAsync(world, 345);
    }

    [Theory]
    [EngineData(100, 101)]
    [EngineData(100, 600)]
    [EngineData(255, 256)]
    public async Task Reordered_entries_are_named_by_the_first_of_them(StoreEngine engine, int one, int other)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync(async (session, ct) =>
        {
            await session.ExecuteAsync("UPDATE sealed SET position = -1 WHERE position = @a", ct, ("a", (long)one));
            await session.ExecuteAsync("UPDATE sealed SET position = @a WHERE position = @b", ct, ("a", (long)one), ("b", (long)other));
            await session.ExecuteAsync("UPDATE sealed SET position = @b WHERE position = -1", ct, ("b", (long)other));
        });

        await AssertFirstAsync(world, one);
    }

    [Theory, EngineData]
    public async Task A_cut_tail_is_found_without_the_checkpoint_file(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync((session, ct) => session.ExecuteAsync("DELETE FROM sealed WHERE position >= 650", ct));

        var report = await world.VerifyAsync(withFile: false);
        Assert.Equal(650, report.First?.Position);
    }

    [Theory, EngineData]
    public async Task A_tail_cut_with_its_checkpoints_is_found_by_the_writers_heads(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync(async (session, ct) => world.Noted = await RollBackAsync(session, heads: false, ct));

        var report = await world.VerifyAsync(withFile: false);
        Assert.Equal(world.Noted, report.First?.Position);
    }

    [Theory, EngineData]
    public async Task A_ledger_put_back_without_trace_is_found_by_the_checkpoint_file(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync(async (session, ct) => world.Noted = await RollBackAsync(session, heads: true, ct));

        Assert.True((await world.VerifyAsync(withFile: false)).Ok); // nothing inside the database can tell
        await AssertFirstAsync(world, world.Noted);
        var error = await Assert.ThrowsAsync<LedgerDamagedException>(() => world.OpenAsync());
        Assert.Contains(CheckpointFile.FileName, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData("DELETE FROM unsealed WHERE arrival = (SELECT max(arrival) FROM unsealed)", 20)]
    [EngineData("DELETE FROM unsealed", 1)]
    [EngineData("DELETE FROM unsealed WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    [EngineData("UPDATE unsealed SET seq = seq + 1 WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    [EngineData("UPDATE unsealed SET subject = NULL WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    [EngineData("UPDATE unsealed SET salt = link WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    [EngineData("UPDATE unsealed SET link = salt WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    [EngineData("UPDATE unsealed SET id = salt WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    [EngineData("UPDATE unsealed SET entry = salt WHERE arrival = (SELECT min(arrival) + 6 FROM unsealed)", 7)]
    public async Task A_change_of_what_waits_to_be_sealed_is_named_by_writer_and_number(StoreEngine engine, string sql, int nth)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync((session, ct) => session.ExecuteAsync(sql, ct));

        var report = await world.VerifyAsync();

        Assert.NotNull(report.First);
        Assert.Null(report.First.Position);
        Assert.NotNull(report.First.Writer);
        Assert.Equal(world.SealedOfSecond + nth, report.First.Seq);
        await using var ledger = await world.OpenAsync();
        if (!sql.StartsWith("DELETE FROM unsealed WHERE arrival = (SELECT max", StringComparison.Ordinal) && nth > 1)
            await Assert.ThrowsAsync<LedgerDamagedException>(() => ledger.SealAsync(Cancel)); // nothing is signed over it
    }

    [Theory]
    [EngineData("UPDATE checkpoints SET note = (SELECT min(note) FROM checkpoints)")]
    [EngineData("UPDATE checkpoints SET note = replace(note, 'ledger', 'lodger') WHERE size = (SELECT max(size) FROM checkpoints)")]
    [EngineData("UPDATE checkpoints SET size = size - 1 WHERE size = (SELECT max(size) FROM checkpoints)")]
    [EngineData("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)")]
    [EngineData("UPDATE writers SET seq = seq + 1 WHERE number = 1")]
    [EngineData("UPDATE writers SET head = sealed_head WHERE number = 2")]
    [EngineData("UPDATE writers SET sealed_head = head WHERE number = 2")]
    [EngineData("DELETE FROM writers WHERE number = 1")]
    [EngineData("UPDATE tree SET size = size - 1")]
    [EngineData("UPDATE tree SET edge = (SELECT salt FROM sealed WHERE position = 0)")]
    [EngineData("DELETE FROM tree")]
    [EngineData("DELETE FROM tiles WHERE level = 1")]
    [EngineData("DELETE FROM tiles WHERE level = 0 AND number = 1")]
    [EngineData("UPDATE tiles SET hashes = (SELECT salt FROM sealed WHERE position = 0) WHERE level = 0 AND number = 2")]
    [EngineData("INSERT INTO tiles SELECT level, number + 7, hashes FROM tiles WHERE level = 0 AND number = 0")]
    public async Task A_change_of_the_ledgers_own_records_is_found(StoreEngine engine, string sql)
    {
        await using var world = await FilledAsync(engine);
        await world.TamperAsync((session, ct) => session.ExecuteAsync(sql, ct));

        Assert.False((await world.VerifyAsync(withFile: false)).Ok);
    }

    [Theory, EngineData]
    public async Task A_ledger_signed_anew_with_another_key_is_found(StoreEngine engine)
    {
        await using var world = await FilledAsync(engine);
        using var other = LedgerSigningKey.Create(Origin);

        var report = await LedgerVerifier.VerifyAsync(world.Place.Location, new VerifyOptions { Key = other.Verifier }, Cancel);

        Assert.False(report.Ok);
        Assert.Equal(0, report.First?.Position);
        Assert.Equal(0, report.Vouched);
    }
}
