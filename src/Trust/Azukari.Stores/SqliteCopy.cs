using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Azukari.Stores;

/// <summary>Copies SQLite files that are in use, and looks whether copies are whole.</summary>
public static class SqliteCopy
{
    /// <summary>
    /// Copies a database as of one moment into a new file of mode 0600, while others read and write it (SQLite's online backup: one read
    /// transaction), without a log beside it, and checks the copy.
    /// </summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    /// <exception cref="StoreException">The source cannot be read, or the copy is damaged.</exception>
    public static async Task CopyAsync(string from, string to, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await new FileStream(to, options).DisposeAsync().ConfigureAwait(false);
        try
        {
            await Task.Run(() => Copy(from, to), ct).ConfigureAwait(false);
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Explain(error, Path.GetFileNameWithoutExtension(from), new SqliteFolder(Path.GetDirectoryName(Path.GetFullPath(from))!)) ?? (Exception)error;
        }

        if (!await IsSoundAsync(to, ct).ConfigureAwait(false))
            throw new StoreException(Path.GetFileNameWithoutExtension(from), StoreFault.Damaged, $"The copy of {from} is damaged: so is the original, or the disk it was written to. The copy was not kept.");
    }

    /// <summary>Whether a database file is whole, by SQLite's own check.</summary>
    public static async Task<bool> IsSoundAsync(string file, CancellationToken ct = default)
    {
        try
        {
            return await ScalarAsync(file, "PRAGMA quick_check(1)", ct).ConfigureAwait(false) is "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>A number out of a database file nobody writes to; 0 where the query gives none.</summary>
    public static async Task<long> CountAsync(string file, string sql, CancellationToken ct = default) =>
        Convert.ToInt64(await ScalarAsync(file, sql, ct).ConfigureAwait(false) ?? 0L, CultureInfo.InvariantCulture);

    private static async Task<object?> ScalarAsync(string file, string sql, CancellationToken ct)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = sql;
                return await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is { } value and not DBNull ? value : null;
            }
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30 }.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        using var command = target.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE"; // one file, with no log beside it
        command.ExecuteNonQuery();
    }
}
