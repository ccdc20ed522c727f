using System.Reflection;
using Azukari.Storage.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Azukari.Storage.Design;

/// <summary>Contexts that know the whole model and no database: for writing migrations, and for the tests of the model.</summary>
public static class StorageDesign
{
    /// <summary>Every part of the model in some assemblies and in this one.</summary>
    public static IReadOnlyList<Type> PartsOf(IEnumerable<Assembly> modules) =>
        [.. modules.Append(typeof(AzukariDb).Assembly).Distinct().SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IStorageModel).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>A context on an engine that never connects.</summary>
    /// <param name="engine"><c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="parts">The parts of the model (<see cref="PartsOf"/>).</param>
    public static AzukariDb Create(string engine, IEnumerable<Type> parts)
    {
        var services = new ServiceCollection();
        foreach (var part in parts) services.AddSingleton(typeof(IStorageModel), part);
        services.AddSingleton(_ => NpgsqlDataSource.Create("Host=localhost;Database=design"));
        var options = new DbContextOptionsBuilder<AzukariDb>().UseApplicationServiceProvider(services.BuildServiceProvider());
        if (engine == "sqlite") StorageConnection.UseSqlite(options, "Data Source=design.db");
        else if (engine == "postgres") StorageConnection.UsePostgres(options);
        else throw new ArgumentException("An engine is 'sqlite' or 'postgres'.", nameof(engine));
        StorageModule.Design(options);
        return new AzukariDb(options.Options);
    }
}
