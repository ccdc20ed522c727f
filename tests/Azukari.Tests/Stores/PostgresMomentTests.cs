using Azukari.Stores;
using Azukari.Testing;
using Npgsql;

namespace Azukari.Tests.Stores;

/// <summary>A moment tells what ended since: only what is known to have changed nothing of anybody leaves it as it was.</summary>
public sealed class PostgresMomentTests
{
    private static readonly PostgresMoment Before = PostgresMoment.Parse("100:110:103,105", "1.5");

    [Theory]
    [InlineData("100:110:103,105", true)] // the same
    [InlineData("103:110:103,105", true)] // the oldest of them is another: nothing ended since
    [InlineData("100:112:103,105,110,111", true)] // begun and not ended
    [InlineData("105:110:105", false)] // 103 ended
    [InlineData("100:111:103,105", false)] // 110 began and ended
    [InlineData("103:112:103,105,111", false)] // 110 ended, 111 did not
    [InlineData("100:109:103,105", false)] // earlier: a server put back
    public void Whatever_ended_unknown_ends_the_moment(string later, bool holds) =>
        Assert.Equal(holds, Before.HoldsUntil(PostgresMoment.Parse(later, "1.5"), new KnownTransactions()));

    [Theory]
    [InlineData("105:110:105", true)]
    [InlineData("105:112:105,111", true)]
    [InlineData("105:112:105", false)] // 111 is not known
    [InlineData("110:111:", false)] // nor is 105
    public void What_is_known_does_not(string later, bool holds)
    {
        var known = new KnownTransactions();
        known.Add("103", "1.5");
        known.Add("110", "1.5");

        Assert.Equal(holds, Before.HoldsUntil(PostgresMoment.Parse(later, "1.5"), known));
    }

    [Fact]
    public void Another_server_may_give_a_number_again()
    {
        var known = new KnownTransactions();
        known.Add("110", "1.5");
        Assert.True(Before.HoldsUntil(PostgresMoment.Parse("100:111:103,105", "1.5"), known));
        Assert.False(Before.HoldsUntil(PostgresMoment.Parse("100:111:103,105", "2.5"), known));

        known.Add("90", "2.5"); // its numbers are another's by now
        Assert.False(Before.HoldsUntil(PostgresMoment.Parse("100:111:103,105", "1.5"), known));
        Assert.False(PostgresMoment.Parse("100:110:103,105", "2.5").HoldsUntil(PostgresMoment.Parse("100:111:103,105", "2.5"), known));
    }

    [Fact]
    public void What_is_forgotten_is_unknown()
    {
        var known = new KnownTransactions();
        known.Add("110", "1.5");
        known.Add((110 + KnownTransactions.Kept).ToString(System.Globalization.CultureInfo.InvariantCulture), "1.5");

        Assert.False(Before.HoldsUntil(PostgresMoment.Parse("100:111:103,105", "1.5"), known));
        Assert.False(Before.HoldsUntil(PostgresMoment.Parse("9000:9000:", "1.5"), known)); // too much happened to look at it all
    }

    [Theory]
    [InlineData("")]
    [InlineData("100:110")]
    [InlineData("100:x:")]
    [InlineData("100:110:103,")]
    public void What_is_no_snapshot_is_not_taken_for_one(string text) => Assert.Throws<FormatException>(() => PostgresMoment.Parse(text, "1.5"));

    [Fact]
    public async Task A_server_says_what_ended()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync(durable: false); // one nobody else writes to
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());
        await using var reading = await source.OpenConnectionAsync(cancel);
        await using var writing = await source.OpenConnectionAsync(cancel);
        await using var other = await source.OpenConnectionAsync(cancel);
        await RunAsync(writing, "CREATE TABLE people (id bigint PRIMARY KEY, generation bigint NOT NULL); CREATE TABLE entries (id bigint NOT NULL)");
        var known = new KnownTransactions();

        var start = await NowAsync();
        await RunAsync(writing, "SELECT count(*) FROM people");
        Assert.True(start.HoldsUntil(await NowAsync(), known)); // reading changes nothing

        var (number, name) = await FirstAsync(writing, $"WITH written AS (INSERT INTO entries VALUES (1) RETURNING 1) SELECT {PostgresMoment.TransactionColumns} FROM written");
        Assert.False(start.HoldsUntil(await NowAsync(), known)); // nobody has said what it was
        known.Add(number, name);
        Assert.True(start.HoldsUntil(await NowAsync(), known));

        // Somebody writes while it is looked, and commits before it is looked again.
        await using (var transaction = await other.BeginTransactionAsync(cancel))
        {
            await RunAsync(other, "INSERT INTO people VALUES (1, 1)");
            var during = await NowAsync();
            Assert.True(start.HoldsUntil(during, known)); // not ended: nothing of it is seen
            await transaction.CommitAsync(cancel);
            Assert.False(start.HoldsUntil(await NowAsync(), known));
            Assert.False(during.HoldsUntil(await NowAsync(), known));
        }

        // A part of a transaction has a number of its own; the whole of it ends with the transaction's.
        await using (var transaction = await other.BeginTransactionAsync(cancel))
        {
            await RunAsync(other, "SAVEPOINT part; UPDATE people SET generation = 2; RELEASE SAVEPOINT part");
            await RunAsync(writing, "INSERT INTO entries VALUES (2)"); // ended behind the part's number
            var during = await NowAsync();
            await transaction.CommitAsync(cancel);
            Assert.False(during.HoldsUntil(await NowAsync(), known));
        }

        async Task<PostgresMoment> NowAsync()
        {
            var (snapshot, on) = await FirstAsync(reading, $"SELECT {PostgresMoment.Columns}");
            return PostgresMoment.Parse(snapshot, on);
        }

        async Task<(string, string)> FirstAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            Assert.True(await rows.ReadAsync(cancel));
            return (rows.GetString(0), rows.GetString(1));
        }

        async Task RunAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
