using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Azukari.Stores;

/// <summary>An open connection with, on SQLite, the statements it has prepared: preparing anew costs more than most reads.</summary>
internal sealed class StoreLink : IDisposable, IAsyncDisposable
{
    private const int KeptStatements = 128;
    private readonly Dictionary<string, DbCommand>? _idle;
    private readonly Dictionary<string, SqliteStatement> _batched = new(StringComparer.Ordinal);

    public StoreLink(StoreEngine engine, DbConnection connection)
    {
        Engine = engine;
        Connection = connection;
        _idle = engine == StoreEngine.Sqlite ? new(StringComparer.Ordinal) : null; // Npgsql prepares by itself (Max Auto Prepare)
    }

    public StoreEngine Engine { get; }

    public DbConnection Connection { get; }

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

    public void Dispose()
    {
        DropStatements();
        Connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        DropStatements();
        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    private void DropStatements()
    {
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
