using Azukari.Storage.KeyRing;
using Azukari.Storage.Places;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Azukari.Storage;

/// <summary>Adopting the platform's database in a host or a command.</summary>
public static class StorageModule
{
    /// <summary>
    /// Registers <see cref="AzukariDb"/> (scoped) and its factory (singleton) over a place, and keeps the key ring of cookies and forms in it,
    /// sealed. Whoever opens the place calls <see cref="MigrateAsync"/> before anything reads.
    /// </summary>
    /// <param name="place">The place; asked when the first context is made.</param>
    public static IServiceCollection AddAzukariStorage(this IServiceCollection services, Func<IServiceProvider, StoragePlace> place)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(place);
        services.AddSingleton<StorageConnection>();
        services.AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Postgres); // asked for on PostgreSQL only
        services.AddStorageModel<KeyRingModel>();
        services.AddPooledDbContextFactory<AzukariDb>((provider, options) =>
        {
            provider.GetRequiredService<StorageConnection>().Configure(options);
            Design(options);
        });
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContext());
        services.AddSingleton<StorageProbe>();
        services.AddDataProtection().SetApplicationName("azukari");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, SealedKeyRing>();
        return services;
    }

    /// <summary>Adds a module's part of the model.</summary>
    public static IServiceCollection AddStorageModel<TModel>(this IServiceCollection services) where TModel : class, IStorageModel
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageModel, TModel>());
        return services;
    }

    /// <summary>
    /// Brings the tables up to date; any number of processes may do so at once. Creates the place when it is not there.
    /// </summary>
    /// <exception cref="Azukari.Stores.StoreException">A newer program has written the database, or it cannot be reached or written.</exception>
    public static Task MigrateAsync(IServiceProvider services, CancellationToken cancel) => Migrating.RunAsync(services, cancel);

    /// <summary>What every context has, also the one migrations are written with.</summary>
    internal static void Design(DbContextOptionsBuilder options)
    {
        options.ReplaceService<IModelCacheKeyFactory, ModelByParts>();
        // A command knows only the parts it works with; the tests hold migrations and the whole model together, on both engines.
        // What fails is thrown, and told by who catches it; whether there is a table of migrations yet is asked by looking for it.
        options.ConfigureWarnings(warnings => warnings
            .Ignore(RelationalEventId.PendingModelChangesWarning)
            .Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
        // Rows skipped and taken in no order are others each time. A program in use only logs it.
        if (AppContext.TryGetSwitch("Azukari.Storage.RefuseUnorderedPages", out var refuse) && refuse)
            options.ConfigureWarnings(warnings => warnings.Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        // An error's text may quote what was to be stored.
        options.EnableSensitiveDataLogging(false).EnableDetailedErrors(false);
    }
}
