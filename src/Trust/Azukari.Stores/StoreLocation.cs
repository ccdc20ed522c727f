using Npgsql;

namespace Azukari.Stores;

/// <summary>Which database engine a store runs on.</summary>
public enum StoreEngine
{
    /// <summary>One SQLite file a store.</summary>
    Sqlite,

    /// <summary>One PostgreSQL schema a store.</summary>
    Postgres,
}

/// <summary>Where a company's stores live: a folder of SQLite files, or a PostgreSQL database. Closed: there is no third kind.</summary>
public abstract record StoreLocation
{
    private protected StoreLocation()
    {
    }

    /// <summary>The engine this location stands for.</summary>
    public abstract StoreEngine Engine { get; }

    /// <summary>A description for messages: never a password.</summary>
    public abstract override string ToString();
}

/// <summary>A folder with one SQLite file a store (<c>ledger.db</c>, <c>keys.db</c>, …), created with mode 0700, its files with 0600.</summary>
/// <param name="Path">The folder, absolute or relative to the working directory.</param>
public sealed record SqliteFolder(string Path) : StoreLocation
{
    /// <summary>The folder as an absolute path.</summary>
    public string FullPath { get; } = System.IO.Path.GetFullPath(Path);

    /// <inheritdoc />
    public override StoreEngine Engine => StoreEngine.Sqlite;

    /// <summary>The file that holds the store of that name.</summary>
    public string FileOf(string store) => System.IO.Path.Combine(FullPath, store + ".db");

    /// <inheritdoc />
    public override string ToString() => FullPath;
}

/// <summary>A PostgreSQL database with one schema a store (<c>azukari_ledger</c>, …).</summary>
/// <param name="ConnectionString">
/// An Npgsql connection string; the search path is set by the store. Kept out of every message. It may name several hosts
/// (<c>Host=db1,db2:5433</c>): of these the primary is used, whichever it is at the moment.
/// </param>
public sealed record PostgresDatabase(string ConnectionString) : StoreLocation
{
    /// <inheritdoc />
    public override StoreEngine Engine => StoreEngine.Postgres;

    /// <summary>The schema that holds the store of that name.</summary>
    public static string SchemaOf(string store) => "azukari_" + store;

    /// <inheritdoc />
    public override string ToString()
    {
        var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"postgres://{(parts.Host?.Contains(':', StringComparison.Ordinal) == true ? parts.Host : $"{parts.Host}:{parts.Port}")}/{parts.Database}";
    }
}
