using System.Text;
using Microsoft.Data.Sqlite;

namespace Azukari.Stores;

/// <summary>A statement run through ADO.NET: the same as <see cref="NativeCursor"/>, wherever Microsoft.Data.Sqlite runs at all.</summary>
internal sealed class CommandCursor(SqliteConnection connection, string sql) : StoreCursor
{
    private readonly SqliteCommand _command = new(sql, connection);
    private SqliteDataReader? _reader;

    /// <summary>A command knows the transaction it is in; a connection has one at a time.</summary>
    public SqliteTransaction? Transaction { set => _command.Transaction = value; }

    public override void Bind(int place, long value) => Set(place, value);

    public override void Bind(int place, ReadOnlySpan<byte> value) => Set(place, value.ToArray());

    public override void BindNull(int place) => Set(place, DBNull.Value);

    public override bool Step()
    {
        _reader ??= _command.ExecuteReader();
        return _reader.Read();
    }

    public override void Reset()
    {
        _reader?.Dispose();
        _reader = null;
    }

    public override int Run()
    {
        Reset();
        return _command.ExecuteNonQuery();
    }

    public override bool IsNull(int column) => Row.IsDBNull(column);

    public override long Number(int column) => Row.IsDBNull(column) ? 0 : Row.GetInt64(column);

    public override ReadOnlySpan<byte> Bytes(int column) => Row.GetValue(column) switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => [],
    };

    private SqliteDataReader Row => _reader ?? throw new InvalidOperationException("The statement stands on no row.");

    private protected override void Dispose(bool disposing)
    {
        Reset();
        _command.Dispose();
    }

    private void Set(int place, object value)
    {
        Reset();
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"?{place}");
        if (_command.Parameters.Contains(name)) _command.Parameters[name].Value = value;
        else _command.Parameters.AddWithValue(name, value);
    }
}
