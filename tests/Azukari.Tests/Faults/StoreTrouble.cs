using Azukari.Stores;
using Azukari.Vault;
using Npgsql;

namespace Azukari.Tests.Faults;

/// <summary>Makes the stores of an open core fail as a fault below them would, and mends them again.</summary>
internal static class StoreTrouble
{
    public static IEnumerable<Store> Of(TrustCore core) => [core.Parts.Keys.Store, core.Parts.Vault, core.Parts.Index, LedgerOf(core)];

    public static Store LedgerOf(TrustCore core) => core.LedgerStore;

    /// <summary>No store grows any more: SQLite may take no further page, PostgreSQL's server answers that its disk is full.</summary>
    public static async Task<Func<Task>> DiskFullAsync(TrustCore core, CancellationToken cancel)
    {
        if (core.Parts.Vault.Engine == StoreEngine.Sqlite)
        {
            foreach (var store in Of(core)) await store.WriteAsync((tx, c) => tx.ScalarAsync<long>("PRAGMA max_page_count = 1", c), cancel); // never below what it has
            return async () =>
            {
                foreach (var store in Of(core)) await store.WriteAsync((tx, c) => tx.ScalarAsync<long>("PRAGMA max_page_count = 1000000", c), cancel);
            };
        }

        var tables = new List<(string Schema, string Table)>();
        foreach (var store in Of(core))
        {
            var schema = PostgresDatabase.SchemaOf(store.Definition.Name);
            foreach (var table in await store.ReadAsync((s, c) => s.ListAsync("SELECT tablename FROM pg_tables WHERE schemaname = @schema", r => r.GetString(0), c, ("schema", schema)), ct: cancel))
                tables.Add((schema, table));
        }

        await ExecuteAsync(core, """
            CREATE SCHEMA trouble;
            CREATE FUNCTION trouble.full_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
            """ + string.Concat(tables.Select(t => $"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {t.Schema}.{t.Table} EXECUTE FUNCTION trouble.full_disk();")), cancel);
        return () => ExecuteAsync(core, "DROP SCHEMA trouble CASCADE", cancel);
    }

    /// <summary>Nothing can be written: the file is read-only for SQLite, the server's sessions are (as on a standby).</summary>
    public static async Task<Func<Task>> ReadOnlyAsync(TrustCore core, CancellationToken cancel)
    {
        if (core.Parts.Vault.Engine == StoreEngine.Sqlite)
        {
            // A connection that failed is thrown away, and the next one knows nothing of the pragma: call this anew before each act.
            foreach (var store in Of(core))
            {
                try
                {
                    await QueryOnlyAsync(store, on: true, cancel);
                }
                catch (StoreException)
                {
                    await QueryOnlyAsync(store, on: true, cancel);
                }
            }

            return async () =>
            {
                foreach (var store in Of(core)) await Record.ExceptionAsync(() => QueryOnlyAsync(store, on: false, cancel));
            };
        }

        await SessionsAsync("SET default_transaction_read_only = on");
        return () => SessionsAsync("RESET default_transaction_read_only");

        async Task SessionsAsync(string setting)
        {
            var name = new NpgsqlConnectionStringBuilder(ConnectionOf(core)).Database;
            await ExecuteAsync(core, $"ALTER DATABASE {name} {setting}; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", cancel);
        }
    }

    /// <summary>The ledger alone takes nothing.</summary>
    public static async Task<Func<Task>> LedgerReadOnlyAsync(TrustCore core, CancellationToken cancel)
    {
        if (core.Parts.Vault.Engine == StoreEngine.Sqlite)
        {
            var folder = (SqliteFolder)core.Parts.Vault.Location;
            await using (var stranger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.FileOf("ledger")};Pooling=false"))
            {
                stranger.Open();
                await using var command = stranger.CreateCommand();
                command.CommandText = "CREATE TRIGGER refuse BEFORE INSERT ON unsealed BEGIN SELECT RAISE(ABORT, 'attempt to write a readonly database'); END";
                await command.ExecuteNonQueryAsync(cancel);
            }

            return () => LedgerOf(core).WriteAsync((tx, c) => tx.ExecuteAsync("DROP TRIGGER refuse", c), cancel);
        }

        await ExecuteAsync(core, """
            CREATE SCHEMA trouble;
            CREATE FUNCTION trouble.refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'cannot execute INSERT in a read-only transaction' USING ERRCODE = 'read_only_sql_transaction'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON azukari_ledger.unsealed EXECUTE FUNCTION trouble.refuse();
            """, cancel);
        return () => ExecuteAsync(core, "DROP SCHEMA trouble CASCADE", cancel);
    }

    private static Task<int> QueryOnlyAsync(Store store, bool on, CancellationToken cancel) =>
        store.WriteAsync((tx, c) => tx.ExecuteAsync($"PRAGMA query_only = {(on ? "ON" : "OFF")}", c), cancel);

    private static string ConnectionOf(TrustCore core) => ((PostgresDatabase)core.Parts.Vault.Location).ConnectionString;

    private static async Task ExecuteAsync(TrustCore core, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(ConnectionOf(core) + ";Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
