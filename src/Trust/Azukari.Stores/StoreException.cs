using Microsoft.Data.Sqlite;
using Npgsql;

namespace Azukari.Stores;

/// <summary>Why a store could not do its work.</summary>
public enum StoreFault
{
    /// <summary>Another process held the store longer than a caller waits.</summary>
    Busy,

    /// <summary>The file, folder or database may not be written.</summary>
    ReadOnly,

    /// <summary>There is no such store, or it cannot be reached.</summary>
    Unreachable,

    /// <summary>A newer program has written the store.</summary>
    NewerSchema,

    /// <summary>The store is not (yet) at the version this program needs, and may not be changed here.</summary>
    OlderSchema,

    /// <summary>A migration that was applied differs from the one in this program.</summary>
    ChangedMigration,

    /// <summary>The file is not a database, or is damaged.</summary>
    Damaged,

    /// <summary>The disk is full or failing.</summary>
    Disk,

    /// <summary>The server acknowledges what a crash may still lose.</summary>
    NotDurable,
}

/// <summary>A store that cannot do its work; the message names the store, what happened and what to do. It never holds a value.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreException(string store, StoreFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Store = store;
        Fault = fault;
    }

    /// <summary>The store's name.</summary>
    public string Store { get; }

    /// <summary>What kind of fault it is.</summary>
    public StoreFault Fault { get; }
}

/// <summary>Reading engine errors in one way.</summary>
public static class StoreErrors
{
    /// <summary>Whether a write failed because a unique value is already there.</summary>
    public static bool IsUniqueViolation(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>Whether trying again, on a new connection if need be, may succeed.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        StoreException { Fault: StoreFault.Unreachable, InnerException: PostgresException refused } => IsTransient(refused),
        StoreException store => store.Fault is StoreFault.Busy or StoreFault.Unreachable,
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6,
        PostgresException postgres => IsConflict(postgres) || postgres.IsTransient,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or TimeoutException,
        _ => false,
    };

    /// <summary>Whether the database's files are not what the engine wrote: changed or broken bytes.</summary>
    public static bool IsDamage(Exception error) => error is
        SqliteException { SqliteErrorCode: 11 or 26 }
        or PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted }
        or StoreException { Fault: StoreFault.Damaged };

    /// <summary>
    /// What is wrong with the database below, wherever in an exception a library has put it; null where it is a fault of the program. For whoever reaches a database by other ways
    /// than a <see cref="Azukari.Stores.Store"/>.
    /// </summary>
    public static StoreFault? FaultOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is StoreException store) return store.Fault;
            if (Explain(error, "", Nowhere) is { } explained) return explained.Fault;
        }

        return null;
    }

    private static readonly StoreLocation Nowhere = new SqliteFolder(Path.GetTempPath());

    internal static bool IsConflict(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>An engine's error in words an operator can act on; null where it is a fault of the program rather than of what it stands on.</summary>
    public static StoreException? Explain(Exception error, Store store) => Explain(error, store.Definition.Name, store.Location);

    internal static StoreException? Explain(Exception error, string store, StoreLocation location)
    {
        StoreException Say(StoreFault fault, string text) => new(store, fault, $"The {store} store at {location} {text}", error);
        return error switch
        {
            SqliteException { SqliteErrorCode: 5 or 6 } =>
                Say(StoreFault.Busy, "is locked by another process. Wait until it has finished, or end it, and try again."),
            SqliteException { SqliteErrorCode: 8 } =>
                Say(StoreFault.ReadOnly, "may only be read. Give this user write access to the folder and its files."),
            SqliteException { SqliteErrorCode: 14 or 23 } =>
                Say(StoreFault.Unreachable, "cannot be opened. Check that the folder exists and belongs to this user."),
            SqliteException { SqliteErrorCode: 11 or 26 } =>
                Say(StoreFault.Damaged, "is damaged or no database. Restore it from a backup."),
            SqliteException { SqliteErrorCode: 10 or 13 } =>
                Say(StoreFault.Disk, "could not be written: the disk is full or failing. Nothing of the last change was kept."),
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
                Say(StoreFault.ReadOnly, "may only be read: this server is a standby. Connect to the primary."),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                Say(StoreFault.ReadOnly, "refused this user. Grant it CREATE on the database and its schemas."),
            PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
                Say(StoreFault.Busy, "is locked by another session. Try again."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                Say(StoreFault.Unreachable, "refused the connection. Check the database's name, the user and the password."),
            PostgresException { SqlState: ['0', '8', ..] or ['5', '7', 'P', ..] } =>
                Say(StoreFault.Unreachable, "is going down, coming up or was cut off. Try again when PostgreSQL runs."),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError } =>
                Say(StoreFault.Disk, "could not be written: the server's disk is full or failing. Nothing of the last change was kept."),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
                Say(StoreFault.Busy, "has no connection left. Raise max_connections, or give the connection string a smaller Maximum Pool Size."),
            PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } =>
                Say(StoreFault.Damaged, "is damaged. Restore it from a backup."),
            PostgresException => null,
            NpgsqlException => Say(StoreFault.Unreachable, "cannot be reached. Check that PostgreSQL runs and the connection string is right."),
            _ => null,
        };
    }
}
