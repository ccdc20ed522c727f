using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Storage;

/// <summary>
/// The platform's database: sessions, machine clients, keys of cookies; nothing that a person told the company. Its model is made of the
/// parts that modules registered. Instants are stored as UTC milliseconds since 1970.
/// </summary>
public sealed class AzukariDb(DbContextOptions<AzukariDb> options) : DbContext(options)
{
    /// <summary>The schema on PostgreSQL, and (with <c>.db</c>) the file on SQLite.</summary>
    internal const string Schema = "azukari_platform";

    internal IReadOnlyList<IStorageModel> Parts { get; } =
        [.. options.GetExtension<CoreOptionsExtension>().ApplicationServiceProvider!.GetServices<IStorageModel>().OrderBy(part => part.GetType().FullName, StringComparer.Ordinal)];

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (Database.IsNpgsql()) modelBuilder.HasDefaultSchema(Schema);
        foreach (var part in Parts) part.Build(modelBuilder);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    private sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(at => at.ToUnixTimeMilliseconds(), at => DateTimeOffset.FromUnixTimeMilliseconds(at));

    // What libraries keep as DateTime is UTC.
    private sealed class UtcConverter() : ValueConverter<DateTime, long>(
        at => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond,
        at => DateTime.UnixEpoch.AddMilliseconds(at));
}
