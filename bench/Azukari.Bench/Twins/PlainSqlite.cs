using System.Collections.Concurrent;
using Azukari.Bench.World;
using Azukari.Vault;
using Microsoft.Data.Sqlite;

namespace Azukari.Bench.Twins;

/// <inheritdoc/>
internal sealed class PlainSqlite(string file, TwinShape shape) : PlainTable(shape)
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
    private readonly ConcurrentBag<Reader> _idle = [];

    // Connections stay open and commands prepared: opening per call costs more than the read.
    public override async ValueTask ReadAsync(int number)
    {
        await Task.Yield(); // SQLite never waits: without this, four callers would do all the work (see Callers)
        if (!_idle.TryTake(out var reader)) reader = new Reader(Connect(), Select);
        var gathered = default(Gathered);
        using (var rows = reader.Run(Specimens.Id(number)))
            while (rows.Read()) Take(rows, ref gathered);
        gathered.Check(number);
        _idle.Add(reader);
    }

    public override Task<int> ScanAsync(IReadOnlyDictionary<SubjectId, int> numbers, CancellationToken cancel)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = SelectAll;
        using var rows = command.ExecuteReader();
        var (count, gathered) = (0, default(Gathered));
        while (rows.Read())
        {
            if (!Take(rows, ref gathered)) continue;
            gathered.Check(numbers[SubjectId.FromBytes(rows.GetFieldValue<byte[]>(IdColumn))]);
            (count, gathered) = (count + 1, default);
        }

        return Task.FromResult(count);
    }

    public override ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task CreateTablesAsync(CancellationToken cancel)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE items (subject BLOB NOT NULL, item TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (subject, item)) STRICT, WITHOUT ROWID;
            CREATE TABLE members (id BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, mobile TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """;
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    protected override Task AddAsync(IReadOnlyList<int> numbers, CancellationToken cancel)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        using var members = Insert(connection, transaction, "INSERT INTO members VALUES (@a, @b, @c, @d)", 4);
        using var items = Insert(connection, transaction, "INSERT INTO items VALUES (@a, @b, @c)", 3);
        foreach (var number in numbers)
        {
            var id = Specimens.Id(number).ToBytes();
            var (name, address, mobile) = Specimens.Values(number);
            Run(members, id, name.Reveal(), address.Reveal(), mobile.Reveal());
            Run(items, id, "address", address.Reveal());
            Run(items, id, "mobile", mobile.Reveal());
            Run(items, id, "name", name.Reveal());
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    private static SqliteCommand Insert(SqliteConnection connection, SqliteTransaction transaction, string sql, int places)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var place = 0; place < places; place++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{(char)('a' + place)}" });
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var place = 0; place < values.Length; place++) command.Parameters[place].Value = values[place];
        command.ExecuteNonQuery();
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

        public Reader(SqliteConnection connection, string select)
        {
            _connection = connection;
            _command = connection.CreateCommand();
            _command.CommandText = select;
            _id = _command.Parameters.Add("@id", SqliteType.Blob);
        }

        public SqliteDataReader Run(SubjectId id)
        {
            _id.Value = id.ToBytes();
            return _command.ExecuteReader();
        }

        public void Dispose()
        {
            _command.Dispose();
            _connection.Dispose();
        }
    }
}
