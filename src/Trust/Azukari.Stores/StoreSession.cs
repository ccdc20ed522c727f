using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Azukari.Stores;

/// <summary>A connection to a store, for the time of one piece of work. Not to be shared between threads, nor kept.</summary>
/// <remarks>SQL is written once for both engines, with <c>@name</c> parameters of type long, int, string, byte[] or null.</remarks>
public class StoreSession : IAsyncDisposable, IDisposable
{
    private readonly Action<StoreLink, bool>? _return;
    private bool _done;

    internal StoreSession(StoreLink link, DbTransaction? transaction, Action<StoreLink, bool>? giveBack)
    {
        Link = link;
        Transaction = transaction;
        _return = giveBack;
    }

    /// <summary>The engine underneath.</summary>
    public StoreEngine Engine => Link.Engine;

    /// <summary>The connection, for what the helpers here do not cover.</summary>
    public DbConnection Connection => Link.Connection;

    /// <summary>The transaction the connection is in, if any.</summary>
    public DbTransaction? Transaction { get; private set; }

    internal StoreLink Link { get; }

    /// <summary>Runs a statement; returns the number of rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken ct, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            return await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>The first column of the first row; default where there is no row or the value is null.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken ct, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            var value = await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
            return value is null or DBNull ? default : Cast<T>(value);
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>The first row as <paramref name="read"/> makes it; default where there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken ct, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            return await reader.ReadAsync(ct).ConfigureAwait(false) ? read(reader) : default;
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>All rows. For results of known, small size; otherwise <see cref="StreamAsync{T}"/>.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken ct, params (string Name, object? Value)[] args)
    {
        var rows = new List<T>();
        var command = Link.Take(sql, Transaction, args);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            while (await reader.ReadAsync(ct).ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>Does something with each row.</summary>
    public async Task EachAsync(string sql, Action<DbDataReader> row, CancellationToken ct, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            while (await reader.ReadAsync(ct).ConfigureAwait(false))
                row(reader);
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>Rows one at a time, in constant memory. The session serves nothing else while a PostgreSQL stream is open.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, Func<DbDataReader, T> read, [EnumeratorCancellation] CancellationToken ct, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            while (await reader.ReadAsync(ct).ConfigureAwait(false))
                yield return read(reader);
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>Runs a statement on the caller's thread; returns the number of rows it changed.</summary>
    public int Execute(string sql, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            return command.ExecuteNonQuery();
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>
    /// On PostgreSQL: runs a statement prepared once for each connection, on the caller's thread, to its end; returns its first row, default where
    /// there is none. Parameters are as for <see cref="StoreCall"/>.
    /// </summary>
    public T? FirstPrepared<T>(string sql, Func<DbDataReader, T> read, params object[] values)
    {
        using var command = new Npgsql.NpgsqlCommand(sql, (Npgsql.NpgsqlConnection)Connection, (Npgsql.NpgsqlTransaction?)Transaction);
        foreach (var value in values)
            command.Parameters.Add(PostgresCalls.Parameter(value));
        command.Prepare(); // asks the server only where this connection has not prepared it yet
        using var reader = command.ExecuteReader();
        var first = reader.Read() ? read(reader) : default;
        while (reader.NextResult())
        {
            // To the end: a statement without a transaction around it commits behind its last row, and says there where it could not.
        }
        return first;
    }

    /// <summary>
    /// On SQLite: runs one statement for each row, on the caller's thread; returns how many rows of tables it changed. The statement's
    /// parameters take a row's values in the order in which they first appear in it.
    /// </summary>
    /// <exception cref="NotSupportedException">On PostgreSQL, where one statement takes arrays of values (<c>unnest</c>).</exception>
    /// <exception cref="ArgumentException">A row has another number of values than the statement has parameters.</exception>
    public int ExecuteEach(string sql, IReadOnlyList<object?[]> rows) => Link.Run(sql, rows);

    /// <summary>On SQLite: a hot statement on this connection, to be run on the caller's thread; reset when the session ends.</summary>
    public StoreCursor Hot(HotStatement statement) => Link.Cursor(statement, Transaction);

    /// <summary>The first row, read on the caller's thread; default where there is none.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] args)
    {
        var command = Link.Take(sql, Transaction, args);
        try
        {
            using var reader = command.ExecuteReader();
            return reader.Read() ? read(reader) : default;
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>All rows, read on the caller's thread.</summary>
    public List<T> List<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] args)
    {
        var rows = new List<T>();
        var command = Link.Take(sql, Transaction, args);
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
        finally
        {
            Link.GiveBack(sql, command);
        }
    }

    /// <summary>Gives the connection back; a transaction that was not committed is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_done)
            return;
        _done = true;
        Link.ResetCursors();
        var sound = true;
        if (Transaction is not null)
        {
            try
            {
                await Transaction.DisposeAsync().ConfigureAwait(false);
            }
            catch (DbException)
            {
                sound = false; // a connection whose roll-back failed must not be used again
            }
        }
        _return?.Invoke(Link, sound);
    }

    /// <inheritdoc cref="DisposeAsync" />
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_done)
            return;
        _done = true;
        Link.ResetCursors();
        var sound = true;
        try
        {
            Transaction?.Dispose();
        }
        catch (DbException)
        {
            sound = false;
        }
        _return?.Invoke(Link, sound);
    }

    private static T Cast<T>(object value)
    {
        if (value is T fits)
            return fits;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T)Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>A session inside a write transaction. Public, so that a module can enlist its own writes in the same transaction.</summary>
public sealed class StoreTransaction : StoreSession
{
    internal StoreTransaction(StoreLink link, DbTransaction transaction, Action<StoreLink, bool>? giveBack)
        : base(link, transaction, giveBack)
    {
    }
}

/// <summary>Reading columns the same way on both engines.</summary>
public static class StoreReading
{
    /// <summary>A column of bytes.</summary>
    public static byte[] Bytes(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>A column of bytes, or null.</summary>
    public static byte[]? BytesOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    /// <summary>A column of text, or null.</summary>
    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A 64-bit integer, or null.</summary>
    public static long? LongOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
