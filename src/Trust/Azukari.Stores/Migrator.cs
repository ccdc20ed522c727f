namespace Azukari.Stores;

/// <summary>Brings a store's tables to the version this program knows, and refuses what it does not know.</summary>
internal static class Migrator
{
    private const string Bookkeeping = """
        CREATE TABLE store_migrations (number {long} PRIMARY KEY, name {text} NOT NULL, hash {text} NOT NULL, applied {long} NOT NULL);
        CREATE TABLE store_leases (name {text} PRIMARY KEY, holder {text} NOT NULL, until {long} NOT NULL);
        """;

    public static async Task<bool> IsCurrentAsync(StoreSession session, StoreBackend backend, StoreDefinition definition, StoreLocation location, CancellationToken ct)
    {
        if (!await backend.HasMigrationsTableAsync(session, ct).ConfigureAwait(false))
            return false;
        return await AppliedAsync(session, definition, location, ct).ConfigureAwait(false) == definition.Version;
    }

    public static async Task ApplyAsync(
        StoreTransaction transaction, StoreBackend backend, StoreDefinition definition, StoreLocation location, TimeProvider clock, CancellationToken ct)
    {
        await backend.LockMigrationsAsync(transaction, ct).ConfigureAwait(false);
        var applied = 0;
        if (await backend.HasMigrationsTableAsync(transaction, ct).ConfigureAwait(false))
            applied = await AppliedAsync(transaction, definition, location, ct).ConfigureAwait(false);
        else
            await transaction.ExecuteAsync(new Migration(1, "", Bookkeeping).SqlFor(backend.Engine), ct).ConfigureAwait(false);
        foreach (var migration in definition.Migrations.Skip(applied))
        {
            await transaction.ExecuteAsync(migration.SqlFor(backend.Engine), ct).ConfigureAwait(false);
            await transaction.ExecuteAsync(
                "INSERT INTO store_migrations (number, name, hash, applied) VALUES (@number, @name, @hash, @applied)", ct,
                ("number", (long)migration.Number), ("name", migration.Name), ("hash", migration.HashFor(backend.Engine)),
                ("applied", clock.GetUtcNow().ToUnixTimeMilliseconds())).ConfigureAwait(false);
        }
    }

    private static async Task<int> AppliedAsync(StoreSession session, StoreDefinition definition, StoreLocation location, CancellationToken ct)
    {
        var rows = await session.ListAsync(
            "SELECT number, hash FROM store_migrations ORDER BY number", r => (Number: r.GetInt64(0), Hash: r.GetString(1)), ct).ConfigureAwait(false);
        foreach (var (number, hash) in rows)
        {
            if (number > definition.Version)
                throw new StoreException(definition.Name, StoreFault.NewerSchema,
                    $"The {definition.Name} store at {location} was written by a newer program (version {rows[^1].Number}; this one knows up to {definition.Version}). Use that program, or restore a backup from before.");
            if (hash != definition.Migrations[(int)number - 1].HashFor(session.Engine))
                throw new StoreException(definition.Name, StoreFault.ChangedMigration,
                    $"The {definition.Name} store at {location} was set up by a different migration {number} than this program's. Use the program that made it: a released migration is never changed.");
        }
        return rows.Count;
    }
}
