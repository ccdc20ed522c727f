using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azukari.Stores;

/// <summary>A store in one SQLite file: write-ahead log, full synchronisation, one writer at a time.</summary>
internal sealed class SqliteBackend(SqliteFolder folder, StoreDefinition definition, bool readOnly) : StoreBackend
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // SQLite lets waiting writers poll; within this process they queue here instead, whichever store object they hold.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    private static readonly HotStatement DataVersion = new("PRAGMA data_version");

    // SQLite counts the bytes it has allocated, all connections of the process under one lock, and nobody asks for that. It can be told so before its first
    // connection only: where the program has opened one by other ways, it goes on counting.
    static SqliteBackend()
    {
        RuntimeHelpers.RunClassConstructor(typeof(SqliteConnection).TypeHandle); // loads the library
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private readonly string _file = folder.FileOf(definition.Name);
    private readonly SemaphoreSlim _gate = Gates.GetOrAdd(folder.FileOf(definition.Name), _ => new SemaphoreSlim(1, 1));
    private readonly LinkPool _readers = new();
    private readonly LinkPool _hot = new();
    private readonly Lock _watching = new();
    private StoreLink? _watch;
    private StoreLink? _writer;
    private volatile bool _closed;

    public override StoreEngine Engine => StoreEngine.Sqlite;

    public override Task PrepareAsync(CancellationToken ct)
    {
        if (readOnly)
        {
            if (!File.Exists(_file))
                throw new StoreException(definition.Name, StoreFault.Unreachable, $"There is no {definition.Name} store at {folder}: {Path.GetFileName(_file)} is missing.");
            return Task.CompletedTask;
        }
        try
        {
            if (!Directory.Exists(folder.FullPath))
            {
                if (OperatingSystem.IsWindows())
                    Directory.CreateDirectory(folder.FullPath);
                else
                    Directory.CreateDirectory(folder.FullPath, FolderMode);
            }
            if (!File.Exists(_file))
            {
                // SQLite would create the file by the process's umask; its -wal and -shm files take over this one's mode.
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = FileMode600;
                new FileStream(_file, options).Dispose();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(definition.Name, StoreFault.ReadOnly,
                $"The {definition.Name} store cannot be created at {folder}. Choose a folder this user may write to.", error);
        }
        return Task.CompletedTask;
    }

    public override async ValueTask<StoreLink> RentReaderAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _readers.Take() ?? await ConnectAsync(reading: true, ct).ConfigureAwait(false);
    }

    public override StoreLink RentReader()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (definition.Plain || SqliteNative.Instance is null)
            return _readers.Take() ?? Connect(reading: true);
        return _hot.Take() ?? ConnectHot();
    }

    public override void ReturnReader(StoreLink link, bool sound)
    {
        var pool = link.IsHot ? _hot : _readers;
        if (!sound || _closed || !pool.Keep(link))
            link.Dispose();
        else if (_closed && pool.Take() is { } late)
            late.Dispose(); // closed meanwhile: nobody else will
    }

    /// <remarks>SQLite counts the commits of others for each connection, so it is always the same one that is asked. It never writes.</remarks>
    public override long Moment()
    {
        lock (_watching)
        {
            _watch ??= RentReader();
            var sound = false;
            try
            {
                var version = _watch.Cursor(DataVersion);
                version.Step();
                var moment = version.Number(0);
                sound = true;
                return moment;
            }
            finally
            {
                _watch.ResetCursors();
                if (!sound)
                    DropWatch();
            }
        }
    }

    public override async ValueTask<StoreLink> RentWriterAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return Interlocked.Exchange(ref _writer, null) ?? await ConnectAsync(reading: false, ct).ConfigureAwait(false);
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    public override StoreLink RentWriter()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _gate.Wait(CancellationToken.None);
        try
        {
            return Interlocked.Exchange(ref _writer, null) ?? Connect(reading: false);
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    public override void ReturnWriter(StoreLink link, bool sound)
    {
        if (!sound || _closed || Interlocked.CompareExchange(ref _writer, link, null) is not null)
            link.Dispose();
        _gate.Release();
    }

    public override ValueTask<DbTransaction> BeginWriteAsync(StoreLink link, CancellationToken ct) => new(BeginWrite(link));

    public override DbTransaction BeginWrite(StoreLink link) =>
        ((SqliteConnection)link.Connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);

    public override ValueTask<DbTransaction> BeginSnapshotAsync(StoreLink link, CancellationToken ct) =>
        new(((SqliteConnection)link.Connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    public override Task LockMigrationsAsync(StoreTransaction transaction, CancellationToken ct) => Task.CompletedTask; // BEGIN IMMEDIATE is the lock

    public override async Task<bool> HasMigrationsTableAsync(StoreSession session, CancellationToken ct) =>
        await session.ScalarAsync<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'store_migrations'", ct).ConfigureAwait(false) > 0;

    public override async Task<bool> ScrubAsync(TimeProvider clock, CancellationToken ct)
    {
        // A reader in an old snapshot keeps the log from being truncated: wait for it, but not for ever.
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var link = await RentWriterAsync(ct).ConfigureAwait(false);
            var session = new StoreSession(link, null, ReturnWriter);
            await using (session.ConfigureAwait(false))
            {
                var busy = await session.FirstAsync("PRAGMA wal_checkpoint(TRUNCATE)", r => (long?)r.GetInt64(0), ct).ConfigureAwait(false);
                if (busy == 0)
                    return true;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, ct).ConfigureAwait(false);
        }
        return false;
    }

    public override async Task BackupAsync(string file, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode600;
        await new FileStream(file, options).DisposeAsync().ConfigureAwait(false);
        var source = await RentReaderAsync(ct).ConfigureAwait(false);
        try
        {
            using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            target.Open();
            ((SqliteConnection)source.Connection).BackupDatabase(target);
            using var command = target.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE"; // the copy is one file, with no log beside it
            command.ExecuteNonQuery();
        }
        finally
        {
            ReturnReader(source, sound: true);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        _closed = true;
        foreach (var pool in (LinkPool[])[_readers, _hot])
            while (pool.Take() is { } reader)
                await reader.DisposeAsync().ConfigureAwait(false);
        lock (_watching)
            DropWatch();
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            // Last: closing the last connection writes the log back and removes it, so the folder can be copied.
            if (Interlocked.Exchange(ref _writer, null) is { } writer)
                await writer.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void DropWatch()
    {
        _watch?.Dispose();
        _watch = null;
    }

    private async Task<StoreLink> ConnectAsync(bool reading, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        return Connect(reading);
    }

    private StoreLink Connect(bool reading)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _file,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)definition.Patience.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Settings(reading);
            command.ExecuteNonQuery();
            return new StoreLink(StoreEngine.Sqlite, connection, definition.Plain);
        }
        catch (Exception error)
        {
            connection.Dispose();
            if (StoreErrors.Explain(error, definition.Name, folder) is { } clear)
                throw clear;
            throw;
        }
    }

    // Lent to one thread at a time, as all are, and without the locks SQLite would else take at each call, some seventy for a person.
    private StoreLink ConnectHot()
    {
        var flags = (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE) | raw.SQLITE_OPEN_NOMUTEX;
        var outcome = raw.sqlite3_open_v2(_file, out var connection, flags, null);
        try
        {
            SqliteException.ThrowExceptionForRC(outcome, connection);
            raw.sqlite3_extended_result_codes(connection, 1);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection, Settings(reading: true)), connection);
            return new StoreLink(connection);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            if (StoreErrors.Explain(error, definition.Name, folder) is { } clear)
                throw clear;
            throw;
        }
    }

    private string Settings(bool reading) =>
        $"PRAGMA busy_timeout = {(int)definition.Patience.TotalMilliseconds}; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
        + (readOnly ? "" : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        + (definition.SecureDelete ? "PRAGMA secure_delete = ON;" : "PRAGMA secure_delete = OFF;")
        + (reading ? "PRAGMA query_only = ON; PRAGMA cache_size = -16384;" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = {definition.LogPages};"));
}
