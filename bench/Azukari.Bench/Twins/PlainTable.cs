using System.Data.Common;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Stores;
using Azukari.Vault;

namespace Azukari.Bench.Twins;

/// <summary>How the unprotected twin keeps a person.</summary>
internal enum TwinShape
{
    /// <summary>One row an item, as the vault does: the difference is protection and nothing else.</summary>
    Items,

    /// <summary>One row a person, a column for each item: what an application writes that never thought of protecting anything.</summary>
    OneRow,
}

/// <summary>
/// The unprotected twin: the same values in clear under the same ids, in a SQLite file or PostgreSQL tables of its own, tuned alike
/// (write-ahead log; rows in the primary key's own tree on SQLite), read through ADO.NET at its best.
/// </summary>
internal abstract class PlainTable(TwinShape shape) : IAsyncDisposable
{
    protected string Select { get; } = shape == TwinShape.Items
        ? "SELECT item, value FROM items WHERE subject = @id"
        : "SELECT name, address, mobile FROM members WHERE id = @id";

    protected string SelectAll { get; } = shape == TwinShape.Items
        ? "SELECT item, value, subject FROM items ORDER BY subject, item"
        : "SELECT name, address, mobile, id FROM members ORDER BY id";

    public static async Task CreateAsync(BenchPlace place, IEnumerable<int[]> chunks, CancellationToken cancel)
    {
        await using var table = Open(place, TwinShape.Items);
        await table.CreateTablesAsync(cancel);
        foreach (var numbers in chunks) await table.AddAsync(numbers, cancel);
    }

    public static PlainTable Open(BenchPlace place, TwinShape shape) =>
        place.Location is PostgresDatabase database ? new PlainPostgres(database, shape) : new PlainSqlite(place.PlainFile, shape);

    public static Exception Wrong(int number) => new MeasurementException($"An unprotected twin gave other values than those of person {number}.");

    /// <summary>Reads one person, and checks what it got.</summary>
    public abstract ValueTask ReadAsync(int number);

    /// <summary>Reads everybody in the order of their ids; returns how many there were, each checked.</summary>
    public abstract Task<int> ScanAsync(IReadOnlyDictionary<SubjectId, int> numbers, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    protected abstract Task CreateTablesAsync(CancellationToken cancel);

    protected abstract Task AddAsync(IReadOnlyList<int> numbers, CancellationToken cancel);

    /// <summary>Takes one row in; true when the person is whole.</summary>
    protected bool Take(DbDataReader row, ref Gathered gathered)
    {
        if (shape == TwinShape.OneRow)
        {
            gathered = new Gathered { Name = row.GetString(0), Address = row.GetString(1), Mobile = row.GetString(2) };
            return true;
        }

        switch (row.GetString(0))
        {
            case "address":
                gathered.Address = row.GetString(1);
                break;
            case "mobile":
                gathered.Mobile = row.GetString(1);
                break;
            case "name":
                gathered.Name = row.GetString(1);
                break;
        }

        return gathered is { Name: not null, Address: not null, Mobile: not null };
    }

    /// <summary>The column with the person's id in <see cref="SelectAll"/>.</summary>
    protected int IdColumn { get; } = shape == TwinShape.Items ? 2 : 3;

    /// <summary>What is known of a person so far.</summary>
    protected struct Gathered
    {
        public string? Name;
        public string? Address;
        public string? Mobile;

        public readonly void Check(int number)
        {
            if (!Specimens.IsRight(Name ?? "", Address ?? "", Mobile ?? "", number)) throw Wrong(number);
        }
    }
}
