using System.Data.Common;
using Azukari.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Azukari.Storage.Places;

/// <summary>Connections to the platform's database as durable and as private as the trust core's own stores.</summary>
internal sealed class StorageConnection(StoragePlace place) : IAsyncDisposable, IDisposable
{
    private readonly Lazy<NpgsqlDataSource> _postgres = new(() => SourceOf((PostgresDatabase)place.Location));

    public StoreLocation Location => place.Location;

    public string File => ((SqliteFolder)place.Location).FileOf(StoragePlace.Name);

    private string FileConnection =>
        new SqliteConnectionStringBuilder { DataSource = File, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 10, ForeignKeys = true }.ToString();

    public NpgsqlDataSource Postgres => _postgres.Value;

    public void Configure(DbContextOptionsBuilder options)
    {
        if (place.Location is SqliteFolder) UseSqlite(options, FileConnection);
        else UsePostgres(options);
    }

    internal static void UseSqlite(DbContextOptionsBuilder options, string connection) => options
        .UseSqlite(connection, sqlite => sqlite.MigrationsAssembly("Azukari.Storage.Sqlite").MigrationsHistoryTable("platform_migrations"))
        .AddInterceptors(DurableSqlite.Instance);

    // The source of connections is the container's: named here it would be part of what the framework keeps its compiled model and queries by,
    // and every place opened in this process would compile them anew.
    internal static void UsePostgres(DbContextOptionsBuilder options) => options
        .UseNpgsql(postgres => postgres.MigrationsAssembly("Azukari.Storage.Postgres").MigrationsHistoryTable("platform_migrations", AzukariDb.Schema));

    /// <summary>Makes the file's journal a write-ahead log, which it stays.</summary>
    public async Task UseLogAsync(CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(FileConnection);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync(cancel);
    }

    public void Dispose()
    {
        if (_postgres.IsValueCreated) _postgres.Value.Dispose();
        else ClosePool();
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated) await _postgres.Value.DisposeAsync();
        else ClosePool();
    }

    // The last connection's closing writes the log back and removes it, so that the folder can be copied.
    private void ClosePool()
    {
        if (place.Location is not SqliteFolder) return;
        using var connection = new SqliteConnection(FileConnection);
        SqliteConnection.ClearPool(connection);
    }

    private static NpgsqlDataSource SourceOf(PostgresDatabase database)
    {
        var given = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            SearchPath = AzukariDb.Schema,
            IncludeErrorDetail = false, // details quote values
            ApplicationName = "azukari-" + StoragePlace.Name,
        };
        if (!given.ContainsKey("Maximum Pool Size") || given.MaxPoolSize == 100) settings.MaxPoolSize = 24;
        return PostgresSource.Create(settings);
    }

    private sealed class DurableSqlite : DbConnectionInterceptor
    {
        public static DurableSqlite Instance { get; } = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";
    }
}
