namespace Azukari.Stores;

/// <summary>
/// A statement the program runs so often that what surrounds it counts: prepared once for each connection, run on the caller's thread. On
/// SQLite only. Keep it in a static field: a connection has a place for each there is.
/// </summary>
public sealed class HotStatement
{
    private static int _count;

    /// <param name="sql">One statement; its parameters are <c>?1</c>, <c>?2</c>, … without gaps.</param>
    public HotStatement(string sql)
    {
        Sql = sql;
        Number = Interlocked.Increment(ref _count) - 1;
    }

    /// <summary>The statement.</summary>
    public string Sql { get; }

    internal int Number { get; }
}

/// <summary>
/// A prepared statement of one connection, lent for one piece of work. Places count from 1, columns from 0. What is bound stays bound until
/// it is bound anew: ids and codes, never a value of a person.
/// </summary>
public abstract class StoreCursor : IDisposable
{
    private protected StoreCursor()
    {
    }

    /// <summary>Binds a number.</summary>
    public abstract void Bind(int place, long value);

    /// <summary>Binds bytes; they are copied.</summary>
    public abstract void Bind(int place, ReadOnlySpan<byte> value);

    /// <summary>Binds null.</summary>
    public abstract void BindNull(int place);

    /// <summary>Moves to the next row; false behind the last one.</summary>
    public abstract bool Step();

    /// <summary>Ends the statement's run; it can be run again.</summary>
    public abstract void Reset();

    /// <summary>Runs a statement that gives no rows; returns how many rows of tables it changed.</summary>
    public abstract int Run();

    /// <summary>Whether a column of the row is null.</summary>
    public abstract bool IsNull(int column);

    /// <summary>A number of the row.</summary>
    public abstract long Number(int column);

    /// <summary>Bytes of the row, or a text in UTF-8; empty where null. Valid until the next step.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int column);

    /// <summary>A text of the row; empty where null.</summary>
    public string Text(int column) => System.Text.Encoding.UTF8.GetString(Bytes(column));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Dispose(bool disposing);
}

/// <summary>
/// A connection lent for one piece of work on the caller's thread. A statement that stands on a row holds the moment it was begun at: every
/// statement run meanwhile sees the store as of then.
/// </summary>
public readonly struct HotSession
{
    private readonly StoreLink _link;

    internal HotSession(StoreLink link) => _link = link;

    /// <summary>The statement on this connection, ready to be bound; it is reset when the work ends.</summary>
    public StoreCursor this[HotStatement statement] => _link.Cursor(statement);
}
