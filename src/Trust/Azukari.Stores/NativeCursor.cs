using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azukari.Stores;

/// <summary>
/// A statement run by SQLite's own functions. The statement belongs to its <see cref="sqlite3_stmt"/>, which finalises it once; its address
/// is used only while the connection is lent to one thread, and a connection is closed only when it is not.
/// </summary>
internal sealed unsafe class NativeCursor : StoreCursor
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly SqliteNative _native;
    private void* _address;

    public NativeCursor(sqlite3 connection, string sql, SqliteNative native)
    {
        _native = native;
        _connection = connection;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _connection);
        _address = (void*)_statement.DangerousGetHandle();
    }

    private void* Address => _address is not null ? _address : throw new ObjectDisposedException(nameof(NativeCursor));

    public override void Bind(int place, long value) => Check(_native.BindLong(Address, place, value));

    public override void Bind(int place, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            Check(_native.BindZeroes(Address, place, 0));
            return;
        }
        fixed (byte* bytes = value)
            Check(_native.BindBytes(Address, place, bytes, value.Length, SqliteNative.Copied));
    }

    public override void BindNull(int place) => Check(_native.BindNull(Address, place));

    public override bool Step()
    {
        var outcome = _native.Step(Address);
        if (outcome == raw.SQLITE_ROW) return true;
        if (outcome != raw.SQLITE_DONE) Fail(outcome);
        return false;
    }

    public override void Reset() => _ = _native.Reset(Address); // tells again how the last step failed

    public override int Run()
    {
        var outcome = _native.Step(Address);
        _ = _native.Reset(Address);
        if (outcome is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Fail(outcome);
        return raw.sqlite3_changes(_connection);
    }

    public override bool IsNull(int column) => _native.ColumnType(Address, column) == raw.SQLITE_NULL;

    public override long Number(int column) => _native.ColumnLong(Address, column);

    public override ReadOnlySpan<byte> Bytes(int column)
    {
        // In this order: the bytes of a text are not made a terminated string, and the length is that of what was given.
        var bytes = _native.ColumnBytes(Address, column);
        return bytes is null ? [] : MemoryMarshal.CreateReadOnlySpan(ref *bytes, _native.ColumnLength(Address, column));
    }

    private protected override void Dispose(bool disposing)
    {
        _address = null;
        _statement.Dispose();
    }

    private void Check(int outcome)
    {
        if (outcome != raw.SQLITE_OK) Fail(outcome);
    }

    private void Fail(int outcome)
    {
        // The statement's own outcome may be told by its reset only; the connection knows the extended code and the words.
        SqliteException.ThrowExceptionForRC(outcome, _connection);
        throw new InvalidOperationException($"SQLite answered {outcome}, which is no outcome of a step.");
    }
}

/// <summary>The addresses of SQLite's functions in the library that Microsoft.Data.Sqlite has loaded; none where it is another kind of library.</summary>
internal sealed unsafe class SqliteNative
{
    private SqliteNative(nint library)
    {
        Step = (delegate* unmanaged<void*, int>)NativeLibrary.GetExport(library, "sqlite3_step");
        Reset = (delegate* unmanaged<void*, int>)NativeLibrary.GetExport(library, "sqlite3_reset");
        BindLong = (delegate* unmanaged[SuppressGCTransition]<void*, int, long, int>)NativeLibrary.GetExport(library, "sqlite3_bind_int64");
        BindNull = (delegate* unmanaged[SuppressGCTransition]<void*, int, int>)NativeLibrary.GetExport(library, "sqlite3_bind_null");
        BindZeroes = (delegate* unmanaged<void*, int, int, int>)NativeLibrary.GetExport(library, "sqlite3_bind_zeroblob");
        BindBytes = (delegate* unmanaged<void*, int, byte*, int, nint, int>)NativeLibrary.GetExport(library, "sqlite3_bind_blob");
        ColumnType = (delegate* unmanaged[SuppressGCTransition]<void*, int, int>)NativeLibrary.GetExport(library, "sqlite3_column_type");
        ColumnLong = (delegate* unmanaged[SuppressGCTransition]<void*, int, long>)NativeLibrary.GetExport(library, "sqlite3_column_int64");
        ColumnLength = (delegate* unmanaged[SuppressGCTransition]<void*, int, int>)NativeLibrary.GetExport(library, "sqlite3_column_bytes");
        ColumnBytes = (delegate* unmanaged[SuppressGCTransition]<void*, int, byte*>)NativeLibrary.GetExport(library, "sqlite3_column_blob");
    }

    /// <summary>SQLITE_TRANSIENT: SQLite copies what it is given.</summary>
    public const nint Copied = -1;

    /// <summary>Null where SQLite is not the library that ships with Microsoft.Data.Sqlite, or cannot be called.</summary>
    public static SqliteNative? Instance { get; } = Find();

    public delegate* unmanaged<void*, int> Step { get; }

    public delegate* unmanaged<void*, int> Reset { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, long, int> BindLong { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, int> BindNull { get; }

    public delegate* unmanaged<void*, int, int, int> BindZeroes { get; }

    public delegate* unmanaged<void*, int, byte*, int, nint, int> BindBytes { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, int> ColumnType { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, long> ColumnLong { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, int> ColumnLength { get; }

    public delegate* unmanaged[SuppressGCTransition]<void*, int, byte*> ColumnBytes { get; }

    private static SqliteNative? Find()
    {
        try
        {
            // The very library the connections are of: an address of one copy must not be given a statement of another.
            if (raw.GetNativeLibraryName() != "e_sqlite3") return null;
            var provider = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == "SQLitePCLRaw.provider.e_sqlite3");
            return provider is not null && NativeLibrary.TryLoad("e_sqlite3", provider, null, out var library) ? new SqliteNative(library) : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException)
        {
            return null;
        }
    }
}
