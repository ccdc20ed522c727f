using Azukari.Bench.World;
using Azukari.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Azukari.Bench.Twins;

/// <summary>A row of the unprotected twin, as an application on EF Core has it.</summary>
internal sealed class Member
{
    public byte[] Id { get; init; } = [];

    public string Name { get; init; } = "";

    public string Address { get; init; } = "";

    public string Mobile { get; init; } = "";
}

/// <summary>The unprotected twin read through EF Core at its best: pooled contexts, a compiled query, no tracking, only the columns asked for.</summary>
internal sealed class EfMembers
{
    // One an instance: a compiled query keeps to the model of one engine.
    private readonly Func<MembersContext, byte[], Task<Member?>> _find = EF.CompileAsyncQuery((MembersContext db, byte[] id) =>
        db.Members.AsNoTracking().Where(member => member.Id == id).Select(member => new Member { Name = member.Name, Address = member.Address, Mobile = member.Mobile }).FirstOrDefault());

    private readonly PooledDbContextFactory<MembersContext> _contexts;

    public EfMembers(BenchPlace place)
    {
        var options = new DbContextOptionsBuilder<MembersContext>();
        if (place.Location is PostgresDatabase database)
            options.UseNpgsql(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, MaxPoolSize = 64 }.ConnectionString);
        else
            options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = place.PlainFile }.ToString());
        _contexts = new PooledDbContextFactory<MembersContext>(options.Options, poolSize: 256);
    }

    public async ValueTask ReadAsync(int number)
    {
        await Task.Yield(); // on SQLite nothing waits, see Callers
        await using var db = await _contexts.CreateDbContextAsync();
        if (await _find(db, Specimens.Id(number).ToBytes()) is not { } member || !Specimens.IsRight(member.Name, member.Address, member.Mobile, number)) throw PlainTable.Wrong(number);
    }
}

internal sealed class MembersContext(DbContextOptions<MembersContext> options) : DbContext(options)
{
    public DbSet<Member> Members => Set<Member>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var member = modelBuilder.Entity<Member>().ToTable("members");
        member.HasKey(m => m.Id);
        member.Property(m => m.Id).HasColumnName("id");
        member.Property(m => m.Name).HasColumnName("name");
        member.Property(m => m.Address).HasColumnName("address");
        member.Property(m => m.Mobile).HasColumnName("mobile");
    }
}
