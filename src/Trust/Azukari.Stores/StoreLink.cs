using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azukari.Stores;

/// <summary>An open connection with, on SQLite, the statements it has prepared: preparing anew costs more than most reads.</summary>
internal sealed class StoreLink : IDisposable, IAsyncDisposable
{
    private const int KeptStatements = 128;
    private readonly DbConnection? _connection;
    private readonly sqlite3? _own;
    private readonly Dictionary<string, DbCommand>? _idle;
    private readonly Dictionary<string, SqliteStatement> _batched = new(StringComparer.Ordinal);
    private readonly bool _plain;
    private readonly List<StoreCursor> _lent = [];
    private StoreCursor?[] _cursors = [];

    /// <param name="plain">Whether statements are run through ADO.NET only.</param>
    public StoreLink(StoreEngine engine, DbConnection connection, bool plain = false)
    {
        Engine = engine;
        _connection = connection;
        _plain = plain;
        _idle = engine == StoreEngine.Sqlite ? new(StringComparer.Ordinal) : null; // Npgsql prepares by itself (Max Auto Prepare)
    }

    /// <summary>A connection of SQLite's own functions, for hot statements and nothing else.</summary>
    public StoreLink(sqlite3 own)
    {
        Engine = StoreEngine.Sqlite;
        _own = own;
    }

    public StoreEngine Engine { get; }

    public DbConnection Connection => _connection ?? throw new NotSupportedException("This connection runs hot statements only.");

    /// <summary>Whether it runs hot statements only.</summary>
    public bool IsHot => _own is not null;

    public DbCommand Take(string sql, DbTransaction? transaction, (string Name, object? Value)[] args)
    {
        if (_idle is null || !_idle.Remove(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
        }
        command.Transaction = transaction;
        var parameters = command.Parameters;
        if (parameters.Count != args.Length)
            parameters.Clear();
        for (var i = 0; i < args.Length; i++)
        {
            var value = args[i].Value ?? DBNull.Value;
            if (i < parameters.Count && parameters[i].ParameterName == args[i].Name)
            {
                parameters[i].Value = value;
                continue;
            }
            while (parameters.Count > i)
                parameters.RemoveAt(parameters.Count - 1);
            var parameter = command.CreateParameter();
            parameter.ParameterName = args[i].Name;
            parameter.Value = value;
            parameters.Add(parameter);
        }
        return command;
    }

    public void GiveBack(string sql, DbCommand command)
    {
        if (_idle is not null && _idle.Count < KeptStatements && _idle.TryAdd(sql, command))
        {
            foreach (DbParameter parameter in command.Parameters)
                parameter.Value = DBNull.Value; // no value lingers in a cached statement
            ((SqliteCommand)command).Transaction = null;
            return;
        }
        command.Dispose();
    }

    /// <summary>On SQLite: runs a statement once for each row.</summary>
    public int Run(string sql, IReadOnlyList<object?[]> rows)
    {
        if (Connection is not SqliteConnection sqlite)
            throw new NotSupportedException("PostgreSQL takes many rows in one statement: use unnest.");
        if (!_batched.TryGetValue(sql, out var statement))
            _batched[sql] = statement = new SqliteStatement(sqlite, sql); // as many as there are texts in the program: few
        return statement.Run(rows);
    }

    /// <summary>On SQLite: the statement on this connection. Reset by <see cref="ResetCursors"/>.</summary>
    public StoreCursor Cursor(HotStatement statement, DbTransaction? transaction = null)
    {
        if (statement.Number >= _cursors.Length) Array.Resize(ref _cursors, statement.Number + 8);
        var cursor = _cursors[statement.Number] ??= Prepare(statement);
        if (cursor is CommandCursor command) command.Transaction = (SqliteTransaction?)transaction;
        _lent.Add(cursor);
        return cursor;
    }

    /// <summary>Ends the run of every statement lent since the last time; reading ends with it.</summary>
    public void ResetCursors()
    {
        foreach (var cursor in _lent) cursor.Reset();
        _lent.Clear();
    }

    private StoreCursor Prepare(HotStatement statement)
    {
        if (_own is not null) return new NativeCursor(_own, statement.Sql, SqliteNative.Instance!);
        if (Connection is not SqliteConnection sqlite) throw new NotSupportedException("Hot statements are SQLite's.");
        return !_plain && SqliteNative.Instance is { } native && sqlite.Handle is { } handle ? new NativeCursor(handle, statement.Sql, native) : new CommandCursor(sqlite, statement.Sql);
    }

    public void Dispose()
    {
        DropStatements();
        _own?.Dispose();
        _connection?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        DropStatements();
        _own?.Dispose();
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private void DropStatements()
    {
        _lent.Clear();
        foreach (var cursor in _cursors) cursor?.Dispose();
        _cursors = [];
        foreach (var statement in _batched.Values)
            statement.Dispose();
        _batched.Clear();
        if (_idle is null)
            return;
        foreach (var command in _idle.Values)
            command.Dispose();
        _idle.Clear();
    }
}
