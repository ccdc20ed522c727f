using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault.Storage;

namespace Azukari.Tests.Vault;

/// <summary>Fresh places in which the trust core's tables are there already, and nothing in them.</summary>
internal static class TrustPlaces
{
    public static Task<TestPlace> CreateAsync(StoreEngine engine) => TestStores.LikeAsync(engine, "trust", async place =>
    {
        foreach (var definition in (StoreDefinition[])[VaultStores.Keys, VaultStores.Vault, VaultStores.Index, LedgerSchema.Definition])
            await (await Store.OpenAsync(place.Location, definition, TimeProvider.System)).DisposeAsync();
    });
}
