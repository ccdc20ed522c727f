using System.Collections.Concurrent;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Stores;
using Azukari.Vault;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Azukari.Bench.Twins;

/// <summary>
/// The unprotected twin: one row a person with the same values in clear, keyed by the same id, in a SQLite file or a PostgreSQL table of
/// its own, tuned alike (write-ahead log; the row in the primary key's own tree on SQLite).
/// </summary>
internal abstract class PlainTable : IAsyncDisposable
{
    public const string Select = "SELECT name, address, mobile FROM members WHERE id = @id";

    public static async Task<PlainTable> CreateAsync(BenchPlace place, CancellationToken cancel)
    {
        PlainTable table = place.Location is PostgresDatabase database ? new PlainPostgres(database) : new PlainSqlite(place.PlainFile);
        await table.CreateTableAsync(cancel);
        return table;
    }

    public static PlainTable Open(BenchPlace place) =>
        place.Location is PostgresDatabase database ? new PlainPostgres(database) : new PlainSqlite(place.PlainFile);

    public abstract Task AddAsync(IReadOnlyList<int> numbers, CancellationToken cancel);

    /// <summary>Reads one person as an application without protection does, and checks what it got.</summary>
    public abstract ValueTask ReadAsync(int number);

    /// <summary>Reads everybody in the order of their ids; returns how many there were, each checked.</summary>
    public abstract Task<int> ScanAsync(IReadOnlyDictionary<SubjectId, int> numbers, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    protected abstract Task CreateTableAsync(CancellationToken cancel);

    public static Exception Wrong(int number) => new MeasurementException($"The unprotected twin gave other values than those of person {number}.");
}

internal sealed class PlainSqlite(string file) : PlainTable
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
    private readonly ConcurrentBag<Reader> _idle = [];

    /// <summary>ADO.NET at its best: the connection stays open, the command prepared; opening per call costs more than the read.</summary>
    public override async ValueTask ReadAsync(int number)
    {
        await Task.Yield(); // SQLite never waits: without this, four callers would do all the work (see Callers)
        if (!_idle.TryTake(out var reader)) reader = new Reader(Connect());
        reader.Read(number);
        _idle.Add(reader);
    }

    public override Task<int> ScanAsync(IReadOnlyDictionary<SubjectId, int> numbers, CancellationToken cancel)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, name, address, mobile FROM members ORDER BY id";
        using var rows = command.ExecuteReader();
        var count = 0;
        while (rows.Read())
        {
            var number = numbers[SubjectId.FromBytes(rows.GetFieldValue<byte[]>(0))];
            if (!Specimens.IsRight(rows.GetString(1), rows.GetString(2), rows.GetString(3), number)) throw Wrong(number);
            count++;
        }

        return Task.FromResult(count);
    }

    public override Task AddAsync(IReadOnlyList<int> numbers, CancellationToken cancel)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO members (id, name, address, mobile) VALUES (@id, @name, @address, @mobile)";
        foreach (var name in (string[])["@id", "@name", "@address", "@mobile"]) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        foreach (var number in numbers)
        {
            var values = Specimens.Values(number);
            command.Parameters[0].Value = Specimens.Id(number).ToBytes();
            command.Parameters[1].Value = values.Name.Reveal();
            command.Parameters[2].Value = values.Address.Reveal();
            command.Parameters[3].Value = values.Mobile.Reveal();
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task CreateTableAsync(CancellationToken cancel)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE members (id BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, mobile TEXT NOT NULL) STRICT, WITHOUT ROWID";
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        return connection;
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _command;
        private readonly SqliteParameter _id;

        public Reader(SqliteConnection connection)
        {
            _connection = connection;
            _command = connection.CreateCommand();
            _command.CommandText = Select;
            _id = _command.Parameters.Add("@id", SqliteType.Blob);
        }

        public void Read(int number)
        {
            _id.Value = Specimens.Id(number).ToBytes();
            using var row = _command.ExecuteReader();
            if (!row.Read() || !Specimens.IsRight(row.GetString(0), row.GetString(1), row.GetString(2), number)) throw Wrong(number);
        }

        public void Dispose()
        {
            _command.Dispose();
            _connection.Dispose();
        }
    }
}

internal sealed class PlainPostgres : PlainTable
{
    private readonly NpgsqlDataSource _source;

    public PlainPostgres(PostgresDatabase database) =>
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, MaxPoolSize = 64 });

    public override async ValueTask ReadAsync(int number)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new NpgsqlParameter<byte[]>("id", Specimens.Id(number).ToBytes()));
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync() || !Specimens.IsRight(row.GetString(0), row.GetString(1), row.GetString(2), number)) throw Wrong(number);
    }

    public override async Task<int> ScanAsync(IReadOnlyDictionary<SubjectId, int> numbers, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT id, name, address, mobile FROM members ORDER BY id", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var count = 0;
        while (await rows.ReadAsync(cancel))
        {
            var number = numbers[SubjectId.FromBytes(rows.GetFieldValue<byte[]>(0))];
            if (!Specimens.IsRight(rows.GetString(1), rows.GetString(2), rows.GetString(3), number)) throw Wrong(number);
            count++;
        }

        return count;
    }

    public override async Task AddAsync(IReadOnlyList<int> numbers, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var copy = await connection.BeginBinaryImportAsync("COPY members (id, name, address, mobile) FROM STDIN (FORMAT binary)", cancel);
        foreach (var number in numbers)
        {
            var values = Specimens.Values(number);
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(Specimens.Id(number).ToBytes(), NpgsqlDbType.Bytea, cancel);
            await copy.WriteAsync(values.Name.Reveal(), NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(values.Address.Reveal(), NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(values.Mobile.Reveal(), NpgsqlDbType.Text, cancel);
        }

        await copy.CompleteAsync(cancel);
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async Task CreateTableAsync(CancellationToken cancel)
    {
        await using var command = _source.CreateCommand("CREATE TABLE members (id bytea NOT NULL PRIMARY KEY, name text NOT NULL, address text NOT NULL, mobile text NOT NULL)");
        await command.ExecuteNonQueryAsync(cancel);
    }
}
