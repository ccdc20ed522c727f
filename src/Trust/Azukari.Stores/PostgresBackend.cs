using System.Data;
using System.Data.Common;
using Npgsql;

namespace Azukari.Stores;

/// <summary>A store in a PostgreSQL schema of its own; any number of processes write.</summary>
internal sealed class PostgresBackend : StoreBackend
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresCalls _calls;
    private readonly string _schema;
    private readonly bool _readOnly;

    public PostgresBackend(PostgresDatabase database, StoreDefinition definition, bool readOnly)
    {
        _schema = PostgresDatabase.SchemaOf(definition.Name);
        _readOnly = readOnly;
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            SearchPath = _schema,
            IncludeErrorDetail = false, // details quote values
            ApplicationName = "azukari-" + definition.Name,
        };
        var given = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        if (!given.ContainsKey("Maximum Pool Size") || given.MaxPoolSize == 100)
            settings.MaxPoolSize = 24; // four stores a process share the server's connections
        if (given.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 64;
        if (readOnly)
            settings.Options = "-c default_transaction_read_only=on";
        // Nothing here leaves anything behind on a connection: no setting, lock or table of a session outlives its transaction. Forgetting it all
        // each time would cost the server seven statements with the next one.
        settings.NoResetOnClose = true;
        _source = PostgresSource.Create(settings, readOnly);
        _calls = new PostgresCalls(settings, readOnly);
    }

    public override StoreEngine Engine => StoreEngine.Postgres;

    public override async Task PrepareAsync(CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = "SELECT current_setting('synchronous_commit')";
                if (await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is "off" && !_readOnly)
                    throw new StoreException(_schema["azukari_".Length..], StoreFault.NotDurable,
                        $"The {_schema["azukari_".Length..]} store's server acknowledges writes a crash may lose (synchronous_commit = off). Set it to on, for the server, the database or this user.");
                command.CommandText = "SELECT count(*) FROM pg_namespace WHERE nspname = @schema";
                command.Parameters.AddWithValue("schema", _schema);
                var there = await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is > 0L;
                if (there || _readOnly)
                    return;
                command.Parameters.Clear();
                var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    command.Transaction = transaction;
                    command.CommandText = "SELECT pg_advisory_xact_lock(hashtext('azukari'))"; // IF NOT EXISTS alone fails when two create at once
                    await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
                    command.CommandText = $"CREATE SCHEMA IF NOT EXISTS {_schema}";
                    await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
                    await transaction.CommitAsync(ct).ConfigureAwait(false);
                }
            }
        }
    }

    public override async ValueTask<StoreLink> RentReaderAsync(CancellationToken ct) =>
        new(StoreEngine.Postgres, await _source.OpenConnectionAsync(ct).ConfigureAwait(false));

    public override StoreLink RentReader() => new(StoreEngine.Postgres, _source.OpenConnection());

    public override void ReturnReader(StoreLink link, bool sound) => link.Dispose();

    public override ValueTask<StoreLink> RentWriterAsync(CancellationToken ct) => RentReaderAsync(ct);

    public override StoreLink RentWriter() => new(StoreEngine.Postgres, _source.OpenConnection());

    public override void ReturnWriter(StoreLink link, bool sound) => link.Dispose();

    public override async ValueTask<DbTransaction> BeginWriteAsync(StoreLink link, CancellationToken ct) =>
        await link.Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct).ConfigureAwait(false);

    public override DbTransaction BeginWrite(StoreLink link) => link.Connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public override async ValueTask<DbTransaction> BeginSnapshotAsync(StoreLink link, CancellationToken ct)
    {
        var transaction = await link.Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct).ConfigureAwait(false);
        var session = link.Take("SET TRANSACTION READ ONLY", transaction, []);
        await using (session.ConfigureAwait(false))
            await session.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        return transaction;
    }

    // One message there and one back: a transaction opened and ended by messages of its own would cost three.
    public override async Task ReadTogetherAsync(IReadOnlyList<(string Sql, Action<DbDataReader> Row)> reads, (string Name, object? Value)[] args, CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
                foreach (var (sql, _) in reads)
                {
                    var command = new NpgsqlBatchCommand(sql);
                    foreach (var (name, value) in args)
                        command.Parameters.AddWithValue(name, value ?? DBNull.Value);
                    batch.BatchCommands.Add(command);
                }
                batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
                var reader = await batch.ExecuteReaderAsync(ct).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    foreach (var (_, row) in reads)
                    {
                        while (await reader.ReadAsync(ct).ConfigureAwait(false))
                            row(reader);
                        await reader.NextResultAsync(ct).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    public override async Task CallAsync(IReadOnlyList<StoreCall> calls, CancellationToken ct)
    {
        try
        {
            await _calls.RunAsync(calls, ct).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (error is not PostgresException || error.IsTransient)
        {
            _source.Clear(); // what cut one connection off has likely cut the others: nobody need learn that one by one
            throw;
        }
    }

    public override async Task LockMigrationsAsync(StoreTransaction transaction, CancellationToken ct) =>
        await transaction.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtext(@schema))", ct, ("schema", _schema)).ConfigureAwait(false);

    public override async Task<bool> HasMigrationsTableAsync(StoreSession session, CancellationToken ct) =>
        await session.ScalarAsync<long>(
            "SELECT count(*) FROM pg_tables WHERE schemaname = @schema AND tablename = 'store_migrations'", ct, ("schema", _schema)).ConfigureAwait(false) > 0;

    public override async Task<bool> ScrubAsync(TimeProvider clock, CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var session = new StoreSession(new StoreLink(StoreEngine.Postgres, connection), null, null);
            var tables = await session.ListAsync(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = @schema", r => r.GetString(0), ct, ("schema", _schema)).ConfigureAwait(false);
            foreach (var table in tables)
                await session.ExecuteAsync($"VACUUM {_schema}.{table}", ct).ConfigureAwait(false);
            return true;
        }
    }

    public override async Task VacuumAsync(string table, CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Its file is not cut: it would only grow again, and cutting it holds up everybody.
            var session = new StoreSession(new StoreLink(StoreEngine.Postgres, connection), null, null);
            await session.ExecuteAsync($"VACUUM (SKIP_LOCKED, TRUNCATE FALSE) {_schema}.{table}", ct).ConfigureAwait(false);
        }
    }

    public override Task BackupAsync(string file, CancellationToken ct) =>
        throw new NotSupportedException("A PostgreSQL store is backed up with PostgreSQL's own tools (pg_dump, pg_basebackup).");

    public override async ValueTask DisposeAsync()
    {
        await _calls.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }
}
