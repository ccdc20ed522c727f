using System.Security.Cryptography;
using System.Text;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Storage.KeyRing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Storage.StorageWorld;

namespace Azukari.Tests.Storage;

public sealed class KeyRingTests
{
    [Theory, EngineData]
    public async Task What_one_host_protects_another_of_the_same_key_store_opens_also_after_a_restart(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        string cookie;
        await using (var first = await world.OpenAsync()) cookie = Protector(first).Protect("session 7");

        var second = await world.OpenAsync();

        Assert.Equal("session 7", Protector(second).Unprotect(cookie));
    }

    [Theory, EngineData]
    public async Task A_stolen_copy_of_the_database_opens_no_cookie_and_makes_none(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var host = await world.OpenAsync();
        var cookie = Protector(host).Protect("session 7");
        await using var db = Database(host);
        var keys = await db.Set<RingKey>().ToListAsync(Cancel);

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.DoesNotContain("masterKey", Encoding.Latin1.GetString(key.Sealed), StringComparison.OrdinalIgnoreCase));
        var thief = await world.OpenAsync("another key store");
        Assert.ThrowsAny<CryptographicException>(() => Protector(thief).Unprotect(cookie));
        Assert.ThrowsAny<CryptographicException>(() => Protector(host).Unprotect(Protector(thief).Protect("session 7")));
    }

    private static IDataProtector Protector(ServiceProvider host) => host.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
