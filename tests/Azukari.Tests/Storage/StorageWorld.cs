using System.Security.Cryptography;
using System.Text;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Storage;

/// <summary>A place for the platform's database, and hosts that open it: each a provider of its own, as each process has.</summary>
internal sealed class StorageWorld : IAsyncDisposable
{
    private readonly List<ServiceProvider> _hosts = [];

    private StorageWorld(TestPlace place) => Place = place;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestPlace Place { get; }

    public string File => ((SqliteFolder)Place.Location).FileOf("platform");

    public static async Task<StorageWorld> CreateAsync(StoreEngine engine) => new(await TestStores.CreateAsync(engine));

    /// <param name="secret">What its seal is made of: hosts of one key store have one.</param>
    public ServiceProvider Host(string secret = "one key store", Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        services.AddAzukariStorage(_ => new StoragePlace(Place.Location, SealOf(key)));
        more?.Invoke(services);
        var host = services.BuildServiceProvider();
        _hosts.Add(host);
        return host;
    }

    public async Task<ServiceProvider> OpenAsync(string secret = "one key store")
    {
        var host = Host(secret);
        await StorageModule.MigrateAsync(host, Cancel);
        return host;
    }

    public static AzukariDb Database(ServiceProvider host) => host.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await Place.DisposeAsync();
    }

    private static StorageSeal SealOf(byte[] key) => new(
        (plain, label) =>
        {
            using var aes = new AesGcm(key, 16);
            var @sealed = new byte[plain.Length + 28];
            RandomNumberGenerator.Fill(@sealed.AsSpan(0, 12));
            aes.Encrypt(@sealed.AsSpan(0, 12), plain, @sealed.AsSpan(28), @sealed.AsSpan(12, 16), Encoding.UTF8.GetBytes(label));
            return @sealed;
        },
        (@sealed, label) =>
        {
            using var aes = new AesGcm(key, 16);
            var plain = new byte[@sealed.Length - 28];
            try
            {
                aes.Decrypt(@sealed.AsSpan(0, 12), @sealed.AsSpan(28), @sealed.AsSpan(12, 16), plain, Encoding.UTF8.GetBytes(label));
                return plain;
            }
            catch (AuthenticationTagMismatchException)
            {
                return null;
            }
        },
        (plain, label) => HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes(label), .. plain]));
}
