using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azukari.Stores;

/// <summary>
/// One prepared SQLite statement, run row after row by its place numbers. For batches: the ADO.NET command looks every parameter up by
/// name and makes a reader for each row, which costs several times what SQLite itself does.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int _places;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _connection);
        _places = raw.sqlite3_bind_parameter_count(_statement);
    }

    /// <summary>Runs the statement for each row; returns how many rows of tables it changed.</summary>
    /// <exception cref="ArgumentException">A row has another number of values than the statement has parameters, or a value of another type.</exception>
    public int Run(IReadOnlyList<object?[]> rows)
    {
        var before = raw.sqlite3_total_changes(_connection);
        try
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var row = rows[i];
                if (row.Length != _places) throw new ArgumentException($"The statement has {_places} parameters, a row {row.Length} values.", nameof(rows));
                for (var at = 0; at < row.Length; at++) Check(Bind(at + 1, row[at]));
                var outcome = raw.sqlite3_step(_statement);
                if (outcome is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) SqliteException.ThrowExceptionForRC(outcome, _connection);
                raw.sqlite3_reset(_statement);
            }
        }
        finally
        {
            raw.sqlite3_reset(_statement);
            raw.sqlite3_clear_bindings(_statement); // no value lingers in a kept statement
        }

        return raw.sqlite3_total_changes(_connection) - before;
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, place, 0),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        string { Length: > 0 and <= 128 } text => BindShort(place, text),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        _ => throw new ArgumentException("A value is a long, an int, a string, bytes or null.", nameof(value)),
    };

    private int BindShort(int place, string text)
    {
        Span<byte> utf8 = stackalloc byte[3 * 128];
        return raw.sqlite3_bind_text(_statement, place, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private void Check(int outcome)
    {
        if (outcome != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(outcome, _connection);
    }
}
