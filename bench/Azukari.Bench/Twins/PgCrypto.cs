using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Stores;
using Npgsql;

namespace Azukari.Bench.Twins;

/// <summary>
/// What is done today: values encrypted in the database by pgcrypto, under one passphrase that travels with every query, and an audit row in
/// the transaction of the read. Few people suffice: its time goes into deriving keys, not into finding rows.
/// </summary>
internal sealed class PgCrypto : IAsyncDisposable
{
    private const string Passphrase = "a passphrase the application keeps";
    private readonly NpgsqlDataSource _source;
    private readonly int _people;

    private PgCrypto(NpgsqlDataSource source, int people) => (_source, _people) = (source, people);

    public static async Task<PgCrypto> CreateAsync(PostgresDatabase database, int people, CancellationToken cancel)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, MaxPoolSize = 64 });
        await using var tables = source.CreateCommand("""
            CREATE EXTENSION IF NOT EXISTS pgcrypto;
            CREATE TABLE IF NOT EXISTS encrypted_members (id bytea NOT NULL PRIMARY KEY, name bytea NOT NULL, address bytea NOT NULL, mobile bytea NOT NULL);
            CREATE TABLE IF NOT EXISTS audit (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, who text NOT NULL, purpose text NOT NULL, member bytea NOT NULL, items text NOT NULL);
            """);
        await tables.ExecuteNonQueryAsync(cancel);
        await Task.WhenAll(Enumerable.Range(0, people).Chunk(Math.Max(1, people / 4)).Select(async numbers =>
        {
            await using var fill = source.CreateCommand(
                "INSERT INTO encrypted_members SELECT id, pgp_sym_encrypt(name, @key), pgp_sym_encrypt(address, @key), pgp_sym_encrypt(mobile, @key) FROM members WHERE id = ANY(@ids)");
            fill.CommandTimeout = 300;
            fill.Parameters.AddWithValue("key", Passphrase);
            fill.Parameters.AddWithValue("ids", numbers.Select(number => Specimens.Id(number).ToBytes()).ToArray());
            await fill.ExecuteNonQueryAsync(cancel);
        }));
        return new PgCrypto(source, people);
    }

    public async Task<Rate> RunAsync(int callers, TimeSpan time)
    {
        var before = await AuditedAsync();
        var rate = await Callers.RunAsync(callers, time, dice => ReadAsync(dice.Next(_people)));
        var audited = await AuditedAsync() - before;
        return audited == rate.Calls ? rate : throw new MeasurementException($"{rate.Calls:N0} reads by pgcrypto left {audited:N0} audit rows.");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // Both in one message and one implicit transaction: the fewest round trips it can have.
    private async ValueTask ReadAsync(int number)
    {
        var id = Specimens.Id(number).ToBytes();
        await using var connection = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pgp_sym_decrypt(name, $1), pgp_sym_decrypt(address, $1), pgp_sym_decrypt(mobile, $1) FROM encrypted_members WHERE id = $2")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = Passphrase }, new NpgsqlParameter<byte[]> { TypedValue = id } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO audit (at, who, purpose, member, items) VALUES (now(), $1, $2, $3, $4)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = "bench" }, new NpgsqlParameter<string> { TypedValue = "delivery" },
                new NpgsqlParameter<byte[]> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = "name address mobile" },
            },
        });
        string name, address, mobile;
        await using (var row = await batch.ExecuteReaderAsync())
        {
            if (!await row.ReadAsync()) throw PlainTable.Wrong(number);
            (name, address, mobile) = (row.GetString(0), row.GetString(1), row.GetString(2));
        } // read to the end: the audit row is durable before the values are used

        if (!Specimens.IsRight(name, address, mobile, number)) throw PlainTable.Wrong(number);
    }

    private async Task<long> AuditedAsync()
    {
        await using var count = _source.CreateCommand("SELECT count(*) FROM audit");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
