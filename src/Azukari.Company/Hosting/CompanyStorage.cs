using Azukari.Storage;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Company.Hosting;

/// <summary>The platform's database of a company.</summary>
public static class CompanyStorage
{
    /// <summary>Where it is, sealed by the company's key store.</summary>
    public static StoragePlace PlaceOf(CompanyCore company)
    {
        ApplicationSeal seal = company.Seal;
        return new StoragePlace(company.Location, new StorageSeal((plain, label) => seal.Seal(plain, label), (closed, label) => seal.Open(closed, label), (plain, label) => seal.Fingerprint(plain, label)));
    }

    /// <summary>
    /// Opens the database of a company that a command works with, brought up to date. Give the parts of the model the command needs, and
    /// dispose the provider before the company.
    /// </summary>
    /// <param name="company">The open company.</param>
    /// <param name="clock">The clock of whatever is kept there.</param>
    /// <param name="models">Registers the modules' services and parts of the model.</param>
    public static async Task<ServiceProvider> OpenAsync(CompanyCore company, TimeProvider clock, Action<IServiceCollection> models, CancellationToken cancel)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(company); // the caller's: closed by whoever opened it
        services.AddAzukariStorage(_ => PlaceOf(company));
        models(services);
        var provider = services.BuildServiceProvider();
        try
        {
            await StorageModule.MigrateAsync(provider, cancel);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }
}
