using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault.Keys;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>A copy of the key store and a rotation keep out of each other's way, also where one was killed.</summary>
public sealed class RotationLeaseTests
{
    [Theory, EngineData]
    public async Task Nothing_rotates_while_the_key_store_is_copied(StoreEngine engine)
    {
        var world = await VaultWorld.EmptyAsync(engine);
        await using var _ = world;
        var core = await world.OpenCoreAsync();

        await core.Keys.WithoutRotationAsync(async () =>
        {
            await Assert.ThrowsAsync<MasterKeyException>(() => core.Keys.RotateAsync(null, Op, ct: Cancel));
            return true;
        }, Cancel);

        Assert.Equal(2, (await core.Keys.RotateAsync(null, Op, ct: Cancel)).Version);
    }

    [Theory, EngineData]
    public async Task Who_was_killed_amid_a_copy_holds_the_next_up_for_the_rest_of_a_short_lease(StoreEngine engine)
    {
        var world = await VaultWorld.EmptyAsync(engine);
        await using var _ = world;
        var core = await world.OpenCoreAsync();
        Assert.True(await core.Parts.Keys.Store.TryAcquireLeaseAsync(KeyRotation.Lease, "killed", KeyRotation.LeaseTime / 2, Cancel));
        var begun = false;

        var next = core.Keys.WithoutRotationAsync(() => Task.FromResult(begun = true), Cancel);
        Assert.False(begun);
        world.Clock.Advance(KeyRotation.LeaseTime / 2 + TimeSpan.FromSeconds(1));

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel));
    }
}
