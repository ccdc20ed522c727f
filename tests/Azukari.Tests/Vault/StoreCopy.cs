using Azukari.Stores;
using Azukari.Vault;
using Npgsql;

namespace Azukari.Tests.Vault;

/// <summary>A backup of one store and its restoration: a file on SQLite, the rows of every table on PostgreSQL.</summary>
internal sealed class StoreCopy
{
    private readonly VaultWorld _world;
    private readonly string _store;
    private readonly string _file;

    private StoreCopy(VaultWorld world, string store, string file) => (_world, _store, _file) = (world, store, file);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StoreCopy> TakeAsync(VaultWorld world, TrustCore core, string name)
    {
        var copy = new StoreCopy(world, name, Path.Combine(world.Place.Folder, $"{name}-{Guid.NewGuid():N}.backup"));
        var store = name == "keys" ? core.Parts.Keys.Store : core.Parts.Vault;
        if (world.Place.Location is SqliteFolder) await store.BackupAsync(copy._file, Cancel);
        else await copy.OnPostgresAsync("CREATE SCHEMA backup_{0}", "CREATE TABLE backup_{0}.{1} AS TABLE azukari_{0}.{1}");
        return copy;
    }

    /// <summary>Puts the copy in the store's place. The core must be closed.</summary>
    public async Task RestoreAsync()
    {
        if (_world.Place.Location is SqliteFolder folder)
        {
            foreach (var tail in new[] { "-wal", "-shm" }) File.Delete(folder.FileOf(_store) + tail);
            File.Copy(_file, folder.FileOf(_store), overwrite: true);
        }
        else
        {
            await OnPostgresAsync(null, "TRUNCATE azukari_{0}.{1}");
            await OnPostgresAsync(null, "INSERT INTO azukari_{0}.{1} SELECT * FROM backup_{0}.{1}");
        }
    }

    public async Task<long> CountAsync(string sql, SubjectId subject)
    {
        await using var store = await Store.OpenAsync(_world.Place.Location, Azukari.Vault.Storage.VaultStores.Vault, _world.Clock, Cancel);
        return await store.ReadAsync((s, c) => s.ScalarAsync<long>(sql, c, ("id", subject.ToBytes())), ct: Cancel);
    }

    private async Task OnPostgresAsync(string? first, string perTable)
    {
        await using var connection = new NpgsqlConnection(((PostgresDatabase)_world.Place.Location).ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        if (first is not null) await RunAsync(connection, string.Format(System.Globalization.CultureInfo.InvariantCulture, first, _store));
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("SELECT table_name FROM information_schema.tables WHERE table_schema = @schema AND table_name NOT LIKE 'store_%'", connection))
        {
            list.Parameters.AddWithValue("schema", "azukari_" + _store);
            await using var reader = await list.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel)) tables.Add(reader.GetString(0));
        }

        foreach (var table in tables) await RunAsync(connection, string.Format(System.Globalization.CultureInfo.InvariantCulture, perTable, _store, table));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
