using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class SealTests
{
    [Theory, EngineData]
    public async Task An_applications_seal_outlives_restarts_and_rotations_and_opens_only_what_it_closed(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        byte[] closed, hash;
        using (var seal = await core.Keys.SealOfAsync("platform", Cancel))
        {
            closed = seal.Seal("a secret"u8, "thing 1");
            hash = seal.Fingerprint("a body"u8, "request");
        }

        await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "masters.backup"), Op, null, Cancel);
        var reopened = await world.OpenCoreAsync();

        using var again = await reopened.Keys.SealOfAsync("platform", Cancel);
        using var other = await reopened.Keys.SealOfAsync("another", Cancel);
        Assert.Equal("a secret"u8.ToArray(), again.Open(closed, "thing 1"));
        Assert.Equal(hash, again.Fingerprint("a body"u8, "request"));
        Assert.Null(again.Open(closed, "thing 2"));
        Assert.Null(other.Open(closed, "thing 1"));
        Assert.Null(again.Open(closed.AsSpan(0, 12), "thing 1"));
        Assert.NotEqual(hash, other.Fingerprint("a body"u8, "request"));
        Assert.NotEqual(hash, again.Fingerprint("a body"u8, "other"));
        Assert.DoesNotContain("a secret", System.Text.Encoding.Latin1.GetString(closed), StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Two_that_open_a_seal_at_once_have_the_same(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var seals = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => core.Keys.SealOfAsync("platform", Cancel)));

        var closed = seals[0].Seal("a secret"u8, "thing");
        Assert.All(seals, seal =>
        {
            Assert.NotNull(seal.Open(closed, "thing"));
            seal.Dispose();
        });
    }
}
