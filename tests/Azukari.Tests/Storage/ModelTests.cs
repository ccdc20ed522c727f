using System.Reflection;
using Azukari.Storage;
using Azukari.Storage.Design;
using Azukari.Tests.Architecture;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Azukari.Tests.Storage;

/// <summary>The whole model, of all modules: its migrations and what its columns may hold.</summary>
public sealed class ModelTests
{
    private static IReadOnlyList<Type> Parts =>
        StorageDesign.PartsOf(Repository.SourceProjects().Select(project => Path.GetFileNameWithoutExtension(project)).Where(name => name != "Azukari.Cli").Select(Assembly.Load));

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void No_change_of_the_model_waits_for_a_migration(string engine)
    {
        using var db = StorageDesign.Create(engine, Parts);

        Assert.False(db.Database.HasPendingModelChanges(), "Run dev/add-migration NAME: the model has changed since the last migration.");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_planted_table_is_found_to_wait_for_a_migration(string engine)
    {
        using var db = StorageDesign.Create(engine, [.. Parts, typeof(PlantedModel)]);

        Assert.True(db.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void Every_mapped_column_is_registered_with_what_it_may_hold_and_no_other(string engine)
    {
        using var db = StorageDesign.Create(engine, Parts);

        Assert.Equal(Registered(db), Mapped(db));
    }

    [Fact]
    public void A_planted_column_is_found()
    {
        using var db = StorageDesign.Create("sqlite", [.. Parts, typeof(PlantedModel)]);

        Assert.Equal(["planted.nickname"], Mapped(db).Except(Registered(db)));
    }

    [Fact]
    public void Migrations_of_both_engines_have_the_same_names()
    {
        using var sqlite = StorageDesign.Create("sqlite", Parts);
        using var postgres = StorageDesign.Create("postgres", Parts);

        static IEnumerable<string> Names(AzukariDb db) => db.Database.GetMigrations().Select(id => id[15..]);
        Assert.NotEmpty(Names(sqlite));
        Assert.Equal(Names(sqlite), Names(postgres));
    }

    private static SortedSet<string> Mapped(AzukariDb db) => new(
        db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")), StringComparer.Ordinal);

    // Adding twice would hide that two parts claim one column.
    private static SortedSet<string> Registered(AzukariDb db)
    {
        var all = db.Parts.SelectMany(part => part.Columns).SelectMany(rows => rows.Columns.Split(' ').Select(column => $"{rows.Table}.{column}")).ToList();
        Assert.Equal(all.Distinct().Count(), all.Count);
        return new SortedSet<string>(all, StringComparer.Ordinal);
    }

    private sealed class PlantedModel : IStorageModel
    {
        public IReadOnlyList<StoredColumns> Columns { get; } = [new("planted", StoredContent.Id, "id")];

        public void Build(ModelBuilder model) => model.Entity<Planted>(planted =>
        {
            planted.ToTable("planted");
            planted.Property(p => p.Id).HasColumnName("id");
            planted.Property(p => p.Nickname).HasColumnName("nickname");
        });
    }

    private sealed class Planted
    {
        public Guid Id { get; init; }

        public string? Nickname { get; init; }
    }
}
