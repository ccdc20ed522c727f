using Azukari.Stores;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Storage;

/// <summary>Looks whether the platform's database takes a write and gives it back, for health: one row is written as it stands.</summary>
public sealed class StorageProbe(IDbContextFactory<AzukariDb> databases)
{
    // The table of migrations is in every database of ours, has a row, and nobody waits for it.
    private const string Rewrite = """
        UPDATE platform_migrations SET "ProductVersion" = "ProductVersion" WHERE "MigrationId" = (SELECT min("MigrationId") FROM platform_migrations)
        """;

    /// <summary>Completes when the row is durable.</summary>
    /// <exception cref="StoreException">The database is locked, read-only, away or damaged.</exception>
    public async Task ProbeAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await db.Database.ExecuteSqlRawAsync(Rewrite, cancel);
        }
        catch (Exception error) when (error is not StoreException && StoreErrors.FaultOf(error) is { } fault)
        {
            throw new StoreException(StoragePlace.Name, fault, "The platform database cannot be written.", error);
        }
    }
}
