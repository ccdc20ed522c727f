using Azukari.Bench.World;
using Azukari.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Azukari.Bench.Twins;

/// <summary>A row of the unprotected twin, as an application on EF Core has it.</summary>
internal sealed class PlainItem
{
    public byte[] Subject { get; init; } = [];

    public string Item { get; init; } = "";

    public string Value { get; init; } = "";
}

/// <summary>
/// The unprotected twin read through EF Core by a compiled query, without tracking, only the columns asked for: at its best with pooled contexts,
/// and as most applications do it, with a new context for each call.
/// </summary>
internal sealed class EfItems
{
    // One an instance: a compiled query keeps to the model of one engine.
    private readonly Func<PlainItems, byte[], IAsyncEnumerable<PlainItem>> _find = EF.CompileAsyncQuery((PlainItems db, byte[] id) =>
        db.Items.AsNoTracking().Where(item => item.Subject == id).Select(item => new PlainItem { Item = item.Item, Value = item.Value }));

    private readonly Func<PlainItems> _context;

    public EfItems(BenchPlace place, bool pooled)
    {
        var options = new DbContextOptionsBuilder<PlainItems>();
        if (place.Location is PostgresDatabase database)
            options.UseNpgsql(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, MaxPoolSize = 64 }.ConnectionString);
        else
            options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = place.PlainFile }.ToString());
        var settled = options.Options;
        _context = pooled ? new PooledDbContextFactory<PlainItems>(settled, poolSize: 256).CreateDbContext : () => new PlainItems(settled);
    }

    public async ValueTask ReadAsync(int number)
    {
        await Task.Yield(); // on SQLite nothing waits, see Callers
        await using var db = _context();
        var (name, address, mobile) = ("", "", "");
        await foreach (var item in _find(db, Specimens.Id(number).ToBytes()))
        {
            if (item.Item == "name") name = item.Value;
            else if (item.Item == "address") address = item.Value;
            else if (item.Item == "mobile") mobile = item.Value;
        }

        if (!Specimens.IsRight(name, address, mobile, number)) throw PlainTable.Wrong(number);
    }
}

internal sealed class PlainItems(DbContextOptions<PlainItems> options) : DbContext(options)
{
    public DbSet<PlainItem> Items => Set<PlainItem>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var item = modelBuilder.Entity<PlainItem>().ToTable("items");
        item.HasKey(i => new { i.Subject, i.Item });
        item.Property(i => i.Subject).HasColumnName("subject");
        item.Property(i => i.Item).HasColumnName("item");
        item.Property(i => i.Value).HasColumnName("value");
    }
}
