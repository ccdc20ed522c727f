using Npgsql;

namespace Azukari.Company.Backup;

/// <summary>A database of its own for a drill, dropped afterwards.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private ScratchDatabase(string server, string name)
    {
        (_server, _name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public string ConnectionString { get; }

    /// <summary>Null where the company is on SQLite.</summary>
    /// <exception cref="BackupException">The user may not create databases.</exception>
    public static async Task<ScratchDatabase?> MakeAsync(CompanyOptions live, CancellationToken cancel)
    {
        var server = live.Postgres ?? (live.Exists ? (await live.ReadSettingsAsync(cancel)).Postgres : null);
        if (server is null) return null;
        var name = "azukari_drill_" + Guid.NewGuid().ToString("N")[..12];
        try
        {
            await RunAsync(server, $"CREATE DATABASE {name} TEMPLATE template0", cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BackupException(name, "練習用のデータベースを作る権限がありません（ALTER ROLE … CREATEDB）。", "cannot be created: the drill needs a user that may create databases (ALTER ROLE … CREATEDB).", error);
        }

        return new ScratchDatabase(server, name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);
    }

    private static async Task RunAsync(string server, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
